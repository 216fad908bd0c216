"""The client's line to the server: page calls, and a count of the changes seen."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from playground.types import Json


class PlaygroundError(Exception):
    """A page call was refused. `code` as in API.md; the text is the sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Wire:
    """Calls the page's API and wakes whoever waits for a change."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.changes = 0
        self._changed = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session, made when first needed."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def call(
        self,
        verb: str,
        path: str,
        body: Json | None = None,
        *,
        person: str | None = None,
        params: Json | None = None,
        form: aiohttp.FormData | None = None,
    ) -> Json:
        """One page call. Raises PlaygroundError when it is refused."""
        headers = {"X-Playground-As": person} if person else {}
        given: Any = (
            {"data": form} if form is not None else {"json": body} if body is not None else {}
        )
        async with self.session.request(
            verb, f"{self.url}/page/api{path}", headers=headers, params=params, **given
        ) as response:
            answer: Json = await response.json()
        if not answer.get("ok"):
            raise PlaygroundError(str(answer.get("error")), str(answer.get("message")))
        return answer

    def note_change(self) -> None:
        """Something changed: wake all who wait."""
        self.changes += 1
        event, self._changed = self._changed, asyncio.Event()
        event.set()

    async def changed_since(self, seen: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Wait until there is a change after number `seen`. Out: whether there was one in time
        (real s).
        """
        if self.changes > seen:
            return True
        try:
            await asyncio.wait_for(self._changed.wait(), timeout)
        except TimeoutError:
            return self.changes > seen
        return True

    async def close(self) -> None:
        """Close the session."""
        if self._session:
            await self._session.close()
