"""How the vision looks: the five answers, its themes, its forms and its earlier editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import InteractiveElement

from bot.cards.face import day_of
from bot.leadership.themes import FIELDS
from bot.leadership.vision import Past, Seen
from bot.leadership.vision_rules import ABOUT_MOST, ANSWER_MOST, NAME_MOST, PARTS_MOST
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
    text_input,
)
from bot.slack.ids import Action, Callback
from bot.texts import vision as texts
from models.theme import Theme
from models.vision import QUESTIONS, Vision

WHY = "vision_why"
NAME, ABOUT, WORDS = FIELDS
PART = "vision_part"
_PARTS_SHOWN = 5


def vision_view(seen: Seen, note: str = "") -> Block:
    """The vision as a modal."""
    blocks = [context(said(note, 500))] if note else []
    if seen.edition is None:
        blocks.append(section(texts.EMPTY))
        blocks += [] if seen.may_edit else [section(texts.ONLY_ADMINS)]
    else:
        blocks += [_answer(name, seen.answers[name]) for name in QUESTIONS]
        blocks.append(context(_edited(seen.edition, seen.by)))
    blocks.append(actions(*_buttons(seen)))
    if seen.edition is not None:
        blocks += [divider(), *_themes(seen)]
    number = str(seen.number)
    return modal(Callback.VISION, texts.TITLE, blocks, private_metadata=number)


def _answer(name: str, answer: str) -> Block:
    return section(f"*{texts.QUESTIONS[name]}*\n{said(answer, 2000) or texts.NO_ANSWER}")


def _edited(edition: Vision, name: str) -> str:
    who = said(name, 80) or texts.SOMEBODY
    return texts.EDITED.format(number=edition.number, who=who, day=day_of(edition.at))


def _buttons(seen: Seen) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if seen.may_edit:
        label = texts.CHANGE if seen.edition else texts.WRITE
        buttons.append(button(label, Action.VISION_CHANGE, style="primary"))
        more = texts.MORE_THEMES if seen.themes else texts.BREAK_DOWN
        buttons.append(button(more, Action.VISION_BREAK_DOWN, "0"))
    if seen.edition is not None:
        buttons.append(button(texts.HISTORY, Action.VISION_HISTORY, "0"))
    buttons.append(button(texts.MAP, Action.ASSETS_OPEN))
    buttons.append(button(texts.GAPS, Action.GAPS_OPEN))
    return buttons


def _themes(seen: Seen) -> list[Block]:
    ids = {theme.id for theme in seen.themes}
    blocks = [section(texts.THEMES if seen.themes else texts.NO_THEMES)]
    for theme in seen.themes:
        if theme.parent_id not in ids:
            blocks.append(_theme(theme, seen))
            parts = [each for each in seen.themes if each.parent_id == theme.id]
            blocks += [_theme(part, seen, whole=theme) for part in parts]
    return blocks


def _theme(theme: Theme, seen: Seen, whole: Theme | None = None) -> Block:
    name = f"*{said(theme.name, 80)}*"
    title = f"{said(whole.name, 80)} › {name}" if whole else name
    lines = [title, said(theme.about, ABOUT_MOST)]
    words = said(", ".join(map(str, theme.words)), 500)
    lines.append(texts.WORDS.format(words=words) if words else texts.NO_WORDS)
    text = "\n".join(line for line in lines if line)
    if not seen.may_edit:
        return section(text, accessory=button(texts.THEME_CARD, Action.THEME_CARD, f"{theme.id}:"))
    entries = [(texts.THEME_CARD, f"card:{theme.id}"), (texts.THEME_CHANGE, f"edit:{theme.id}")]
    if whole is None:
        entries.append((texts.THEME_PARTS, f"parts:{theme.id}"))
    entries.append((texts.THEME_OUT, f"out:{theme.id}"))
    return section(text, accessory=overflow(Action.THEME_MENU, entries))


def answers_form(
    answers: Mapping[str, str], base: int, clashes: Mapping[str, str] | None = None, who: str = ""
) -> Block:
    """The form of the five answers, begun from edition ``base``.

    ``clashes``: what somebody (``who``) made of some of them meanwhile, shown above mine.
    """
    blocks = [context(texts.FORM_INTRO)]
    for name in QUESTIONS:
        if clashes and name in clashes:
            blocks.append(_meanwhile(texts.CHANGED_MEANWHILE, clashes[name], who))
        blocks.append(
            text_input(
                name,
                texts.QUESTIONS[name],
                initial=answers.get(name, ""),
                hint=texts.HINTS[name],
                multiline=True,
                most=ANSWER_MOST,
            )
        )
    blocks.append(text_input(WHY, texts.WHY_LABEL, hint=texts.WHY_HINT, most=200))
    return modal(
        Callback.VISION_FORM,
        texts.FORM_TITLE,
        blocks,
        submit=texts.KEEP,
        close=texts.CANCEL,
        private_metadata=str(base),
    )


def _meanwhile(words: str, theirs: str, who: str) -> Block:
    quoted = said(" ".join(theirs.split()), 1200) or texts.NO_ANSWER
    return section(words.format(who=said(who, 80) or texts.SOMEBODY, theirs=quoted))


def parts_form(parent: Theme | None) -> Block:
    """Into which themes (or parts of a theme) does it fall?"""
    intro, label = texts.PARTS_INTRO, texts.PART
    if parent is not None:
        intro, label = texts.PARTS_INTRO_OF.format(name=said(parent.name, 80)), texts.SUB_PART
    inputs = [
        text_input(f"{PART}_{number}", label.format(number=number), optional=number > 1, most=600)
        for number in range(1, min(_PARTS_SHOWN, PARTS_MOST) + 1)
    ]
    return modal(
        Callback.BREAK_DOWN_FORM,
        texts.PARTS_TITLE,
        [section(intro), *inputs],
        submit=texts.KEEP,
        close=texts.CANCEL,
        private_metadata=str(parent.id if parent else 0),
    )


def theme_form(
    theme_id: int,
    fields: Mapping[str, str],
    base: int,
    clashes: Mapping[str, str] | None = None,
    who: str = "",
) -> Block:
    """A theme's own form, begun from edition ``base``."""
    questions = (
        (NAME, texts.THEME_NAME, "", NAME_MOST),
        (ABOUT, texts.THEME_ABOUT, texts.THEME_ABOUT_HINT, ABOUT_MOST),
        (WORDS, texts.THEME_WORDS, texts.THEME_WORDS_HINT, 1000),
    )
    blocks = []
    for name, label, hint, most in questions:
        if clashes and name in clashes:
            blocks.append(_meanwhile(texts.THEME_MEANWHILE, clashes[name], who))
        blocks.append(
            text_input(
                name,
                label,
                initial=fields.get(name, ""),
                hint=hint,
                multiline=name != NAME,
                optional=name != NAME,
                most=most,
            )
        )
    return modal(
        Callback.THEME_FORM,
        texts.THEME_TITLE,
        blocks,
        submit=texts.KEEP,
        close=texts.CANCEL,
        private_metadata=f"{theme_id}:{base}",
    )


