"""What is lacking, in words, each line with the button that does something about it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.render import card_name
from bot.leadership.gaps import HANGING_MOST, HANGS_KIND, Gaps, Hung, Lack
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    modal,
    overflow,
    said,
    section,
)
from bot.slack.ids import Action, Callback
from bot.texts import card_life as life_texts
from bot.texts import gaps as texts
from models.card import Card, CardStatus
from models.question import Question


def gaps_view(gaps: Gaps) -> Block:
    """The gap report as a modal."""
    return modal(Callback.GAPS, texts.GAPS_TITLE, gaps_blocks(gaps))


def gaps_blocks(gaps: Gaps) -> list[Block]:
    """The whole report."""
    blocks = [context(texts.GAPS_INTRO), *_lacks(gaps)]
    for part in (_questions(gaps.questions), _hung(gaps), _unchallenged(gaps.unchallenged)):
        blocks += [divider(), *part] if part else []
    return blocks


def _lacks(gaps: Gaps) -> list[Block]:
    if not gaps.has_themes:
        return [section(texts.LACKS_NO_THEMES)]
    if not gaps.lacks:
        return [section(texts.LACKS_NONE)]
    return [section(texts.LACKS), *(lack_block(lack) for lack in gaps.lacks)]


def lack_block(lack: Lack) -> Block:
    """One theme that lacks something, with the button to write such a card."""
    name = said(lack.name, 80)
    words = texts.LACK.format(name=name, kinds=texts.kinds(lack.kinds))
    if len(lack.kinds) == len(texts.KINDS):
        words = texts.LACK_ALL.format(name=name)
    kind = "" if len(lack.kinds) == len(texts.KINDS) else lack.kinds[0]
    write = button(texts.WRITE_ONE, Action.THEME_CARD, f"{lack.theme_id}:{kind}")
    return section(words, accessory=write)


def _questions(questions: Sequence[Question]) -> list[Block]:
    if not questions:
        return []
    return [section(texts.QUESTIONS), *(_question(question) for question in questions)]


def _question(question: Question) -> Block:
    words = texts.QUESTION.format(words=said(question.words, 200), channel=question.channel_id)
    menu = overflow(
        Action.GAP_MENU,
        [(texts.ANSWER, f"card:{question.id}"), (texts.NOT_NEEDED, f"drop:{question.id}")],
    )
    return section(words, accessory=menu)


def _hung(gaps: Gaps) -> list[Block]:
    blocks = []
    if gaps.mine:
        lines = [texts.HUNG_MINE.format(what=what_of(each)) for each in gaps.mine[:HANGING_MOST]]
        blocks.append(section("\n• ".join([texts.MINE, *lines])))
    if gaps.others:
        lines = [
            texts.HUNG_OTHER.format(what=what_of(each), name=said(each.name, 80) or "…")
            for each in gaps.others[:HANGING_MOST]
        ]
        blocks.append(section("\n• ".join([texts.OTHERS, *lines])))
    return blocks


def what_of(hung: Hung) -> str:
    """What hangs on one person."""
    if not hung.theme:
        return texts.HUNG_NONE.format(channel=hung.channel_id)
    return texts.HUNG.format(channel=hung.channel_id, theme=said(hung.theme, 80))


def _unchallenged(cards: Sequence[Card]) -> list[Block]:
    if not cards:
        return []
    blocks = [section(texts.UNCHALLENGED)]
    for card in cards:
        doubt = overflow(
            Action.CARD_MENU,
            [
                (life_texts.DOUBT, f"{CardStatus.CONTESTED}:{card.id}"),
                (life_texts.MENU_HISTORY, f"history:{card.id}"),
            ],
        )
        words = texts.UNCHALLENGED_LINE.format(card=card_name(card))
        blocks.append(section(words, accessory=doubt))
    return blocks


def hangs_blocks(hung: Hung) -> list[Block]:
    """What the person on whom something hangs is told, alone."""
    menu = overflow(Action.HANGS_MENU, [(texts.HANGS_NEVER, HANGS_KIND)])
    return [
        section(texts.HANGS.format(what=what_of(hung)), accessory=menu),
        actions(button(texts.GAPS_TITLE, Action.GAPS_OPEN)),
        context(texts.HANGS_FOOT),
    ]
