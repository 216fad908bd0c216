"""Installing by OAuth: each row is an error that Slack gives, or something that its tokens do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from playground.harness import Playground, running
from playground.types import Json
from tests.playground.conftest import MANIFEST

HOME = "https://ba.example.org/slack/oauth_redirect"


def _manifest(**settings: Any) -> Json:
    oauth = {**MANIFEST["oauth_config"], "redirect_urls": [HOME]}
    return {**MANIFEST, "oauth_config": oauth, "settings": {**MANIFEST["settings"], **settings}}


@pytest.fixture
async def place() -> AsyncIterator[Playground]:
    async with running(_manifest(), start=1_700_000_000, speed=0) as made:
        yield made


@pytest.fixture
async def rotating() -> AsyncIterator[Playground]:
    manifest = _manifest(token_rotation_enabled=True)
    async with running(manifest, start=1_700_000_000, speed=0) as made:
        yield made


def _asked(place: Playground, **given: str | None) -> dict[str, str]:
    usual = {
        "client_id": place.ground.client.id,
        "scope": "chat:write,commands",
        "redirect_uri": HOME,
        "state": "abc",
    }
    return {key: value for key, value in (usual | given).items() if value is not None}


async def _page(place: Playground, **given: str | None) -> tuple[int, str]:
    url = f"{place.url}/oauth/v2/authorize"
    async with (
        aiohttp.ClientSession() as http,
        http.get(url, params=_asked(place, **given)) as answer,
    ):
        return answer.status, await answer.text()


async def _decide(place: Playground, decision: str = "allow", **given: str | None) -> str:
    """Where the person is sent back to."""
    url = f"{place.url}/oauth/v2/authorize"
    params = _asked(place, **given)
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, params=params, data={"decision": decision}, allow_redirects=False) as answer,
    ):
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"]


async def _code(place: Playground) -> str:
    return parse_qs(urlsplit(await _decide(place)).query)["code"][0]


async def _access(place: Playground, **given: str) -> Json:
    known = {"client_id": place.ground.client.id, "client_secret": place.ground.client.secret}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{place.api_url}oauth.v2.access", data=known | given) as answer,
    ):
        body: Json = await answer.json()
        return body


async def _test(place: Playground, token: str) -> Json:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{place.api_url}auth.test", headers=headers) as answer,
    ):
        body: Json = await answer.json()
        return body


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_id": None}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": "http://ba.example.org/slack/oauth_redirect"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{HOME}more"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{HOME}#part"}, "bad_redirect_uri"),
        ({"scope": None}, "no_scopes"),
        ({"scope": "chat:shout"}, "invalid_scope"),
        ({"scope": "chat:write", "user_scope": "chat:write"}, "invalid_scope"),
        ({"team": "T0SOMEWHERE"}, "invalid_team"),
        ({"as": "gil"}, "restricted_action"),
    ],
)
async def test_the_page_refuses(place: Playground, given: dict[str, Any], code: str) -> None:
    status, shown = await _page(place, **given)
    assert (status, code in shown) == (400, True)
    assert "<form" not in shown


async def test_scopes_that_the_manifest_lacks_are_refused() -> None:
    manifest = _manifest()
    manifest["oauth_config"]["scopes"] = {"bot": ["chat:write"]}
    async with running(manifest) as small:
        status, shown = await _page(small, scope="chat:write,commands")
        assert (status, "invalid_scope" in shown) == (400, True)


async def test_the_page_asks_and_sends_back(place: Playground) -> None:
    status, shown = await _page(place, redirect_uri=f"{HOME}/below")
    assert status == 200
    assert "chat:write" in shown
    assert "Allow" in shown
    allowed = urlsplit(await _decide(place))
    assert allowed.netloc == "ba.example.org"
    assert parse_qs(allowed.query)["state"] == ["abc"]
    denied = parse_qs(urlsplit(await _decide(place, "deny")).query)
    assert denied == {"error": ["access_denied"], "state": ["abc"]}


async def test_what_the_page_quotes_is_no_markup(place: Playground) -> None:
    _, shown = await _page(place, state='"><script>x</script>')
    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_id": ""}, "invalid_client_id"),
        ({"client_secret": "guess"}, "bad_client_secret"),
        ({"code": "1.2.3"}, "invalid_code"),
        ({"code": ""}, "invalid_code"),
        ({"redirect_uri": "https://ba.example.org/other"}, "bad_redirect_uri"),
        ({"redirect_uri": ""}, "bad_redirect_uri"),
        ({"grant_type": "password"}, "invalid_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "xoxe-1-x"}, "invalid_refresh_token"),
        ({"grant_type": "refresh_token"}, "invalid_refresh_token"),
    ],
)
async def test_access_refuses(place: Playground, given: dict[str, str], error: str) -> None:
    code = await _code(place)
    answer = await _access(place, **({"code": code, "redirect_uri": HOME} | given))
    assert (answer["ok"], answer["error"]) == (False, error)


async def test_a_code_is_good_for_ten_minutes_and_one_exchange(place: Playground) -> None:
    code = await _code(place)
    place.clock.advance(601)
    late = await _access(place, code=code, redirect_uri=HOME)
    assert late["error"] == "invalid_code"
    code = await _code(place)
    first = await _access(place, code=code, redirect_uri=HOME)
    assert first["ok"]
    assert first["scope"]
    again = await _access(place, code=code, redirect_uri=HOME)
    assert again["error"] == "invalid_code"


async def test_an_installation_answers_as_slack_does(place: Playground) -> None:
    went = urlsplit(await _decide(place, **{"as": "mari"}))
    answer = await _access(place, code=parse_qs(went.query)["code"][0], redirect_uri=HOME)
    ws = place.workspace
    assert answer["team"] == {"id": ws.id, "name": ws.name}
    assert (answer["token_type"], answer["bot_user_id"]) == ("bot", ws.app_user)
    assert answer["authed_user"] == {"id": ws.person("mari").id}
    assert "refresh_token" not in answer
    assert (await _test(place, answer["access_token"]))["team_id"] == ws.id


async def test_a_removed_app_comes_back_with_another_token(place: Playground) -> None:
    first = await _access(place, code=await _code(place), redirect_uri=HOME)
    same = await _access(place, code=await _code(place), redirect_uri=HOME)
    assert same["access_token"] == first["access_token"]
    place.uninstall()
    assert (await _test(place, first["access_token"]))["error"] == "account_inactive"
    back = await _access(place, code=await _code(place), redirect_uri=HOME)
    assert back["access_token"] != first["access_token"]
    assert (await _test(place, first["access_token"]))["error"] == "invalid_auth"
    assert (await _test(place, back["access_token"]))["ok"]


async def test_rotating_tokens_expire_and_are_renewed_once(rotating: Playground) -> None:
    place = rotating
    first = await _access(place, code=await _code(place), redirect_uri=HOME)
    assert first["expires_in"] == 43_200
    assert first["access_token"].startswith("xoxe.xoxb-")
    renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = await _access(place, **renew)
    assert second["ok"]
    assert second["token_type"] == "bot"
    assert (await _access(place, **renew))["error"] == "invalid_refresh_token"
    # Both work until their own time is over.
    assert (await _test(place, first["access_token"]))["ok"]
    place.clock.advance(43_201)
    assert (await _test(place, first["access_token"]))["error"] == "token_expired"
    assert (await _test(place, second["access_token"]))["error"] == "token_expired"


async def test_a_static_token_dies_twelve_hours_after_rotation_begins(
    rotating: Playground,
) -> None:
    old = rotating.bot_token
    await _access(rotating, code=await _code(rotating), redirect_uri=HOME)
    assert (await _test(rotating, old))["ok"]
    rotating.clock.advance(43_201)
    assert (await _test(rotating, old))["error"] == "token_expired"


async def test_secrets_also_come_by_basic_authentication(place: Playground) -> None:
    client = place.ground.client
    known = {"Authorization": aiohttp.encode_basic_auth(client.id, client.secret)}
    code = await _code(place)
    async with (
        aiohttp.ClientSession(headers=known) as http,
        http.post(
            f"{place.api_url}oauth.v2.access", data={"code": code, "redirect_uri": HOME}
        ) as answer,
    ):
        assert (await answer.json())["ok"]
