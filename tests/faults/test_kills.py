"""A few of the kills that ``python -m tests.faults.killing`` does by the hundred."""

from __future__ import annotations

from bot.manifest import manifest_path
from playground.harness import running
from tests.faults.killing import killed


async def test_killed_under_load_nothing_is_lost_and_nothing_happens_twice(
    database_url: str,
) -> None:
    async with running(manifest=manifest_path(), seed=7) as place:
        outcome = await killed(place, database_url, kills=2, seed=7)
    assert outcome.problems == []
    assert outcome.given_up == 0
    assert outcome.kills == outcome.introductions == 2
    assert outcome.acknowledged >= outcome.posted
