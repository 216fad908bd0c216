"""Signed HTTP: requests to the app's request URL, as Slack sends them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.delivery.base import Answer, Kind
from playground.types import Json, Refused

RETRY_REASONS = MappingProxyType({"timeout": "http_timeout", "not_connected": "connection_failed"})
"""Our errors as x-slack-retry-reason says them, where it differs."""


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The X-Slack-Signature (version v0) of a body sent at `timestamp` (real epoch seconds)."""
    base = b"v0:" + str(timestamp).encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpSender:
    """Sends to `request_url`. Time stamps are real: apps refuse requests that are five minutes
    off.
    """

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.request_url: str | None = None
        self.ack_timeout = 3.0
        self._session: aiohttp.ClientSession | None = None

    async def carry(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Answer:
        """POST once and wait for the answer."""
        headers: dict[str, str] = {}
        if attempt:
            why = RETRY_REASONS.get(reason, reason)
            headers = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": why}
        return await self._post(*_encoded(kind, payload), headers)

    async def verify(self, url: str) -> None:
        """Slack's url_verification handshake. Refused(url_verification_failed) when the challenge
        does not come back.
        """
        before, self.request_url = self.request_url, url
        body = {
            "token": "playground",
            "challenge": "3eZbrw1aBm2rZgRNFdxV",
            "type": "url_verification",
        }
        answer = await self._post(json.dumps(body).encode(), "application/json", {})
        back = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
        if not answer.ok or back != body["challenge"]:
            self.request_url = before
            why = answer.error or "the challenge did not come back"
            raise Refused(
                "url_verification_failed", f"The request URL did not answer rightly: {why}."
            )

    async def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> Answer:
        now = int(time.time())
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(now),
            "X-Slack-Signature": sign(self.secret, now, body),
            **headers,
        }
        timeout = aiohttp.ClientTimeout(total=self.ack_timeout)
        try:
            async with self._client().post(
                str(self.request_url),
                data=body,
                headers=sent,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return _answer(response, await response.text())
        except TimeoutError:
            return Answer(False, error="timeout")
        except (aiohttp.ClientError, OSError):
            return Answer(False, error="connection_failed")

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    async def stop(self) -> None:
        """Close connections."""
        if self._session:
            await self._session.close()
            await asyncio.sleep(0)


def _encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form: dict[str, Any] = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _answer(response: aiohttp.ClientResponse, text: str) -> Answer:
    no_retry = response.headers.get("x-slack-no-retry") == "1"
    if not 200 <= response.status < 300:
        return Answer(False, text, "http_error", response.status, no_retry)
    body: Any = text or None
    if text and "json" in response.headers.get("content-type", ""):
        try:
            body = json.loads(text)
        except json.JSONDecodeError:
            return Answer(False, text, "http_error", response.status, no_retry)
    return Answer(True, body, status=response.status, no_retry=no_retry)
