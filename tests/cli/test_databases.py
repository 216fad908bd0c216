"""Backup, restore, copy and keys as people type them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from bot.slack.vault import Vault, new_key
from tests.cli.conftest import Ba

OAUTH = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "SLACK_SIGNING_SECRET": "s",
    "BA_PUBLIC_URL": "https://ba.example.org",
}


def _add_audit(path: Path, *secrets: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO audit (at, by, action, subject, details, workspace_id)"
            " VALUES ('2026-03-03 10:00:00.000000', 'U1', 'x', '', '{}', 'T1')"
        )
        for secret in secrets:
            connection.execute(
                "INSERT INTO slack_bots (client_id, app_id, team_id, bot_token,"
                " is_enterprise_install, installed_at)"
                " VALUES ('1.2', 'A1', 'T1', ?, 0, '2026-03-03 10:00:00.000000')",
                (secret,),
            )
        connection.commit()


def test_backup_restore_and_copy(ba: Ba, tmp_path: Path, sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    _add_audit(path)
    made = ba("backup", "kept.sqlite3", BA_DATABASE_URL=sqlite_url)
    assert made.exit_code == 0, made.output
    assert "kept.sqlite3: 1 rows of" in made.output
    again = ba("backup", "kept.sqlite3", BA_DATABASE_URL=sqlite_url)
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    refused = ba("restore", "kept.sqlite3", BA_DATABASE_URL=sqlite_url)
    assert (refused.exit_code, "not empty" in refused.output) == (1, True)
    back = ba("restore", "kept.sqlite3", BA_DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert back.exit_code == 0, back.output
    assert "Restored: 1 rows" in back.output
    copied = ba("copy-database", sqlite_url, f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    assert copied.exit_code == 0, copied.output
    assert "Copied and compared: 1 rows" in copied.output
    assert "Set BA_DATABASE_URL" in copied.output


def test_keys_are_made_and_changed(ba: Ba, sqlite_url: str) -> None:
    old, new = (ba("new-key").output.strip() for _ in range(2))
    assert old != new
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    _add_audit(path, Vault([old]).seal("xoxb-1"), Vault([old]).seal("xoxb-2"))
    given = {**OAUTH, "BA_DATABASE_URL": sqlite_url, "BA_TOKEN_KEYS": f"{new},{old}"}
    done = ba("rotate-keys", **given)
    assert done.exit_code == 0, done.output
    assert "2 secrets are sealed with the first key now." in done.output
    with closing(sqlite3.connect(path)) as connection:
        sealed = [row[0] for row in connection.execute("SELECT bot_token FROM slack_bots")]
    assert [Vault([new]).open(each) for each in sealed] == ["xoxb-1", "xoxb-2"]
    lost = ba("rotate-keys", **(given | {"BA_TOKEN_KEYS": new_key()}))
    assert lost.exit_code == 1
    assert "key that is not known here" in lost.output


def test_the_manifest_for_many_workspaces(ba: Ba) -> None:
    shown = ba("manifest", "--url", "https://ba.example.org/x", "--workspaces")
    manifest = yaml.safe_load(shown.output)
    assert manifest["oauth_config"]["redirect_urls"] == [
        "https://ba.example.org/x/slack/oauth_redirect"
    ]
    assert manifest["settings"]["token_rotation_enabled"] is True
    assert manifest["settings"]["org_deploy_enabled"] is True
    assert ba("manifest", "--workspaces").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (("run",), {"BA_TOKEN_KEYS": new_key()}, "over HTTP only"),
        (("run", "--http"), {}, "BA_TOKEN_KEYS is missing"),
        (("run", "--http"), {"BA_TOKEN_KEYS": new_key(), "SLACK_BOT_TOKEN": "xoxb-1"}, "Both"),
    ],
)
def test_what_does_not_go_together_is_said(
    ba: Ba, arguments: tuple[str, ...], given: dict[str, str], words: str
) -> None:
    refused = ba(*arguments, **(OAUTH | given))
    assert refused.exit_code == 1
    assert words in refused.output
