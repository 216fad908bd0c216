"""A card's history and its differences as forms; and two changes side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.cards.difference import difference
from bot.cards.face import day_of
from bot.cards.merging import Clash, changed_fields
from bot.cards.writing import Clashing, History
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    escape,
    modal,
    said,
    section,
    select_input,
    text_input,
)
from bot.slack.ids import Action, Callback
from bot.texts import card_life as texts
from bot.texts import cards as card_texts
from models.card import Card, Revision

BOX, NOW, BOTH = "box", "now", "both"
WHICH = "which_"
PAGE = 8
# A view has 100 blocks at most: seven fields, each with a name and so many pieces.
PIECES_MOST = 13
# Slack takes views of up to 250 KB as JSON, in which a sign like 🐿 is 12 bytes; well below that.
VIEW_MOST = 180_000


def history_view(history: History, *, note: str = "") -> Block:
    """A page of a card's history."""
    card = history.card
    blocks = [section(texts.HISTORY_INTRO.format(title=said(card.title, 150)))]
    if note:
        blocks.insert(0, section(note))
    shown = history.revisions[:PAGE]
    for index, revision in enumerate(shown):
        before = history.revisions[index + 1] if index + 1 < len(history.revisions) else None
        blocks += _entry(card, revision, before)
    if history.has_older:
        value = f"{card.id}:{history.offset + PAGE}"
        blocks.append(actions(button(texts.HISTORY_OLDER, Action.OLDER_REVISIONS, value)))
    return modal(Callback.CARD_HISTORY, texts.HISTORY_TITLE, blocks)


def _entry(card: Card, revision: Revision, before: Revision | None) -> list[Block]:
    head = texts.HISTORY_LINE.format(
        number=revision.number, by=revision.by, when=day_of(revision.at)
    )
    why = said(" ".join(revision.why.split()), 300)
    value = f"{card.id}:{revision.number}"
    buttons = [button(texts.HISTORY_SHOW, Action.SHOW_REVISION, value)]
    if revision.number != card.revision:
        back = button(texts.HISTORY_BACK, Action.BRING_BACK, value, confirm=texts.HISTORY_SURE)
        buttons.append(back)
    lines = [head, summary(revision, before), *([f"_{_one(why)}_"] if why else [])]
    return [section("\n".join(lines)), actions(*buttons)]


def _one(why: str) -> str:
    return why.replace("_", "＿")


def summary(revision: Revision, before: Revision | None) -> str:
    """Which fields a revision changed, by their names."""
    if before is None:
        return texts.HISTORY_FIRST if revision.number == 1 else ""
    parts = [card_texts.LABELS[name] for name in changed_fields(before.fields, revision.fields)]
    status = _status(revision, before)
    return " · ".join([*parts, *([status] if status else [])]) or texts.HISTORY_SAME_WORDS


def _status(revision: Revision, before: Revision) -> str:
    old, new = str(before.fields.get("status")), str(revision.fields.get("status"))
    if old == new or old not in texts.STATUS or new not in texts.STATUS:
        return ""
    return texts.STATUS_CHANGED.format(before=texts.STATUS[old], after=texts.STATUS[new])


def difference_view(revision: Revision, before: Revision | None) -> Block:
    """What one revision changed, word by word."""
    old: Mapping[str, str] = before.fields if before else {}
    names = changed_fields(old, revision.fields)
    status = _status(revision, before) if before else ""
    blocks = [section(status)] if status else []
    for name in names:
        pieces = difference(str(old.get(name) or ""), str(revision.fields.get(name) or ""))
        blocks.append(section(f"*{card_texts.LABELS[name]}*"))
        blocks += [section(piece) for piece in pieces[:PIECES_MOST]]
    intro = texts.DIFF_KEY if names else texts.DIFF_NONE
    first = texts.DIFF_FIRST if before is None and revision.number == 1 else intro
    return modal(Callback.CARD_HISTORY, texts.DIFF_TITLE, [context(first), *blocks])


def merge_view(clashing: Clashing) -> Block:
    """Both texts of each field that two people changed, and a box in which to put them together.

    As many fields as Slack takes in one view; the others come when these are decided.
    """
    blocks = [section(texts.MERGE_INTRO.format(by=clashing.by))]
    size = 0
    for number, clash in enumerate(clashing.merge.clashes):
        shown = [divider(), *_clash(clash)]
        size += len(json.dumps(shown))
        if number and size > VIEW_MOST:
            blocks += [divider(), context(texts.MERGE_MORE)]
            break
        blocks += shown
    return modal(
        Callback.CARD_MERGE,
        texts.MERGE_TITLE,
        blocks,
        submit=texts.MERGE_SUBMIT,
        close=card_texts.FORM_CLOSE,
        private_metadata=f"{clashing.draft_id}:{clashing.revision}",
    )


def _clash(clash: Clash) -> list[Block]:
    label = card_texts.LABELS[clash.name]
    options = [(texts.MERGE_BOX, BOX), (texts.MERGE_NOW, NOW), (texts.MERGE_BOTH, BOTH)]
    return [
        section(texts.MERGE_THEIRS.format(label=label)),
        *[section(piece) for piece in _pieces(clash.theirs)],
        text_input(
            clash.name,
            texts.MERGE_MINE,
            initial=clash.mine,
            multiline=clash.name != "title",
            most=150 if clash.name == "title" else 3000,
        ),
        select_input(
            f"{WHICH}{clash.name}", texts.MERGE_WHICH, options, initial=BOX, optional=False
        ),
    ]


def _pieces(text: str) -> Sequence[str]:
    """A text whole, in pieces that fit even when every character is escaped."""
    pieces = [escape(text[n : n + 590]) for n in range(0, len(text), 590)]
    return [piece for piece in pieces if piece.strip()] or [texts.MERGE_EMPTY]


def decided(values: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """What somebody decided for each field, from the form's values and what stood on the card."""
    fields: dict[str, str] = {}
    for key, choice in values.items():
        if not key.startswith(WHICH):
            continue
        name = key.removeprefix(WHICH)
        now, mine = str(theirs.get(name) or ""), values.get(name, "")
        both = " / " if name == "title" else "\n\n"
        fields[name] = {NOW: now, BOTH: f"{now}{both}{mine}"}.get(choice, mine)
    return fields
