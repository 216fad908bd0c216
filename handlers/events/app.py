"""The app itself: its Home is opened, it is uninstalled, its tokens are revoked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.leaving import leave
from bot.slack.events import Event
from bot.worker import Turn
from models.outbox import put


async def on_home_opened(turn: Turn, events: Sequence[Event]) -> None:
    """Somebody opened the app: have their Home made anew."""
    for event in events:
        person = str(event.inner.get("user") or "")
        if person and event.inner.get("tab") == "home":
            await put(
                turn.session,
                workspace_id=event.workspace_id,
                kind="home",
                key=f"home:{event.event_id}",
                payload={"person": person},
                now=turn.now,
            )


async def on_uninstalled(turn: Turn, events: Sequence[Event]) -> None:
    """The app was removed: tokens and talk are deleted at once, nothing more is said."""
    for event in events:
        await _leave(turn, event)


async def on_tokens_revoked(turn: Turn, events: Sequence[Event]) -> None:
    """The bot's token no longer works: the same as being removed. People's tokens are not ours."""
    for event in events:
        tokens = event.inner.get("tokens")
        if isinstance(tokens, dict) and tokens.get("bot"):
            await _leave(turn, event)


async def on_access_revoked(turn: Turn, events: Sequence[Event]) -> None:
    """An organization that has the app as a whole took it away from some of its workspaces."""
    for event in events:
        teams = event.inner.get("team_ids")
        for team in teams if isinstance(teams, list) else []:
            if isinstance(team, str):
                at = event.happened_at or turn.now
                await leave(turn.session, team, happened_at=at, now=turn.now)


async def _leave(turn: Turn, event: Event) -> None:
    await leave(
        turn.session,
        event.workspace_id,
        organization_id=event.organization_id,
        happened_at=event.happened_at or turn.now,
        now=turn.now,
    )


HANDLERS = {
    "app_home_opened": on_home_opened,
    "app_uninstalled": on_uninstalled,
    "team_access_revoked": on_access_revoked,
    "tokens_revoked": on_tokens_revoked,
}
