"""Installing the app by OAuth: what may be asked for, codes, tokens that live for a while.

As Slack does it: https://docs.slack.dev/authentication/installing-with-oauth (a code lives ten
minutes and is good for one exchange; the redirect URL must begin with a registered one) and
https://docs.slack.dev/authentication/using-token-rotation (12 hours; a refresh token is good for
one exchange).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playground.ids import Ids
from playground.scopes import ALL_SCOPES
from playground.types import Refused

CODE_SECONDS = 600.0
TOKEN_SECONDS = 43_200


@dataclass(frozen=True)
class Client:
    """What the app is known by; of one app in several workspaces the same everywhere."""

    id: str
    secret: str
    redirect_urls: tuple[str, ...] = ()
    rotates: bool = False


@dataclass
class Code:
    """Somebody said yes: what the app may now fetch a token for, once. `until`: epoch seconds."""

    redirect_uri: str
    scopes: frozenset[str]
    person: str
    until: float


@dataclass
class Tokens:
    """Secrets of the app. `revoked` bot tokens answer token_revoked.

    With rotation, `expires_at` is when `bot` stops working (epoch s of the play clock), `older`
    the tokens that still work, by when they stop, and `refresh` what a new one is given for.
    """

    bot: str
    app: str
    signing: str
    revoked: bool = False
    expires_at: float | None = None
    refresh: str = ""
    older: dict[str, float] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def is_bot(self, token: str) -> bool:
        """Whether this is, or was, a bot token of the app."""
        return bool(token) and (token == self.bot or token in self.older)

    def is_expired(self, token: str, now: float) -> bool:
        """Whether a bot token's time is over."""
        ends = self.expires_at if token == self.bot else self.older.get(token)
        return ends is not None and ends <= now


def check_request(client: Client, given: dict[str, str], manifest_scopes: frozenset[str]) -> None:
    """What Slack looks at before it asks the person. Refused with the code that its page shows."""
    if given.get("client_id") != client.id:
        raise Refused("invalid_client_id")
    redirect_uri = given.get("redirect_uri", "")
    if redirect_uri and not _registered(client, redirect_uri):
        raise Refused("bad_redirect_uri")
    if not redirect_uri and not client.redirect_urls:
        raise Refused("bad_redirect_uri")
    asked = scopes_of(given.get("scope", ""))
    if not asked and not given.get("user_scope"):
        raise Refused("no_scopes")
    # The playground's app has no scopes for acting as a person.
    if asked - set(ALL_SCOPES) or asked - manifest_scopes or given.get("user_scope"):
        raise Refused("invalid_scope")


def scopes_of(words: str) -> frozenset[str]:
    """Scopes as they stand in an address, by commas or spaces."""
    return frozenset(part for part in words.replace(" ", ",").split(",") if part)


def _registered(client: Client, uri: str) -> bool:
    """Same scheme, host and port as a registered URL, and the same path or one below it."""
    asked = urlsplit(uri)
    for known in client.redirect_urls:
        url = urlsplit(known)
        same = (url.scheme, url.netloc) == (asked.scheme, asked.netloc)
        path = url.path.rstrip("/")
        if same and (asked.path.rstrip("/") == path or asked.path.startswith(path + "/")):
            return not asked.fragment
    return False


def issue_code(tokens: Tokens, ids: Ids, given: dict[str, str], person: str, now: float) -> str:
    """The person said yes: a code for the app."""
    code = f"{ids.digits()}.{ids.digits()}.{ids.hex(64)}"
    tokens.codes[code] = Code(
        given.get("redirect_uri", ""), scopes_of(given["scope"]), person, now + CODE_SECONDS
    )
    return code


def redeem(tokens: Tokens, code: str, redirect_uri: str, now: float) -> Code:
    """Take a code in. Refused(invalid_code, bad_redirect_uri); it is gone either way."""
    found = tokens.codes.pop(code, None)
    if found is None or found.until <= now:
        raise Refused("invalid_code")
    if found.redirect_uri != redirect_uri:
        raise Refused("bad_redirect_uri")
    return found


def mint(tokens: Tokens, ids: Ids, client: Client, *, now: float, fresh: bool) -> None:
    """Give the app its token: `fresh` after it was removed; a rotating one in any case."""
    if not client.rotates:
        if fresh or not tokens.bot:
            tokens.bot = f"xoxb-{ids.digits()}-{ids.digits()}-{ids.token()}"
    else:
        if tokens.bot and not fresh:
            ends = now + TOKEN_SECONDS if tokens.expires_at is None else tokens.expires_at
            # Slack lets two tokens work at a time.
            tokens.older = {tokens.bot: ends}
        else:
            tokens.older = {}
        tokens.bot = f"xoxe.xoxb-1-{ids.token(120)}"
        tokens.refresh = f"xoxe-1-{ids.token(120)}"
        tokens.expires_at = now + TOKEN_SECONDS
    tokens.revoked = False
