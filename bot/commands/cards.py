"""``ba export cards`` and ``ba import cards``: cards as files, in and out of the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.cards.exporting import Exported, from_json, markdown_zip, to_json
from bot.cards.shelf import put_in, take_out
from bot.commands.exporting import CardFormat
from bot.commands.starting import open_sessions
from bot.errors import BaError
from bot.settings import Settings
from models.audit import record_audit
from models.workspace import list_workspaces


async def export_cards(
    settings: Settings, path: Path, *, form: CardFormat, workspace: str, now: datetime | None = None
) -> int:
    """Write all cards of a workspace to a file; gives how many. Whoever runs it sees them all."""
    async with open_sessions(settings) as sessions, sessions.begin() as session:
        chosen = _one([each.id for each in await list_workspaces(session)], workspace)
        exported = await take_out(session, chosen)
        await record_audit(
            session,
            workspace_id=chosen,
            by="",
            action="export_cards",
            subject="all",
            at=now or datetime.now(UTC),
            details={"cards": len(exported.cards)},
        )
    content = to_json(exported).encode() if form == CardFormat.JSON else markdown_zip(exported)
    _write(path, content)
    typer.echo(f"{len(exported.cards)} cards written to {path}.")
    return len(exported.cards)


async def import_cards(
    settings: Settings, path: Path, *, workspace: str, now: datetime | None = None
) -> int:
    """Bring cards back from a JSON file; gives how many came. Nothing is posted."""
    exported = _read(path)
    async with open_sessions(settings) as sessions, sessions.begin() as session:
        chosen = _one([each.id for each in await list_workspaces(session)], workspace)
        try:
            came, known = await put_in(session, chosen, exported)
        except (KeyError, TypeError, ValueError):
            raise BaError(f"{path}: a card in it is not whole. Nothing was imported.") from None
        await record_audit(
            session,
            workspace_id=chosen,
            by="",
            action="import_cards",
            subject="all",
            at=now or datetime.now(UTC),
            details={"cards": came},
        )
    typer.echo(f"{came} cards imported, {known} were there already. Nothing was posted.")
    return came


def _one(known: list[str], wanted: str) -> str:
    """The workspace that is meant: the one given, else the only one."""
    if wanted:
        return wanted
    if len(known) == 1:
        return known[0]
    if not known:
        raise BaError("There is no workspace in the database yet. Name one: --workspace T…")
    raise BaError(f"Which workspace? Name one: --workspace {known[0]}, or another.")


def _read(path: Path) -> Exported:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
        raise BaError(f"{path}: this is no file of cards.") from None
    except ValueError as error:
        raise BaError(f"{path}: {error}.") from None


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
