"""The asset map as somebody may see it, compared with a snapshot of it. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.theming import themes_for
from bot.leadership.asset_rules import (
    KINDS,
    Cell,
    Flow,
    compared_with,
    count,
    flows,
    rolled_up,
)
from models.asset_map import (
    list_snapshots,
    placed_at,
    placed_now,
)
from models.audience import Audience
from models.member import CHUNK, names_of
from models.pointer import lived_by
from models.theme import Theme

# Nothing came and nothing went.
STILL = Flow()


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the map: how many cards, and what came and went since the snapshot."""

    cards: int = 0
    flow: Flow = STILL


@dataclass(frozen=True, slots=True)
class Row:
    """One theme of the map ("" is no theme), its cells by kind, and whom one may ask there.

    ``people``: names of those who agreed to be found for a card of it, alphabetically. What they
    have lived is the tacit asset; a card only points to them.
    """

    theme_id: int | None
    name: str
    spots: Mapping[str, Spot]
    people: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AssetMap:
    """What an audience may see. ``since``: the snapshot's time, None before there was one."""

    rows: Sequence[Row]
    since: datetime | None = None
    since_id: int | None = None
    snapshots: Sequence[tuple[int, datetime]] = ()
    counts: Mapping[Cell, int] = field(default_factory=dict)
    has_themes: bool = False

    @property
    def cards(self) -> int:
        """All cards on it."""
        return sum(self.counts.values())


async def read_map(
    session: AsyncSession, audience: Audience, now: datetime, *, since_id: int | None = None
) -> AssetMap:
    """The map for an audience: nothing in it counts a card that the audience may not see.

    ``since_id``: the snapshot to compare with; None: about a week ago. Themes are told to people
    who work here only: for anybody else all cards stand in one row.
    """
    themes = await themes_for(session, audience)
    wholes = wholes_of(themes)
    placed = await placed_now(session, audience)
    after = {
        each.card_id: rolled_up((each.theme_id, each.asset_kind), wholes)
        for each in placed
        if not each.is_retired
    }
    snapshots = [
        (each.id, each.at) for each in await list_snapshots(session, audience.workspace_id)
    ]
    chosen = since_id if since_id in dict(snapshots) else compared_with(snapshots, now)
    moved: dict[Cell, Flow] = {}
    since = None
    if chosen is not None:
        since = dict(snapshots)[chosen]
        then = await placed_at(session, audience, chosen)
        before = {card: rolled_up(cell, wholes) for card, cell in then.items()}
        new = {each.card_id for each in placed if each.created_at > since}
        moved = flows(before, after, new)
    people = await _people(session, audience, after)
    counts = count(after)
    whole = [theme for theme in themes if wholes[theme.id] is None]
    shown = [*((theme.id, theme.name) for theme in whole), (None, "")]
    rows = [
        Row(each, name, _spots(each, counts, moved), people.get(each, ())) for each, name in shown
    ]
    if themes and not any(spot != Spot() for spot in rows[-1].spots.values()):
        rows.pop()  # nothing is without a theme
    return AssetMap(rows, since, chosen, snapshots, counts, bool(themes))


def wholes_of(themes: Sequence[Theme]) -> dict[int, int | None]:
    """For each theme the one it is a part of, if that is still there."""
    ids = {theme.id for theme in themes}
    return {t.id: t.parent_id if t.parent_id in ids else None for t in themes}


def _spots(theme: int | None, counts: Counter[Cell], moved: Mapping[Cell, Flow]) -> dict[str, Spot]:
    return {kind: Spot(counts[theme, kind], moved.get((theme, kind), STILL)) for kind in KINDS}


async def _people(
    session: AsyncSession, audience: Audience, after: Mapping[int, Cell]
) -> dict[int | None, list[str]]:
    """Names of those who agreed to be found, by theme, alphabetically."""
    ids, agreed = list(after), dict[int, list[str]]()
    for start in range(0, len(ids), CHUNK):
        agreed |= await lived_by(session, audience.workspace_id, ids[start : start + CHUNK])
    everybody = {person for each in agreed.values() for person in each}
    names = await names_of(session, audience.workspace_id, everybody)
    found: dict[int | None, set[str]] = {}
    for card, people in agreed.items():
        known = {names[person] for person in people if names.get(person)}
        found.setdefault(after[card][0], set()).update(known)
    return {theme: sorted(each, key=str.casefold) for theme, each in found.items()}
