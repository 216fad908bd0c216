"""Changing a card: together with others, left unfinished, with its history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.begin import draft_form
from bot.cards.face import face_of
from bot.cards.history import difference_view, history_view, merge_view
from bot.cards.service import begin_draft, keep_card, save_form
from bot.cards.writing import (
    Clashing,
    begin_change,
    bring_back,
    keep_change,
    read_history,
    settle_clash,
    strangers,
)
from bot.errors import PersonError
from models.card import Draft, Revision, forget_drafts, get_draft, get_revision
from models.database import Sessions
from tests.bot.cards.one_card import HERE, LATER, make_place, the_card
from tests.conftest import START
from tests.support import (
    TEAM,
    all_of,
    outbox_row,
)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    return await make_place(sessions)


async def change(sessions: Sessions, who: str, *, begun: int = 0, **fields: str) -> Clashing | None:
    """Somebody changes card 1 (or goes on with a change that they began)."""
    draft_id = begun or await begin(sessions, who)
    async with sessions.begin() as session:
        draft = await get_draft(session, TEAM, who, draft_id)
        assert draft is not None
        values = {**draft.fields, **fields}
        await save_form(session, draft, values, view_id="V", opened=START, now=START)
        return await keep_change(session, draft, LATER)


async def begin(sessions: Sessions, who: str) -> int:
    async with sessions.begin() as session:
        draft, _, _ = await begin_change(session, TEAM, who, 1, START)
        return draft.id


async def test_a_change_is_a_revision_with_who_and_why(place: Sessions) -> None:
    assert await change(place, "U2", statement="Before noon.", why="we measured it") is None
    card = await the_card(place)
    assert (card.statement, card.metaphor, card.revision) == ("Before noon.", "A tide", 2)
    revision = next(r for r in await all_of(place, Revision) if r.number == 2)
    assert (revision.by, revision.why) == ("U2", "we measured it")
    assert await all_of(place, Draft) == []
    async with place.begin() as session:
        assert (await face_of(session, card)).authors == ("U1", "U2")
    assert await outbox_row(place, "card_refresh:1:change:1:2") is not None


async def test_only_people_of_the_cards_channel_change_it(place: Sessions) -> None:
    with pytest.raises(PersonError, match="Only people in the card's channel"):
        await begin(place, "U3")
    with pytest.raises(PersonError, match="I cannot find"):
        async with place.begin() as session:
            await begin_change(session, TEAM, "U1", 99, START)


async def test_two_changes_of_different_fields_go_together(place: Sessions) -> None:
    mine = await begin(place, "U1")
    assert await change(place, "U2", metaphor="A train") is None
    assert await change(place, "U1", begun=mine, statement="Before noon.") is None
    card = await the_card(place)
    assert (card.metaphor, card.statement, card.revision) == ("A train", "Before noon.", 3)


async def test_what_others_chose_meanwhile_stays(place: Sessions) -> None:
    mine = await begin(place, "U1")
    await change(place, "U2", asset_kind="routine", statement="Second")
    assert await change(place, "U1", begun=mine, analogy="Far", origin="customer") is None
    card = await the_card(place)
    assert (card.asset_kind, card.origin, card.statement) == ("routine", "customer", "Second")
    mine = await begin(place, "U1")
    await change(place, "U2", asset_kind="systemic", statement="Third")
    clashing = await change(place, "U1", begun=mine, statement="Mine")
    assert clashing is not None
    async with place.begin() as session:
        draft = await get_draft(session, TEAM, "U1", mine)
        assert draft is not None
        await settle_clash(session, draft, clashing.revision, {"statement": "Ours"}, LATER)
    card = await the_card(place)
    assert (card.asset_kind, card.origin, card.statement) == ("systemic", "customer", "Ours")


async def test_two_changes_of_one_field_are_both_shown_and_one_decides(place: Sessions) -> None:
    mine = await begin(place, "U1")
    await change(place, "U2", statement="Theirs <!here>", metaphor="A train")
    clashing = await change(place, "U1", begun=mine, statement="Mine")
    assert clashing is not None
    assert (clashing.by, clashing.revision) == ("U2", 2)
    (clash,) = clashing.merge.clashes
    assert (clash.name, clash.theirs, clash.mine) == ("statement", "Theirs <!here>", "Mine")
    shown = str(merge_view(clashing))
    assert "Theirs &lt;!here&gt;" in shown
    assert "'Mine'" in shown
    assert (await the_card(place)).statement == "Theirs <!here>"
    async with place.begin() as session:
        draft = await get_draft(session, TEAM, "U1", mine)
        assert draft is not None  # what I wrote is a draft until it is settled
        decided = {"statement": "Ours"}
        assert await settle_clash(session, draft, clashing.revision, decided, LATER) is None
    card = await the_card(place)
    assert (card.statement, card.metaphor, card.revision) == ("Ours", "A train", 3)
    assert await all_of(place, Draft) == []


async def test_a_third_change_while_somebody_decides_is_not_overwritten(place: Sessions) -> None:
    mine = await begin(place, "U1")
    await change(place, "U2", statement="Second")
    clashing = await change(place, "U1", begun=mine, statement="Mine")
    assert clashing is not None
    await change(place, "U2", statement="Third", analogy="Far")
    async with place.begin() as session:
        draft = await get_draft(session, TEAM, "U1", mine)
        assert draft is not None
        again = await settle_clash(session, draft, 2, {"statement": "Ours"}, LATER)
    assert again is not None
    assert again.merge.clashes[0].theirs == "Third"
    assert again.merge.fields["analogy"] == "Far"
    assert (await the_card(place)).statement == "Third"


async def test_an_unfinished_change_opens_as_it_was_left(place: Sessions) -> None:
    mine = await begin(place, "U1")
    async with place.begin() as session:
        draft = await get_draft(session, TEAM, "U1", mine)
        assert draft is not None
        values = {"title": "New", "statement": "Half a thought"}
        await save_form(session, draft, values, view_id="V", opened=START, now=START)
    async with place.begin() as session:
        draft, _, resumed = await begin_change(session, TEAM, "U1", 1, LATER)
        assert resumed
        assert "Half a thought" in str(await draft_form(session, draft, LATER))


async def test_a_draft_open_twice_is_kept_twice(place: Sessions) -> None:
    async with place.begin() as session:
        draft = await begin_draft(
            session, HERE, fields={}, evidence=(), asset_kind="", asset_reason="", now=START
        )
        for view, words, now in (("V1", "one", 1), ("V2", "two", 2), ("V1", "one more", 3)):
            values = {"title": words, "home": "C1", "authors": "U2 nobody <!here>"}
            await save_form(
                session,
                draft,
                values,
                view_id=view,
                opened=START,
                now=START + timedelta(minutes=now),
            )
    drafts = await all_of(place, Draft)
    assert sorted(d.fields["title"] for d in drafts) == ["one more", "two"]
    assert {d.fields["home"] for d in drafts} == {"C1"}
    assert {d.fields["authors"] for d in drafts} == {"U2"}
    async with place.begin() as session:
        await forget_drafts(session, START + timedelta(minutes=3))
    assert [d.fields["title"] for d in await all_of(place, Draft)] == ["one more"]


async def test_co_authors_are_named_alphabetically_and_come_from_the_channel(
    place: Sessions,
) -> None:
    async with place.begin() as session:
        draft = await begin_draft(
            session, HERE, fields={}, evidence=(), asset_kind="", asset_reason="", now=START
        )
        draft.fields = {**draft.fields, "title": "New", "statement": "s", "authors": "U3 U2"}
        assert await strangers(session, draft, "C1") == {"U3"}
        draft.fields = {**draft.fields, "authors": "U2"}
        card = await keep_card(session, draft, channel_id="C1", now=START)
        face = await face_of(session, card)
    assert face.authors_line == "Put into words by <@U1>, <@U2>"
    mine = await begin_other(place, card.id)
    async with place.begin() as session:
        changing = await get_draft(session, TEAM, "U1", mine)
        assert changing is not None
        changing.fields = {**changing.fields, "authors": ""}
        await keep_change(session, changing, LATER)
        assert (await face_of(session, card)).authors == ("U1",)


async def begin_other(sessions: Sessions, card_id: int) -> int:
    async with sessions.begin() as session:
        draft, _, _ = await begin_change(session, TEAM, "U1", card_id, START)
        return draft.id


async def test_the_history_can_be_read_and_an_old_text_brought_back(place: Sessions) -> None:
    await change(place, "U2", statement="Before noon.", why="we <measured> it")
    async with place.begin() as session:
        history = await read_history(session, TEAM, "U1", 1)
        shown = str(history_view(history))
        first, second = await get_revision(session, 1, 1), await get_revision(session, 1, 2)
        assert second is not None
        assert "~the tide.~ *noon.*" in str(difference_view(second, first))
        await bring_back(session, TEAM, "U2", 1, 1, LATER)
        with pytest.raises(PersonError, match="says that already"):
            await bring_back(session, TEAM, "U2", 1, 1, LATER)
        with pytest.raises(PersonError):
            await bring_back(session, TEAM, "U3", 1, 1, LATER)
    assert "we &lt;measured&gt; it" in shown
    assert "What is it, in a sentence or two?" in shown
    card = await the_card(place)
    assert (card.statement, card.revision) == ("Before the tide.", 3)


async def test_a_long_history_is_paged(place: Sessions) -> None:
    for number in range(11):
        await change(place, "U1", statement=f"text {number}")
    async with place.begin() as session:
        first = await read_history(session, TEAM, "U1", 1)
        second = await read_history(session, TEAM, "U1", 1, offset=8)
    assert "older_revisions" in str(history_view(first))
    assert "older_revisions" not in str(history_view(second))
    numbers = [r.number for r in (*first.revisions[:8], *second.revisions)]
    assert numbers == list(range(12, 0, -1))
