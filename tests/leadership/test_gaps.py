"""The gap report (M15): what is lacking, who is told what hangs on whom, what was never doubted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.leadership.gaps import (
    HANGS_KIND,
    Hung,
    Lack,
    not_needed,
    open_question,
    read_gaps,
    read_hanging,
    sweep_hanging,
)
from bot.leadership.gaps_render import gaps_view
from bot.leadership.home_sections import gaps_section, vision_section
from bot.leadership.vision_outgoing import make_hangs
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from models.author import add_authors
from models.card import Card
from models.channel import Channel
from models.database import Sessions
from models.member import Member
from models.outbox import Outbox
from models.pointer import point_to_me
from models.practice import Practice
from models.question import Question, note_question
from models.role import take_role
from models.vision import add_vision
from tests.conftest import START
from tests.leadership.test_assets import make_theme, of
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    making,
    settings,
)

NOW = START + timedelta(days=1)


@pytest.fixture
async def ready(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3")
        await make_people(session, "U4", is_admin=True)
        await make_channel(session, "C1", "U1", "U2", "U3")
        await make_channel(session, "C2", "U2", is_private=True)
    return sessions


async def written(session: AsyncSession, number: int = 3, author: str = "U1") -> list[Card]:
    """Cards of one theme in C1."""
    theme = await make_theme(session, "Weather")
    cards = [await make_card(session, f"Rain {n}", author_id=author) for n in range(number)]
    for card in cards:
        await of(session, card, theme)
    return cards


async def test_it_is_told_to_that_person_and_the_channels_producers_only(ready: Sessions) -> None:
    async with ready.begin() as session:
        await written(session)
        await take_role(session, TEAM, "C1", "U2", START)
        told = {who: await read_hanging(session, TEAM, who) for who in ("U1", "U2", "U3", "U4")}
    here = Hung("C1", "Weather", "U1")
    assert told == {"U1": ([here], []), "U2": ([], [here]), "U3": ([], []), "U4": ([], [])}
    async with ready.begin() as session:  # an administrator is not told, nor is anybody else
        for who, expected in (("U1", True), ("U2", True), ("U3", False), ("U4", False)):
            report = str(gaps_view(await read_gaps(session, TEAM, who)))
            assert ("alone" in report) == expected, who
            home = str(await gaps_section(session, TEAM, who))
            assert ("has on *Weather*" in home) == expected, who


async def test_it_hangs_no_more_when_somebody_else_wrote_or_lived_it(ready: Sessions) -> None:
    async with ready.begin() as session:
        one, two, _ = await written(session)
        await add_authors(session, TEAM, one.id, ["U2"], now=START)
        assert await read_hanging(session, TEAM, "U1") == ([], [])
        gone = await session.get(Member, (TEAM, "U2"))
        assert gone is not None
        gone.is_deleted = True  # who left the workspace can show it to nobody
        assert (await read_hanging(session, TEAM, "U1"))[0]
        await point_to_me(session, TEAM, two.id, "U3", START)
        assert await read_hanging(session, TEAM, "U1") == ([], [])


async def test_who_alone_knows_is_told_once(ready: Sessions) -> None:
    async with ready.begin() as session:
        cards = await written(session)
        assert await sweep_hanging(session, TEAM, NOW) == 1
        assert await sweep_hanging(session, TEAM, NOW + timedelta(days=7)) == 0
    (row,) = await all_of(ready, Outbox)
    assert (row.kind, row.member_id, row.channel_id, row.is_unasked) == (HANGS_KIND, "U1", "", True)
    post = await make_hangs(making(ready, FakeGateway(), NOW), row)
    assert isinstance(post, Post)
    assert "on *Weather* is on cards that you alone wrote" in str(post.blocks)
    async with ready.begin() as session:
        await point_to_me(session, TEAM, cards[0].id, "U2", START)
    assert isinstance(await make_hangs(making(ready, FakeGateway(), NOW), row), Drop)


async def test_themes_that_lack_most_come_first(ready: Sessions) -> None:
    async with ready.begin() as session:
        await written(session)
        tea = await make_theme(session, "Tea")
        gaps = await read_gaps(session, TEAM, "U1")
    kinds = ("experiential", "conceptual", "systemic", "routine")
    weather = next(lack.theme_id for lack in gaps.lacks if lack.name == "Weather")
    assert gaps.lacks == [
        Lack(tea.id, "Tea", kinds),
        Lack(weather, "Weather", ("experiential", "systemic", "routine")),
    ]
    assert "no skills, documents or routines yet" in str(gaps_view(gaps))


async def test_questions_are_anonymous_and_stay_where_they_may_be_read(ready: Sessions) -> None:
    async with ready.begin() as session:
        for words, place in (("zebra", "C1"), ("walrus", "C2"), ("salary", "")):
            await note_question(session, workspace_id=TEAM, channel_id=place, words=words, at=START)
        seen = {}
        for who in ("U1", "U2", "U4"):
            gaps = await read_gaps(session, TEAM, who)
            seen[who] = {question.words for question in gaps.questions}
    assert seen == {"U1": {"zebra"}, "U2": {"zebra", "walrus"}, "U4": {"zebra"}}
    ids = {each.words: each.id for each in await all_of(ready, Question)}
    async with ready.begin() as session:
        assert (await open_question(session, TEAM, "U4", ids["zebra"])).words == "zebra"
        refused = (("U1", "walrus"), ("U2", "salary"), ("U4", "walrus"))
        told = set()
        for who, words in refused:
            with pytest.raises(PersonError) as error:
                await not_needed(session, TEAM, who, ids[words])
            told.add(str(error.value))
        with pytest.raises(PersonError) as error:
            await not_needed(session, TEAM, "U1", 10**9)
        assert told == {str(error.value)}  # absent and forbidden sound alike
        with pytest.raises(PersonError, match="in that channel"):
            await not_needed(session, TEAM, "U4", ids["zebra"])  # reads it, is not in it
        await not_needed(session, TEAM, "U1", ids["zebra"])
    assert {each.words for each in await all_of(ready, Question)} == {"walrus", "salary"}


async def test_much_used_and_never_questioned(ready: Sessions) -> None:
    async with ready.begin() as session:
        await make_channel(session, "C3", "U3", is_private=True)
        used = [await make_card(session, "Here"), await make_card(session, "Doubted")]
        used.append(await make_card(session, "Hidden", channel_id="C3"))
        answers = [(card, "worked") for card in used for _ in range(5)] + [(used[1], "failed")]
        for number, (card, answer) in enumerate(answers):
            session.add(
                Practice(
                    unique_key=f"{number}",
                    workspace_id=TEAM,
                    card_id=card.id,
                    member_id="U2",
                    answer=answer,
                    at=START,
                )
            )
        await session.flush()
        gaps = await read_gaps(session, TEAM, "U1")
    assert [card.title for card in gaps.unchallenged] == ["Here"]
    assert "What would have to happen for it to be wrong?" in str(gaps_view(gaps))


async def test_home_shows_each_what_concerns_them(ready: Sessions) -> None:
    async with ready.begin() as session:
        assert await vision_section(session, TEAM, "U1", settings()) == []
        write = await vision_section(session, TEAM, "U4", settings())
        assert "Nobody has written down yet" in str(write)
        await add_vision(
            session, TEAM, 1, answers={"are": "A <shop>"}, themes=[], by="U4", why="", at=START
        )
        assert "A &lt;shop&gt;" in str(await vision_section(session, TEAM, "U1", settings()))
        await make_theme(session, "Tea")
        assert await gaps_section(session, TEAM, "U1") == []
        assert "*Tea*: nothing yet" in str(await gaps_section(session, TEAM, "U4"))
        await take_role(session, TEAM, "C1", "U3", START)
        assert "*Tea*: nothing yet" in str(await gaps_section(session, TEAM, "U3"))
        channel = await session.get(Channel, (TEAM, "C1"))
        assert channel is not None
        await make_people(session, "G1", is_guest=True)
        assert await vision_section(session, TEAM, "G1", settings()) == []
        assert await gaps_section(session, TEAM, "G1") == []
