"""The card's form: it leads from what it is, through a picture and a likeness, to how it works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards.origins import Origin
from bot.cards.render import card_line
from bot.cards.rules import TITLE_MOST, WORDS_MOST
from bot.seci.types import AssetKind
from bot.slack.blocks import (
    Block,
    actions,
    button,
    channel_input,
    context,
    divider,
    modal,
    people_input,
    section,
    select_input,
    text_input,
)
from bot.slack.ids import Action, Callback, CardBlock
from bot.texts import card_life as life_texts
from bot.texts import cards as texts
from bot.texts import linking as link_texts
from bot.texts import themes as theme_texts
from models.card import Card

HOME = "home"
SIMILAR = "similar"
# A theme's id, or one of these: leave it to the bot, or no theme at all.
OPEN, NONE = "open", "none"
AUTHORS = "authors"
WHY = "why"
_LONG = frozenset({"statement", "metaphor", "analogy", "model", "applies_when", "not_this"})
_NEEDED = frozenset({"title", "statement"})
_STEPS: tuple[tuple[str, tuple[CardBlock, ...]], ...] = (
    (life_texts.STEP_WHAT, (CardBlock.TITLE, CardBlock.STATEMENT)),
    (life_texts.STEP_LIKE, (CardBlock.METAPHOR, CardBlock.ANALOGY, CardBlock.MODEL)),
    (life_texts.STEP_WHERE, (CardBlock.APPLIES_WHEN, CardBlock.NOT_THIS)),
)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is about, besides its words.

    ``opened`` (microseconds since 1970) tells two open forms of one draft apart; ``ask_home`` asks
    for the channel the card belongs to; ``similar`` are cards that say nearly the same, ``addable``
    those of them to which the draft's thread may be added; ``themes`` are (name, value) to choose.
    ``saved`` says that the draft was saved, beside each button that does it.
    """

    draft_id: int
    opened: int = 0
    from_thread: bool = False
    ask_home: bool = False
    note: str = ""
    similar: tuple[Card, ...] = ()
    addable: frozenset[int] = frozenset()
    is_change: bool = False
    themes: tuple[tuple[str, str], ...] = ()
    saved: str = ""

    @property
    def key(self) -> str:
        """What the view carries about itself."""
        return f"{self.draft_id}:{self.opened}:{int(self.ask_home)}:{int(self.from_thread)}"


def parse_key(metadata: str) -> Form:
    """What a view carries about itself; a draft that cannot be is number 0."""
    parts = [int(part) if part.isdecimal() else 0 for part in metadata.split(":")]
    draft_id, opened, ask_home, from_thread = [*parts, 0, 0, 0, 0][:4]
    return Form(draft_id, opened, bool(from_thread), bool(ask_home))


def loading_view() -> Block:
    """What is shown at once, while the thread is read."""
    return modal(Callback.CARD_LOADING, texts.FORM_TITLE, [section(texts.FORM_LOADING)])


def card_form(fields: Mapping[str, Any], form: Form) -> Block:
    """The form with its first contents."""
    intro = form.note or (texts.FORM_FROM_THREAD if form.from_thread else texts.FORM_BLANK)
    blocks = [context(intro), *_similar(form)]
    for number, (heading, questions) in enumerate(_STEPS):
        save = button(life_texts.SAVE_STEP, Action.SAVE_DRAFT, f"step{number}")
        blocks.append(section(_with_saved(heading, form), accessory=save))
        blocks += [_question(block, str(fields.get(block) or "")) for block in questions]
    blocks.append(_asset_question(fields))
    blocks.append(_origin_question(fields))
    blocks += _theme_question(fields, form)
    blocks.append(_authors_question(str(fields.get(AUTHORS) or "").split()))
    if form.ask_home:
        home = str(fields.get(HOME) or "")
        blocks.append(channel_input(HOME, texts.LABELS["home"], initial=home, tell=True))
    if form.is_change:
        why = str(fields.get(WHY) or "")
        blocks.append(
            text_input(WHY, life_texts.LABEL_WHY, initial=why, hint=life_texts.HINT_WHY, most=300)
        )
    blocks.append(actions(button(texts.SAVE_DRAFT, Action.SAVE_DRAFT, "end")))
    if form.saved:
        blocks.append(context(form.saved))
    return modal(
        Callback.CARD_FORM,
        life_texts.CHANGE_TITLE if form.is_change else texts.FORM_TITLE,
        blocks,
        submit=life_texts.CHANGE_SUBMIT if form.is_change else texts.FORM_SUBMIT,
        close=texts.FORM_CLOSE,
        private_metadata=form.key,
        notify_on_close=True,
    )


