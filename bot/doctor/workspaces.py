"""Many workspaces: are the settings there, and does Slack take each workspace's token?"""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.doctor.findings import Finding, care, well, wrong
from bot.errors import BaError, StartError
from bot.installing import INSTALL_PATH, make_installations, require_many
from bot.migrating import open_engine
from bot.settings import Settings
from bot.slack.gateway import SlackFailure
from bot.slack.vault import WrongKey
from bot.slack.workspaces import GatewayOfMany
from models.database import make_sessions
from models.workspace import list_workspaces

_SUBJECT = "Workspaces"


async def look_at_workspaces(
    settings: Settings, http: aiohttp.ClientSession, clock: Clock
) -> list[Finding]:
    """The settings for many workspaces, then each workspace in which the bot is installed."""
    try:
        require_many(settings)
        engine = open_engine(settings.database_url)
    except StartError as error:
        return [wrong(_SUBJECT, str(error), "See “Many workspaces” in docs/admin.md.")]
    client = AsyncWebClient(
        base_url=settings.slack_api_url, session=http, timeout=10, retry_handlers=[]
    )
    gateway = GatewayOfMany(client, make_installations(settings, engine, client, clock))
    try:
        async with make_sessions(engine).begin() as session:
            ids = [workspace.id for workspace in await list_workspaces(session)]
        if not ids:
            todo = f"Open {settings.public_url.rstrip('/')}{INSTALL_PATH} to add it to one."
            return [care(_SUBJECT, "the bot is installed nowhere yet.", todo)]
        return [await _look(gateway, workspace_id) for workspace_id in ids]
    except SQLAlchemyError as error:
        return [wrong(_SUBJECT, f"cannot be listed ({type(error).__name__}).", "See Database.")]
    finally:
        await engine.dispose()


async def _look(gateway: GatewayOfMany, workspace_id: str) -> Finding:
    subject = f"Workspace {workspace_id}"
    try:
        slack = await gateway.of(workspace_id)
        await slack.call("auth.test")
    except WrongKey:
        todo = "Put the key that was in BA_TOKEN_KEYS before back, after the new one."
        return wrong(subject, "its token was sealed with a key that is not here.", todo)
    except SlackFailure as error:
        return wrong(subject, f"{error}.", "Somebody there must add the bot again.")
    except BaError as error:
        return wrong(subject, f"{error}.", "See docs/admin.md.")
    return well(subject, "its token is stored, opens, and works.")
