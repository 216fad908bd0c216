"""The table of conduct: by level and kind, the same in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.ba.conduct import CONDUCT, ROWS, SILENT, Conduct, conduct_at, conduct_of
from models.channel import Channel, Kind, Level
from models.database import Sessions
from tests.support import TEAM, make_channel

DOCS = Path(__file__).parents[3] / "docs" / "conduct.md"
KINDS = (None, *Kind)


def channel(level: Level, kind: Kind | None, **more: object) -> Channel:
    base = {"workspace_id": "T1", "id": "C1", "is_archived": False}
    return Channel(**{**base, "level": level, "kind": kind, **more})


@pytest.mark.parametrize("kind", KINDS)
def test_the_level_bounds_what_the_kind_allows(kind: Kind | None) -> None:
    assert conduct_of(channel(Level.OFF, kind)) == SILENT
    digest = Conduct(posts_digest=kind != Kind.ORIGINATING)
    assert conduct_of(channel(Level.LISTENING, kind)) == digest
    assert conduct_of(channel(Level.OFFERING, kind)) == CONDUCT[kind]
    assert conduct_of(channel(Level.OFFERING, kind, is_archived=True)) == SILENT


async def test_it_starts_nothing_in_a_place_that_it_does_not_know(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_channel(session, "C1", level=Level.OFFERING, kind=Kind.SYSTEMIZING)
        assert await conduct_at(session, TEAM, "C1") == CONDUCT[Kind.SYSTEMIZING]
        assert await conduct_at(session, TEAM, "C9") == SILENT
        assert await conduct_at(session, "T0OTHER", "C1") == SILENT


@pytest.mark.parametrize("kind", Kind)
def test_a_pinned_kind_decides_whatever_was_derived(kind: Kind) -> None:
    for derived in KINDS:
        assert conduct_of(channel(Level.OFFERING, derived, pinned_kind=kind)) == CONDUCT[kind]


def test_originating_places_are_left_in_peace() -> None:
    assert CONDUCT[Kind.ORIGINATING] == Conduct(suggests_huddle=True)


def test_the_table_in_the_docs_is_the_table_in_code() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if re.search(r"\(`\w+`\) \|", line)]
    header = next(line for line in lines if line.startswith("| what |")).strip("| ").split(" | ")
    assert header[1:] == ["not known yet", *Kind]
    told = {}
    for label, *cells in rows:
        name = re.search(r"\(`(\w+)`\)", label)
        assert name is not None
        told[name[1]] = [{"yes": True, "–": False}[cell] for cell in cells]
    code = {row: [getattr(CONDUCT[kind], row) for kind in KINDS] for row in ROWS}
    assert told == code
