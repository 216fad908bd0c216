"""Commands about the database as a whole: backup, restore, copy; keys for stored tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Replace = Annotated[bool, typer.Option("--replace", help="What is there already may go.")]


def backup(
    path: Annotated[Path, typer.Argument(help="The file to write.")], replace: Replace = False
) -> None:
    """Write everything that the bot knows to a file; it may run meanwhile."""
    from bot.backups import service
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    done = run_loop(service.backup(load_settings().database_url, path, replace=replace))
    typer.echo(f"{path}: {done.total} rows of {len(done.rows)} tables.")


def restore(
    path: Annotated[Path, typer.Argument(help="A file that ba backup wrote.")],
    replace: Replace = False,
) -> None:
    """Put a backup into the database of BA_DATABASE_URL."""
    from bot.backups import service
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    done = run_loop(service.restore(load_settings().database_url, path, replace=replace))
    typer.echo(f"Restored: {done.total} rows of {len(done.rows)} tables.")


def copy_database(
    source: Annotated[str, typer.Argument(help="URL of the database to copy.")],
    target: Annotated[str, typer.Argument(help="URL of an empty database.")],
) -> None:
    """Copy a database into an empty one, SQLite or PostgreSQL, and compare every row."""
    from bot.backups import service
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    load_settings()
    done = run_loop(service.copy_database(source, target))
    typer.echo(f"Copied and compared: {done.total} rows of {len(done.rows)} tables.")
    if done.mended:
        typer.echo(f"{done.mended} texts held a NUL, which PostgreSQL cannot keep: � is there now.")
    typer.echo("Set BA_DATABASE_URL to the target and start the bot again.")


def new_key() -> None:
    """Print a new key for BA_TOKEN_KEYS."""
    from bot.slack import vault

    typer.echo(vault.new_key())


def rotate_keys() -> None:
    """Seal the stored tokens anew with the first of BA_TOKEN_KEYS."""
    from bot.commands.starting import load_settings, open_sessions
    from bot.commands.starting import run as run_loop
    from bot.installing import require_many
    from models.installation import reseal

    settings = load_settings()
    vault = require_many(settings)

    async def work() -> int:
        async with open_sessions(settings) as sessions, sessions.begin() as session:
            return await reseal(session, vault.reseal)

    typer.echo(f"{run_loop(work())} secrets are sealed with the first key now.")
