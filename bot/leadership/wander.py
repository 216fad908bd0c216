"""Wandering: pairing people who opted in, once a week, told to the two alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.leadership.wander_rules import Round, Walker, is_due, pair_up, round_number
from bot.outgoing.rules import Hours, next_opening, own_hours
from bot.settings import Settings
from bot.texts import wander as texts
from models.member import MuteSubject, get_member, muted_kinds
from models.outbox import drop_waiting, put
from models.rhythm import away_now, get_rhythm
from models.wander import (
    Meeting,
    Wanderer,
    ba_of_all,
    begin_wandering,
    claim_round,
    get_meeting,
    get_wanderer,
    has_round,
    meetings_of,
    stop_wandering,
    wanderers,
)
from models.workspace import list_workspaces

KIND = "wander"
# After so long a proposal is of no use any more: the next one comes.
LIVES = timedelta(days=6)
RHYTHMS = (1, 2)


async def begin(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    *,
    weeks: int,
    settings: Settings,
    now: datetime,
) -> None:
    """Somebody wants to meet others every week (1) or every second (2).

    Raises PersonError for guests and people of other organizations, whom not everybody may meet.
    """
    member = await get_member(session, workspace_id, member_id)
    if member is None or not member.is_full:
        raise PersonError(texts.NOT_FOR_GUESTS)
    number = round_number(now.astimezone(settings.zone).date())
    await begin_wandering(
        session,
        workspace_id,
        member_id,
        weeks=weeks if weeks in RHYTHMS else 1,
        out_round=number - 1,
        now=now,
    )


async def stop(session: AsyncSession, workspace_id: str, member_id: str) -> bool:
    """Somebody does not want to be paired any more, at once; False if they were not."""
    known = await get_wanderer(session, workspace_id, member_id)
    await stop_wandering(session, workspace_id, member_id)
    await drop_waiting(
        session, workspace_id, member_id=member_id, kinds=(KIND,), reason="they stopped wandering"
    )
    return known is not None


async def wanders(session: AsyncSession, workspace_id: str, member_id: str) -> int | None:
    """Every how many weeks somebody wanders; None when they do not."""
    known = await get_wanderer(session, workspace_id, member_id)
    return known.weeks if known is not None else None


async def sweep(session: AsyncSession, settings: Settings, now: datetime) -> int:
    """Pair this week's walkers of each workspace, once; how many pairs were made.

    In working hours, on the first working day that the bot is there and two want it.
    """
    hours = Hours(settings.day_begins, settings.day_ends, settings.working_days)
    if next_opening(now, settings.zone, hours) != now:
        return 0
    number, pairs = round_number(now.astimezone(settings.zone).date()), 0
    for workspace in await list_workspaces(session):
        if not await has_round(session, workspace.id, number):
            pairs += await _pair(session, workspace.id, number, settings, now)
    return pairs


async def _pair(
    session: AsyncSession, workspace_id: str, number: int, settings: Settings, now: datetime
) -> int:
    present = {each.member_id: each for each in await _present(session, workspace_id, number, now)}
    if len(present) < 2 or not await claim_round(session, workspace_id, number, now):
        return 0
    ba = await ba_of_all(session, workspace_id, set(present))
    met: dict[tuple[str, str], int] = {}
    for meeting in await meetings_of(session, workspace_id):
        met[meeting.one_id, meeting.two_id] = meeting.round
    walkers = [Walker(p, frozenset(ba[p]), present[p].out_round) for p in present]
    found = pair_up(walkers, met, number)
    await _store(session, workspace_id, found, number, settings, now)
    if found.out is not None:
        present[found.out].out_round = number
    return len(found.pairs)


async def _present(
    session: AsyncSession, workspace_id: str, number: int, now: datetime
) -> list[Wanderer]:
    """Those who are to be paired now: not who is away or has paused the bot."""
    due = [each for each in await wanderers(session, workspace_id) if is_due(each.weeks, number)]
    ids = [each.member_id for each in due]
    away = await away_now(session, workspace_id, ids, now)
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, ids, now)
    return [
        each
        for each in due
        if each.member_id not in away and not muted.get(each.member_id, set()) & {KIND, "all"}
    ]


async def _store(
    session: AsyncSession,
    workspace_id: str,
    found: Round,
    number: int,
    settings: Settings,
    now: datetime,
) -> None:
    for one, two in found.pairs:
        meeting = Meeting(workspace_id=workspace_id, round=number, one_id=one, two_id=two)
        session.add(meeting)
        await session.flush()
        for person in (one, two):
            await put(
                session,
                workspace_id=workspace_id,
                kind=KIND,
                key=f"{KIND}:{number}:{person}",
                member_id=person,
                payload={"meeting": meeting.id},
                due_at=await _good_hour(session, workspace_id, person, settings, now),
                expires_at=now + LIVES,
                now=now,
            )


async def _good_hour(
    session: AsyncSession, workspace_id: str, member_id: str, settings: Settings, now: datetime
) -> datetime:
    """When somebody may be written to next: they asked for it, but not at night."""
    member = await get_member(session, workspace_id, member_id)
    hours = Hours(settings.day_begins, settings.day_ends, settings.working_days)
    rhythm = await get_rhythm(session, workspace_id, member_id)
    if rhythm is not None:
        hours = own_hours(rhythm.begins, rhythm.ends, rhythm.days, rhythm.away_until, hours)
    return next_opening(now, ZoneInfo(member.tz) if member else settings.zone, hours)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whom somebody may meet; do they share no ba; which round it is."""

    other: str
    is_apart: bool
    number: int


async def proposal(
    session: AsyncSession, workspace_id: str, member_id: str, meeting_id: int
) -> Proposal | None:
    """Whom a meeting brings somebody together with; None when either stopped, or is not in it."""
    meeting = await get_meeting(session, workspace_id, meeting_id)
    if meeting is None or member_id not in (meeting.one_id, meeting.two_id):
        return None
    other = meeting.two_id if meeting.one_id == member_id else meeting.one_id
    for person in (member_id, other):
        if await get_wanderer(session, workspace_id, person) is None:
            return None
    ba = await ba_of_all(session, workspace_id, {member_id, other})
    return Proposal(other, not ba[member_id] & ba[other], meeting.round)
