"""Words that are taken back leave the drafts that quote them; what somebody added stays."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.retract import unquote_author, unquote_message
from bot.cards.service import Beginning, begin_draft, held_draft, keep_card, update_draft
from bot.errors import PersonError
from bot.privacy import forget_person
from bot.quoting import own_words, quotes_of, says, split, without
from bot.seci.types import Said
from models.card import Card, Draft
from models.database import Sessions
from tests.conftest import START
from tests.support import TEAM, all_of, make_channel, make_people, ts

RULE = "So *when rain begins* early, order different: half the rice balls, twice the noodles."
LIKE = "It's like this: on a dry day they are sparrows. In the rain they turn into squirrels."
TALK = (
    Said("who understands yesterday?", "U1", 0.0),
    Said(LIKE, "U2", 1.0),
    Said(RULE, "U3", 2.0),
)
STAMPS = (ts(0), ts(1), ts(2))
FIELDS = {
    "title": "Order different",
    "statement": "When rain begins early, order different: half the rice balls, twice the noodles.",
    "metaphor": "On a dry day they are sparrows. In the rain they turn into squirrels.",
}


def by_field(quotes: list[dict[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quote in quotes:
        found.setdefault(quote["field"], set()).add(quote["author"])
    return found


def test_each_field_knows_who_said_it() -> None:
    found = by_field(quotes_of(FIELDS, STAMPS, TALK))
    assert found == {"title": {"U3"}, "statement": {"U3"}, "metaphor": {"U2"}}


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=60))
def test_what_nobody_said_is_nobodys(talk: list[str], text: str) -> None:
    said = [Said(each, f"U{n}", float(n)) for n, each in enumerate(talk)]
    stamps = [ts(n) for n in range(len(talk))]
    for quote in quotes_of({"statement": text}, stamps, said):
        heard = talk[stamps.index(quote["ts"])].casefold()
        assert any(word in heard for word in re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (FIELDS["metaphor"], ""),
        (f"{FIELDS['metaphor']}\nAsk Nao for more.", "Ask Nao for more."),
        ("On a dry day they are sparrows, and in the rain they all turn into squirrels!", ""),
        (
            "My own picture: a camel before the desert.",
            "My own picture: a camel before the desert.",
        ),
    ],
)
def test_a_quote_goes_and_what_was_added_stays(now: str, left: str) -> None:
    quotes = quotes_of(FIELDS, STAMPS, TALK)
    gone, rest = split(quotes, lambda each: each["author"] == "U2")
    fields = without({**FIELDS, "metaphor": now}, gone)
    assert fields == {**FIELDS, "metaphor": left}
    assert by_field(rest) == {"title": {"U3"}, "statement": {"U3"}}


QUOTED, MINE = "The sheet counts heads, and not baskets.", "Camels count too."


@pytest.mark.parametrize(
    ("shown", "draft", "typed", "left"),
    [
        (QUOTED, "", QUOTED, ""),
        (QUOTED, "", f"{QUOTED} {MINE}", MINE),
        (QUOTED, "", MINE, MINE),
        (QUOTED, MINE, f"{QUOTED}\n{MINE} More.", f"{MINE} More."),
        (f"{QUOTED} {MINE}", MINE, f"{QUOTED} {MINE} And bees.", f"{MINE} And bees."),
        (f"{MINE} {QUOTED}", MINE, f"{MINE} {QUOTED}", MINE),
        ("", "", MINE, MINE),
        (f"İİ İ {QUOTED} {MINE}", f"İİ İ {MINE}", f"İİ İ {QUOTED} {MINE}", f"İİ İ  {MINE}"),
    ],
)
def test_a_form_that_was_open_holds_only_what_was_typed(
    shown: str, draft: str, typed: str, left: str
) -> None:
    fields = {"model": draft, "taken_back": "model:20 title:5"}
    form = {"model": typed, "title": "Heads"}
    came_with = {"model": shown, "title": "Heads"}
    assert own_words(fields, form, came_with, 20) == {"model": left, "title": "Heads"}
    assert own_words(fields, form, came_with, 21) == form
    assert own_words({"model": draft}, form, came_with, 20) == form


@pytest.mark.parametrize(
    ("now", "still"),
    [
        (LIKE, True),
        (f"{LIKE} I think.", True),
        (LIKE.replace("squirrels", "*squirrels*"), True),
        (LIKE.replace("squirrels", "people I know"), False),
        ("", False),
    ],
)
def test_an_edited_message_says_what_it_says(now: str, still: bool) -> None:
    assert says(now, FIELDS["metaphor"]) is still


@pytest.fixture
async def drafted(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2", "U3")
    for author in ("U1", "U2"):
        await begin(sessions, author)
    return sessions


async def begin(sessions: Sessions, author: str) -> int:
    async with sessions.begin() as session:
        draft = await begin_draft(
            session,
            Beginning(TEAM, author, "C1", ts(0)),
            fields=FIELDS,
            evidence=[{"channel": "C1", "ts": stamp} for stamp in STAMPS[1:]],
            asset_kind="conceptual",
            asset_reason="",
            now=START,
            quotes=quotes_of(FIELDS, STAMPS, TALK),
        )
        return draft.id


async def drafts(sessions: Sessions) -> dict[str, Draft]:
    return {draft.author_id: draft for draft in await all_of(sessions, Draft)}


async def test_a_deleted_message_leaves_every_draft(drafted: Sessions) -> None:
    async with drafted.begin() as session:
        await unquote_message(session, TEAM, "C1", ts(1), START)
    for draft in (await drafts(drafted)).values():
        assert draft.fields["metaphor"] == ""
        assert draft.fields["statement"] == FIELDS["statement"]
        assert draft.evidence == [{"channel": "C1", "ts": ts(2)}]
        assert "squirrels" not in str(vars(draft))


async def test_who_opts_out_is_quoted_in_no_draft_of_others(drafted: Sessions) -> None:
    async with drafted.begin() as session:
        await unquote_author(session, TEAM, "U2", START)
        await forget_person(session, TEAM, "U3", START)
    found = await drafts(drafted)
    assert not any(found["U1"].fields[name] for name in FIELDS)
    assert found["U1"].quotes == []
    assert found["U2"].fields["metaphor"] == FIELDS["metaphor"]  # their own draft of their words
    assert "noodles" not in str(vars(found["U2"]))


async def test_a_form_that_is_saved_meanwhile_brings_nothing_back(drafted: Sessions) -> None:
    draft_id = await begin(drafted, "U1")

    async def save() -> None:
        async with drafted.begin() as session:
            draft = await held_draft(session, TEAM, "U1", draft_id)
            typed = {**FIELDS, "model": "My own words."}
            own = own_words(draft.fields, typed, FIELDS, opened=0)
            await update_draft(draft, own, START)

    async with drafted.begin() as session:
        await unquote_message(session, TEAM, "C1", ts(1), START)
        saving = asyncio.create_task(save())
        # It must wait for us: were it not held back, it would be done within this time.
        await asyncio.wait({saving}, timeout=0.5)
        assert not saving.done()
    await saving
    (draft,) = [each for each in await all_of(drafted, Draft) if each.id == draft_id]
    assert draft.fields["metaphor"] == ""
    assert draft.fields["model"] == "My own words."


async def test_two_presses_at_once_keep_one_card(drafted: Sessions) -> None:
    draft_id = await begin(drafted, "U1")

    async def keep() -> bool:
        async with drafted.begin() as session:
            try:
                draft = await held_draft(session, TEAM, "U1", draft_id)
            except PersonError:
                return False
            await keep_card(session, draft, channel_id="C1", now=START)
            return True

    done: list[Any] = await asyncio.gather(keep(), keep())
    assert sorted(done) == [False, True]
    assert len(await all_of(drafted, Card)) == 1
