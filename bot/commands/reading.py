"""``ba read messages``, ``ba read threads`` and ``ba evaluate``: reading, without a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.seci.filters import ReadsTalk

read = typer.Typer(
    help="Read JSON lines from standard input, for evaluation.", no_args_is_help=True
)


def load_reader() -> ReadsTalk:
    """The trained reader; tests put another in its place."""
    from bot.seci.reader import load_reader as load

    return load()


@read.command()
def messages() -> None:
    """Read messages: a mode for each, as JSON lines."""
    from bot.seci.filters import read_messages

    _print_lines(read_messages(_input(), load_reader()))


@read.command()
def threads() -> None:
    """Read threads: ripeness and a draft for each, as JSON lines."""
    from bot.seci.filters import read_threads

    _print_lines(read_threads(_input(), load_reader()))


def _input() -> Iterator[str]:
    # One byte that is no UTF-8 must not end the reading of all the others.
    yield from typer.get_text_stream("stdin", encoding="utf-8", errors="replace")


def _print_lines(lines: Iterator[str]) -> None:
    # Half of a surrogate pair, which JSON may hold, cannot be printed.
    for line in lines:
        typer.echo(line.encode("utf-8", "replace").decode("utf-8"))
