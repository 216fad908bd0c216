"""Adding the bot to a workspace: Bolt's OAuth flow on our own store, with pages in our words."""

from __future__ import annotations

import html
import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.errors import StartError
from bot.manifest import REDIRECT_PATH, granted_scopes
from bot.settings import Settings
from bot.slack.installations import Installations
from bot.slack.vault import Vault
from bot.texts import installing as texts

log = logging.getLogger(__name__)


def _quiet() -> logging.Logger:
    """For Bolt's own parts, which would log codes and states: we say ourselves what went wrong."""
    return logging.Logger("bolt's OAuth", level=logging.CRITICAL)


INSTALL_PATH = "/slack/install"
# Of so many tokens is it remembered whose they are.
REMEMBERED = 10_000
# How long somebody may take between our page and Slack's answer.
STATE_SECONDS = 600

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto;
padding: 0 1.5rem; color: #1d2b33; background: #fff }} h1 {{ font-size: 1.5rem }}
a {{ color: #2f4858 }}</style></head>
<body><main><h1>{head}</h1>{rest}</main></body></html>
"""
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def require_many(settings: Settings) -> Vault:
    """The vault for tokens; raises StartError for what is missing to serve many workspaces."""
    if settings.slack_bot_token.get_secret_value():
        raise StartError(
            "Both SLACK_BOT_TOKEN (one workspace) and SLACK_CLIENT_ID (many) are set:"
            " take one of them away."
        )
    if not settings.slack_client_secret.get_secret_value():
        raise StartError(
            "SLACK_CLIENT_SECRET is missing: it stands under “Basic Information”,"
            " “App Credentials” of your app on api.slack.com/apps."
        )
    url = urlsplit(settings.public_url)
    # Slack asks for https; a playground on this machine does not.
    is_here = url.scheme == "http" and url.hostname in ("localhost", "127.0.0.1", "::1")
    if not url.hostname or (url.scheme != "https" and not is_here):
        raise StartError(
            "BA_PUBLIC_URL must be the https:// address under which people reach the bot:"
            " Slack sends them back there when they add it."
        )
    keys = settings.token_keys.get_secret_value().split(",")
    return Vault([key.strip() for key in keys if key.strip()])


def make_installations(
    settings: Settings, engine: AsyncEngine, client: AsyncWebClient, clock: Clock
) -> Installations:
    """The store of installations. ``client``: one without a token. Raises StartError."""
    vault = require_many(settings)
    rotator = AsyncTokenRotator(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        client=client,
    )
    return Installations(settings.slack_client_id, engine, vault, rotator, clock)


def make_authorize(installations: Installations) -> AsyncInstallationStoreAuthorize:
    """What Bolt asks for a token: of the bot alone, with Slack's answer about it remembered."""
    authorize = AsyncInstallationStoreAuthorize(
        logger=_quiet(), installation_store=installations, bot_only=True, cache_enabled=True
    )
    authorize.authorize_result_cache = _Newest()
    return authorize


class _Newest(dict[str, AuthorizeResult]):
    """What was remembered last: tokens that rotate leave their answers behind."""

    def __setitem__(self, token: str, result: AuthorizeResult) -> None:
        """Remember an answer, forget the oldest beyond ``REMEMBERED``."""
        super().__setitem__(token, result)
        while len(self) > REMEMBERED:
            del self[next(iter(self))]


def make_flow(
    settings: Settings, installations: Installations, client: AsyncWebClient
) -> AsyncOAuthFlow:
    """Bolt's OAuth flow under /slack/install and /slack/oauth_redirect."""
    api = settings.slack_api_url.rstrip("/").removesuffix("/api")
    made = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=sorted(granted_scopes()),
        user_scopes=[],
        redirect_uri=settings.public_url.rstrip("/") + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=f"{api}/oauth/v2/authorize",
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=AsyncSQLAlchemyOAuthStateStore(STATE_SECONDS, installations.engine, _quiet()),
        state_expiration_seconds=STATE_SECONDS,
        callback_options=AsyncCallbackOptions(success=_on_success, failure=_on_failure),
        logger=_quiet(),
    )
    return _Flow(client=client, logger=_quiet(), settings=made)


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, whose first page is in our words too."""

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """The page with the button that leads to Slack."""
        return _page(texts.BEGIN, link=(url, texts.BEGIN_LINK))


def _page(words: Sequence[str], *, link: tuple[str, str] | None = None) -> str:
    head, *rest = (html.escape(line) for line in words)
    lines = [f"<p>{line}</p>" for line in rest]
    if link is not None:
        lines.append(f'<p><a href="{html.escape(link[0])}">{html.escape(link[1])}</a></p>')
    return _PAGE.format(title=texts.TITLE, head=head, rest="".join(lines))


async def _on_success(args: AsyncSuccessArgs) -> BoltResponse:
    name = args.installation.team_name or args.installation.enterprise_name
    return BoltResponse(
        status=200,
        headers={**_HEADERS, **_forget_state(args)},
        body=_page(texts.installed(name or texts.NO_WORKSPACE)),
    )


async def _on_failure(args: AsyncFailureArgs) -> BoltResponse:
    log.info("an installation did not come about: %s", args.reason[:40])
    return BoltResponse(
        status=args.suggested_status_code,
        headers={**_HEADERS, **_forget_state(args)},
        body=_page(texts.failed(args.reason), link=(INSTALL_PATH, texts.AGAIN_LINK)),
    )


def _forget_state(args: AsyncSuccessArgs | AsyncFailureArgs) -> dict[str, str]:
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    return {"Set-Cookie": cookie}
