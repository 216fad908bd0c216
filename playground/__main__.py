"""`python -m playground`: serves a playground until it is interrupted."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from playground.ground import Ground, build_ground
from playground.manifest import read_manifest
from playground.page.app_calls import set_request_url
from playground.sample_format import SampleError, load_samples
from playground.samples import SAMPLES
from playground.server import Server
from playground.serving import Running, require_loopback
from playground.types import Refused


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=3100, help="0: any free port")
    parser.add_argument("--manifest", type=Path, help="the app's manifest (app.yaml)")
    parser.add_argument("--request-url", help="send signed HTTP there instead of using Socket Mode")
    parser.add_argument("--speed", type=float, default=1.0, help="play seconds per second")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="folder of sample talk")
    parser.add_argument("--check-samples", action="store_true", help="check them and end")
    return parser.parse_args(given)


def _banner(ground: Ground, url: str) -> str:
    tokens = ground.tokens
    return "\n".join(
        (
            f"Workspace {ground.workspace.name} at {url}/",
            f"SLACK_API_URL={url}/api/",
            f"SLACK_BOT_TOKEN={tokens.bot}",
            f"SLACK_APP_TOKEN={tokens.app}",
            f"SLACK_SIGNING_SECRET={tokens.signing}",
            "Stop with Ctrl-C.",
            "",
        )
    )


async def _serve(options: argparse.Namespace) -> int:
    ground = build_ground(read_manifest(options.manifest), speed=options.speed)
    server = Server(ground, options.samples)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    async with Running(server, options.host, options.port) as live:
        sys.stdout.write(_banner(ground, live.url))
        sys.stdout.flush()
        if options.request_url:
            await set_request_url(ground, options.request_url)
        await stop.wait()
    return 0


def main(given: list[str] | None = None) -> int:
    """Run. Out: the exit code; wrong options, files or ports are told in one sentence."""
    options = _arguments(given)
    try:
        require_loopback(options.host)
        if options.check_samples:
            found = load_samples(options.samples)
            sys.stdout.write("".join(f"{s.id}: {len(s.plays)} plays\n" for s in found))
            return 0
        return asyncio.run(_serve(options))
    except (OSError, ValueError, SampleError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except Refused as problem:
        sys.stderr.write(f"{problem.message}\n")
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
