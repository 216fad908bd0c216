"""The asset map in words: as a modal, and as the picture's alternative text."""

from __future__ import annotations

from bot.cards.face import day_of
from bot.leadership.asset_rules import KINDS, Flow
from bot.leadership.assets import AssetMap, Row
from bot.slack.blocks import Block, actions, button, context, modal, said, section, select
from bot.slack.ids import Action, Callback
from bot.texts import gaps as texts

# How many dates may be chosen from; a menu of Slack's has a hundred entries at most.
DATES_MOST = 60
ALT_MOST = 1900


def map_view(found: AssetMap) -> Block:
    """The map as a modal."""
    return modal(Callback.ASSETS, texts.MAP_TITLE, map_blocks(found))


def map_blocks(found: AssetMap) -> list[Block]:
    """The map in words: a section for each theme, and the dates to compare with."""
    if not found.cards and found.since is None:
        return [section(texts.MAP_EMPTY)]
    blocks = [section(texts.MAP_INTRO.format(cards=texts.cards(found.cards)))]
    if not found.has_themes:
        blocks.append(context(texts.MAP_NO_THEMES))
    blocks += [section(_row(row, found)) for row in found.rows]
    if found.since is None:
        blocks.append(context(texts.NO_SNAPSHOT))
    else:
        blocks.append(context(texts.SINCE.format(day=day_of(found.since))))
    return [*blocks, _controls(found)]


def _controls(found: AssetMap) -> Block:
    picture = button(texts.PICTURE, Action.ASSETS_PICTURE, str(found.since_id or 0))
    if not found.snapshots:
        return actions(picture)
    dates = [(texts.DAY.format(day=at), str(number)) for number, at in found.snapshots[:DATES_MOST]]
    chosen = str(found.since_id) if found.since_id else None
    menu = select(Action.ASSETS_SINCE, dates, initial=chosen, placeholder=texts.COMPARE)
    return actions(menu, picture)


def row_name(row: Row, found: AssetMap) -> str:
    """What a row is called."""
    if row.theme_id is None:
        return texts.NO_THEME if found.has_themes else texts.ALL
    return row.name


def _row(row: Row, found: AssetMap) -> str:
    lines = [f"*{said(row_name(row, found), 80)}*", _counts(row)]
    lines += [f"• {texts.KINDS[kind][1]}: {line}" for kind, line in _moves(row)]
    if row.people:
        lines.append(texts.ASK.format(names=said(", ".join(row.people), 500)))
    return "\n".join(lines)


def _counts(row: Row) -> str:
    held = [texts.counted(kind, row.spots[kind].cards) for kind in KINDS if row.spots[kind].cards]
    return " · ".join(held) or texts.NOTHING


def _moves(row: Row) -> list[tuple[str, str]]:
    """What came and went, a line for each kind in which something did."""
    return [(str(kind), line) for kind in KINDS if (line := flow_words(row.spots[kind].flow))]


def flow_words(flow: Flow) -> str:
    """What came and went in one cell, in words; "" when nothing did."""
    told = (
        (texts.NEW, flow.new),
        (texts.BACK, flow.back),
        (texts.MOVED_IN, flow.moved_in),
        (texts.RETIRED, flow.retired),
        (texts.MOVED_OUT, flow.moved_out),
    )
    return ", ".join(words.format(n=number) for words, number in told if number)


def alt_text(found: AssetMap) -> str:
    """The whole picture in words, for who cannot see it."""
    lines = []
    for row in found.rows:
        moves = "; ".join(f"{texts.KINDS[kind][1]}: {line}" for kind, line in _moves(row))
        lines.append(f"{row_name(row, found)}: {_counts(row)}{f' ({moves})' if moves else ''}.")
    return " ".join(lines)[:ALT_MOST]
