"""The digest as blocks: one screen. People's words are escaped and bounded here."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import OverflowMenuElement

from bot.digest.rules import CardLine, Digest, Listed, Tried
from bot.digest.service import Preview
from bot.practice.render import link
from bot.slack.blocks import (
    Block,
    button,
    context,
    fields,
    header,
    overflow,
    said,
    section,
)
from bot.slack.ids import Action, Refusal
from bot.texts import digest as texts

# The picture goes in after the heading.
PICTURE_AT = 1
_TITLE_MOST = 90
_NAME_MOST = 60


def alert_text(digest: Digest) -> str:
    """The digest in one line, for notifications and screen readers."""
    return texts.alert(said(digest.channel_name, 80))


def digest_blocks(digest: Digest, *, ripe_url: str = "", with_menu: bool = True) -> list[Block]:
    """The digest. ``ripe_url`` leads to one of the ripe threads; the menu is for the posted one."""
    blocks = [header(texts.alert(digest.channel_name))]
    counts = [texts.talk(digest.talk, digest.talk_before), texts.moved(digest.moved)]
    if any(counts):
        blocks.append(section("\n\n".join(text for text in counts if text)))
    columns = [
        _listed(texts.NEW, digest.new),
        _listed(texts.CHANGED, digest.changed),
        _tried(digest.tried, digest.tried_more),
    ]
    if any(columns):
        blocks.append(fields([text for text in columns if text]))
    if digest.ripe:
        opening = texts.ripe_link(digest.ripe)
        blocks.append(section(texts.ripe(digest.ripe, link(ripe_url, opening) if ripe_url else "")))
    if digest.question is not None:
        tried = button(texts.TRY, Action.TRY_CARD, str(digest.question.card_id))
        blocks.append(section(texts.question(f"*{_card(digest.question)}*"), accessory=tried))
    blocks.extend(_closing(digest, with_menu))
    return blocks


def _closing(digest: Digest, with_menu: bool) -> list[Block]:
    """Thanks, and the menu beside them; then the small print."""
    menu = _menu() if with_menu else None
    names = [said(name, _NAME_MOST) for name in digest.thanks]
    thanks = texts.thanks(names, digest.thanks_more) if names else ""
    blocks = [section(thanks or texts.NO_THANKS, accessory=menu)] if thanks or menu else []
    return [*blocks, context(texts.SMALL_PRINT)]


def _menu() -> OverflowMenuElement:
    return overflow(
        Action.DIGEST_MENU,
        [
            (texts.SKIP, Refusal.ONCE),
            (texts.PAUSE, Refusal.MONTH),
            (texts.NO_MORE, Refusal.CHANNEL),
            (texts.NOT_ME, Refusal.PERSON),
        ],
    )


def _card(card: CardLine) -> str:
    title = said(" ".join(card.title.split()), _TITLE_MOST) or "…"
    return link(card.permalink, title)


def _listed(name: str, listed: Listed) -> str:
    if not listed.cards:
        return ""
    lines = [f"• {_card(card)}" for card in listed.cards]
    return _lines(name, lines, listed.more)


def _tried(tried: Sequence[Tried], more: int) -> str:
    if not tried:
        return ""
    lines = [
        f"• {_card(one.card)}: {texts.outcome(one.worked, one.failed, one.used)}" for one in tried
    ]
    return _lines(texts.TRIED, lines, more)


def _lines(name: str, lines: Sequence[str], more: int) -> str:
    return "\n".join([name, *lines, *([texts.more(more)] if more else [])])


def preview_blocks(preview: Preview, channel_id: str, *, ripe_url: str = "") -> list[Block]:
    """The digest for one person's eyes: no picture (it would have to be shared), no menu."""
    if preview.digest is None:
        blocks = [section(texts.NOTHING)]
    else:
        shown = digest_blocks(preview.digest, ripe_url=ripe_url, with_menu=False)
        blocks = [context(texts.PREVIEW), *shown]
    if preview.is_muted:
        again = button(texts.BRING_BACK, Action.DIGEST_AGAIN, channel_id)
        blocks.append(section(texts.PREVIEW_MUTED, accessory=again))
    return blocks
