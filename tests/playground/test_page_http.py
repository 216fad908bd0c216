"""Requests as they come in: loopback only, whose page may ask, files, ways of giving arguments."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from playground.__main__ import main
from playground.harness import Playground
from playground.serving import bind, require_loopback


async def raw(
    place: Playground, path: str, headers: dict[str, str], verb: str = "GET"
) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(verb, place.url + path, headers=headers) as response,
    ):
        return response.status, await response.text()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:1"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:5000"}, 200),
    ],
)
@pytest.mark.parametrize("path", ["/page/api/people", "/", "/api/api.test"])
async def test_hosts_and_origins(
    place: Playground, headers: dict[str, str], status: int, path: str
) -> None:
    assert (await raw(place, path, headers))[0] == status


async def test_live_refuses_other_origins(place: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        for extra in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"{place.url}/page/live?as=mari", headers=extra)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{place.url}/page/live?as=nobody")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.1", "::", "example.com", ""])
def test_only_loopback_is_bound(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        require_loopback(host)
    with pytest.raises(ValueError, match="loopback only"):
        bind(host, 0)
    assert main(["--host", host]) == 2
    assert "loopback only" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_loopback_is_allowed(host: str) -> None:
    require_loopback(host)


def test_a_taken_port_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with bind("127.0.0.1", 0) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 2
    assert "in use" in capsys.readouterr().err


async def test_files_and_permalinks(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    done = await mari.upload("#shop-floor", "note.txt", "words", text="Look")
    message = done["message"]
    assert message["subtype"] == "file_share"
    status, content = await raw(place, message["files"][0]["url_private"], {})
    assert (status, content) == (200, "words")
    found = await mari.permalink(message["permalink"])
    assert found["ts"] == message["ts"]
    own = message["permalink"].replace("https://tanpopo.slack.com", place.url)
    assert (await mari.permalink(own))["channel"] == message["channel"]
    assert (await mari.search("look"))[0]["ts"] == message["ts"]
    await mari.call("DELETE", f"/files/{message['files'][0]['id']}")
    assert (await raw(place, message["files"][0]["url_private"], {}))[0] == 404


async def test_an_uploaded_page_cannot_run(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    done = await mari.upload(None, "evil.html", "<script>alert(1)</script>")
    url = place.url + done["files"][0]["url_private"]
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.headers["content-type"].startswith("text/plain")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in response.headers["content-security-policy"]


async def test_the_app_downloads_with_its_token(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    await mari.invite("#shop-floor", "app")
    done = await mari.upload("#shop-floor", "note.txt", "words")
    file = place.workspace.files[done["files"][0]["id"]]
    path = f"/files-pri/{place.workspace.id}-{file.id}/note.txt"
    token = {"Authorization": f"Bearer {place.bot_token}"}
    assert (await raw(place, path, token))[1] == "words"
    assert "Sign in" in (await raw(place, path, {}))[1]


async def test_arguments_by_json_form_and_query(place: Playground) -> None:
    token = {"Authorization": f"Bearer {place.bot_token}"}
    user = place.workspace.app_user
    cases: list[tuple[dict[str, Any], str | None]] = [
        ({"json": {"user": user}, "headers": token}, None),
        ({"data": {"user": user}, "headers": token}, None),
        ({"data": {"user": user, "token": place.bot_token}}, None),
        ({"params": {"user": user, "token": place.bot_token}}, None),
        ({"json": {"user": user, "token": place.bot_token}}, "not_authed"),
        (
            {"data": b"[1]", "headers": token | {"Content-Type": "application/json"}},
            "json_not_object",
        ),
        ({"data": b"{", "headers": token | {"Content-Type": "application/json"}}, "invalid_json"),
        ({"data": b"x", "headers": token | {"Content-Type": "text/csv"}}, "invalid_post_type"),
    ]
    async with aiohttp.ClientSession() as session:
        for given, error in cases:
            async with session.post(place.api_url + "users.info", **given) as response:
                body = await response.json()
            assert body.get("error") == error, (given, body)
        async with session.get(
            place.api_url + "users.info", params={"user": user}, headers=token
        ) as got:
            assert (await got.json())["ok"]
        async with session.post(place.api_url + "nope", headers=token) as got:
            assert got.status == 404
            assert (await got.json())["error"] == "unknown_method"
