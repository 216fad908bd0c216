"""The card's form: it leads from what it is, through a picture and a likeness, to how it works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.seci.types import AssetKind
from bot.slack.blocks import (
    Block,
    actions,
    button,
    channel_input,
    context,
    modal,
    section,
    select_input,
    text_input,
)
from bot.slack.ids import Action, Callback, CardBlock
from bot.texts import cards as texts

HOME = "home"
_LONG = frozenset({"statement", "metaphor", "analogy", "model", "applies_when", "not_this"})
_NEEDED = frozenset({"title", "statement"})


def loading_view() -> Block:
    """What is shown at once, while the thread is read."""
    return modal(Callback.CARD_LOADING, texts.FORM_TITLE, [section(texts.FORM_LOADING)])


def card_form(
    fields: Mapping[str, Any], *, draft_id: int, from_thread: bool, ask_home: bool, note: str = ""
) -> Block:
    """The form with its first contents. ``ask_home`` asks for the channel the card belongs to."""
    intro = note or (texts.FORM_FROM_THREAD if from_thread else texts.FORM_BLANK)
    blocks = [context(intro)]
    blocks += [
        _question(block, str(fields.get(block) or ""))
        for block in CardBlock
        if block != CardBlock.ASSET_KIND
    ]
    blocks.append(_asset_question(fields))
    if ask_home:
        blocks.append(channel_input(HOME, texts.LABELS["home"]))
    blocks.append(actions(button(texts.SAVE_DRAFT, Action.SAVE_DRAFT, str(draft_id))))
    return modal(
        Callback.CARD_FORM,
        texts.FORM_TITLE,
        blocks,
        submit=texts.FORM_SUBMIT,
        close=texts.FORM_CLOSE,
        private_metadata=str(draft_id),
    )


def _question(block: CardBlock, initial: str) -> Block:
    return text_input(
        block,
        texts.LABELS[block],
        initial=initial,
        hint=texts.HINTS[block],
        multiline=block in _LONG,
        optional=block not in _NEEDED,
        most=150 if block == CardBlock.TITLE else 3000,
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
    )


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


def _value(element: Mapping[str, Any]) -> str:
    option = element.get("selected_option")
    if isinstance(option, Mapping):
        return str(option.get("value") or "")
    return str(element.get("value") or element.get("selected_conversation") or "")
