"""Combining, breaking down, relating, challenging; lineage in words and as a picture."""

from __future__ import annotations

import warnings

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.lineage import Drawn, lineage_of, lineage_words, link_lines, to_draw
from bot.cards.lineage_picture import WIDTH, draw_lineage
from bot.cards.linking import Linker, break_down, challenge, combine, link
from bot.errors import PersonError
from models.audience import Audience
from models.card import Card
from models.conversion import Conversion
from models.database import Sessions
from models.link import CardLink, LinkKind, link_cards
from tests.conftest import START
from tests.support import TEAM, all_of, make_card, make_channel, make_people

ME = Linker(TEAM, "U1", START)


async def _place(session: AsyncSession) -> None:
    await make_people(session, "U1", "U2")
    await make_channel(session, "C1", "U1", "U2")
    await make_channel(session, "C2", "U1", is_private=True)


async def test_cards_combine_into_a_guide_on_the_ledger(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await _place(session)
        one = await make_card(session, "Rain", statement="Sell what keeps")
        two = await make_card(session, "Snow", statement="Sell what warms")
        guide = await combine(
            session, ME, [one.id, two.id], home="C1", title="Weather", statement="Look up"
        )
        lines = await link_lines(session, ME.audience, guide)
    assert guide.model == ""  # the parts' own words stay with the parts
    assert lines == ("It takes in *Rain* · *Snow*.",)
    links = await all_of(sessions, CardLink)
    assert [(each.kind, each.source_id, each.target_id) for each in links] == [
        ("combines", guide.id, one.id),
        ("combines", guide.id, two.id),
    ]
    ledger = await all_of(sessions, Conversion)
    assert {(row.mode, row.source, row.target) for row in ledger} == {
        ("combination", f"card:{one.id}", f"card:{guide.id}"),
        ("combination", f"card:{two.id}", f"card:{guide.id}"),
    }


async def test_no_fragment_goes_where_its_card_may_not_be_seen(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await _place(session)
        one = await make_card(session, "Rain")
        two = await make_card(session, "Secret", channel_id="C2")
        words = {"title": "Weather", "statement": "Look up"}
        with pytest.raises(PersonError, match=r"may see \*Secret\*"):
            await combine(session, ME, [one.id, two.id], home="C1", **words)
        assert (await combine(session, ME, [one.id, two.id], home="C2", **words)).id
        stranger = Linker(TEAM, "U2", START)
        with pytest.raises(PersonError, match="no such card"):
            await combine(session, stranger, [one.id, two.id], home="C1", **words)


@pytest.mark.parametrize("count", [0, 1, 11])
async def test_a_guide_takes_two_to_ten(sessions: Sessions, count: int) -> None:
    async with sessions.begin() as session:
        await _place(session)
        ids = [(await make_card(session, f"Card {number}")).id for number in range(count)]
        with pytest.raises(PersonError, match="two to ten"):
            await combine(session, ME, ids, home="C1", title="All", statement="of it")


async def test_a_concept_breaks_down_into_parts(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await _place(session)
        parent = await make_card(session, "Weather", channel_id="C2")
        with pytest.raises(PersonError, match="two parts"):
            await break_down(session, ME, parent.id, ["Rain: wet", "  "])
        parts = await break_down(session, ME, parent.id, ["Rain: wet", "", "Snow"])
    assert [(part.title, part.statement, part.channel_id) for part in parts] == [
        ("Rain", "wet", "C2"),
        ("Snow", "Snow", "C2"),
    ]
    ledger = await all_of(sessions, Conversion)
    assert {row.source for row in ledger} == {f"card:{parent.id}"}


async def test_a_doubt_stands_beside_the_card_with_its_reason(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await _place(session)
        card = await make_card(session, "Order less in the rain")
        with pytest.raises(PersonError, match="Say why"):
            await challenge(session, ME, card.id, "  ")
        doubt = await challenge(session, ME, card.id, "On Thursday we sold out")
        assert card.status == "conjecture"
        words = lineage_words(await lineage_of(session, ME.audience, card), lambda c: c.title)
    assert doubt.statement == "On Thursday we sold out"
    assert words == ["It is challenged by On Thursday we sold out."]
    (made,) = await all_of(sessions, CardLink)
    assert (made.kind, made.why) == ("challenges", "On Thursday we sold out")


async def test_links_are_made_once_and_relating_has_no_side(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await _place(session)
        one, two = await make_card(session, "Rain"), await make_card(session, "Snow")
        for pair in ((one.id, two.id), (two.id, one.id), (one.id, two.id)):
            await link(session, ME, LinkKind.RELATES, pair[0], [pair[1]])
        with pytest.raises(PersonError, match="at least one"):
            await link(session, ME, LinkKind.RELATES, one.id, [one.id])
    assert len(await all_of(sessions, CardLink)) == 1
    assert len(await all_of(sessions, Conversion)) == 1


async def test_lineage_ends_where_a_card_may_not_be_seen(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await _place(session)
        cards: list[Card] = []
        for name, channel in (("Story", "C1"), ("Secret", "C2"), ("Card", "C1"), ("Guide", "C1")):
            cards.append(await make_card(session, name, channel_id=channel))
        story, secret, card, guide = cards
        for kind, source, target in (
            (LinkKind.GREW_FROM, card, secret),
            (LinkKind.GREW_FROM, secret, story),
            (LinkKind.COMBINES, guide, card),
        ):
            await link_cards(
                session,
                workspace_id=TEAM,
                kind=kind,
                source_id=source.id,
                target_id=target.id,
                by="U1",
                at=START,
            )
        mine = await lineage_of(session, ME.audience, card)
        theirs = await lineage_of(session, Audience(TEAM, member_id="U2"), card)
    assert set(mine.cards) == {each.id for each in cards}
    assert lineage_words(mine, lambda each: each.title) == [
        "It grew from Secret.",
        "It is part of the guide Guide.",
    ]
    assert set(theirs.cards) == {card.id, guide.id}
    assert "Secret" not in str(lineage_words(theirs, lambda each: each.title))
    drawn = to_draw(mine)
    columns = {number: column for number, _, column in drawn.nodes}
    assert [columns[each.id] for each in cards] == [-2, -1, 0, 1]


def test_the_picture_takes_any_title_without_a_warning() -> None:
    titles = ("$5 and $6", "\\frac{1}{0}", "日本語 🐿️", "x" * 60, "\u202eabc", "")
    titles += ("one more",) * len(LinkKind)  # each kind of link needs a card at its other end
    nodes = tuple((number, title, number % 4 - 1) for number, title in enumerate(titles, 1))
    kinds = tuple((1, number, kind) for number, kind in enumerate(LinkKind, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        png = draw_lineage(Drawn(1, nodes, kinds))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == WIDTH
