"""Lives, meetings and links of one small simulated workspace are recovered, the same each time."""

from __future__ import annotations

from benchmarks.lives import accuracy, score_links, score_meetings, score_stages
from benchmarks.simulate.lives import world


def test_one_simulated_workspace_is_recovered() -> None:
    worlds = [world(7)]
    told = score_stages(worlds)
    assert {truth for truth, _ in told} == {"forming", "active", "dormant"}
    assert accuracy(told) >= 0.9
    meetings = score_meetings(worlds)
    assert meetings.there >= 4
    assert meetings.precision >= 0.75
    assert meetings.recall >= 0.75
    links = score_links(worlds)
    assert (links.right, links.found, links.there) == (2, 2, 2)


def test_the_same_seed_is_the_same_workspace() -> None:
    assert world(3) == world(3)
    assert world(3) != world(4)
