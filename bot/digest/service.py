"""Gather a channel's week, schedule its digest, leave it out when asked. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digest import rules
from bot.digest.rules import CardLine, Digest, Due, Listed, Tried
from bot.errors import PersonError
from bot.outgoing.rules import Hours
from bot.settings import Settings
from bot.texts import digest as texts
from models.audience import Audience
from models.card import Card, CardStatus
from models.channel import Channel, Level, get_channel, list_channels
from models.conversion import count_conversions
from models.experiment import Outcome, count_results
from models.member import (
    MuteSubject,
    get_member,
    members_of,
    mute,
    muted_kinds,
    names_of,
    opted_out,
)
from models.message import count_modes
from models.outbox import OutboxState, put, row_by_key
from models.practice import Answer, count_answers, count_tries
from models.search import list_cards
from models.thread import ripe_threads
from models.workspace import list_workspaces

DIGEST = "digest"
# Cards of a channel that are looked at for a digest, newest first.
CARDS_MOST = 200
RIPE_MOST = 50


async def gather(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime
) -> Digest | None:
    """A channel's last seven days as everybody in it may see them; None for an unknown channel."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None:
        return None
    since, before = now - rules.WEEK, now - 2 * rules.WEEK
    who = (session, workspace_id, channel_id)
    cards = await _cards(*who)
    new = [card for card in cards if card.created_at >= since]
    changed = [card for card in cards if card.updated_at >= since > card.created_at]
    tries = with_results(await count_tries(*who, since, now), await count_results(*who, since, now))
    tried = await _tried(session, Audience(workspace_id, channel_id=channel_id), tries)
    ripe = await _ripe(*who, since)
    names = await _names(session, workspace_id, [*new, *changed], now)
    thanks, more_people = rules.alphabetical(names, rules.MOST_THANKED)
    shown = rules.both_sides(tried, rules.MOST_TRIED)
    return Digest(
        channel_id=channel_id,
        channel_name=channel.name,
        since=since,
        until=now,
        talk=await count_modes(*who, since, now),
        talk_before=await count_modes(*who, before, since),
        moved=await count_conversions(*who, since, now),
        new=_listed(new, rules.MOST_NEW),
        changed=_listed(changed, rules.MOST_CHANGED),
        tried=shown,
        tried_more=len(tried) - len(shown),
        ripe=len(ripe),
        ripe_ts=ripe[0] if ripe else "",
        question=await _question(session, workspace_id, cards, now),
        thanks=thanks,
        thanks_more=more_people,
    )


def with_results(
    tries: Mapping[int, Mapping[str, int]], results: Mapping[int, Mapping[str, int]]
) -> dict[int, dict[str, int]]:
    """Tries by card and answer, and among them predictions that came true or did not."""
    merged = {card_id: dict(counts) for card_id, counts in tries.items()}
    as_answer = {Outcome.CONFIRMED: Answer.WORKED, Outcome.REFUTED: Answer.FAILED}
    for card_id, outcomes in results.items():
        counts = merged.setdefault(card_id, {})
        for outcome, number in outcomes.items():
            answer = as_answer[Outcome(outcome)]
            counts[answer] = counts.get(answer, 0) + number
    return merged


async def _cards(session: AsyncSession, workspace_id: str, channel_id: str) -> list[Card]:
    audience = Audience(workspace_id, channel_id=channel_id)
    found = await list_cards(session, audience, channel_id=channel_id, limit=CARDS_MOST)
    return [card for card in found if card.status != CardStatus.RETIRED]


async def _tried(
    session: AsyncSession, audience: Audience, tries: Mapping[int, Mapping[str, int]]
) -> list[Tried]:
    told = {card_id: counts for card_id, counts in tries.items() if _is_try(counts)}
    if not told:
        return []
    cards = await list_cards(session, audience, ids=sorted(told), limit=CARDS_MOST)
    return [
        Tried(
            _line(card),
            worked=told[card.id].get(Answer.WORKED, 0),
            failed=told[card.id].get(Answer.FAILED, 0),
            used=told[card.id].get(Answer.USED, 0),
        )
        for card in cards
    ]


def _is_try(counts: Mapping[str, int]) -> bool:
    return any(counts.get(answer) for answer in (Answer.USED, Answer.WORKED, Answer.FAILED))


async def _ripe(
    session: AsyncSession, workspace_id: str, channel_id: str, since: datetime
) -> list[str]:
    """Threads of the week that look ripe and that nobody took up, ripest first."""
    found = await ripe_threads(session, workspace_id, channel_id=channel_id, limit=RIPE_MOST)
    oldest = f"{since.timestamp():.6f}"
    return [thread.ts for thread in found if (thread.last_ts or thread.ts) >= oldest]


async def _question(
    session: AsyncSession, workspace_id: str, cards: Sequence[Card], now: datetime
) -> CardLine | None:
    """A card that nobody has tried yet, another one each week."""
    open_cards = [card for card in cards if card.status == CardStatus.CONJECTURE]
    counts = await count_answers(session, workspace_id, [card.id for card in open_cards])
    untried = [card for card in open_cards if not _is_try(counts.get(card.id, {}))]
    iso = now.isocalendar()
    chosen = rules.of_the_week(untried, iso.year, iso.week)
    return _line(chosen) if chosen is not None else None


