"""The digest as blocks: one screen. People's words are escaped and bounded here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import InteractiveElement, OverflowMenuElement

from bot.digest.service import Preview
from bot.digest.week import CardLine, Digest, Growth, Question, Tried
from bot.practice.render import link
from bot.slack.blocks import (
    Block,
    actions,
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
from models.card import CardStatus

# The picture goes in after the heading.
PICTURE_AT = 1
# One screen: so many of each at the most; the rest is a button away.
MOST_LISTED = 3
MOST_GREW = 2
MOST_GAPS = 1
MOST_THANKED = 8
_TITLE_MOST = 90
_NAME_MOST = 60


def alert_text(digest: Digest) -> str:
    """The digest in one line, for notifications and screen readers: plain words, no marks."""
    return texts.alert(said(digest.channel_name, 80))


def digest_blocks(digest: Digest, *, ripe_url: str = "", with_menu: bool = True) -> list[Block]:
    """The digest. ``ripe_url`` leads to one of the ripe threads; the menu is for the posted one."""
    blocks = [header(texts.alert(digest.channel_name))]
    columns = [text for text in _columns(digest, MOST_LISTED) if text]
    if columns:
        blocks.append(fields(columns))
    if digest.grew:
        blocks.append(section(grown(digest.grew, MOST_GREW)))
    blocks += _open(digest, ripe_url)
    if digest.question is not None:
        blocks.append(question_block(digest.question))
    blocks += digest.lever.blocks if digest.lever else []
    return [*blocks, *_closing(digest, with_menu)]


def _columns(digest: Digest, most: int) -> list[str]:
    """Problems and successes side by side, then what is new and what changed."""
    problems = [one for one in digest.tried if one.is_problem]
    successes = [one for one in digest.tried if one.is_success]
    used = [one for one in digest.tried if not (one.is_problem or one.is_success)]
    return [
        listed(texts.FAILED, [problem_line(one) for one in problems], most),
        listed(texts.WORKED, [success_line(one) for one in successes], most),
        "" if problems or successes else listed(texts.USED, [used_line(u) for u in used], most),
        listed(texts.NEW, [card_words(card) for card in digest.new], most),
        listed(texts.CHANGED, [card_words(card) for card in digest.changed], most),
    ]


def problem_line(one: Tried) -> str:
    """What did not go as hoped with a card."""
    return f"{card_words(one.card)}: {texts.failed(one.failed, one.unexpected)}"


def success_line(one: Tried) -> str:
    """What went well with a card."""
    return f"{card_words(one.card)}: {texts.worked(one.worked, one.expected)}"


def used_line(one: Tried) -> str:
    """A card that was used; nobody said yet how it went."""
    return f"{card_words(one.card)}: {texts.used(one.used)}"


def card_words(card: CardLine) -> str:
    """A card's title as a link, with how far it holds where that is news."""
    title = said(" ".join(card.title.split()), _TITLE_MOST) or "…"
    words = link(card.permalink, title)
    return f"{words}: {texts.STATUS[CardStatus(card.status)]}" if card.status else words


def listed(name: str, lines: Sequence[str], most: int) -> str:
    """A named list of the first few, and how many more there are; "" of none."""
    if not lines:
        return ""
    more = texts.more(len(lines) - most) if len(lines) > most else ""
    return "\n".join([name, *(f"• {line}" for line in lines[:most]), *([more] if more else [])])


def grown(grew: Sequence[Growth], most: int) -> str:
    """What grew, a line each."""
    return listed(texts.GREW, [_growth(one) for one in grew], most)


def _growth(one: Growth) -> str:
    card = f"*{card_words(one.card)}*"
    if one.how == "wider":
        return texts.WIDER[one.level].format(card=card)
    others = ", ".join(card_words(each) for each in one.others[:3])
    rest = texts.more(len(one.others) - 3) if len(one.others) > 3 else ""
    return texts.GROWTH[one.how].format(card=card, others=f"{others} {rest}".strip())


def _open(digest: Digest, ripe_url: str) -> list[Block]:
    """A gap, and talk that is on no card yet."""
    lines = [texts.gap(said(gap, 120)) for gap in digest.gaps[:MOST_GAPS]]
    if digest.ripe:
        opening = texts.ripe_link(digest.ripe)
        lines.append(texts.ripe(digest.ripe, link(ripe_url, opening) if ripe_url else ""))
    if not lines:
        return []
    answer = button(texts.ANSWER_GAP, Action.MAKE_CARD, f"{digest.channel_id}:")
    return [section("\n".join([texts.OPEN, *(f"• {line}" for line in lines)]), accessory=answer)]


def question_block(asked: Question) -> Block:
    """The question, with the button that answers it."""
    words = texts.question(f"*{card_words(asked.card)}*", is_doubt=asked.is_doubt)
    number = str(asked.card.card_id)
    press = (
        button(texts.DOUBT, f"{Action.LINK_CARDS}_challenges", f"challenges:{number}")
        if asked.is_doubt
        else button(texts.TRY, Action.TRY_CARD, number)
    )
    return section(words, accessory=press)


def _closing(digest: Digest, with_menu: bool) -> list[Block]:
    """Thanks, and the menu beside them; the way to the rest; then the small print."""
    menu = _menu(digest) if with_menu else None
    thanks = thanks_line(digest.thanks, MOST_THANKED)
    blocks = [section(thanks or texts.NO_THANKS, accessory=menu)] if thanks or menu else []
    rest: list[InteractiveElement] = [button(texts.REST, Action.DIGEST_REST, span_value(digest))]
    if not with_menu:
        rest.append(button(texts.SEE_PICTURE, Action.DIGEST_PICTURE, span_value(digest)))
    small = texts.SMALL_PRINT_ALL if digest.is_organization else texts.SMALL_PRINT
    return [*blocks, actions(*rest), context(small)]


def thanks_line(names: Iterable[str], most: int) -> str:
    """Thanks to people, alphabetical; "" to nobody."""
    everybody = [said(name, _NAME_MOST) for name in names]
    return texts.thanks(everybody[:most], len(everybody) > most) if everybody else ""


def span_value(digest: Digest) -> str:
    """Which digest a button belongs to: the channel ("" is everybody), since and until."""
    since, until = digest.since.timestamp(), digest.until.timestamp()
    return f"{digest.channel_id}:{since:.6f}:{until:.6f}"


def _menu(digest: Digest) -> OverflowMenuElement:
    whose = "all" if digest.is_organization else "here"
    return overflow(
        Action.DIGEST_MENU,
        [
            (texts.SKIP, f"{Refusal.ONCE}:{whose}"),
            (texts.PAUSE, f"{Refusal.MONTH}:{whose}"),
            (texts.NO_MORE, f"{Refusal.CHANNEL}:{whose}"),
            (texts.NOT_ME, f"{Refusal.PERSON}:{whose}"),
        ],
    )


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
