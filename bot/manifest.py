"""The Slack app manifest: ``app.yaml`` for Socket Mode, and the same for HTTP from a URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.errors import StartError

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"


def manifest_path() -> Path:
    """Where ``app.yaml`` is. Raises StartError when it is missing."""
    here = Path(__file__).parent
    for folder in (here, here.parent):  # installed, and in the source tree
        if (folder / "app.yaml").is_file():
            return folder / "app.yaml"
    raise StartError("app.yaml is missing from this installation of Ba: install it again.")


def manifest_text() -> str:
    """``app.yaml`` as it stands, comments included: the manifest to paste for Socket Mode."""
    return manifest_path().read_text(encoding="utf-8")


def read_manifest() -> dict[str, Any]:
    """The manifest as values."""
    import yaml

    loaded = yaml.safe_load(manifest_text())
    if not isinstance(loaded, dict):
        raise StartError("app.yaml is not a manifest: install Ba again.")
    return loaded


def granted_scopes() -> frozenset[str]:
    """The bot scopes that the manifest asks for."""
    return frozenset(read_manifest()["oauth_config"]["scopes"]["bot"])


def bot_events() -> frozenset[str]:
    """The events that the manifest subscribes to."""
    return frozenset(read_manifest()["settings"]["event_subscriptions"]["bot_events"])


def http_manifest(url: str, *, workspaces: bool = False) -> str:
    """The manifest for ``ba run --http`` behind a public URL; StartError when it is not https.

    ``workspaces``: for many, which add the app by OAuth, with tokens exchanged twice a day.
    """
    import yaml

    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise StartError(f"{url} is not a public address: Slack needs one that begins https://.")
    path = parts.path.rstrip("/").removesuffix(EVENTS_PATH)
    endpoint = f"https://{parts.netloc}{path}{EVENTS_PATH}"
    manifest = read_manifest()
    settings = manifest["settings"]
    settings["socket_mode_enabled"] = False
    for part in ("event_subscriptions", "interactivity"):
        settings[part] = {"request_url": endpoint, **settings[part]}
    # Menus whose entries are asked for when they are opened (themes, cards) need it over HTTP.
    settings["interactivity"]["message_menu_options_url"] = endpoint
    for command in manifest["features"]["slash_commands"]:
        command["url"] = endpoint
    if workspaces:
        manifest["oauth_config"]["redirect_urls"] = [f"https://{parts.netloc}{path}{REDIRECT_PATH}"]
        settings["token_rotation_enabled"] = settings["org_deploy_enabled"] = True
        # An organization may take the app away from one of its workspaces.
        settings["event_subscriptions"]["bot_events"].append("team_access_revoked")
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True)
