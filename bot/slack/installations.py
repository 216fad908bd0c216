"""Slack's installation store on our database: tokens sealed, fresh, and of the newest install only.

``Installations`` is what Bolt asks for a token on each request, and what ``bot.slack.workspaces``
asks for one before the bot says something by itself. Both get a token that works for a while:
one about to expire is exchanged here, once, however many ask at the same time.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from datetime import UTC, datetime

import aiohttp
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from sqlalchemy import ColumnElement, MetaData, Table, and_, delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.slack.vault import Sealed, Vault
from models.audit import record_audit
from models.database import Sessions, make_sessions
from models.installation import bots_table, installations_table
from models.workspace import get_workspace, remember_workspace, workspaces_of

log = logging.getLogger(__name__)

# A token lives 12 hours; it is exchanged once it has less than this left (Bolt's own default).
FRESH_MINUTES = 120


class Installations(AsyncSQLAlchemyInstallationStore):
    """Who installed the app where, and the bot's tokens."""

    def __init__(
        self,
        client_id: str,
        engine: AsyncEngine,
        vault: Vault,
        rotator: AsyncTokenRotator,
        clock: Clock,
    ) -> None:
        """Like slack_sdk's own store, whose tables have no room for sealed tokens."""
        self.client_id = client_id
        self.engine = engine
        self.metadata = MetaData()
        self.bots = bots_table(self.metadata, Sealed(vault))
        self.installations = installations_table(self.metadata, Sealed(vault))
        self._logger = log
        self._sessions: Sessions = make_sessions(engine)
        self._rotator = rotator
        self._clock = clock
        self._turns: defaultdict[tuple[str | None, str | None], asyncio.Lock] = defaultdict(
            asyncio.Lock
        )

    async def async_save(self, installation: Installation) -> None:
        """Store an installation, drop what it replaces, and know the workspace from now on."""
        installation.installed_at = self._clock.now().timestamp()  # removals are compared with it
        await super().async_save(installation)
        installed_at = datetime.fromtimestamp(installation.installed_at, UTC).replace(tzinfo=None)
        team_id = None if installation.is_enterprise_install else installation.team_id
        async with self._sessions.begin() as session:
            for table in (self.bots, self.installations):
                mine = self._rows(table, installation.enterprise_id, team_id)
                await session.execute(
                    delete(table).where(mine, table.c.installed_at < installed_at)
                )
        await self._remember(installation)

    def _rows(
        self, table: Table, enterprise_id: str | None, team_id: str | None
    ) -> ColumnElement[bool]:
        return and_(
            table.c.client_id == self.client_id,
            table.c.enterprise_id == enterprise_id,
            table.c.team_id == team_id,
        )

    async def _remember(self, installation: Installation) -> None:
        now = self._clock.now()
        enterprise_id = installation.enterprise_id or ""
        async with self._sessions.begin() as session:
            if installation.is_enterprise_install:
                known = await workspaces_of(session, enterprise_id, also_left=True)
                served = [(each.id, each.name) for each in known]
            else:
                served = [(installation.team_id or "", installation.team_name or "")]
            for workspace_id, name in served:
                await remember_workspace(
                    session,
                    workspace_id,
                    name=name,
                    bot_user_id=installation.bot_user_id or "",
                    now=now,
                    enterprise_id=enterprise_id,
                    is_org_install=bool(installation.is_enterprise_install),
                )
                await record_audit(
                    session,
                    workspace_id=workspace_id,
                    by=installation.user_id,
                    action="install",
                    subject=workspace_id,
                    at=now,
                )

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of a workspace, else of its whole organization, with a token that works."""
        bot = await self._stored(enterprise_id, team_id, is_enterprise_install)
        if bot is None and enterprise_id and not is_enterprise_install:
            bot = await self._stored(enterprise_id, None, True)
        if bot is None or self._is_fresh(bot):
            return bot
        # One exchange at a time: a refresh token is good for one.
        async with self._turns[bot.enterprise_id, bot.team_id]:
            return await self._renewed(bot)

    async def _stored(
        self, enterprise_id: str | None, team_id: str | None, is_org: bool | None
    ) -> Bot | None:
        return await super().async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_org
        )

    async def _again(self, bot: Bot) -> Bot | None:
        return await self._stored(bot.enterprise_id, bot.team_id, bot.is_enterprise_install)

    def _is_fresh(self, bot: Bot) -> bool:
        if bot.bot_refresh_token is None or bot.bot_token_expires_at is None:
            return True  # without rotation a token lives until it is revoked
        return bot.bot_token_expires_at > datetime.now(UTC).timestamp() + FRESH_MINUTES * 60

    async def _renewed(self, bot: Bot) -> Bot | None:
        """The bot with a new token; the old one while that lasts and Slack gives no other."""
        now = await self._again(bot)
        if now is None or self._is_fresh(now):
            return now
        try:
            renewed = await self._rotator.perform_bot_token_rotation(
                bot=now, minutes_before_expiration=FRESH_MINUTES
            )
        except (SlackTokenRotationError, aiohttp.ClientError, TimeoutError, OSError) as error:
            return await self._unrenewed(now, error)
        if renewed is None:
            return now
        await self.async_save_bot(renewed)
        return renewed

    async def _unrenewed(self, bot: Bot, error: Exception) -> Bot | None:
        # Another process may have been faster, and has stored what Slack gave it.
        newer = await self._again(bot)
        if newer is None or newer.bot_token != bot.bot_token:
            return newer
        log.warning("a token of %s could not be renewed: %s", bot.team_id, type(error).__name__)
        ends = bot.bot_token_expires_at or 0
        return bot if ends > datetime.now(UTC).timestamp() else None

    async def knows(self, workspace_id: str) -> bool:
        """Whether a workspace's row is there and the app was not removed from it."""
        async with self._sessions.begin() as session:
            found = await get_workspace(session, workspace_id)
        return found is not None and found.uninstalled_at is None

    async def discover(self, workspace_id: str, enterprise_id: str) -> None:
        """A workspace of an organization that installed the app as a whole is heard of."""
        bot = await self._stored(enterprise_id, None, True)
        if bot is None or await self.knows(workspace_id):
            return
        async with self._sessions.begin() as session:
            await remember_workspace(
                session,
                workspace_id,
                name="",
                bot_user_id=bot.bot_user_id,
                now=self._clock.now(),
                enterprise_id=enterprise_id,
                is_org_install=True,
            )

    async def token_of(self, workspace_id: str) -> str | None:
        """The token to speak with in a workspace; None where the app is not installed."""
        async with self._sessions.begin() as session:
            workspace = await get_workspace(session, workspace_id)
        if workspace is None:
            return None
        bot = await self.async_find_bot(
            enterprise_id=workspace.enterprise_id or None,
            team_id=workspace_id,
            is_enterprise_install=workspace.is_org_install,
        )
        return None if bot is None else bot.bot_token
