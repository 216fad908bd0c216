"""A report on the terminal. What people wrote is shown as plain text, never as markup."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.report.gather import LEAST_MESSAGES, LEAST_PEOPLE, Report, RipeFound
from bot.report.plain import bare
from bot.seci.types import Mode

# The threshold from which a card would be offered.
RIPE = 0.5
_WIDE = 110
_HEADS = {
    Mode.SOCIALIZATION: "sociali-\nzation",
    Mode.EXTERNALIZATION: "externali-\nzation",
    Mode.COMBINATION: "combi-\nnation",
    Mode.INTERNALIZATION: "internali-\nzation",
    Mode.NONE: "none",
}


def make_console() -> Console:
    """A console that takes no markup; wide enough for the tables where output goes to a file."""
    console = Console(markup=False, highlight=False, emoji=False)
    return (
        console
        if console.is_terminal
        else Console(markup=False, highlight=False, emoji=False, width=_WIDE)
    )


def show(report: Report, console: Console, zone: ZoneInfo) -> None:
    """Print a report."""
    console.print(Text(f"Workspace {bare(report.workspace_id)} ({bare(report.name)})", "bold"))
    console.print()
    console.print(_modes(report))
    console.print()
    console.print(_kinds(report))
    console.print()
    _show_ripest(report, console, zone)
    console.print("Nothing was posted: this is a report only.")


def _modes(report: Report) -> Table:
    table = Table(title="What messages do with knowledge", title_justify="left")
    table.add_column("channel", overflow="fold")
    for head in ("messages", *(_HEADS[mode] for mode in Mode), "unsure", "no words"):
        table.add_column(head, justify="right")
    for channel in report.channels:
        counts = [channel.messages, *(channel.modes[mode] for mode in Mode)]
        numbers = [f"{count:,}" for count in (*counts, channel.unsure, channel.wordless)]
        table.add_row(Text(f"#{bare(channel.name)}"), *numbers)
    return table


def _kinds(report: Report) -> Table:
    table = Table(title="Kinds of ba", title_justify="left")
    for head in ("channel", "kind", "why"):
        table.add_column(head, overflow="fold")
    for channel in report.channels:
        kind = channel.kind.kind
        shown = f"{kind} ({channel.kind.scores[kind]:.0%})" if kind else "not known yet"
        table.add_row(Text(f"#{bare(channel.name)}"), shown, Text(channel.kind.reason))
    return table


def _show_ripest(report: Report, console: Console, zone: ZoneInfo) -> None:
    console.print(Text("The ripest conversations", "italic"))
    console.print(
        f"{report.read:,} conversations were read as a whole, of {report.conversations:,} with at"
        f" least {LEAST_MESSAGES} messages by {LEAST_PEOPLE} people"
        + ("; the most promising first." if report.read < report.conversations else ".")
    )
    if report.forgotten:
        console.print(
            f"The words of {report.forgotten:,} messages are no longer kept; import again"
            " into an empty database to read them."
        )
    for number, found in enumerate(report.ripest, 1):
        console.print()
        console.print(Text(f"{number}. ").append(found.title or "(no title)", "bold"))
        console.print(Padding(_ripe(found, zone), (0, 0, 0, 3)))
    console.print()


def _ripe(found: RipeFound, zone: ZoneInfo) -> Text:
    verdict = "a card would be offered" if found.ripeness >= RIPE else "no card would be offered"
    day = found.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    shown = Text(found.statement or "(no statement)")
    shown.append(
        f"\n#{bare(found.channel)}, {day}, {found.messages} messages by {found.people} people;"
        f" ripeness {found.ripeness:.2f}: {verdict}",
        "dim",
    )
    if found.reasons:
        shown.append(f"\nbecause {'; '.join(found.reasons)}", "dim")
    return shown