async def _names(
    session: AsyncSession, workspace_id: str, cards: Sequence[Card], now: datetime
) -> list[str]:
    """Names of the authors to thank; not of those who do not want to be named or read."""
    people = {card.author_id for card in cards}
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, people, now)
    gone = await session.run_sync(opted_out, {(workspace_id, person) for person in people})
    named = {
        person
        for person in people
        if not muted.get(person, set()) & {DIGEST, "all"} and (workspace_id, person) not in gone
    }
    names = await names_of(session, workspace_id, named)
    return [name for name in names.values() if name.strip()]


def _listed(cards: Sequence[Card], most: int) -> Listed:
    return Listed(tuple(_line(card) for card in cards[:most]), max(0, len(cards) - most))


def _line(card: Card) -> CardLine:
    return CardLine(card.id, card.title, card.permalink)


@dataclass(frozen=True, slots=True)
class Preview:
    """A digest for one person's eyes, None when there is nothing to tell; is it posted here?"""

    digest: Digest | None
    is_muted: bool


async def preview(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> Preview:
    """The digest as it would be posted now. Raises PersonError when it is not theirs to see."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or channel.level == Level.OFF:
        raise PersonError(texts.OFF)
    if not await _may_see(session, channel, member_id):
        raise PersonError(texts.NOT_HERE)
    digest = await gather(session, workspace_id, channel_id, now)
    told = digest if digest is not None and rules.is_worth_telling(digest) else None
    muted = await muted_kinds(session, workspace_id, MuteSubject.CHANNEL, [channel_id], now)
    return Preview(told, DIGEST in muted.get(channel_id, set()))


async def _may_see(session: AsyncSession, channel: Channel, member_id: str) -> bool:
    if member_id in await members_of(session, channel.workspace_id, channel.id):
        return True
    if channel.is_private or channel.is_shared:
        return False
    member = await get_member(session, channel.workspace_id, member_id)
    return member is not None and not member.is_guest and not member.is_foreign


async def schedule(session: AsyncSession, now: datetime, settings: Settings) -> int:
    """Put every listening channel's coming digest into the outbox; how many were put or moved."""
    put_or_moved = 0
    for workspace in await list_workspaces(session):
        levels = (Level.LISTENING, Level.OFFERING)
        for channel in await list_channels(session, workspace.id, levels=levels):
            if not channel.is_archived:
                put_or_moved += await _schedule(session, channel, now, settings)
    return put_or_moved


async def _schedule(
    session: AsyncSession, channel: Channel, now: datetime, settings: Settings
) -> bool:
    due = due_of(channel, now, settings)
    key = due.key(channel.id)
    row = await row_by_key(session, channel.workspace_id, key)
    if row is None:
        await put(
            session,
            workspace_id=channel.workspace_id,
            kind=DIGEST,
            key=key,
            now=now,
            channel_id=channel.id,
            due_at=due.at,
            expires_at=due.until,
            is_unasked=True,
        )
        return True
    if due.at == now or row.state not in (OutboxState.WAITING, OutboxState.DROPPED):
        return False
    if row.state == OutboxState.WAITING and row.due_at == due.at:
        return False
    # Not due yet, so the sender has not looked at it: the channel's zone or the setting has changed
    # since, or the channel was switched off (which drops what waits) and on again.
    row.state, row.reason = OutboxState.WAITING, ""
    row.due_at, row.expires_at = due.at, due.until
    return True


def due_of(channel: Channel, now: datetime, settings: Settings) -> Due:
    """A channel's next digest."""
    zone = ZoneInfo(channel.tz)
    return rules.next_due(
        now, zone, settings.digest_weekday, settings.digest_hour, hours_of(settings)
    )


def hours_of(settings: Settings) -> Hours:
    """When unasked things may be sent."""
    return Hours(settings.day_begins, settings.day_ends, settings.working_days)


async def leave_out(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    member_id: str,
    now: datetime,
    settings: Settings,
    *,
    skip: int | None,
) -> None:
    """No digest in a channel for the next ``skip`` times, or (None) any more; somebody asked."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None:
        return
    until = None
    if skip is not None:
        zone, hours = ZoneInfo(channel.tz), hours_of(settings)
        weekday, hour = settings.digest_weekday, settings.digest_hour
        until = rules.mute_until(now, zone, weekday, hour, hours, skip=skip)
    await _mute_channel(session, channel, member_id, until=until, now=now)


async def _mute_channel(
    session: AsyncSession, channel: Channel, by: str, *, until: datetime | None, now: datetime
) -> None:
    who = (channel.workspace_id, MuteSubject.CHANNEL, channel.id)
    await mute(session, *who, DIGEST, until=until, by=by, now=now)


async def bring_back(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> None:
    """The digest is wanted again in a channel. Raises PersonError for people who are not in it."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or not await _may_see(session, channel, member_id):
        raise PersonError(texts.NOT_HERE)
    await _mute_channel(session, channel, member_id, until=now, now=now)


async def leave_me_out(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Somebody does not want to be named in digests."""
    who = (workspace_id, MuteSubject.PERSON, member_id)
    await mute(session, *who, DIGEST, until=None, by=member_id, now=now)
