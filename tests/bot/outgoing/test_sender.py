from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ManualClock
from bot.outgoing.kinds import Change, Kind, Making, Outgoing, Post, Remove, Whisper
from bot.outgoing.rules import Drop
from bot.outgoing.sender import MOST_ATTEMPTS, Sender
from bot.slack.gateway import Sent, SlackBusy, SlackRefused, SlackUnreachable
from models.audit import Audit, record_audit
from models.channel import Level, ensure_channel
from models.database import Sessions
from models.member import MuteSubject, mute
from models.outbox import Outbox, claim_row, put
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    FakeReading,
    all_of,
    make_channel,
    make_people,
    outbox_row,
    settings,
)


def always(outgoing: Outgoing) -> Callable[[Making, Outbox], Awaitable[Outgoing]]:
    async def make(making: Making, row: Outbox) -> Outgoing:
        return outgoing

    return make


async def _note(session: AsyncSession, row: Outbox, what: str) -> None:
    await record_audit(session, workspace_id=TEAM, by="", action=what, subject="", at=START)


async def after_sent(session: AsyncSession, row: Outbox, sent: Sent, now: Any) -> None:
    await _note(session, row, f"sent {sent.permalink}".strip())


async def after_refused(session: AsyncSession, row: Outbox, code: str, now: Any) -> None:
    await _note(session, row, f"refused {code}")


