"""``/ba pause`` and ``/ba resume``: for oneself; with "everything", an administrator for all."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.people import fetch_person
from bot.permissions import Act, require
from bot.slack.blocks import escape
from bot.texts import ba as texts
from handlers.answers import tell
from handlers.context import Ba, Person
from handlers.home import resume as resume_own
from models.audit import record_audit
from models.member import MuteSubject, mute, unmute

EVERYTHING = "everything"


async def pause(ba: Ba, person: Person, rest: str) -> None:
    """Nothing unasked for a week: to whoever asks or, by an administrator, to anybody."""
    now, workspace_id = ba.clock.now(), person.workspace_id
    whose = (MuteSubject.PERSON, person.member_id)
    is_all = _is_all(rest)
    if is_all:
        whose = (MuteSubject.WORKSPACE, workspace_id)
        await fetch_person(ba.sessions, ba.gateway, workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        if is_all:
            await _decide_for_all(session, ba, person, "pause_all", now)
        until, by = now + timedelta(days=7), person.member_id
        await mute(session, workspace_id, *whose, "all", until=until, by=by, now=now)
    await tell(ba.gateway, person, texts.PAUSED_ALL if is_all else texts.PAUSED)


async def resume(ba: Ba, person: Person, rest: str) -> None:
    """End one's own pauses or, by an administrator, that of everything."""
    if not _is_all(rest):
        await resume_own(ba, person)
        return
    now, workspace_id = ba.clock.now(), person.workspace_id
    await fetch_person(ba.sessions, ba.gateway, workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        await _decide_for_all(session, ba, person, "resume_all", now)
        await unmute(session, workspace_id, MuteSubject.WORKSPACE, workspace_id)
    await tell(ba.gateway, person, texts.RESUMED_ALL)


def _is_all(rest: str) -> bool:
    if rest.lower() not in ("", EVERYTHING):
        raise PersonError(texts.PAUSE_WHAT.format(word=escape(rest[:40])))
    return bool(rest)


async def _decide_for_all(
    session: AsyncSession, ba: Ba, person: Person, action: str, now: datetime
) -> None:
    """Raise PersonError unless somebody may; what they decided is kept."""
    await require(session, person.workspace_id, person.member_id, Act.PAUSE_ALL, ba.settings)
    await record_audit(
        session,
        workspace_id=person.workspace_id,
        by=person.member_id,
        action=action,
        subject=person.workspace_id,
        at=now,
    )
