"""When nothing can be read at all, no event is to blame; one that kills the reader is."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import ManualClock
from bot.privacy import forget_person
from bot.reading import ReadingAway, ReadingProcess
from bot.seci.types import Reading, Utterance
from bot.slack.events import Event
from bot.worker import MOST_ATTEMPTS, MOST_BROKEN, SIDE_BY_SIDE, EventHandler, Turn
from models.audit import Audit, record_audit
from models.database import Sessions
from models.inbox import Inbox, InboxState
from tests.bot.test_worker import known, worker
from tests.conftest import START
from tests.support import TEAM, FakeReading, all_of, inbox_rows, message, receive

__all__ = ["known"]


class Gone(FakeReading):
    """A reader whose process cannot be started."""

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        raise ReadingAway


async def test_events_wait_unblamed_while_nothing_can_be_read(
    known: Sessions, clock: ManualClock
) -> None:
    await receive(known, message("one"))
    for _ in range(MOST_ATTEMPTS + 2):
        with pytest.raises(ReadingAway):
            await worker(known, clock, Gone()).work()
        clock.set(clock.now().replace(hour=clock.now().hour + 1))
    (row,) = await inbox_rows(known)
    assert (row.attempts, row.state) == (0, InboxState.NEW)
    assert await worker(known, clock).work() == 1


class Dying(ReadingProcess):
    """A process that dies of some work, or of all."""

    def __init__(self, *, of_all: bool) -> None:
        super().__init__()
        self.of_all = of_all

    async def _submit(self, work, *args, **kwargs):  # type: ignore[no-untyped-def]
        deadly = self.of_all or work is os._exit
        return await super()._submit(*((os._exit, 9) if deadly else (abs, -1)))


async def test_who_is_to_blame_for_a_dead_process() -> None:
    for of_all, error in ((True, ReadingAway), (False, Exception)):
        reader = Dying(of_all=of_all)
        with pytest.raises(error) as raised:
            await reader.run(os._exit, 9)
        assert isinstance(raised.value, ReadingAway) == of_all
        await reader.stop()


async def test_who_opts_out_leaves_no_words_in_failed_events(known: Sessions) -> None:
    await receive(known, message("SECRET"), message("another's", user="U2"))
    async with known.begin() as session:
        for row in await inbox_rows(known):
            stored = await session.get(Inbox, row.id)
            assert stored is not None
            stored.state = InboxState.SET_ASIDE
    async with known.begin() as session:
        await forget_person(session, TEAM, "U1", START)
    mine, other = await inbox_rows(known)
    assert mine.payload is None
    assert json.loads(other.payload or b"")["event"]["text"] == "another's"


def breaking(of: dict[str, int]) -> EventHandler:
    """The database breaks off whatever brings one of these texts; counts how often."""

    async def handle(turn: Turn, events: Sequence[Event]) -> None:
        for event in events:
            text = str(event.inner.get("text"))
            if text in of:
                of[text] += 1
                raise OperationalError("statement timeout", None, Exception())
            await record_audit(
                turn.session, workspace_id=TEAM, by="", action="seen", subject=text, at=turn.now
            )

    return handle


async def seen(sessions: Sessions) -> list[str]:
    return sorted(row.subject for row in await all_of(sessions, Audit))


async def test_channels_that_cannot_be_worked_keep_no_other_waiting(
    known: Sessions, clock: ManualClock
) -> None:
    texts = [f"bad {number}" for number in range(SIDE_BY_SIDE + 1)]
    for number, text in enumerate(texts):
        await receive(known, message(text, channel=f"C{number + 1}"))
    await receive(known, message("good", channel="C9"))
    work = worker(known, clock, handlers={"message": breaking(dict.fromkeys(texts, 0))})
    assert await work.work() == 1
    assert await seen(known) == ["good"]
    with pytest.raises(OperationalError):  # nothing took effect: the worker pauses
        await work.work()


async def test_an_event_that_the_database_always_breaks_off_is_set_aside_alone(
    known: Sessions, clock: ManualClock
) -> None:
    await receive(known, *(message(text) for text in ("one", "poison", "two")))
    broken = {"poison": 0}
    work = worker(known, clock, handlers={"message": breaking(broken)})
    for _ in range(MOST_BROKEN):
        with pytest.raises(OperationalError):
            await work.work()
    assert await seen(known) == []
    assert await work.work() == 2
    assert await seen(known) == ["one", "two"]
    for _ in range(MOST_ATTEMPTS):
        await work.work()
    assert sorted(row.state for row in await inbox_rows(known)) == ["done", "done", "set_aside"]
    assert broken["poison"] == MOST_BROKEN + MOST_ATTEMPTS
