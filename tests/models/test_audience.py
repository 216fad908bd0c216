"""The SQL of the audience rule against a plain restatement of it (design.md, "Data")."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from models.audience import Audience
from models.database import Sessions
from models.member import Member, leave_channel
from models.search import find_cards, get_card, list_cards
from tests.support import TEAM, make_card, make_channel, make_people

PEOPLE, CHANNELS = ("U1", "U2", "U3", "U4"), ("C1", "C2", "C3")
ROLES = ("full", "guest", "foreign", "deleted", "bot", "unknown")


@dataclass(frozen=True)
class World:
    roles: dict[str, str]
    private: dict[str, bool]
    shared: dict[str, bool]
    members: dict[str, frozenset[str]]
    cards: tuple[tuple[str, str, str], ...]  # (channel, author, scope)


worlds = st.builds(
    World,
    roles=st.fixed_dictionaries({p: st.sampled_from(ROLES) for p in PEOPLE}),
    private=st.fixed_dictionaries({c: st.booleans() for c in CHANNELS}),
    shared=st.fixed_dictionaries({c: st.booleans() for c in CHANNELS}),
    members=st.fixed_dictionaries({c: st.frozensets(st.sampled_from(PEOPLE)) for c in CHANNELS}),
    cards=st.lists(
        st.tuples(
            st.sampled_from(CHANNELS),
            st.sampled_from(PEOPLE),
            st.sampled_from(["channel", "channel", "person"]),
        ),
        min_size=1,
        max_size=5,
    ).map(tuple),
)


def person_may(world: World, person: str, card: tuple[str, str, str]) -> bool:
    """Public: every full member. Private: its current members. Guests, others: that channel."""
    home, author, scope = card
    if scope == "person":
        return author == person
    if person in world.members[home]:
        return True
    return world.roles[person] == "full" and not world.private[home]


def channel_may(world: World, channel: str, card: tuple[str, str, str]) -> bool:
    """What *every* member may see: a guest, a foreigner or a stranger among them narrows it."""
    home, _, scope = card
    if scope == "person":
        return False
    if home == channel:
        return True
    narrow = {"guest", "foreign", "unknown"} & {world.roles[p] for p in world.members[channel]}
    return not world.private[home] and not narrow and not world.shared[channel]


async def build(sessions: Sessions, world: World) -> tuple[str, list[int]]:
    team = uuid.uuid4().hex[:16]
    async with sessions.begin() as session:
        for person, role in world.roles.items():
            flags = {} if role in ("full", "unknown") else {f"is_{role}": True}
            if role != "unknown":
                await make_people(session, person, workspace_id=team, **flags)
        for channel in CHANNELS:
            await make_channel(
                session,
                channel,
                *world.members[channel],
                workspace_id=team,
                is_private=world.private[channel],
                is_shared=world.shared[channel],
            )
        cards = [
            await make_card(
                session, "Tide", workspace_id=team, channel_id=home, author_id=author, scope=scope
            )
            for home, author, scope in world.cards
        ]
        # The same ids in another workspace, with everybody everywhere: never to be seen here.
        await make_card(session, "Tide", workspace_id=f"other-{team}")
        return team, [card.id for card in cards]


@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(world=worlds)
async def test_everybody_sees_what_the_rule_says_and_no_more(
    sessions: Sessions, world: World
) -> None:
    team, ids = await build(sessions, world)
    allowed = {
        Audience(team, member_id=p): {
            i for i, c in zip(ids, world.cards, strict=True) if person_may(world, p, c)
        }
        for p in PEOPLE
    } | {
        Audience(team, channel_id=channel): {
            i for i, c in zip(ids, world.cards, strict=True) if channel_may(world, channel, c)
        }
        for channel in CHANNELS
    }
    async with sessions.begin() as session:
        everything = list(range(min(ids) - 1, max(ids) + 2))
        for audience, expected in allowed.items():
            listed = await list_cards(session, audience, limit=99)
            assert {card.id for card in listed} == expected
            named = await list_cards(session, audience, ids=everything, limit=99)
            assert {card.id for card in named} == expected
            found = await find_cards(session, audience, "tide", limit=99)
            assert {card.id for card in found} == expected
        for audience in (Audience(team, member_id="U1"), Audience(team, channel_id="C1")):
            single = [await get_card(session, audience, card_id) for card_id in everything]
            assert {card.id for card in single if card} == allowed[audience]


async def test_who_leaves_a_private_channel_sees_its_cards_no_more(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", workspace_id="T1")
        await make_channel(session, "C1", "U1", workspace_id="T1", is_private=True)
        card = await make_card(session, workspace_id="T1")
        me = Audience("T1", member_id="U1")
        assert await get_card(session, me, card.id) is not None
        await leave_channel(session, "T1", "C1", "U1")
        assert await get_card(session, me, card.id) is None


async def test_a_role_that_changes_counts_from_then_on(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", workspace_id="T1")
        await make_channel(session, "C1", workspace_id="T1")
        await make_channel(session, "C2", "U1", workspace_id="T1")
        await make_card(session, workspace_id="T1")
        here = Audience("T1", channel_id="C2")
        assert len(await list_cards(session, here)) == 1
        person = await session.get(Member, ("T1", "U1"))
        assert person is not None
        person.is_guest = True
        await session.flush()
        assert await list_cards(session, here) == []


async def test_everybody_sees_what_every_full_member_may(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session, "C1", workspace_id=TEAM)
        await make_channel(session, "C2", "U1", workspace_id=TEAM, is_private=True)
        for title, channel, scope in (
            ("open", "C1", "channel"),
            ("mine", "C1", "person"),
            ("secret", "C2", "channel"),
            ("published", "C2", "organization"),
        ):
            await make_card(session, title, channel_id=channel, scope=scope)
        seen = await list_cards(session, Audience(TEAM, is_everybody=True))
    assert {card.title for card in seen} == {"open", "published"}


@pytest.mark.parametrize(
    "ids",
    [
        {},
        {"member_id": "U1", "channel_id": "C1"},
        {"member_id": "U1", "is_everybody": True},
        {"channel_id": "C1", "is_everybody": True},
    ],
)
def test_an_audience_is_a_person_a_channel_or_everybody(ids: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a person, a channel or everybody"):
        Audience("T1", **ids)
