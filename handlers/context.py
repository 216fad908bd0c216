"""What every listener works with, and how a listener answers when something cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.reading import Offload
from bot.settings import Settings
from bot.slack.gateway import Gateway
from models.database import Sessions


@dataclass(frozen=True, slots=True)
class Ba:
    """The bot's parts, wired by ``bot.app``. ``poke()`` wakes the outbox's sender."""

    settings: Settings
    clock: Clock
    sessions: Sessions
    gateway: Gateway
    reading: Offload
    poke: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Person:
    """Who acted, and where: ``channel_id`` is "" in Home and in global shortcuts."""

    workspace_id: str
    member_id: str
    channel_id: str = ""
    trigger_id: str = ""


def person_of(body: Mapping[str, Any]) -> Person:
    """Who acted, from the payload of a command, shortcut, action or view."""
    if "user_id" in body:  # a command
        return Person(
            str(body.get("team_id") or ""),
            str(body["user_id"]),
            str(body.get("channel_id") or ""),
            str(body.get("trigger_id") or ""),
        )
    team, user = _part(body, "team"), _part(body, "user")
    channel, container = _part(body, "channel"), _part(body, "container")
    return Person(
        str(team.get("id") or user.get("team_id") or ""),
        str(user.get("id") or ""),
        str(channel.get("id") or container.get("channel_id") or ""),
        str(body.get("trigger_id") or ""),
    )


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def action_value(body: Mapping[str, Any]) -> str:
    """The value of what was pressed: of a button, or of the chosen entry of a menu; "" if none."""
    pressed = body.get("actions")
    action = pressed[0] if isinstance(pressed, list) and pressed else {}
    if not isinstance(action, Mapping):
        return ""
    chosen = action.get("selected_option")
    if isinstance(chosen, Mapping):
        return str(chosen.get("value") or "")
    return str(action.get("value") or "")


def message_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message that a shortcut or a button belongs to; empty when there is none."""
    return _part(body, "message")
