"""Facts of the workspace as the events that Slack would send, and who gets them."""

from __future__ import annotations

from playground import event_messages, event_others
from playground.event_base import Maker, Outgoing
from playground.manifest import AppManifest
from playground.model import Fact
from playground.scopes import EVENT_SCOPES, lacking
from playground.types import Json
from playground.workspace import Workspace

_MAKERS: dict[str, Maker] = {**event_messages.MAKERS, **event_others.MAKERS}


def events_of(ws: Workspace, fact: Fact) -> list[Outgoing]:
    """All events that a fact gives rise to, in Slack's order, before anyone asks who may have
    them.
    """
    maker = _MAKERS.get(fact.kind)
    return list(maker(ws, fact)) if maker else []


def wanted(ws: Workspace, manifest: AppManifest, scopes: frozenset[str], event: Outgoing) -> bool:
    """Whether the app gets it: installed, subscribed, scope granted, and a member where that is
    needed.
    """
    if not ws.installed or event.subscription not in manifest.events:
        return False
    if lacking(scopes, EVENT_SCOPES[event.subscription]):
        return False
    return event.channel is None or not event.members_only or ws.app_in(event.channel)


def envelope(ws: Workspace, event: Outgoing) -> Json:
    """The outer event (type event_callback)."""
    return {
        "token": "playground",
        "team_id": ws.id,
        "context_team_id": ws.id,
        "context_enterprise_id": ws.organization or None,
        "api_app_id": ws.app_id,
        "event": event.inner,
        "type": "event_callback",
        "event_id": ws.ids.new("Ev"),
        "event_time": int(float(str(event.inner.get("event_ts") or ws.event_ts()))),
        "authorizations": [
            {
                "enterprise_id": ws.organization or None,
                "team_id": ws.id,
                "user_id": ws.app_user,
                "is_bot": True,
                "is_enterprise_install": bool(ws.organization),
            }
        ],
        "is_ext_shared_channel": bool(event.channel and event.channel.shared),
        "event_context": "4-" + ws.ids.token(60),
    }
