"""The app's manifest: what it is called, which scopes it is granted, which events, commands and
shortcuts it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from playground.scopes import ALL_SCOPES, EVENT_SCOPES
from playground.types import Json


@dataclass(slots=True)
class AppManifest:
    """The parts of a Slack app manifest that the playground goes by."""

    name: str = "App"
    description: str = ""
    color: str = "#2c2d30"
    bot_name: str = "app"
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    commands: list[Json] = field(default_factory=list)
    shortcuts: list[Json] = field(default_factory=list)
    home_tab: bool = True
    messages_tab: bool = True
    messages_writable: bool = True
    interactivity: bool = True
    socket_mode: bool = True
    redirect_urls: tuple[str, ...] = ()
    rotates: bool = False


def permissive() -> AppManifest:
    """A manifest for trying things out: every scope and event, no commands or shortcuts."""
    return AppManifest(
        name="Demo App",
        bot_name="demo",
        scopes=frozenset(ALL_SCOPES),
        events=frozenset(EVENT_SCOPES),
    )


def read_manifest(source: str | Path | Json | None) -> AppManifest:
    """Read a manifest.

    In: a path to a YAML or JSON file, a manifest as a dict, or None (see `permissive`). Raises
    ValueError when it is none.
    """
    if source is None:
        return permissive()
    if isinstance(source, dict):
        return _from_dict(source)
    loaded = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise ValueError(f"{source} is not a Slack app manifest")
    return _from_dict(loaded)


def _from_dict(raw: Json) -> AppManifest:
    shown: Json = raw.get("display_information") or {}
    features: Json = raw.get("features") or {}
    bot: Json = features.get("bot_user") or {}
    home: Json = features.get("app_home") or {}
    settings: Json = raw.get("settings") or {}
    scopes = ((raw.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    events = (settings.get("event_subscriptions") or {}).get("bot_events") or []
    name = str(shown.get("name") or "App")
    return AppManifest(
        name=name,
        description=str(shown.get("description") or ""),
        color=str(shown.get("background_color") or "#2c2d30"),
        bot_name=str(bot.get("display_name") or name),
        scopes=frozenset(map(str, scopes)),
        events=frozenset(map(str, events)),
        commands=_dicts(features.get("slash_commands")),
        shortcuts=_dicts(features.get("shortcuts")),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_writable=not home.get("messages_tab_read_only_enabled", False),
        interactivity=bool((settings.get("interactivity") or {}).get("is_enabled", False)),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        redirect_urls=tuple(map(str, (raw.get("oauth_config") or {}).get("redirect_urls") or ())),
        rotates=bool(settings.get("token_rotation_enabled", False)),
    )


def _dicts(value: Any) -> list[Json]:
    return [item for item in value or [] if isinstance(item, dict)]
