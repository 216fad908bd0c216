"""One bot over HTTP for two workspaces in which every person and channel has the same id."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import aiohttp
import pytest
import yaml

from bot.app import Bot, build
from bot.reading import ReadingHere
from bot.seci.reader import load_reader
from bot.serving import http_app
from bot.settings import Settings
from bot.slack.vault import new_key
from bot.tasks import listeners_end
from playground.serving import serve_asgi
from playground.town import Town, running_town
from playground.types import Json
from tests.scenario.scene import PlayTime, Scene

ROOT = Path(__file__).parents[2]
# A Tuesday, 10:00 in Tokyo, where most of the playground's people are.
START = 1_772_499_600.0
KEY = new_key()


@pytest.fixture(scope="session")
def reader() -> ReadingHere:
    return ReadingHere(load_reader())


def _free_port() -> int:
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        port: int = probing.getsockname()[1]
        return port


def many(url: str, *, rotates: bool) -> Json:
    """app.yaml as `ba manifest --workspaces` would have it at this address."""
    manifest: Json = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
    manifest["oauth_config"]["redirect_urls"] = [f"{url}/slack/oauth_redirect"]
    manifest["settings"]["token_rotation_enabled"] = rotates
    return manifest


@dataclass
class Pair:
    """Two workspaces and the one bot; nothing is installed yet."""

    town: Town
    bot: Bot
    url: str

    def scene(self, number: int) -> Scene:
        return Scene(self.town.places[number], self.bot)

    def team(self, number: int) -> str:
        return self.town.places[number].workspace.id

    async def settle(self) -> None:
        """Until everything that was sent has taken effect, and nothing due is left to say."""
        await self.town.idle()
        await self.bot.jobs.look()
        busy = 1
        while busy:
            await self.town.idle()
            busy = await self.bot.worker.work() + await self.bot.jobs.sender.sweep()

    async def install(self, number: int, decision: str = "allow") -> tuple[int, str]:
        """As somebody's browser does it; the status and words of the last page."""
        async with aiohttp.ClientSession() as http:
            async with http.get(f"{self.url}/slack/install") as first:
                cookie = first.headers["Set-Cookie"].partition(";")[0]
                link = unescape(re.findall(r'href="([^"]+)"', await first.text())[0])
            back = await self._in_slack(http, number, link, decision)
            async with http.get(back, headers={"Cookie": cookie}) as last:
                return last.status, await last.text()

    async def _in_slack(
        self, http: aiohttp.ClientSession, number: int, link: str, decision: str
    ) -> str:
        async with http.get(link) as choice:
            places = [unescape(each) for each in re.findall(r'href="([^"]+)"', await choice.text())]
        here = next(each for each in places if f"team={self.team(number)}" in each)
        answer = {"decision": decision}
        async with http.post(here, data=answer, allow_redirects=False) as sent:
            assert sent.status == 302, await sent.text()
            return sent.headers["Location"]


@pytest.fixture
def rotates() -> bool:
    return True


@pytest.fixture
def in_grid() -> bool:
    """Whether each workspace is that of an organization, which takes the app as a whole."""
    return False


@pytest.fixture
def pair_url(request: pytest.FixtureRequest) -> str:
    """SQLite, and PostgreSQL where a test is marked for it."""
    kind = "postgres" if request.node.get_closest_marker("postgres") else "sqlite"
    url: str = request.getfixturevalue(f"{kind}_url")
    return url


@pytest.fixture
async def pair(
    pair_url: str,
    reader: ReadingHere,
    rotates: bool,
    in_grid: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Pair]:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    async with running_town(
        many(url, rotates=rotates), start=START, speed=0, in_grid=in_grid
    ) as town:
        known = town.environment()
        settings = Settings(
            _env_file=None,
            slack_client_id=known["SLACK_CLIENT_ID"],
            slack_client_secret=known["SLACK_CLIENT_SECRET"],
            slack_signing_secret=known["SLACK_SIGNING_SECRET"],
            slack_api_url=town.api_url,
            public_url=url,
            token_keys=KEY,
            database_url=pair_url,
            sweep_seconds=3600,
        )
        async with build(settings, clock=PlayTime(town.places[0]), reading=reader) as bot:
            await bot.writer.start()
            async with serve_asgi(http_app(bot), port=port):
                await town.set_request_url(f"{url}/slack/events")
                yield Pair(town, bot, url)
            await listeners_end(10)
            await bot.writer.stop()
