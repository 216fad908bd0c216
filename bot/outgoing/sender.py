"""Claim what is due, decide, make, send, settle. No lock and no session is held while sending.

The promise: a message goes out once. A send whose answer was lost is looked up by its metadata
before it is tried again; what one person alone sees is sent at most once. A claim is made anew just
before the send and must still hold when it is settled: a sender that was away for too long (its
machine slept) does nothing more.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.metrics import Metrics
from bot.outgoing.copies import keep_shown, remember_copies
from bot.outgoing.delivery import deliver, look_up
from bot.outgoing.kinds import Kind, Making
from bot.outgoing.rules import Drop, Wait
from bot.outgoing.verdicts import verdict_of
from bot.reading import Offload
from bot.settings import Settings
from bot.slack.gateway import (
    Gateway,
    Sent,
    SlackBusy,
    SlackFailure,
    SlackRefused,
    SlackUnreachable,
)
from models.budget import hold_recipient
from models.database import Sessions
from models.outbox import (
    Outbox,
    OutboxState,
    claim_row,
    due_rows,
    postpone_row,
    renew_claim,
    settle_row,
)

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
# A call that Slack did not answer may take effect a while after we gave it up.
SLOWEST_EFFECT = timedelta(seconds=60)


class LostClaim(Exception):
    """The claim ran out and another sender took the row, or the row went: it is not ours to do."""


@dataclass(slots=True)
class Sender:
    """Sends what is due, each row through the gateway of its own workspace."""

    sessions: Sessions
    clock: Clock
    settings: Settings
    reading: Offload
    gateway: Gateway
    kinds: Mapping[str, Kind]
    metrics: Metrics = field(default_factory=Metrics)

    async def sweep(self, *, limit: int = 100) -> int:
        """Send what is due now; how many rows were looked at."""
        async with self.sessions.begin() as session:
            ids = await due_rows(session, self.clock.now(), limit=limit)
        for row_id in ids:
            await self._guarded(row_id)
        return len(ids)

    async def _guarded(self, row_id: int) -> None:
        """One row that fails in a way nobody thought of does not keep the others waiting.

        It is put off, and counted. What may have been said by then is looked up first.
        """
        try:
            await self._one(row_id)
        except LostClaim:
            log.warning("outbox %d: another sender has it by now", row_id)
        except SQLAlchemyError:
            raise  # the database: the next row would fare no better
        except Exception as error:
            log.error("outbox %d: %s", row_id, type(error).__name__)
            async with self.sessions.begin() as session:
                row = await session.get(Outbox, row_id)
            if row is not None and row.state == OutboxState.WAITING:
                is_begun = row.claimed_until is not None
                await self._again(row, type(error).__name__, in_doubt=is_begun or row.in_doubt)

    async def _one(self, row_id: int) -> None:
        claimed = await self._claim(row_id)
        if claimed is not None:
            await self._attempt(*claimed, self.clock.now())

    async def _claim(self, row_id: int) -> tuple[Outbox, Kind] | None:
        """Claim a row and decide on it; None when it is somebody else's, or not to be said now."""
        now = self.clock.now()
        async with self.sessions.begin() as session:
            await hold_recipient(session, row_id)
            row = await claim_row(session, row_id, now=now, lease=self.settings.lease)
            kind = self.kinds.get(row.kind) if row is not None else None
            if row is None or kind is None:
                if row is not None:
                    await settle_row(session, row_id, OutboxState.FAILED, reason="an unknown kind")
                return None
            if row.in_doubt:
                return row, kind
            verdict = await verdict_of(session, row, now, self.settings)
            if isinstance(verdict, Drop):
                await _drop(session, row, kind, verdict, now)
                self._count(row, "dropped")
                return None
            if isinstance(verdict, Wait):
                self._count(row, "waits")
                await postpone_row(session, row_id, verdict.until, reason=verdict.reason)
                return None
            return row, kind

    async def _attempt(self, row: Outbox, kind: Kind, now: datetime) -> None:
        try:
            slack = await self.gateway.of(row.workspace_id)
            if row.in_doubt:
                sent = await self._resolve(slack, row)
            else:
                sent = await self._send(slack, row, kind, now)
        except SlackBusy as busy:
            await self._later(row, timedelta(seconds=busy.retry_after), "Slack is busy")
        except SlackUnreachable:
            await self._again(row, "no answer", in_doubt=True)
        except SlackRefused as refused:
            await self._refused(row, kind, refused.code)
        else:
            if isinstance(sent, Sent) and kind.wants_permalink:
                sent = await self._with_permalink(slack, sent)
            if sent is not None:
                await self._settle(row, kind, sent)

    async def _with_permalink(self, slack: Gateway, sent: Sent) -> Sent:
        try:
            permalink = await slack.permalink(sent.channel_id, sent.ts)
        except SlackFailure:
            return sent
        return replace(sent, permalink=permalink)

    async def _send(
        self, slack: Gateway, row: Outbox, kind: Kind, now: datetime
    ) -> Sent | Drop | None:
        making = Making(self.sessions, slack, self.reading, self.settings, now)
        try:
            outgoing = await kind.make(making, row)
        except (SlackBusy, SlackRefused, SQLAlchemyError):
            raise
        except Exception as error:  # while making: nothing was said yet, so nothing is in doubt
            log.warning("outbox %d (%s): %s", row.id, row.kind, type(error).__name__)
            await self._again(row, type(error).__name__)
            return None
        if isinstance(outgoing, Wait):
            async with self.sessions.begin() as session:
                await postpone_row(
                    session,
                    row.id,
                    outgoing.until,
                    reason=outgoing.reason,
                    claim=row.claimed_until,
                )
            return None
        await keep_shown(self.sessions, row)
        # No resending by itself: a pause that Slack asks for is spent in the outbox.
        return await deliver(slack.without_retries(), row, outgoing, lambda: self._hold(row))

    async def _hold(self, row: Outbox) -> None:
        """From here the lease begins anew; raises LostClaim when the row is no longer ours."""
        async with self.sessions.begin() as session:
            if not await renew_claim(session, row, self.clock.now() + self.settings.lease):
                raise LostClaim

    async def _resolve(self, slack: Gateway, row: Outbox) -> Sent | Drop | None:
        """What became of a send whose answer never came; None when it goes out again, as if new."""
        found = await look_up(slack, row)
        if found is None:
            await self._later(row, timedelta(0), "not in Slack", in_doubt=False)
        return found

    async def _settle(self, row: Outbox, kind: Kind, sent: Sent | Drop) -> None:
        async with self.sessions.begin() as session:
            now = self.clock.now()
            if isinstance(sent, Drop):
                await _drop(session, row, kind, sent, now)
                self._count(row, "dropped")
                return
            is_ours = await settle_row(
                session,
                row.id,
                OutboxState.SENT,
                sent_at=now,
                sent_channel=sent.channel_id,
                sent_ts=sent.ts,
                claim=row.claimed_until,
            )
            if not is_ours:
                raise LostClaim  # who has it now finds it in Slack, and settles
            self._count(row, "sent")
            await remember_copies(session, row, sent, now)
            if kind.after_sent is not None:
                await kind.after_sent(session, row, sent, now)

    def _count(self, row: Outbox, outcome: str) -> None:
        self.metrics.sends.labels(row.kind, outcome).inc()

    async def _later(
        self, row: Outbox, after: timedelta, reason: str, *, in_doubt: bool | None = None
    ) -> None:
        """That is no failure; what was in doubt still is, unless told otherwise."""
        async with self.sessions.begin() as session:
            await postpone_row(
                session,
                row.id,
                self.clock.now() + after,
                reason=reason,
                in_doubt=row.in_doubt if in_doubt is None else in_doubt,
                claim=row.claimed_until,
            )

    async def _again(self, row: Outbox, reason: str, *, in_doubt: bool = False) -> None:
        """It failed: try again later, but not for ever."""
        async with self.sessions.begin() as session:
            if row.attempts >= MOST_ATTEMPTS:
                given_up = OutboxState.FAILED
                await settle_row(session, row.id, given_up, reason=reason, claim=row.claimed_until)
                self._count(row, "failed")
                log.error("outbox %d (%s) given up: %s", row.id, row.kind, reason)
                return
            await postpone_row(
                session,
                row.id,
                self.clock.now() + _patience(row, in_doubt=in_doubt),
                reason=reason,
                failed=True,
                in_doubt=in_doubt,
                claim=row.claimed_until,
            )

    async def _refused(self, row: Outbox, kind: Kind, code: str) -> None:
        log.warning("outbox %d (%s) refused by Slack: %s", row.id, row.kind, code)
        async with self.sessions.begin() as session:
            state = OutboxState.FAILED
            if not await settle_row(session, row.id, state, reason=code, claim=row.claimed_until):
                raise LostClaim
            self._count(row, "refused")
            if kind.after_refused is not None:
                await kind.after_refused(session, row, code, self.clock.now())


async def _drop(session: AsyncSession, row: Outbox, kind: Kind, drop: Drop, now: datetime) -> None:
    """It is not said: what waits in the row goes, and its kind hears of it."""
    state = OutboxState.DROPPED
    if not await settle_row(session, row.id, state, reason=drop.reason, claim=row.claimed_until):
        raise LostClaim
    if kind.after_dropped is not None:
        await kind.after_dropped(session, row, drop.reason, now)


def _patience(row: Outbox, *, in_doubt: bool) -> timedelta:
    """How long to wait after a failure: longer each time, at most an hour."""
    growing = timedelta(seconds=min(3600, 5 * 2**row.attempts))
    return max(growing, SLOWEST_EFFECT) if in_doubt else growing
