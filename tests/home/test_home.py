"""Home, section by section: what each shows, to whom, and that all of it fits."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.home import gather_home, home_view
from bot.home.drafts import MOST
from bot.home.registry import SECTIONS
from bot.home.view import BLOCKS_MOST
from models.card import Draft
from models.channel import Level, Stage, get_channel
from models.database import Sessions
from models.digest import choose_channel
from models.inbox import Inbox
from models.member import MuteSubject, get_member, join_channel, mute
from models.outbox import put
from models.practice import start_review
from playground.kit.core import Scan
from playground.kit.views import scan_view
from tests.support import START, TEAM, make_card, make_channel, make_people, settings

DAY = timedelta(days=1)


async def shown(sessions: Sessions, who: str = "U1") -> str:
    async with sessions.begin() as session:
        home = await gather_home(session, TEAM, who, START, settings())
    view = home_view(home, settings())
    scan = Scan()
    scan_view(view, scan)
    assert scan.problems == []
    return json.dumps(view["blocks"], ensure_ascii=False)


def test_all_sections_together_fit_into_a_view() -> None:
    lines_and_frame = len(SECTIONS) + 2
    assert sum(section.most for section in SECTIONS) + lines_and_frame <= BLOCKS_MOST
    assert len({section.name for section in SECTIONS}) == len(SECTIONS)


async def test_an_empty_home_says_what_to_do(sessions: Sessions) -> None:
    written = await shown(sessions, "U9")
    assert "What do we know about" in written
    assert "press *Switch on*" in written
    assert "How I am" not in written
    assert "I know of none of your messages" in written


async def test_drafts_in_which_nothing_stands_are_none(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for _ in range(20):
            session.add(Draft(workspace_id=TEAM, author_id="U1", fields={}, updated_at=START))
            blank = {"title": "  ", "statement": "", "asset_kind": "conceptual"}
            session.add(Draft(workspace_id=TEAM, author_id="U1", fields=blank, updated_at=START))
        for number in range(MOST + 1):
            older = START - DAY * (number + 1)
            fields = {"metaphor": f"squirrel {number}"}
            draft = Draft(workspace_id=TEAM, author_id="U1", fields=fields, updated_at=older)
            session.add(draft)
    written = await shown(sessions)
    assert "*…*" not in written
    assert f"squirrel {MOST - 1}" in written
    assert f"squirrel {MOST}" not in written
    assert "older drafts" in written
    assert written.count("open_draft") == MOST


async def test_my_places_with_their_kind_and_life(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        for channel, who in (("C1", "U1"), ("C2", "U2"), ("C3", "U1")):
            await make_channel(session, channel, who)
            here = await get_channel(session, TEAM, channel)
            assert here is not None
            here.level = Level.OFF if channel == "C3" else Level.LISTENING
            here.kind, here.stage = "dialoguing", Stage.DORMANT
    written = await shown(sessions)
    assert "<#C1>: people put into words what they know, dormant" in written
    assert "<#C2>" not in written
    assert "<#C3>" not in written


async def test_what_is_due_shows_no_debt(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session)
        card = await make_card(session, "Order early")
        due = START - 9 * DAY
        await start_review(session, TEAM, "U1", card.id, schedule={}, due_at=due, now=due)
    written = await shown(sessions)
    assert "I ask again soon" in written
    assert "Order early" in written


async def test_settings_say_what_holds(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        for kind in ("digest", "nudge", "odd"):
            who = (TEAM, MuteSubject.PERSON, "U1", kind)
            await mute(session, *who, until=None, by="U1", now=START)
    written = await shown(sessions)
    assert "Digests do not name you." in written
    assert "You paused: questions about what you try, some of my messages." in written
    assert "You may name me" in written
    assert "Digests may thank you by name." in await shown(sessions, "U2")


async def test_health_is_for_administrators(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session)
        admin = await get_member(session, TEAM, "U1")
        assert admin is not None
        admin.is_admin = True
        await join_channel(session, TEAM, "C1", "U1", START)
        await choose_channel(session, TEAM, "C1", by="U1", at=START)
        session.add(_set_aside())
        for other in ("T0OTHER", "T0THIRD"):
            session.add(_set_aside(other, "SecretError"))
            long_ago = START - 2 * DAY
            await put(session, workspace_id=other, kind="x", key="k", now=long_ago)
    written = await shown(sessions)
    assert "How I am" in written
    assert ":white_check_mark: Outbox: nothing waits." in written
    assert "Set aside: 1 events failed five times: message with ValueError." in written
    assert "Every week in <#C1>" in written
    assert "digest_channel_none" in written
    assert "How I am" not in await shown(sessions, "U2")


def _set_aside(workspace_id: str = TEAM, error: str = "ValueError") -> Inbox:
    return Inbox(
        workspace_id=workspace_id,
        event_id="Ev1",
        channel_id="C1",
        kind="message",
        payload=b"",
        received_at=START,
        state="set_aside",
        attempts=5,
        error=error,
    )
