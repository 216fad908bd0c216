"""A load of signed Slack events over kept connections, and how long each answer took."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

PATH = "/slack/events"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load saw: answers per second, and latencies in milliseconds."""

    per_second: float
    p50: float
    p99: float


def signed_events(secret: str, workspace: str, channel: str, count: int, run: str) -> list[bytes]:
    """``count`` different message events as whole HTTP requests, signed now."""
    now = str(int(time.time()))
    return [
        _request(secret, now, _event(workspace, channel, number, run)) for number in range(count)
    ]


def _event(workspace: str, channel: str, number: int, run: str) -> bytes:
    ts = f"{1_700_000_000 + number}.{number % 1_000_000:06d}"
    text = f"message {number}: we flush the line before we prime it, else the filter gets the air"
    event = {
        "type": "message",
        "channel": channel,
        "user": f"U{number % 40:04d}",
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "channel_type": "channel",
        "team": workspace,
        "client_msg_id": f"{run}-{number}",
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "b",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
                ],
            }
        ],
    }
    body = {
        "token": "t",
        "team_id": workspace,
        "api_app_id": "A0BENCH",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{run}{number:07d}",
        "event_time": 1_700_000_000 + number,
        "authorizations": [
            {"enterprise_id": None, "team_id": workspace, "user_id": "U0BOT", "is_bot": True}
        ],
    }
    return json.dumps(body).encode()


def _request(secret: str, now: str, body: bytes) -> bytes:
    digest = hmac.new(
        secret.encode(), b"v0:" + now.encode() + b":" + body, hashlib.sha256
    ).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {now}\r\n"
        f"X-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body


async def fire(port: int, requests: Sequence[bytes], *, connections: int = 64) -> Measured:
    """Send all requests over so many connections, each waiting for its answer before the next."""
    pending = list(reversed(requests))
    latencies: list[float] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while pending:
            request = pending.pop()
            begun = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"the server answered {head[:40]!r}")
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0].strip()
            if length and int(length):
                await reader.readexactly(int(length))
            latencies.append((time.perf_counter() - begun) * 1000)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    taken = time.perf_counter() - begun
    latencies.sort()
    return Measured(
        len(requests) / taken, latencies[len(latencies) // 2], latencies[int(len(latencies) * 0.99)]
    )