def _with_saved(heading: str, form: Form) -> str:
    return f"{heading}\n_{form.saved}_" if form.saved else heading


def shows_similar(view: Mapping[str, Any]) -> bool:
    """Whether a form shows cards that say nearly the same."""
    return any(block.get("block_id") == SIMILAR for block in view.get("blocks") or ())


def _similar(form: Form) -> list[Block]:
    """Cards that say nearly the same, each with its button where the thread may be added to it."""
    if not form.similar:
        return []
    blocks = [{**section(life_texts.SIMILAR), "block_id": SIMILAR}]
    for card in form.similar:
        add = button(life_texts.ADD_INSTEAD, Action.ADD_TO_CARD, str(card.id))
        blocks.append(section(card_line(card), accessory=add if card.id in form.addable else None))
    return [*blocks, divider()]


def _question(block: CardBlock, initial: str) -> Block:
    return text_input(
        block,
        texts.LABELS[block],
        initial=initial,
        hint=texts.HINTS[block],
        multiline=block in _LONG,
        optional=block not in _NEEDED,
        most=TITLE_MOST if block == CardBlock.TITLE else WORDS_MOST,
        tell=block not in _LONG,
    )


def _asset_question(fields: Mapping[str, Any]) -> Block:
    chosen = str(fields.get("asset_kind") or AssetKind.CONCEPTUAL)
    return select_input(
        CardBlock.ASSET_KIND,
        texts.LABELS["asset_kind"],
        [(texts.ASSETS[kind], kind) for kind in AssetKind],
        initial=chosen,
        hint=str(fields.get("asset_reason") or "")[:150],
        optional=False,
        tell=True,
    )


def _origin_question(fields: Mapping[str, Any]) -> Block:
    return select_input(
        CardBlock.ORIGIN,
        link_texts.ORIGIN_LABEL,
        [(link_texts.ORIGIN_ENTRIES[origin], origin) for origin in Origin],
        initial=str(fields.get("origin") or Origin.INSIDE),
        optional=False,
    )


def _theme_question(fields: Mapping[str, Any], form: Form) -> list[Block]:
    """The menu of themes; none where the vision has none, or may not be told to this person."""
    if not form.themes:
        return []
    options = [(theme_texts.OPTION_OPEN, OPEN), *form.themes, (theme_texts.OPTION_NONE, NONE)]
    chosen = str(fields.get(CardBlock.THEME) or OPEN)
    known = {value for _, value in options}
    initial = chosen if chosen in known else OPEN
    label, hint = theme_texts.LABEL, theme_texts.HINT
    return [
        select_input(CardBlock.THEME, label, options, initial=initial, hint=hint, optional=False)
    ]


def _authors_question(chosen: Sequence[str]) -> Block:
    hint = life_texts.HINT_AUTHORS
    return people_input(AUTHORS, life_texts.LABEL_AUTHORS, initial=chosen, hint=hint)


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What the form holds, by field, from a ``view_submission`` or an action inside the form."""
    state = view.get("state")
    blocks = state.get("values") if isinstance(state, Mapping) else None
    values: dict[str, str] = {}
    for block_id, elements in (blocks if isinstance(blocks, Mapping) else {}).items():
        element = elements.get(block_id) if isinstance(elements, Mapping) else None
        if isinstance(element, Mapping):
            values[str(block_id)] = _value(element)
    return values


def shown_in(view: Mapping[str, Any]) -> dict[str, str]:
    """What a form came with, by field: the words that stood in it before anybody typed."""
    blocks = view.get("blocks")
    shown: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else ():
        element = block.get("element") if isinstance(block, Mapping) else None
        if isinstance(element, Mapping) and isinstance(element.get("initial_value"), str):
            shown[str(block.get("block_id"))] = str(element["initial_value"])
    return shown


def _value(element: Mapping[str, Any]) -> str:
    option, people = element.get("selected_option"), element.get("selected_users")
    if isinstance(option, Mapping):
        return str(option.get("value") or "")
    if isinstance(people, list):
        return " ".join(str(person) for person in people)
    return str(
        element.get("value")
        or element.get("selected_conversation")
        or element.get("selected_date")
        or ""
    )
