"""``ba export …``: what can be taken out of the database as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

export = typer.Typer(help="Take knowledge out as files.", no_args_is_help=True)


class CardFormat(StrEnum):
    """How cards are written: Markdown files in a zip, or JSON that can be imported again."""

    MD = "md"
    JSON = "json"


@export.callback()
def _group() -> None:
    """Take knowledge out as files."""


@export.command()
def cards(
    path: Annotated[Path, typer.Argument(help="The file to write.")],
    format: Annotated[
        CardFormat, typer.Option(help="md: a zip of Markdown files. json: to import again.")
    ] = CardFormat.MD,
    workspace: Annotated[str, typer.Option(help="The workspace's id (T…).")] = "",
) -> None:
    """Write all cards to a file. Whoever has the database sees them all."""
    from bot.commands.cards import export_cards
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    run_loop(export_cards(load_settings(), path, form=format, workspace=workspace))
