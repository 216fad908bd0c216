"""The map shows a person what they may see, in a picture and in words."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.ba.map_picture import WIDTH, draw_map
from bot.ba.map_rules import Line, Map, Place
from bot.ba.mapping import alt_text, make_map, map_of
from bot.outgoing.kinds import Post
from models.ba_link import BaLinkState, links_among, propose_link
from models.database import Sessions
from models.outbox import Outbox
from models.share import ShareState, ask_share
from tests.bot.ba.test_map_rules import places
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    make_card,
    make_channel,
    make_people,
    making,
)


def test_the_picture_fits_a_phone_whatever_the_names() -> None:
    odd = Place("C1", "$\\frac{a}$ 祭り " + "x" * 70, "", "")
    drawn = Map((odd, *places(4)), (Line("C1", "C02", "proposed"),), 3)
    image = Image.open(io.BytesIO(draw_map(drawn)))
    assert image.width == WIDTH
    assert image.height < 1_400
    assert image.getpixel((2, 2))[:3] == (0xFB, 0xFA, 0xF6)  # a ground of its own


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    """U1 is in all; U2 in the two public ones; UG is a guest in C1 alone."""
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_people(session, "UG", is_guest=True)
        await make_channel(session, "C1", "U1", "U2", "UG", name="oven", kind="dialoguing")
        await make_channel(session, "C2", "U1", name="secret", is_private=True)
        await make_channel(session, "C3", "U1", name="yard", stage="dormant")
        for pair in (("C1", "C2"), ("C1", "C3")):
            await propose_link(session, TEAM, pair, likeness=0.5, cards=0, now=START)
    return sessions


async def seen(sessions: Sessions, member: str) -> Map:
    async with sessions.begin() as session:
        return await map_of(session, TEAM, member)


def lines(drawn: Map) -> set[tuple[str, str, str]]:
    return {(line.one, line.other, line.how) for line in drawn.lines}


async def test_each_sees_their_own_map(place: Sessions) -> None:
    mine = await seen(place, "U1")
    assert lines(mine) == {("C1", "C2", "proposed"), ("C1", "C3", "proposed")}
    theirs = await seen(place, "U2")
    assert {p.name for p in theirs.places} == {"oven", "yard"}
    assert lines(theirs) == set(), "U2 is not in both: nothing for them to decide"
    guest = await seen(place, "UG")
    assert {p.name for p in guest.places} == {"oven"}
    assert "secret" not in alt_text(theirs) + alt_text(guest)


async def test_accepted_links_are_seen_by_who_sees_both_places(place: Sessions) -> None:
    async with place.begin() as session:
        for link in await links_among(session, TEAM, ["C1", "C2", "C3"]):
            link.state = BaLinkState.ACCEPTED
    assert lines(await seen(place, "U1")) == {("C1", "C2", "linked"), ("C1", "C3", "linked")}
    assert lines(await seen(place, "U2")) == {("C1", "C3", "linked")}
    assert "Linked: #oven and #yard." in alt_text(await seen(place, "U2"))
    assert "#yard (not clear yet, dormant)" in alt_text(await seen(place, "U2"))


async def test_cards_that_one_may_not_see_tie_nothing(place: Sessions) -> None:
    async with place.begin() as session:
        card = await make_card(session, channel_id="C2")
        for channel in ("C1", "C3"):
            await ask_share(
                session,
                workspace_id=TEAM,
                card_id=card.id,
                channel_id=channel,
                by="U1",
                state=ShareState.AGREED,
                at=START,
            )
    assert ("C2", "C3", "cards") in lines(await seen(place, "U1"))
    assert not lines(await seen(place, "U2"))


async def test_it_comes_as_a_picture_with_words(place: Sessions) -> None:
    row = Outbox(workspace_id=TEAM, member_id="U1", channel_id="", payload={"first": "C1"})
    outgoing = await make_map(making(place, FakeGateway()), row)
    assert isinstance(outgoing, Post)
    assert outgoing.picture is not None
    assert outgoing.picture.alt_text.startswith("Places: #oven (putting into words)")
    nobody = Outbox(workspace_id=TEAM, member_id="U9", channel_id="", payload={})
    outgoing = await make_map(making(place, FakeGateway()), nobody)
    assert isinstance(outgoing, Post)
    assert outgoing.picture is None