def history_view(past: Past, note: str = "") -> Block:
    """A page of earlier editions."""
    blocks = [context(said(note, 300))] if note else []
    for edition in past.editions:
        line = texts.HISTORY_LINE.format(
            number=edition.number,
            day=day_of(edition.at),
            who=said(past.names.get(edition.by, ""), 80) or texts.SOMEBODY,
            why=said(edition.why, 300) or texts.NO_WHY,
        )
        show = button(texts.SHOW, Action.VISION_SHOW, str(edition.number))
        blocks.append(section(line, accessory=show))
    if past.has_older:
        older = str(past.offset + len(past.editions))
        blocks.append(actions(button(texts.OLDER, Action.VISION_OLDER, older)))
    return modal(Callback.VISION_HISTORY, texts.HISTORY_TITLE, blocks)


def edition_view(edition: Vision, *, may_edit: bool) -> Block:
    """One edition as it was."""
    blocks = [_answer(name, str(edition.answers.get(name) or "")) for name in QUESTIONS]
    blocks.append(section(_then_themes(edition.themes)))
    if may_edit:
        back = button(texts.BACK, Action.VISION_BACK, str(edition.number), confirm=texts.BACK_SURE)
        blocks.append(actions(back))
    title = texts.EDITION_TITLE.format(number=edition.number)
    return modal(Callback.VISION_HISTORY, title, blocks)


def _then_themes(themes: Sequence[Mapping[str, Any]]) -> str:
    if not themes:
        return texts.NO_THEMES
    lines = [texts.THEMES]
    for each in themes:
        words = said(", ".join(map(str, each.get("words") or [])), 200)
        lines.append(f"• {said(str(each['name']), 80)}{': ' + words if words else ''}")
    return "\n".join(lines)
