"""How looking after a channel shows: a line and a button in ``/ba``, a section in Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.cards.face import day_of
from bot.cards.render import card_name
from bot.leadership.producers import MOST, Producing
from bot.slack.blocks import Block, actions, button, clip, context, modal, said, section
from bot.slack.ids import Action, Callback
from bot.texts import producers as texts
from models.card import Draft
from models.thread import Thread

# The most blocks that ``producer_section`` gives: title, places, threads, drafts, cards, gaps.
SECTION_MOST = 2 + MOST + 1 + 2 * MOST + 1
_REASONS_MOST = 600


def producer_line(channel_id: str, people: Sequence[str], member_id: str) -> list[Block]:
    """For ``/ba``: who looks after a channel, alphabetically, and the button to do so, or not."""
    line = texts.looked_after([f"<@{person}>" for person in people])
    if member_id in people:
        press = button(texts.LEAVE, Action.PRODUCE_LEAVE, channel_id)
    else:
        press = button(texts.TAKE, Action.PRODUCE_TAKE, channel_id)
    return [section(line), actions(press)]


def producer_section(producing: Producing | None) -> list[Block]:
    """For Home: what waits where somebody looks after; no blocks when they look after nothing."""
    if producing is None:
        return []
    places = " · ".join(f"<#{channel.id}>" for channel in producing.channels[:10])
    blocks = [section(texts.HOME_TITLE), context(texts.HOME_PLACES.format(places=places))]
    waiting = [_ripe(thread) for thread in producing.ripe[:MOST]]
    if producing.drafts:
        titles = " · ".join(_draft(draft) for draft in producing.drafts[:MOST])
        waiting.append(section(texts.DRAFTS.format(titles=titles)))
    for words, cards in ((texts.CONTESTED, producing.contested), (texts.STALE, producing.stale)):
        for card in cards[:MOST]:
            open_it = button(texts.OPEN, Action.CARD_DETAILS, str(card.id))
            waiting.append(section(words.format(card=card_name(card)), accessory=open_it))
    if producing.gaps:
        gaps = " · ".join(f"“{said(gap, 80)}”" for gap in producing.gaps[:MOST])
        waiting.append(section(texts.GAPS.format(words=gaps)))
    return [*blocks, *(waiting or [section(texts.NOTHING)])]


def _ripe(thread: Thread) -> Block:
    day = day_of(datetime.fromtimestamp(float(thread.ts), UTC))
    place = f"{thread.channel_id}:{thread.ts}"
    look = button(texts.RIPE_LOOK, Action.PRODUCE_LOOK, place)
    return section(texts.RIPE.format(channel=thread.channel_id, day=day), accessory=look)


def _draft(draft: Draft) -> str:
    words = str(draft.fields.get("title") or draft.fields.get("statement") or "…")
    return f"“{said(clip(' '.join(words.split()), 60), 80)}”"


def thread_view(thread: Thread, url: str) -> Block:
    """A ripe thread to look at: the way there, and why it seems ripe; none of its words."""
    blocks = [section(texts.RIPE_OPEN.format(url=url, channel=thread.channel_id))]
    if thread.reasons:
        reasons = said("; ".join(str(reason) for reason in thread.reasons), _REASONS_MOST)
        blocks.append(section(texts.RIPE_WHY.format(reasons=reasons)))
    blocks.append(context(texts.RIPE_HOW))
    return modal(Callback.PRODUCE_THREAD, texts.RIPE_TITLE, blocks)
