"""Where the app was installed by whom, with which tokens: Slack's own tables, in our database.

The tables are slack_sdk's (``slack_bots``, ``slack_installations``, ``slack_oauth_states``); only
the columns that hold secrets are wider, because what is stored there is encrypted
(``bot/slack/installations.py``). An installation belongs to a workspace by ``team_id``, or, when it
was made for a whole Enterprise Grid organization, to every workspace of ``enterprise_id``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import ColumnElement, MetaData, Table, Text, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from models.base import Base

# What nobody may read in a stolen database; slack_sdk's 200 characters are too few for it.
SECRETS = frozenset(
    {
        "bot_token",
        "bot_refresh_token",
        "user_token",
        "user_refresh_token",
        "incoming_webhook_url",
        "incoming_webhook_configuration_url",
    }
)


def bots_table(metadata: MetaData, secret: TypeEngine[Any], name: str = "slack_bots") -> Table:
    """slack_sdk's table of bots' tokens, with this type for its secrets."""
    return _with_secrets(AsyncSQLAlchemyInstallationStore.build_bots_table(metadata, name), secret)


def installations_table(
    metadata: MetaData, secret: TypeEngine[Any], name: str = "slack_installations"
) -> Table:
    """slack_sdk's table of installations, with this type for its secrets."""
    built = AsyncSQLAlchemyInstallationStore.build_installations_table(metadata, name)
    return _with_secrets(built, secret)


def _with_secrets(table: Table, secret: TypeEngine[Any]) -> Table:
    for name in SECRETS & set(table.columns.keys()):
        table.columns[name].type = secret
    return table


BOTS = bots_table(Base.metadata, Text())
INSTALLATIONS = installations_table(Base.metadata, Text())
# slack_sdk's own builder hands the metadata over twice, which SQLAlchemy takes as it is.
STATES = AsyncSQLAlchemyOAuthStateStore.build_oauth_states_table(
    Base.metadata, "slack_oauth_states"
)


def _of(table: Table, team_id: str | None, enterprise_id: str | None) -> ColumnElement[bool]:
    """An installation's rows: of one workspace, or (no team) of a whole organization."""
    if team_id is None:
        return and_(table.c.team_id.is_(None), table.c.enterprise_id == enterprise_id)
    return table.c.team_id == team_id


async def newest_install(
    session: AsyncSession, team_id: str | None, enterprise_id: str | None = None
) -> datetime | None:
    """When the app was last installed in a workspace (or, no team, an organization), in UTC."""
    mine = _of(INSTALLATIONS, team_id, enterprise_id)
    found = await session.scalar(select(func.max(INSTALLATIONS.c.installed_at)).where(mine))
    return None if found is None else found.replace(tzinfo=UTC)  # slack_sdk stores it naive


async def delete_installation(
    session: AsyncSession, team_id: str | None, enterprise_id: str | None = None
) -> int:
    """Forget every token of a workspace (or of an organization); how many rows went."""
    gone = 0
    for table in (BOTS, INSTALLATIONS):
        result: Any = await session.execute(delete(table).where(_of(table, team_id, enterprise_id)))
        gone += int(result.rowcount)
    return gone


async def forget_states(session: AsyncSession, now: datetime) -> None:
    """Delete the marks of installations that were begun and never ended."""
    await session.execute(
        delete(STATES).where(STATES.c.expire_at < now.astimezone(UTC).replace(tzinfo=None))
    )


async def reseal(session: AsyncSession, change: Callable[[str], str]) -> int:
    """Put every stored secret through ``change`` (a rotation of keys); how many there were."""
    count = 0
    for table in (BOTS, INSTALLATIONS):
        async for key, values in _secrets(session, table):
            await session.execute(
                update(table)
                .where(table.c.id == key)
                .values({name: change(value) for name, value in values.items()})
            )
            count += len(values)
    return count


async def _secrets(
    session: AsyncSession, table: Table
) -> AsyncIterator[tuple[int, dict[str, str]]]:
    names = sorted(SECRETS & set(table.columns.keys()))
    query = select(table.c.id, *(table.c[name] for name in names)).order_by(table.c.id)
    for row in (await session.execute(query)).mappings().all():
        yield row["id"], {name: row[name] for name in names if row[name] is not None}
