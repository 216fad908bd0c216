"""Slack: tokens, scopes, the clock, and the way by which events come."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.doctor.findings import Finding, care, skipped, well, wrong
from bot.doctor.workspaces import look_at_workspaces
from bot.manifest import EVENTS_PATH, granted_scopes
from bot.settings import Settings

# Slack refuses signatures that are five minutes old; a minute is a clock that runs wrong.
SKEW_CARE, SKEW_WRONG = 5.0, 60.0
_SECONDS = aiohttp.ClientTimeout(total=10)
_UNREACHABLE = (aiohttp.ClientError, TimeoutError, OSError, SlackClientError)
_CHALLENGE = "ba-doctor"


async def look_at_slack(settings: Settings, clock: Clock, url: str) -> list[Finding]:
    """Everything about Slack; ``url`` is the bot's public address when it runs by HTTP."""
    async with aiohttp.ClientSession(timeout=_SECONDS) as http:
        client = AsyncWebClient(
            base_url=settings.slack_api_url, session=http, timeout=10, retry_handlers=[]
        )
        if settings.serves_many:
            findings = await look_at_workspaces(settings, http, clock)
        else:
            findings = await _bot_token(client, settings, clock)
            findings.append(await _socket(client, settings, url))
        findings.append(await _address(http, settings, clock, url))
        return findings


async def _bot_token(client: AsyncWebClient, settings: Settings, clock: Clock) -> list[Finding]:
    subject = "Bot token"
    token = settings.slack_bot_token.get_secret_value()
    where = "It begins with xoxb- and stands under “OAuth & Permissions” of the app."
    if not token:
        return [wrong(subject, "SLACK_BOT_TOKEN is missing.", where)]
    try:
        answer = await client.auth_test(token=token)
    except SlackApiError as error:
        code = error.response.get("error", "unknown error")
        todo = f"Copy SLACK_BOT_TOKEN again. {where}"
        return [
            wrong(subject, f"Slack does not accept it ({code}).", todo),
            *_clock(error.response.headers, clock),
        ]
    except _UNREACHABLE as error:
        return [_unreachable(settings, error)]
    data: Any = answer.data
    name = f"{data.get('user', 'the bot')} in {data.get('team', 'the workspace')}"
    return [
        well(subject, f"Slack knows it: {name}."),
        _scopes(answer.headers),
        *_clock(answer.headers, clock),
    ]


def _unreachable(settings: Settings, error: Exception) -> Finding:
    return wrong(
        "Slack",
        f"{settings.slack_api_url} cannot be reached ({type(error).__name__}).",
        "Check the network, a proxy, and BA_SLACK_API_URL.",
    )


def _header(headers: Mapping[str, Any], name: str) -> str:
    found = next((value for key, value in headers.items() if key.lower() == name), "")
    return str(found[0] if isinstance(found, list) and found else found or "")


def _scopes(headers: Mapping[str, Any]) -> Finding:
    subject = "Scopes"
    given = _header(headers, "x-oauth-scopes")
    if not given:
        return skipped(subject, "Slack did not say which scopes were granted.")
    granted = {scope.strip() for scope in given.split(",")}
    needed = granted_scopes()
    if missing := sorted(needed - granted):
        return wrong(
            subject,
            f"not granted: {', '.join(missing)}.",
            "Paste app.yaml under “App Manifest” again, then reinstall the app.",
        )
    if more := sorted(granted - needed):
        return care(
            subject,
            f"all {len(needed)} are granted, and more than Ba needs: {', '.join(more)}.",
            "Take those away under “OAuth & Permissions”.",
        )
    return well(subject, f"all {len(needed)} of app.yaml are granted.")


def _clock(headers: Mapping[str, Any], clock: Clock) -> list[Finding]:
    try:
        theirs = parsedate_to_datetime(_header(headers, "date"))
    except ValueError:
        return [skipped("Clock", "Slack did not say what time it is.")]
    skew = (clock.now() - theirs.astimezone(UTC)).total_seconds()
    return [_skew(skew)]


def _skew(seconds: float) -> Finding:
    way = "ahead of" if seconds > 0 else "behind"
    off = abs(seconds)
    if off < SKEW_CARE:
        return well("Clock", f"within {SKEW_CARE:.0f} seconds of Slack's.")
    meaning = f"{off:.0f} seconds {way} Slack's."
    todo = "Let the machine set its clock by NTP; Slack refuses requests five minutes off."
    return (wrong if off >= SKEW_WRONG else care)("Clock", meaning, todo)


async def _socket(client: AsyncWebClient, settings: Settings, url: str) -> Finding:
    subject = "Socket Mode"
    token = settings.slack_app_token.get_secret_value()
    signing = settings.slack_signing_secret.get_secret_value()
    where = "It begins with xapp- and is made under “Basic Information”, “App-Level Tokens”."
    if not token:
        if url or signing:
            return skipped(subject, "no SLACK_APP_TOKEN; events come by HTTP.")
        return wrong(subject, "SLACK_APP_TOKEN is missing: no event can come.", where)
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        code = error.response.get("error", "unknown error")
        todo = f"Give the token connections:write and switch on Socket Mode. {where}"
        return wrong(subject, f"Slack opens no socket ({code}).", todo)
    except _UNREACHABLE as error:
        return _unreachable(settings, error)
    return well(subject, "Slack opens a socket.")


async def _address(
    http: aiohttp.ClientSession, settings: Settings, clock: Clock, url: str
) -> Finding:
    subject = "HTTP"
    secret = settings.slack_signing_secret.get_secret_value()
    if not url:
        return skipped(subject, "not looked at; say --url with the public address to try it.")
    if not secret:
        return wrong(
            subject,
            "SLACK_SIGNING_SECRET is missing.",
            "It stands under “Basic Information”, “App Credentials”.",
        )
    endpoint = url.rstrip("/").removesuffix(EVENTS_PATH) + EVENTS_PATH
    try:
        body, headers = _challenge(secret, clock.now())
        async with http.post(endpoint, data=body, headers=headers) as answer:
            text = await answer.text()
    except (*_UNREACHABLE, ValueError) as error:
        todo = "Is `ba run --http` running, and does the address lead to it?"
        return wrong(subject, f"{endpoint} does not answer ({type(error).__name__}).", todo)
    if answer.status == 200 and _CHALLENGE in text:
        return well(subject, f"{endpoint} answers a signed request.")
    todo = "Compare SLACK_SIGNING_SECRET here and there; look at what stands between."
    return wrong(subject, f"{endpoint} answers {answer.status} to a signed request.", todo)


def _challenge(secret: str, now: datetime) -> tuple[str, dict[str, str]]:
    """A request as Slack sends it to check an address, signed."""
    body = json.dumps({"type": "url_verification", "challenge": _CHALLENGE, "token": "unused"})
    stamp = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return body, {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }
