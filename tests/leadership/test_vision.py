"""The vision in the database (M15): editions, two people at once, themes, who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.leadership import themes, vision
from bot.leadership.vision import Editor, read_vision
from bot.texts import vision as texts
from models.audit import Audit
from models.database import Sessions
from models.theme import Theme, list_themes
from models.vision import list_visions
from tests.conftest import START
from tests.support import TEAM, all_of, make_people, make_workspace, settings


def editor(member: str = "U1", *, hours: float = 0, editors: str = "admins") -> Editor:
    return Editor(TEAM, member, START + timedelta(hours=hours), settings(vision_editors=editors))


@pytest.fixture
async def ready(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", is_admin=True)
        await make_people(session, "U3")
        await make_people(session, "U4", is_guest=True, is_admin=True)
        await make_people(session, "U5", is_foreign=True)
    return sessions


async def write(session: AsyncSession, who: Editor, base: int, **answers: str) -> bool:
    """Keep answers (the others as edition ``base`` has them); whether they were kept."""
    seen = {e.number: e.answers for e in await list_visions(session, TEAM)}
    clash = await vision.keep_answers(session, who, base, {**seen.get(base, {}), **answers}, "")
    return clash is None


async def test_every_change_is_an_edition_with_who_and_when(ready: Sessions) -> None:
    async with ready.begin() as session:
        assert await write(session, editor(), 0, are="A corner shop")
        assert await write(session, editor("U2", hours=1), 1, why="People near us")
        first, second = reversed(await list_visions(session, TEAM))
        assert (first.number, first.by, first.at) == (1, "U1", START)
        assert (second.number, second.by) == (2, "U2")
        assert first.answers["why"] == ""
        assert second.answers["are"] == "A corner shop"
        seen = await read_vision(session, editor("U3"))
        assert (seen.number, seen.by, seen.may_edit) == (2, "U2", False)
        assert seen.answers["why"] == "People near us"
    assert [row.action for row in await all_of(ready, Audit)] == ["vision", "vision"]


async def test_two_at_once_lose_nothing(ready: Sessions) -> None:
    async with ready.begin() as session:
        await write(session, editor(), 0, are="A shop", how="Quickly")
        # Both began at edition 1 and changed different answers: they go together.
        assert await write(session, editor("U1"), 1, are="A corner shop")
        assert await write(session, editor("U2"), 1, how="Kindly")
        seen = await read_vision(session, editor())
        assert (seen.answers["are"], seen.answers["how"]) == ("A corner shop", "Kindly")
        # The same answer: the second is asked, with both texts, and nothing is kept yet.
        assert await write(session, editor("U1"), 3, how="Slowly")
        mine = {**seen.answers, "how": "Warmly"}
        clash = await vision.keep_answers(session, editor("U2"), 3, mine, "")
        assert clash is not None
        assert (clash.fields["how"], clash.clashes) == ("Warmly", {"how": "Slowly"})
        assert (await read_vision(session, editor())).number == 4
        # Having seen theirs (edition 4), mine may be kept; theirs stays in the history.
        assert await vision.keep_answers(session, editor("U2"), 4, clash.fields, "") is None
        said = [each.answers["how"] for each in await list_visions(session, TEAM)]
        assert said == ["Warmly", "Slowly", "Kindly", "Quickly", "Quickly"]


async def test_an_edition_stored_in_the_same_moment_is_built_upon(
    ready: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ready.begin() as session:
        await write(session, editor(), 0, are="A shop")
    real = vision.newest_vision
    rival: list[Editor] = [editor("U2")]

    async def newest(session: AsyncSession, workspace_id: str):  # type: ignore[no-untyped-def]
        found = await real(session, workspace_id)
        if rival:  # somebody else commits between our look and our insert
            who = rival.pop()
            assert await vision._add(session, who, 2, {**found.answers, "how": "Kindly"}, "")
        return found

    monkeypatch.setattr(vision, "newest_vision", newest)
    async with ready.begin() as session:
        assert await write(session, editor("U1"), 1, are="A corner shop")
    async with ready.begin() as session:
        seen = await read_vision(session, editor())
        assert (seen.number, seen.answers["how"]) == (3, "Kindly")
        assert seen.answers["are"] == "A corner shop"


@pytest.mark.parametrize(
    ("member", "editors", "allowed"),
    [
        ("U1", "admins", True),
        ("U3", "admins", False),
        ("U3", "members", True),
        ("U4", "members", False),  # a guest, whatever else they are
        ("U5", "members", False),
        ("U9", "members", False),  # nobody knows who that is
    ],
)
async def test_who_may_change_it(ready: Sessions, member: str, editors: str, allowed: bool) -> None:
    who = editor(member, editors=editors)
    async with ready.begin() as session:
        if allowed:
            assert await write(session, who, 0, are="A shop")
            assert await themes.break_down(session, who, None, ["Weather: rain"])
            return
        for act in (
            write(session, who, 0, are="A shop"),
            themes.break_down(session, who, None, ["Weather"]),
            vision.bring_back(session, who, 1),
        ):
            with pytest.raises(PersonError, match="Administrators"):
                await act
    async with ready.begin() as session:
        assert await list_visions(session, TEAM) == []


async def test_guests_and_strangers_do_not_read_it(ready: Sessions) -> None:
    async with ready.begin() as session:
        await write(session, editor(), 0, are="A shop")
        for member in ("U4", "U5", "U9"):
            with pytest.raises(PersonError, match=texts.NOT_FOR_YOU):
                await read_vision(session, editor(member))
            with pytest.raises(PersonError, match=texts.NOT_FOR_YOU):
                await vision.read_past(session, editor(member))


async def test_it_is_broken_down_into_themes_and_their_parts(ready: Sessions) -> None:
    async with ready.begin() as session:
        ready_made, weather = await themes.break_down(
            session, editor(), None, ["Ready when wanted: order, shelf", "", "Weather"]
        )
        (rain,) = await themes.break_down(session, editor(), weather.id, ["Rain: umbrella"])
        assert (ready_made.words, weather.words) == (["order", "shelf"], [])
        assert rain.parent_id == weather.id
        newest = (await list_visions(session, TEAM))[0]
        assert [each["name"] for each in newest.themes] == ["Ready when wanted", "Weather", "Rain"]
        assert newest.why == "themes added: Rain"
        refused = (
            (None, ["  ", ":words"], texts.NAME_NEEDED),
            (None, ["WEATHER"], texts.NAME_TWICE),
            (None, ["Tea", "tea: cups"], texts.NAME_TWICE),
            (None, [f"T{n}" for n in range(12)], "at most 12"),
            (rain.id, ["Drizzle"], "at most"),
        )
        for parent, lines, words in refused:
            with pytest.raises(PersonError, match=words):
                await themes.break_down(session, editor(), parent, lines)


async def test_a_theme_is_changed_taken_out_and_brought_back(ready: Sessions) -> None:
    async with ready.begin() as session:
        (weather,) = await themes.break_down(session, editor(), None, ["Weather: rain"])
        (part,) = await themes.break_down(session, editor(), weather.id, ["Rain"])
        new = {"name": "Sky", "about": "All from above", "words": "rain, Snow"}
        assert await themes.change_theme(session, editor(), weather.id, 2, new) is None
        # Somebody who began before that and changed the same word is asked.
        other = {"name": "Weather", "about": "", "words": "rain, fog"}
        clash = await themes.change_theme(session, editor("U2"), weather.id, 2, other)
        assert clash is not None
        assert clash.clashes == {"words": "rain, snow"}
        assert clash.fields["name"] == "Sky"
        await themes.take_out(session, editor(), weather.id)
        assert await list_themes(session, TEAM) == []
        with pytest.raises(PersonError, match=texts.THEME_GONE):
            await themes.change_theme(session, editor(), weather.id, 4, new)
        await vision.bring_back(session, editor("U2", hours=2), 2)
        assert [each.name for each in await list_themes(session, TEAM)] == ["Weather", "Rain"]
        assert {each.id for each in await list_themes(session, TEAM)} == {weather.id, part.id}
        newest = (await list_visions(session, TEAM))[0]
        assert (newest.number, newest.by, newest.why) == (5, "U2", "edition 2 brought back")
        with pytest.raises(PersonError, match=texts.SAME_ALREADY):
            await vision.bring_back(session, editor(), 5)
    assert len(await all_of(ready, Theme)) == 2


async def test_its_history_is_paged(ready: Sessions) -> None:
    async with ready.begin() as session:
        for number in range(10):
            await write(session, editor(hours=number), number, are=f"Shop {number}")
        past = await vision.read_past(session, editor("U3"))
        assert ([e.number for e in past.editions], past.has_older) == (list(range(10, 2, -1)), True)
        older = await vision.read_past(session, editor("U3"), offset=8)
        assert ([e.number for e in older.editions], older.has_older) == ([2, 1], False)
        assert past.names == {"U1": "U1"}
