"""A card's journey as somebody may see it: no step of hidden cards, nobody's own practice dated."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from bot.cards.linking import Linker
from bot.errors import PersonError
from bot.spiral.journey import Stop, gather_journey, merged, way_of
from bot.spiral.render import journey_view
from models.conversion import record_conversion
from models.database import Sessions
from models.link import LinkKind, link_cards
from models.pointer import point_to_me
from models.story import put_story
from playground.kit.core import Scan
from playground.kit.views import scan_view
from tests.support import START, TEAM, make_card, make_channel, make_people

DAY = timedelta(days=1)


async def step(session, key: str, mode: str, source: str, target: str, at: datetime) -> None:  # type: ignore[no-untyped-def]
    await record_conversion(
        session, workspace_id=TEAM, channel_id="C1", key=key, mode=mode, source=source,
        target=target, level="group", at=at,
    )  # fmt: skip


async def test_a_journey_with_people_who_agreed(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session)
        await make_channel(session, "C2", "U2", is_private=True)
        card = await make_card(session, "Order <!channel> early", scope="organization")
        guide = await make_card(session, "The guide")
        hidden = await make_card(session, "Hidden guide", channel_id="C2")
        me = f"card:{card.id}"
        await step(session, f"card:{card.id}", "externalization", "thread:C1:1.1", me, START)
        for n in range(3):
            await step(session, f"practice:n{n}", "internalization", me, "person", START + DAY)
        await step(session, "story:n0", "externalization", "person", me, START + 2 * DAY)
        for number, other in enumerate((guide, hidden)):
            key = f"link:combines:{other.id}:{card.id}"
            at = START + (3 + number) * DAY
            await step(session, key, "combination", me, f"card:{other.id}", at)
            await link_cards(session, workspace_id=TEAM, kind=LinkKind.COMBINES,
                             source_id=other.id, target_id=card.id, by="U1", at=at)  # fmt: skip
        await step(
            session, f"promote:{card.id}:organization", "combination", me, me, START + 9 * DAY
        )
        await put_story(session, workspace_id=TEAM, key="n0", card_id=card.id, member_id="U2",
                        stance="for", words="w", at=START)  # fmt: skip
        await point_to_me(session, TEAM, card.id, "U3", START)
    async with sessions() as session:
        journey = await gather_journey(session, Linker(TEAM, "U3", START), card.id)
    words = [stop.words for stop in journey.stops]
    assert words == [
        "Put into words, from a conversation in <#C1>.",
        "Tried out 3 times.",
        "Somebody told what came of using it.",
        "It was taken into *The guide*.",
        "Its author let everybody here see it.",
    ]
    assert journey.stops[1].at is None, "no day tells whose practice it was"
    assert way_of(journey.stops) == [
        "externalization", "internalization", "externalization", "combination",
    ]  # fmt: skip
    assert journey.level == "organization"
    view = journey_view(journey)
    scan = Scan()
    scan_view(view, scan)
    assert scan.problems == []
    written = json.dumps(view)
    assert "Hidden" not in written
    assert "<!channel>" not in written
    assert "card_picture" in written


async def test_a_card_out_of_sight_has_no_journey(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C2", "U2", is_private=True)
        hidden = await make_card(session, "Hidden", channel_id="C2")
    async with sessions() as session:
        with pytest.raises(PersonError):
            await gather_journey(session, Linker(TEAM, "U1", START), hidden.id)


def test_a_long_journey_still_fits() -> None:
    stops = [Stop(START + n * DAY, "externalization", f"step {n}") for n in range(200)]
    assert len(merged(stops)) == 200
    tries = [Stop(None, "internalization", "")] * 5
    assert [s.words for s in merged([*tries, stops[0], *tries])] == [
        "Tried out 5 times.", "step 0", "Tried out 5 times.",
    ]  # fmt: skip
