"""Drives the playground from Python: acts as people, sees what they see, waits for what changes.

async with PlaygroundClient("http://127.0.0.1:3100") as client:
mari = await client.as_person("mari")
message = await mari.post("#shop-floor", "Rice balls with tuna sold out again")
await client.until(lambda: mari.thread("#shop-floor", message["ts"]))
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, TypeVar

import aiohttp

from playground.client_person import Person
from playground.client_wire import PlaygroundError, Wire
from playground.types import Json

__all__ = ["Person", "PlaygroundClient", "PlaygroundError"]

T = TypeVar("T")


class PlaygroundClient:
    """A connection to a playground at `url`. Use as an async context, or call `close()`."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._wire = Wire(self.url)
        self._people: dict[str, Person] = {}

    async def __aenter__(self) -> PlaygroundClient:
        """Open."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        for person in self._people.values():
            await person.close()
        await self._wire.close()

    async def as_person(self, who: str) -> Person:
        """Somebody to act as, by id or handle; their view is kept up to date from now on."""
        person = self._people.get(who)
        if person is None:
            person = Person(self._wire, who)
            await person.open()
            same = next((p for p in self._people.values() if p.id == person.id), None)
            if same is not None:
                await person.close()
                person = same
            self._people[who] = person
        return person

    async def until(
        self,
        predicate: Callable[[], T | bool | Awaitable[T | bool | None] | None],
        timeout: float = 5.0,  # noqa: ASYNC109
    ) -> T:
        """Wait until `predicate()` (plain or async) is true, looking again after every change
        anybody here sees.

        Out: what it returned. Raises TimeoutError after `timeout` real seconds, with what the
        people saw last.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while True:
            seen = self._wire.changes
            result: Any = predicate()
            if inspect.isawaitable(result):
                result = await result
            if result:
                found: T = result
                return found
            left = end - loop.time()
            if left <= 0 or not await self._wire.changed_since(seen, left):
                raise TimeoutError(f"not within {timeout} s; {self._last_seen()}")

    def _last_seen(self) -> str:
        people = {p.id: p for p in self._people.values()}
        return "; ".join(f"{p.name} saw {p.log[-5:]}" for p in people.values())[:2000]

    async def get(self, path: str, **params: Any) -> Json:
        """GET a page call (path below /page/api) as nobody in particular."""
        return await self._wire.call("GET", path, None, params=params)

    async def send(self, verb: str, path: str, body: Json | None = None) -> Json:
        """Any other page call."""
        return await self._wire.call(verb, path, body or {})

    async def clock(self, *, speed: float | None = None, advance: float | None = None) -> Json:
        """Read or change the play clock."""
        wanted = {"speed": speed, "advance": advance}
        body = {k: v for k, v in wanted.items() if v is not None}
        verb = "POST" if body else "GET"
        return dict((await self._wire.call(verb, "/clock", body or None))["clock"])

    async def fault(self, kind: str, target: str = "*", **fields: Any) -> Json:
        """Switch a fault on."""
        body = {"kind": kind, "target": target, **fields}
        return dict((await self.send("POST", "/faults", body))["fault"])

    async def clear_faults(self) -> None:
        """Switch all faults off."""
        await self.send("DELETE", "/faults")

    async def traffic(self, kind: str = "", after: int = 0) -> list[Json]:
        """The inspector's entries, oldest first."""
        return list((await self.get("/traffic", kind=kind, after=after, limit=1000))["traffic"])

    async def app(self, **change: Any) -> Json:
        """Change the app's state (installed, sockets, request_url, scopes) and read it."""
        return dict((await self.send("POST", "/app", change))["app"])

    async def tour(self, title: str, steps: list[Json]) -> Json:
        """Set the guided tour."""
        return await self.send("PUT", "/tour", {"title": title, "steps": steps})

    async def tour_step(self, step: str, done: bool = True) -> Json:
        """Mark a step of the tour."""
        return await self.send("PATCH", f"/tour/{step}", {"done": done})

    async def play(self, play: str, do: str = "start", speed: float | None = None) -> Json:
        """Drive sample talk."""
        body: Json = {"do": do} | ({"speed": speed} if speed is not None else {})
        return dict((await self.send("POST", f"/plays/{play}", body))["play"])

    async def add_person(
        self, name: str, real_name: str, tz: str = "Etc/UTC", role: str = "member"
    ) -> Json:
        """Let somebody join the workspace."""
        body = {"name": name, "real_name": real_name, "tz": tz, "role": role}
        return dict((await self.send("POST", "/people", body))["person"])

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session, for calls outside the page's API."""
        return self._wire.session