class Broken:
    """A kind whose making fails for a while."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    async def make(self, making: Making, row: Outbox) -> Outgoing:
        if self.errors:
            raise self.errors.pop(0)
        return Drop("fetched")


class Desk:
    """A sender, its clock and a Slack that is a list."""

    def __init__(self, sessions: Sessions, *kinds: Kind) -> None:
        self.sessions, self.clock, self.slack = sessions, ManualClock(START), FakeGateway()
        post = Kind("post", always(Post("hello", [])), after_sent, after_refused)
        every = {kind.name: kind for kind in (post, *kinds)}
        self.sender = Sender(sessions, self.clock, settings(), FakeReading(), self.slack, every)

    async def put(self, kind: str = "post", key: str = "k", **more: Any) -> None:
        more.setdefault("channel_id", "C1")
        async with self.sessions.begin() as session:
            await put(session, workspace_id=TEAM, kind=kind, key=key, now=START, **more)

    async def row(self, key: str = "k") -> Outbox:
        row = await outbox_row(self.sessions, key)
        assert row is not None
        return row

    async def sweep(self, minutes: float = 0) -> Outbox:
        self.clock.set(self.clock.now() + timedelta(minutes=minutes))
        await self.sender.sweep()
        return await self.row()

    async def acts(self) -> list[str]:
        return sorted(row.action for row in await all_of(self.sessions, Audit))


@pytest.fixture
async def desk(sessions: Sessions) -> Desk:
    async with sessions.begin() as session:
        await make_channel(session)
        await make_people(session, "U1", "U2")
    return Desk(sessions)


async def test_what_is_due_is_sent_once_and_noted(desk: Desk) -> None:
    await desk.put(thread_ts="1.0", payload={"words": "x"})
    await desk.put(key="later", due_at=START + timedelta(hours=1))
    row = await desk.sweep()
    await desk.sweep(10)
    assert desk.slack.posted == [("C1", "1.0", "hello", "k")]
    assert (row.state, row.sent_channel, row.sent_ts) == ("sent", "C1", "1700000000.000001")
    assert (row.sent_at, row.payload) == (START, {})
    assert await desk.acts() == ["sent"]


async def test_a_direct_message_goes_to_the_persons_conversation(desk: Desk) -> None:
    await desk.put(channel_id="", member_id="U1")
    await desk.sweep()
    assert [post[0] for post in desk.slack.posted] == ["D-U1"]


async def test_busy_waits_as_asked_and_is_no_failure(desk: Desk) -> None:
    await desk.put()
    desk.slack.failures["post"] = [SlackBusy(90) for _ in range(MOST_ATTEMPTS + 2)]
    for _ in range(MOST_ATTEMPTS + 2):
        row = await desk.sweep()
        assert (row.state, row.attempts, row.in_doubt) == ("waiting", 0, False)
        assert row.due_at == desk.clock.now() + timedelta(seconds=90)
        desk.clock.set(row.due_at)
    assert (await desk.sweep()).state == "sent"
    assert desk.slack.looked_up == []


async def test_a_lost_answer_is_looked_up_and_not_sent_again(desk: Desk) -> None:
    await desk.put()
    desk.slack.lost = [SlackUnreachable("lost")]
    row = await desk.sweep()
    assert (row.state, row.in_doubt, row.attempts) == ("waiting", True, 1)
    desk.slack.failures["find_posted"] = [SlackBusy(5), SlackUnreachable("again")]
    assert (await desk.sweep(5)).in_doubt  # a busy Slack does not clear the doubt
    assert (await desk.sweep(5)).in_doubt
    row = await desk.sweep(5)
    assert (row.state, row.sent_ts) == ("sent", "1700000000.000001")
    assert len(desk.slack.posted) == 1
    assert await desk.acts() == ["sent"]


async def test_what_never_arrived_is_sent_after_the_look(desk: Desk) -> None:
    await desk.put()
    desk.slack.failures["post"] = [SlackUnreachable("lost")]
    await desk.sweep()
    row = await desk.sweep(5)
    assert (row.state, row.in_doubt, desk.slack.looked_up) == ("waiting", False, ["k"])
    assert (await desk.sweep()).state == "sent"
    assert len(desk.slack.posted) == 1


async def test_who_died_while_sending_leaves_a_doubt(desk: Desk) -> None:
    await desk.put()
    async with desk.sessions.begin() as session:
        await claim_row(session, (await desk.row()).id, now=START, lease=settings().lease)
    await desk.slack.post("C1", "hello", [], key="k")
    assert (await desk.sweep(1)).state == "waiting"  # still somebody's
    assert (await desk.sweep(1)).state == "sent"
    assert len(desk.slack.posted) == 1


async def test_a_no_is_final_and_told(desk: Desk) -> None:
    await desk.put()
    desk.slack.failures["post"] = [SlackRefused("not_in_channel")]
    row = await desk.sweep()
    assert (row.state, row.reason) == ("failed", "not_in_channel")
    await desk.sweep(60)
    assert await desk.acts() == ["refused not_in_channel"]


async def test_what_one_person_sees_is_shown_at_most_once(sessions: Sessions) -> None:
    desk = Desk(sessions, Kind("whisper", always(Whisper("psst"))))
    await desk.put("whisper", member_id="U1")
    desk.slack.lost = [SlackUnreachable("lost")]
    assert (await desk.sweep()).in_doubt
    assert (await desk.sweep(5)).state == "dropped"
    assert desk.slack.whispers == [("C1", "U1", "psst")]
    assert desk.slack.looked_up == []


async def test_making_that_fails_is_tried_again_and_given_up_at_last(sessions: Sessions) -> None:
    errors = [RuntimeError("x") for _ in range(99)]
    desk = Desk(sessions, Kind("broken", Broken(*errors).make))
    await desk.put("broken")
    await desk.put(key="fine")
    waits = []
    for attempt in range(MOST_ATTEMPTS + 1):
        row = await desk.sweep()
        assert row.state == ("failed" if attempt == MOST_ATTEMPTS else "waiting")
        waits.append(row.due_at - desk.clock.now())
        desk.clock.set(max(row.due_at, desk.clock.now()))
    assert waits[:MOST_ATTEMPTS] == sorted(waits[:MOST_ATTEMPTS])
    assert waits[0] > timedelta(0)
    assert (await desk.row("fine")).state == "sent"


async def test_fetching_that_got_no_answer_is_simply_done_again(sessions: Sessions) -> None:
    desk = Desk(sessions, Kind("fetch", Broken(SlackUnreachable("x")).make))
    await desk.put("fetch", channel_id="")
    desk.slack.failures["open_direct"] = [SlackRefused("users_not_found") for _ in range(9)]
    row = await desk.sweep()
    assert (row.state, row.in_doubt, row.attempts) == ("waiting", False, 1)
    assert (await desk.sweep(5)).reason == "fetched"
    await desk.put("fetch", key="died", channel_id="")
    async with sessions.begin() as session:
        row_id = (await desk.row("died")).id
        await claim_row(session, row_id, now=desk.clock.now(), lease=settings().lease)
    await desk.sweep(5)
    await desk.sweep()
    assert (await desk.row("died")).reason == "fetched"


async def test_an_unknown_kind_fails_by_itself(desk: Desk) -> None:
    await desk.put("what is this?")
    await desk.put(key="fine")
    assert (await desk.sweep()).state == "failed"
    assert (await desk.row("fine")).state == "sent"


async def test_what_is_gone_already_is_removed(sessions: Sessions) -> None:
    desk = Desk(
        sessions,
        Kind("remove", always(Remove("C1", "1.0"))),
        Kind("change", always(Change("C1", "1.0", "new", []))),
        Kind("linked", always(Post("hello", [])), after_sent, wants_permalink=True),
    )
    await desk.put("remove")
    await desk.put("remove", key="two")
    desk.slack.failures["chat.delete"] = [
        SlackRefused("message_not_found"),
        SlackRefused("not_authed"),
    ]
    assert (await desk.sweep()).state == "sent"
    assert (await desk.row("two")).state == "failed"
    await desk.put("change", key="three")
    await desk.put("linked", key="four")
    await desk.put("linked", key="five")
    desk.slack.failures["permalink"] = [SlackRefused("message_not_found")]
    await desk.sweep()
    assert desk.slack.calls[-1][0] == "chat.update"
    assert await desk.acts() == [
        "sent",
        "sent https://example.slack.com/archives/C1/p1700000000000002",
    ]


async def test_unasked_things_keep_to_the_channels_budget_hours_and_wishes(desk: Desk) -> None:
    for key in ("k", "two"):
        await desk.put(key=key, is_unasked=True, expires_at=START + timedelta(days=3))
    for _ in range(3):
        await desk.sweep()
    assert len(desk.slack.posted) == 1
    desk.clock.set(START + timedelta(days=1))
    await desk.sweep()
    assert len(desk.slack.posted) == 2


async def test_at_night_it_waits_and_what_is_too_late_is_dropped(desk: Desk) -> None:
    await desk.put(is_unasked=True, expires_at=START + timedelta(hours=30))
    desk.clock.set(START + timedelta(hours=12))
    row = await desk.sweep()
    assert (row.state, row.due_at) == ("waiting", START + timedelta(hours=23))
    desk.clock.set(START + timedelta(hours=30))
    assert (await desk.sweep()).state == "dropped"
    assert desk.slack.posted == []


@pytest.mark.parametrize("why", ["off", "archived", "muted", "all", "person"])
async def test_what_is_not_wanted_is_dropped(desk: Desk, why: str) -> None:
    person = why == "person"
    async with desk.sessions.begin() as session:
        if why == "off":
            await ensure_channel(session, TEAM, "C1", level=Level.OFF)
        if why == "archived":
            await ensure_channel(session, TEAM, "C1", is_archived=True)
        subject = MuteSubject.PERSON if person else MuteSubject.CHANNEL
        kind = {"muted": "post", "all": "all", "person": "post"}.get(why)
        if kind:
            who = "U1" if person else "C1"
            await mute(session, TEAM, subject, who, kind, until=None, by="U1", now=START)
    await desk.put(is_unasked=True, channel_id="" if person else "C1", member_id="U1" * person)
    await desk.put(key="asked")
    assert (await desk.sweep()).state == "dropped"
    assert [post[3] for post in desk.slack.posted] == ["asked"]


async def test_a_person_hears_twice_a_week_in_their_own_hours(desk: Desk) -> None:
    for number in range(3):
        await desk.put(key=f"k{number}", channel_id="", member_id="U1", is_unasked=True)
    await desk.put(channel_id="", member_id="U2", is_unasked=True)
    await desk.sweep()
    assert [post[0] for post in desk.slack.posted].count("D-U1") == 2
    assert [post[0] for post in desk.slack.posted].count("D-U2") == 1
    for _ in range(8):
        await desk.sweep(24 * 60)
    assert [post[0] for post in desk.slack.posted].count("D-U1") == 3


@pytest.mark.parametrize("hook", ["after_sent", "after_refused", "after_dropped"])
async def test_what_must_follow_and_fails_is_tried_again_later_and_not_for_ever(
    sessions: Sessions, hook: str
) -> None:
    async def boom(*given: Any) -> None:
        raise KeyError("payload")

    desk = Desk(sessions, Kind("breaks", always(Post("hello", [])), **{hook: boom}))
    if hook == "after_refused":
        desk.slack.failures["post"] = [SlackRefused("not_in_channel") for _ in range(99)]
    expires_at = START - timedelta(hours=1) if hook == "after_dropped" else None
    await desk.put("breaks", expires_at=expires_at)
    for _ in range(99):
        row = await desk.sweep()
        if row.state != "waiting":
            break
        desk.slack.looked_up.clear()
        assert await desk.sender.sweep() == 0 or not row.in_doubt  # never at once again
        desk.clock.set(max(row.due_at, desk.clock.now()))
    assert row.state == "failed"
    assert len(desk.slack.posted) == (1 if hook == "after_sent" else 0)


async def test_an_answer_nobody_understands_leaves_a_doubt(desk: Desk) -> None:
    await desk.put()
    desk.slack.lost = [KeyError("ts")]  # type: ignore[list-item]  # said, and something broke
    assert (await desk.sweep()).in_doubt
    assert (await desk.sweep(5)).state == "sent"
    assert len(desk.slack.posted) == 1


async def test_what_got_no_answer_is_looked_up_when_it_has_had_time_to_take_effect(
    desk: Desk,
) -> None:
    await desk.put()
    desk.slack.failures["post"] = [SlackUnreachable("lost")]
    row = await desk.sweep()
    assert row.due_at >= desk.clock.now() + timedelta(minutes=1)


async def test_the_pause_that_slack_asks_for_is_not_slept_through(desk: Desk) -> None:
    """A sender that sleeps in a call holds everybody else's messages, and its claim runs out."""
    impatient = FakeGateway()
    desk.slack.without_retries = lambda: impatient  # type: ignore[method-assign]
    await desk.put()
    await desk.sweep()
    assert (len(impatient.posted), desk.slack.posted) == (1, [])
