"""How a channel's life and links are shown in ``/ba``, to the one who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import InteractiveElement

from bot.ba.built_form import quoted
from bot.ba.life import LifeSeen
from bot.ba.linking import LinksSeen
from bot.slack.blocks import Block, actions, button, section
from bot.slack.ids import Action
from bot.texts import ba_life as texts
from bot.texts import ba_new as new_texts
from models.ba_built import BaBuilt
from models.ba_link import BaLink
from models.channel import Channel, Stage

PROPOSALS_MOST = 3


def life_blocks(
    channel: Channel, life: LifeSeen, links: LinksSeen, built: Sequence[BaBuilt]
) -> list[Block]:
    """A channel's stage with its reason, what it is for, its links, and what can be done."""
    words = [texts.STAGE_LINE.format(stage=texts.STAGES[life.stage], reason=life.reason)]
    threads = texts.thread_line(life.threads)
    if threads:
        words.append(threads)
    if links.linked:
        places = ", ".join(f"<#{each}>" for each in links.linked)
        words.append(texts.LINKED_WITH.format(places=places))
    blocks = [section(" ".join(words))]
    blocks += [_built(one, channel.tz) for one in built]
    for link in links.proposed[:PROPOSALS_MOST]:
        blocks += proposal_blocks(link, channel.id)
    return [*blocks, actions(*_buttons(channel, life.stage))]


def _buttons(channel: Channel, stage: Stage) -> list[InteractiveElement]:
    build = button(new_texts.BUILD, Action.BA_NEW, channel.id)
    show = button(texts.MAP_BUTTON, Action.BA_MAP)
    if stage != Stage.CLOSED:
        return [build, show, button(texts.CLOSE, Action.BA_CLOSE, confirm=texts.CLOSE_SURE)]
    if channel.is_archived:
        return [show]
    return [button(texts.REOPEN, Action.BA_OPEN, style="primary"), show]


def _built(built: BaBuilt, tz: str) -> Block:
    words = new_texts.RUNNING.format(
        day=day_words(built.ends_at, tz), purpose=quoted(built.purpose)
    )
    end = button(new_texts.END_NOW, Action.BA_END, str(built.id), confirm=new_texts.END_SURE)
    return section(words, end)


def proposal_blocks(link: BaLink, here: str) -> list[Block]:
    """A proposed link, for a member of both, with the two answers."""
    words = texts.LINK_PROPOSED.format(
        other=link.other_than(here), why=texts.link_why(link.likeness, link.cards)
    )
    return [section(words), answer_buttons(link.id)]


def answer_buttons(link_id: int) -> Block:
    """Yes and no to a link."""
    return actions(
        button(texts.LINK_YES, Action.BA_LINK_YES, str(link_id), style="primary"),
        button(texts.LINK_NO, Action.BA_LINK_NO, str(link_id)),
    )


def day_words(at: datetime, tz: str) -> str:
    """A day as people write it, in a channel's zone."""
    local = at.astimezone(ZoneInfo(tz))
    return f"{local:%A}, {local.day} {local:%B}"
