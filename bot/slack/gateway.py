"""The Web API as the bot uses it: typed calls, three kinds of failure, nothing else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import BaError
from bot.slack.ids import METADATA_EVENT

log = logging.getLogger(__name__)

Blocks = Sequence[Mapping[str, Any]]
# Our own code beside Slack's: no token of that workspace is here.
NOT_INSTALLED = "not_installed"
# Of one upload, in seconds: a picture, or a person's own export.
UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=60)


class SlackFailure(BaError):
    """A call to Slack did not succeed."""


class SlackRefused(SlackFailure):
    """Slack said no; ``code`` is its error code. Asking again will not help."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused: {code}")
        self.code = code


class SlackBusy(SlackFailure):
    """Slack asks to come back later; ``retry_after`` is in seconds. Nothing took effect."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("Slack is busy")
        self.retry_after = retry_after


class SlackUnreachable(SlackFailure):
    """No answer came: the call may or may not have taken effect."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message was posted; ``permalink`` is "" where nobody asked for it."""

    channel_id: str
    ts: str
    permalink: str = ""


class Gateway:
    """Calls Slack for one workspace (of many: ``bot.slack.workspaces``)."""

    # The one workspace that the token belongs to, once Slack has told ("": not yet).
    home = ""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, workspace_id: str) -> Gateway:
        """The gateway to speak through in a workspace; raises SlackRefused for all but home."""
        if self.home not in ("", workspace_id):
            raise SlackRefused(NOT_INSTALLED)
        return self

    def without_retries(self) -> Gateway:
        """The same, but a call is one request: none is made again after a pause."""
        spoken = self._speaking()
        client = AsyncWebClient(
            token=spoken.token, base_url=spoken.base_url, session=spoken.session, retry_handlers=[]
        )
        return Gateway(client)

    def _speaking(self) -> AsyncWebClient:
        """The client whose token speaks; raises SlackRefused when there is none."""
        return self._client

    @property
    def client(self) -> AsyncWebClient:
        """slack_sdk's client, for Bolt's own needs."""
        return self._client

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method; raises SlackRefused, SlackBusy or SlackUnreachable."""
        return await self._ask(method, "json", arguments)

    async def query(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Like ``call``, for reading methods, which take form arguments only."""
        return await self._ask(method, "params", arguments)

    async def _ask(
        self, method: str, way: Literal["json", "params"], arguments: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        given = {name: value for name, value in arguments.items() if value is not None}
        sent: dict[str, Any] = {way: given}
        try:
            response = await self._speaking().api_call(method, **sent)
        except SlackApiError as error:
            raise _failure(error) from None
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError):
            raise SlackUnreachable(f"no answer to {method}") from None
        data: Any = response.data
        return data if isinstance(data, dict) else {}

    async def pages(
        self, method: str, key: str, *, limit: int = 200, most: int = 50, **arguments: Any
    ) -> AsyncIterator[Any]:
        """All items of a paged reading method, at most ``most`` pages of ``limit``; that there was
        more is logged.
        """
        cursor = ""
        for _ in range(most):
            page = await self.query(method, limit=limit, cursor=cursor or None, **arguments)
            for item in page.get(key) or []:
                yield item
            metadata = page.get("response_metadata")
            cursor = str(metadata.get("next_cursor") or "") if isinstance(metadata, dict) else ""
            if not cursor:
                return
        log.warning("%s has more than the %d pages that were read", method, most)

    async def post(
        self, channel_id: str, text: str, blocks: Blocks, *, thread_ts: str = "", key: str = ""
    ) -> Sent:
        """Post a message; ``key`` travels in its metadata, so that it can be found again."""
        metadata = {"event_type": METADATA_EVENT, "event_payload": {"key": key}} if key else None
        data = await self.call(
            "chat.postMessage",
            channel=channel_id,
            text=text,
            blocks=list(blocks),
            thread_ts=thread_ts or None,
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
        )
        return Sent(str(data.get("channel") or channel_id), str(data["ts"]))

    async def find_posted(
        self, channel_id: str, key: str, *, thread_ts: str = "", oldest: str = ""
    ) -> Sent | None:
        """The message that carries this key, when an earlier try did reach Slack; else None."""
        method = "conversations.replies" if thread_ts else "conversations.history"
        arguments: dict[str, Any] = {
            "channel": channel_id,
            "include_all_metadata": "true",
            "oldest": oldest or None,
        }
        if thread_ts:
            arguments["ts"] = thread_ts
        async for message in self.pages(method, "messages", most=5, **arguments):
            metadata = message.get("metadata") if isinstance(message, dict) else None
            if isinstance(metadata, dict) and metadata.get("event_type") == METADATA_EVENT:
                payload = metadata.get("event_payload")
                if isinstance(payload, dict) and payload.get("key") == key:
                    return Sent(channel_id, str(message["ts"]))
        return None

    async def whisper(
        self,
        channel_id: str,
        member_id: str,
        text: str,
        blocks: Blocks | None = None,
        *,
        thread_ts: str = "",
    ) -> None:
        """Post something that only one person sees."""
        await self.call(
            "chat.postEphemeral",
            channel=channel_id,
            user=member_id,
            text=text,
            blocks=list(blocks) if blocks else None,
            thread_ts=thread_ts or None,
        )

    async def open_direct(self, member_id: str) -> str:
        """The id of the direct conversation with somebody."""
        data = await self.call("conversations.open", users=member_id)
        return str(data["channel"]["id"])

    async def permalink(self, channel_id: str, ts: str) -> str:
        """The address of a message."""
        data = await self.query("chat.getPermalink", channel=channel_id, message_ts=ts)
        return str(data["permalink"])

    async def thread(self, channel_id: str, ts: str, *, most: int = 2) -> list[Mapping[str, Any]]:
        """A thread's messages as Slack has them, oldest first."""
        found = self.pages(
            "conversations.replies", "messages", channel=channel_id, ts=ts, most=most
        )
        return [message async for message in found if isinstance(message, dict)]

    async def upload_png(self, name: str, png: bytes, alt_text: str) -> str:
        """Upload a picture that belongs to no channel yet; gives the file's id."""
        file_id = await self._upload(name, png, alt_text)
        await self.call("files.completeUploadExternal", files=[{"id": file_id, "title": name}])
        return file_id

    async def send_file(self, channel_id: str, name: str, content: bytes, comment: str) -> None:
        """Put a file into a conversation, with a line of text."""
        file_id = await self._upload(name, content, None)
        await self.call(
            "files.completeUploadExternal",
            files=[{"id": file_id, "title": name}],
            channel_id=channel_id,
            initial_comment=comment,
        )

    async def _upload(self, name: str, content: bytes, alt_text: str | None) -> str:
        ticket = await self.query(
            "files.getUploadURLExternal", filename=name, length=len(content), alt_txt=alt_text
        )
        url = str(ticket["upload_url"])
        if not _is_slacks(url, self.client.base_url):
            raise SlackRefused("upload_url_elsewhere")
        try:
            async with (
                aiohttp.ClientSession(timeout=UPLOAD_TIMEOUT) as session,
                session.post(url, data=content, allow_redirects=False) as response,
            ):
                response.raise_for_status()
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise SlackUnreachable("the upload got no answer") from None
        return str(ticket["file_id"])

    async def file_is_ready(self, file_id: str) -> bool:
        """Whether Slack has finished taking in a file, so that a block may show it."""
        try:
            data = await self.query("files.info", file=file_id)
        except SlackRefused as error:
            if error.code == "file_not_found":
                return False
            raise
        found = data.get("file")
        return isinstance(found, dict) and bool(found.get("mimetype"))


def _is_slacks(url: str, api_url: str) -> bool:
    """Whether an address is one of Slack's, or on the host that stands in for Slack."""
    asked, api = urlsplit(url), urlsplit(api_url)
    if asked.scheme == "https" and (asked.hostname or "").endswith(".slack.com"):
        return True
    return (asked.scheme, asked.netloc) == (api.scheme, api.netloc)


def _failure(error: SlackApiError) -> SlackFailure:
    response: Any = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    code = str(data.get("error") or "")
    if status == 429 or code == "ratelimited":
        retry_after = str((getattr(response, "headers", None) or {}).get("Retry-After", ""))
        return SlackBusy(float(retry_after) if retry_after.isdecimal() else 30.0)
    if (
        status >= 500
        or code in {"internal_error", "fatal_error", "service_unavailable"}
        or not code
    ):
        return SlackUnreachable(f"Slack answered {status}")
    return SlackRefused(code)
