from __future__ import annotations

import re

import pytest
import yaml

from bot.errors import StartError
from bot.manifest import (
    bot_events,
    granted_scopes,
    http_manifest,
    manifest_text,
    read_manifest,
)
from bot.slack.ids import Callback, Command
from handlers.events import registry
from playground.scopes import ALL_SCOPES, EVENT_SCOPES

ORGANIZATIONS = "team_access_revoked"
MESSAGES = {"message.channels", "message.groups", "message.im"}


def test_events_are_exactly_those_that_are_handled() -> None:
    events = bot_events()
    assert {event for event in events if event.startswith("message.")} == MESSAGES
    # An organization's own event is asked for where there are many workspaces.
    assert {event.partition(".")[0] for event in events} == set(registry()) - {ORGANIZATIONS}
    many = yaml.safe_load(http_manifest("https://ba.example", workspaces=True))["settings"]
    assert set(many["event_subscriptions"]["bot_events"]) == events | {ORGANIZATIONS}
    assert many["org_deploy_enabled"]


def test_commands_and_shortcuts_are_those_that_are_handled() -> None:
    features = read_manifest()["features"]
    commands = features["slash_commands"]
    assert {command["command"] for command in commands} == set(Command)
    assert all(command["should_escape"] and command["usage_hint"] for command in commands)
    shortcuts = {each["callback_id"]: each["type"] for each in features["shortcuts"]}
    assert shortcuts == {
        Callback.MAKE_CARD: "message",
        Callback.CORRECT_READING: "message",
        Callback.NEW_CARD: "global",
    }


def test_every_scope_is_known_and_argued() -> None:
    assert granted_scopes() <= set(ALL_SCOPES)
    for scope in granted_scopes():
        assert re.search(rf"^ +- {re.escape(scope)} # \w", manifest_text(), re.MULTILINE), scope


def test_every_event_has_a_scope_that_brings_it() -> None:
    for event in bot_events():
        # Where the table does not know an event, channels are read with channels:read.
        needed = EVENT_SCOPES.get(event, ("channels:read",))
        assert not needed or granted_scopes() & set(needed), event


def test_the_manifest_is_for_socket_mode_and_keeps_slacks_limits() -> None:
    manifest = read_manifest()
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert len(manifest["display_information"]["description"]) <= 140
    for shortcut in manifest["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


@pytest.mark.parametrize(
    "url",
    ["https://ba.example.org", "https://ba.example.org/", "https://ba.example.org/slack/events"],
)
def test_for_http_everything_goes_to_one_address(url: str) -> None:
    manifest = yaml.safe_load(http_manifest(url))
    address = "https://ba.example.org/slack/events"
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == address
    assert set(settings["event_subscriptions"]["bot_events"]) == bot_events()
    assert settings["interactivity"] == {
        "request_url": address,
        "is_enabled": True,
        "message_menu_options_url": address,
    }
    assert {each["url"] for each in manifest["features"]["slash_commands"]} == {address}


@pytest.mark.parametrize(
    "url", ["http://ba.example.org", "ba.example.org", "https://", "https://x?y"]
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(StartError, match="not a public address"):
        http_manifest(url)
