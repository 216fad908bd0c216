"""``ba import`` and ``ba report``: what a Slack export holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.starting import open_sessions
from bot.importing.export import Export
from bot.importing.outcome import Outcome
from bot.importing.service import Progress, Tools, import_export
from bot.importing.source import open_source
from bot.reading import ReadingHere
from bot.report.gather import gather
from bot.report.render import make_console, show
from bot.seci.reader import Reader, load_reader
from bot.settings import Settings

Loader = Callable[[], Reader]


async def import_path(
    settings: Settings, path: Path, *, workspace: str, load: Loader = load_reader
) -> Outcome:
    """Import an export and print what came of it."""
    with open_source(path) as source, _progress() as progress:
        export = Export(source)
        async with open_sessions(settings) as sessions:
            tools = Tools(sessions, ReadingHere(load()), settings, datetime.now(UTC), progress)
            outcome = await import_export(export, tools, workspace=workspace)
    for line in outcome.lines():
        typer.echo(line)
    typer.echo(f"Workspace {outcome.workspace_id}. See what was found: ba report")
    return outcome


async def print_report(
    settings: Settings, *, workspace: str, top: int, load: Loader = load_reader
) -> None:
    """Print the report of a workspace."""
    async with open_sessions(settings) as sessions:
        report = await gather(
            sessions, ReadingHere(load()), datetime.now(UTC), workspace=workspace, top=top
        )
    show(report, make_console(), settings.zone)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line on stderr for every tenth of the files."""
    if not sys.stderr.isatty():
        yield _plain_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=console) as bar:
        task = bar.add_task("reading the export", total=None)

        def move(done: int, total: int, channel: str) -> None:
            bar.update(task, completed=done, total=total, description=f"#{_shown(channel)}")

        yield move


def _plain_lines() -> Progress:
    told = 0

    def move(done: int, total: int, channel: str) -> None:
        nonlocal told
        tenth = done * 10 // max(total, 1)
        if tenth > told:
            told = tenth
            typer.echo(f"{done:,} of {total:,} files read", err=True)

    return move


def _shown(name: str) -> str:
    return "".join(c for c in name if c.isprintable())[:40]
