"""Page calls to the app: commands, shortcuts, actions, forms, Home; and installing it."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from playground import membership
from playground.ground import Ground
from playground.interactions import Interactor
from playground.model import Channel, Fact, Person
from playground.page.access import body_of, own_channel, word
from playground.page.shapes import BUILT_IN, commands_shape, home_shape, modals_shape
from playground.page.talking import say, shown_message
from playground.payloads import find_place
from playground.types import Json, Refused


class AppCalls:
    """The calls that need the interactor."""

    def __init__(self, interactor: Interactor) -> None:
        self._interactor = interactor

    async def commands(self, ground: Ground, person: Person, request: Request) -> Json:
        """The commands there are."""
        return {"commands": commands_shape(ground)}

    async def command(self, ground: Ground, person: Person, request: Request) -> Json:
        """Run a slash command."""
        body = await body_of(request)
        channel = own_channel(ground, person, word(body, "channel"))
        line = word(body, "text").strip()
        name, _, rest = line.partition(" ")
        if name in BUILT_IN:
            _built_in(ground, person, channel, name, rest.strip())
        else:
            await self._interactor.command(person, channel, line)
        return {}

    async def message_shortcut(self, ground: Ground, person: Person, request: Request) -> Json:
        """Run a message shortcut."""
        body = await body_of(request)
        channel, message = shown_message(ground, person, word(body, "channel"), word(body, "ts"))
        await self._interactor.shortcut(person, word(body, "callback_id"), channel, message)
        return {}

    async def global_shortcut(self, ground: Ground, person: Person, request: Request) -> Json:
        """Run a global shortcut."""
        body = await body_of(request)
        await self._interactor.shortcut(person, word(body, "callback_id"), None, None)
        return {}

    async def action(self, ground: Ground, person: Person, request: Request) -> Json:
        """Press or choose something."""
        body = await body_of(request)
        place = find_place(ground, person, body.get("container") or {})
        await self._interactor.act(
            person,
            place,
            word(body, "block_id"),
            word(body, "action_id"),
            body.get("value"),
            body.get("state") or {},
        )
        return {}

    async def options(self, ground: Ground, person: Person, request: Request) -> Json:
        """Suggestions for an external select."""
        body = await body_of(request)
        place = find_place(ground, person, body.get("container") or {})
        return await self._interactor.suggest(
            person,
            place,
            word(body, "block_id"),
            word(body, "action_id"),
            str(body.get("query") or ""),
        )

    async def submit(self, ground: Ground, person: Person, request: Request) -> Json:
        """Send a form."""
        body = await body_of(request)
        view = request.path_params["view"]
        out = await self._interactor.submit(person, view, body.get("state") or {})
        return out | {"modals": modals_shape(ground, person.id)}

    async def close(self, ground: Ground, person: Person, request: Request) -> Json:
        """Close a form."""
        body = await body_of(request)
        self._interactor.close(person, request.path_params["view"], bool(body.get("clear")))
        return {"modals": modals_shape(ground, person.id)}


def _built_in(ground: Ground, person: Person, channel: Channel, name: str, rest: str) -> None:
    """Slack's own commands."""
    ws = ground.workspace
    if name == "/me":
        say(ground, person, channel, rest, me=True)
    elif name == "/topic":
        membership.describe(ws, channel, person.id, "topic", rest)
    elif name == "/leave":
        membership.leave(ws, channel, person.id)
    elif name == "/archive":
        membership.archive(ws, channel, person.id)
    elif name == "/invite":
        for handle in rest.split():
            membership.join(ws, channel, ws.person(handle.strip("<>")).id, inviter=person.id)
    elif name == "/join":
        target = ws.channel(rest)
        if not ws.visible_to(person, target):
            raise Refused("channel_not_found", f"There is no channel {rest}.")
        membership.join(ws, target, person.id)


async def open_home(ground: Ground, person: Person, request: Request) -> Json:
    """Open the app's Home or Messages tab."""
    ws, body = ground.workspace, await body_of(request)
    tab = body.get("tab") or "home"
    if tab not in ("home", "messages"):
        raise Refused("invalid_arguments", "tab is home or messages.")
    if tab == "home" and not ground.manifest.home_tab:
        raise Refused("not_enabled", "The app has no Home tab.")
    channel, _ = ws.open_direct([ws.app_user, person.id], ws.app_user)
    home = ground.views.home(person.id)
    info = {"tab": tab, "view": ground.views.shape(home) if home else None}
    ws.publish(Fact("home_opened", channel=channel, person=person.id, info=info))
    return {"home": home_shape(ground, person.id)}


async def modals(ground: Ground, person: Person, request: Request) -> Json:
    """The person's open forms."""
    return {"modals": modals_shape(ground, person.id)}


async def app(ground: Ground, person: Person, request: Request) -> Json:
    """Install or remove the app, disturb its sockets, set its request URL or scopes."""
    body = await body_of(request)
    if "installed" in body:
        if body["installed"]:
            membership.install(ground.workspace)
            ground.tokens.revoked = False
        else:
            uninstall(ground)
    await _sockets(ground, body.get("sockets"))
    if "request_url" in body:
        await set_request_url(ground, body["request_url"])
    if "scopes" in body:
        scopes = body["scopes"]
        ground.scopes = ground.manifest.scopes if scopes is None else frozenset(map(str, scopes))
    return {"app": ground.app_shape(person.id)}


def uninstall(ground: Ground) -> None:
    """Remove the app and everything it shows."""
    membership.uninstall(ground.workspace)
    ground.views.clear_all()


async def set_request_url(ground: Ground, url: str | None) -> None:
    """Go over to HTTP (after url_verification), or back to sockets."""
    if url is None:
        ground.pump.http.request_url = None
    else:
        await ground.pump.http.verify(url)
    ground.workspace.publish(Fact("app_changed"))


async def _sockets(ground: Ground, what: object) -> None:
    hub = ground.pump.hub
    if what == "drop":
        hub.drop()
    elif what == "warn":
        await hub.say_goodbye("warning")
    elif what == "refresh":
        await hub.say_goodbye("refresh_requested")
    elif what is not None:
        raise Refused("invalid_arguments", "sockets is drop, warn or refresh.")
    await asyncio.sleep(0)
