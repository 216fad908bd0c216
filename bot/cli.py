"""``ba …``: one command per job. What a command needs is imported when it runs."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import databases
from bot.commands.exporting import export
from bot.commands.reading import load_reader, read
from bot.commands.words import InWords

app = typer.Typer(
    cls=InWords,
    name="ba",
    help="Ba, a Slack bot that helps a team create knowledge.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(read, name="read")
app.add_typer(export, name="export")
for _command in (
    databases.backup,
    databases.restore,
    databases.copy_database,
    databases.new_key,
    databases.rotate_keys,
):
    app.command()(_command)

Workspace = Annotated[str, typer.Option(help="The workspace's id (T…).")]


@app.command()
def run(
    http: Annotated[bool, typer.Option("--http", help="Serve HTTP, not Socket Mode.")] = False,
    host: Annotated[str, typer.Option(help="Address for --http (BA_HTTP_HOST).")] = "",
    port: Annotated[int, typer.Option(help="Port for --http (BA_HTTP_PORT).")] = -1,
) -> None:
    """Run the bot until Ctrl-C."""
    from bot import serving
    from bot.collecting import calm_collector
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop
    from bot.memory import bound_arenas

    bound_arenas()
    settings = load_settings()
    serving.require_tokens(settings, http=http)

    async def work() -> None:
        await _ready(settings.database_url)
        if http:
            where = host or settings.http_host
            await serving.serve_http(
                settings, typer.echo, host=where, port=settings.http_port if port < 0 else port
            )
        else:
            await serving.serve_socket(settings, typer.echo)

    with calm_collector():
        run_loop(work(), loop=_fast_loop if http else None)


def _fast_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()


async def _ready(url: str) -> None:
    from bot.migrating import make_ready

    engine = await make_ready(url)
    await engine.dispose()


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot import migrating
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    before, after = run_loop(migrating.migrate(load_settings().database_url))
    typer.echo(
        f"The database was up to date ({after})."
        if before == after
        else f"The database is up to date now: {before or 'empty'} → {after}."
    )


@app.command(name="import")
def import_(
    path: Annotated[
        Path, typer.Argument(help="A Slack export (the zip or the folder), or the word cards.")
    ],
    file: Annotated[
        Path | None, typer.Argument(help="After the word cards: JSON from ba export cards.")
    ] = None,
    workspace: Workspace = "",
) -> None:
    """Read a Slack export, or cards (ba import cards FILE). Nothing is posted."""
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    if file is not None:
        if str(path) != "cards":
            raise typer.BadParameter("two words are: cards FILE")
        from bot.commands.cards import import_cards

        run_loop(import_cards(load_settings(), file, workspace=workspace))
        return
    from bot.commands.importing import import_path

    run_loop(import_path(load_settings(), path, workspace=workspace))


@app.command()
def report(
    workspace: Workspace = "",
    top: Annotated[int, typer.Option(min=1, max=100, help="How many conversations.")] = 5,
) -> None:
    """Show what was read: modes, kinds of ba, the ripest conversations. Nothing is posted."""
    from bot.commands.importing import print_report
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    run_loop(print_report(load_settings(), workspace=workspace, top=top))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled JSON lines: messages or threads.")],
) -> None:
    """Measure the reading against labels."""
    from bot.seci.evaluate import table

    typer.echo(table(file, load_reader()))


@app.command()
def adapt(
    use: Annotated[
        bool | None, typer.Option("--on/--off", help="Only use, or no longer use, what is known.")
    ] = None,
) -> None:
    """Learn from people's corrections; what was learned is used only if it helps."""
    from bot.commands.adapting import adapt as learn
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    run_loop(learn(load_settings(), typer.echo, use=use))


@app.command()
def doctor(
    url: Annotated[str, typer.Option(help="The bot's public address, to try HTTP.")] = "",
    retry_set_aside: Annotated[
        bool, typer.Option("--retry-set-aside", help="Try events again that were set aside.")
    ] = False,
) -> None:
    """Look whether all is there that the bot needs; exit code 1 when something is wrong."""
    from bot.commands.doctoring import examine
    from bot.commands.starting import load_settings
    from bot.commands.starting import run as run_loop

    settings = load_settings()
    if not run_loop(examine(settings, typer.echo, url=url, retry=retry_set_aside)):
        raise typer.Exit(1)


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="Public https address: the manifest for HTTP.")] = "",
    workspaces: Annotated[
        bool, typer.Option("--workspaces", help="With --url: for many workspaces.")
    ] = False,
) -> None:
    """Print the Slack app manifest to paste: for Socket Mode, or with --url for HTTP."""
    from bot.manifest import http_manifest, manifest_text

    if workspaces and not url:
        raise typer.BadParameter("--workspaces needs --url: they are served over HTTP")
    shown = http_manifest(url, workspaces=workspaces) if url else manifest_text()
    typer.echo(shown, nl=False)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
)
def playground(context: typer.Context) -> None:
    """Serve a local workspace to try the bot in; options are the playground's own."""
    from bot.manifest import manifest_path
    from playground.__main__ import main as serve

    given = list(context.args)
    if not any(each.startswith("--manifest") for each in given):
        given += ["--manifest", str(manifest_path())]
    raise typer.Exit(serve(given))


@app.command()
def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Without a browser.")] = False,
) -> None:
    """Try everything on this machine: a playground, the bot, and sample talk."""
    from bot.commands.starting import run as run_loop
    from bot.demo.run import demo as play
    from bot.logs import set_up_logs

    set_up_logs("WARNING")
    raise typer.Exit(run_loop(play(headless=headless)))


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    typer.echo(f"ba {installed('ba-bot')}")


def main() -> None:
    """The entry point ``ba``."""
    app()
