"""Claim what is due, decide, make, send, settle. No lock and no session is held while sending.

The promise: a message goes out once. A send whose answer was lost is looked up by its metadata
before it is tried again; what one person alone sees is sent at most once.
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
from bot.outgoing.kinds import Change, Kind, Making, Post, Remove, Whisper
from bot.outgoing.pictures import upload_picture
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
    settle_row,
)

log = logging.getLogger(__name__)

Said = Post | Whisper | Remove | Change | Drop

MOST_ATTEMPTS = 8
# Refusals after which the target is gone already: as good as done.
GONE = frozenset({"message_not_found", "cant_delete_message", "channel_not_found"})


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
        """One row that fails in a way nobody thought of does not keep the others waiting."""
        try:
            await self._one(row_id)
        except SQLAlchemyError:
            raise  # the database: the next row would fare no better
        except Exception as error:
            log.error("outbox %d: %s", row_id, type(error).__name__)

    async def _one(self, row_id: int) -> None:
        now = self.clock.now()
        async with self.sessions.begin() as session:
            await hold_recipient(session, row_id)
            row = await claim_row(session, row_id, now=now, lease=self.settings.lease)
            kind = self.kinds.get(row.kind) if row is not None else None
            if row is None or kind is None:
                if row is not None:
                    await settle_row(session, row_id, OutboxState.FAILED, reason="an unknown kind")
                return
            if not row.in_doubt:
                verdict = await verdict_of(session, row, now, self.settings)
                if isinstance(verdict, Drop):
                    await _drop(session, row, kind, verdict, now)
                    self._count(row, "dropped")
                    return
                if isinstance(verdict, Wait):
                    self._count(row, "waits")
                    await postpone_row(session, row_id, verdict.until, reason=verdict.reason)
                    return
        await self._attempt(row, kind, now)

    async def _attempt(self, row: Outbox, kind: Kind, now: datetime) -> None:
        try:
            slack = await self.gateway.of(row.workspace_id)
            sent = await (
                self._resolve(slack, row) if row.in_doubt else self._send(slack, row, kind, now)
            )
        except SlackBusy as busy:
            await self._later(row, timedelta(seconds=busy.retry_after), "Slack is busy")
        except SlackUnreachable:
            await self._again(row, self._patience(row), "no answer", in_doubt=True)
        except SlackRefused as refused:
            await self._refused(row, kind, refused.code)
        except Exception as error:
            log.error("outbox %d (%s): %s", row.id, row.kind, type(error).__name__)
            await self._again(row, self._patience(row), type(error).__name__, in_doubt=row.in_doubt)
        else:
            if isinstance(sent, Sent) and kind.wants_permalink:
                sent = await self._with_permalink(slack, sent)
            if sent is not None:
                await self._settled(row, kind, sent)

    async def _settled(self, row: Outbox, kind: Kind, sent: Sent | Drop) -> None:
        """Settle; when what must follow fails, it is in Slack already and is looked up again."""
        try:
            await self._settle(row, kind, sent)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.error("outbox %d (%s): %s", row.id, row.kind, type(error).__name__)
            await self._again(row, self._patience(row), type(error).__name__, in_doubt=True)

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
        except SlackUnreachable:  # while making: nothing was said yet, so nothing is in doubt
            await self._again(row, self._patience(row), "no answer")
            return None
        if isinstance(outgoing, Wait):
            async with self.sessions.begin() as session:
                await postpone_row(session, row.id, outgoing.until, reason=outgoing.reason)
            return None
        await keep_shown(self.sessions, row)
        return await self._deliver(slack, row, outgoing)

    async def _resolve(self, slack: Gateway, row: Outbox) -> Sent | Drop | None:
        """What became of a send whose answer never came; None when it goes out again, as if new."""
        if row.member_id and row.channel_id:
            return Drop("may have been shown already")  # what one person alone sees
        nowhere = not row.channel_id and not row.member_id  # it says nothing, it fetches something
        found = None if nowhere else await self._find(slack, row)
        if found is None:
            async with self.sessions.begin() as session:
                await postpone_row(session, row.id, self.clock.now(), reason="not in Slack")
        return found

    async def _settle(self, row: Outbox, kind: Kind, sent: Sent | Drop) -> None:
        async with self.sessions.begin() as session:
            now = self.clock.now()
            if isinstance(sent, Drop):
                await _drop(session, row, kind, sent, now)
                self._count(row, "dropped")
                return
            self._count(row, "sent")
            await settle_row(
                session,
                row.id,
                OutboxState.SENT,
                sent_at=now,
                sent_channel=sent.channel_id,
                sent_ts=sent.ts,
            )
            await remember_copies(session, row, sent, now)
            if kind.after_sent is not None:
                await kind.after_sent(session, row, sent, now)

    async def _deliver(self, slack: Gateway, row: Outbox, outgoing: Said) -> Sent | Drop:
        if isinstance(outgoing, Drop):
            return outgoing
        if isinstance(outgoing, Remove):
            return await self._remove(slack, outgoing)
        if isinstance(outgoing, Change):
            await slack.call(
                "chat.update",
                channel=outgoing.channel_id,
                ts=outgoing.ts,
                text=outgoing.text,
                blocks=list(outgoing.blocks),
            )
            return Sent(outgoing.channel_id, outgoing.ts)
        if isinstance(outgoing, Whisper):
            await slack.whisper(
                row.channel_id,
                row.member_id,
                outgoing.text,
                outgoing.blocks,
                thread_ts=row.thread_ts,
            )
            return Sent(row.channel_id, "")
        return await self._post(slack, row, outgoing)

    async def _remove(self, slack: Gateway, outgoing: Remove) -> Sent:
        try:
            await slack.call("chat.delete", channel=outgoing.channel_id, ts=outgoing.ts)
        except SlackRefused as refused:
            if refused.code not in GONE:
                raise
        return Sent(outgoing.channel_id, outgoing.ts)

    async def _post(self, slack: Gateway, row: Outbox, post: Post) -> Sent:
        channel_id = row.channel_id or await slack.open_direct(row.member_id)
        blocks = list(post.blocks)
        if post.picture is not None:
            blocks.insert(post.picture_at, await upload_picture(slack, post.picture))
        return await slack.post(
            channel_id, post.text, blocks, thread_ts=row.thread_ts, key=row.unique_key
        )

    async def _find(self, slack: Gateway, row: Outbox) -> Sent | None:
        """Whether an earlier try reached Slack although its answer never came."""
        channel_id = row.channel_id or await slack.open_direct(row.member_id)
        oldest = f"{(row.created_at - timedelta(minutes=10)).timestamp():.6f}"
        try:
            return await slack.find_posted(
                channel_id, row.unique_key, thread_ts=row.thread_ts, oldest=oldest
            )
        except SlackRefused:
            return None

    def _count(self, row: Outbox, outcome: str) -> None:
        self.metrics.sends.labels(row.kind, outcome).inc()

    def _patience(self, row: Outbox) -> timedelta:
        """How long to wait after a failure: longer each time, at most an hour."""
        return timedelta(seconds=min(3600, 5 * 2**row.attempts))

    async def _later(self, row: Outbox, after: timedelta, reason: str) -> None:
        """Slack asked to wait: that is no failure, and what was in doubt still is."""
        async with self.sessions.begin() as session:
            due_at = self.clock.now() + after
            await postpone_row(session, row.id, due_at, reason=reason, in_doubt=row.in_doubt)

    async def _again(
        self, row: Outbox, after: timedelta, reason: str, *, in_doubt: bool = False
    ) -> None:
        async with self.sessions.begin() as session:
            if row.attempts >= MOST_ATTEMPTS:
                await settle_row(session, row.id, OutboxState.FAILED, reason=reason)
                self._count(row, "failed")
                log.error("outbox %d (%s) given up: %s", row.id, row.kind, reason)
                return
            due_at = self.clock.now() + after
            await postpone_row(
                session, row.id, due_at, reason=reason, failed=True, in_doubt=in_doubt
            )

    async def _refused(self, row: Outbox, kind: Kind, code: str) -> None:
        log.warning("outbox %d (%s) refused by Slack: %s", row.id, row.kind, code)
        async with self.sessions.begin() as session:
            await settle_row(session, row.id, OutboxState.FAILED, reason=code)
            self._count(row, "refused")
            if kind.after_refused is not None:
                await kind.after_refused(session, row, code, self.clock.now())


async def _drop(session: AsyncSession, row: Outbox, kind: Kind, drop: Drop, now: datetime) -> None:
    """It is not said: what waits in the row goes, and its kind hears of it."""
    await settle_row(session, row.id, OutboxState.DROPPED, reason=drop.reason)
    if kind.after_dropped is not None:
        await kind.after_dropped(session, row, drop.reason, now)
