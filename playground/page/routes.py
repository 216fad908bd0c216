"""All routes of the page's API."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from playground.ground import Ground
from playground.interactions import Interactor
from playground.model import Person
from playground.page import app_calls, driving, gathering, reading, talking
from playground.page.access import Action, body_of, endpoint
from playground.page.live import Live
from playground.samples import Plays
from playground.types import Json, Refused

CHANGES = ("archive", "unarchive", "delete", "share", "unshare", "rename", "topic", "purpose")


def page_routes(
    ground: Ground, interactor: Interactor, live: Live, plays: Plays
) -> list[BaseRoute]:
    """The routes under /page/api."""
    calls, tour, shows = app_calls.AppCalls(interactor), driving.TourCalls(live), _PlayCalls(plays)

    async def bootstrap(ground: Ground, person: Person, request: Request) -> Json:
        body = await reading.bootstrap(ground, person, request)
        return body | {"plays": plays.shapes(), "seq": live.seq}

    async def change(ground: Ground, person: Person, request: Request) -> Json:
        if request.path_params["what"] not in CHANGES:
            raise Refused("call_not_found", "There is no such call.")
        return await gathering.change(ground, person, request)

    message = "/channels/{channel}/messages/{ts}"
    table: list[tuple[str, str, Action]] = [
        ("GET", "/bootstrap", bootstrap),
        ("GET", "/people", reading.people),
        ("POST", "/people", gathering.add_person),
        ("PATCH", "/people/{person}", gathering.change_person),
        ("GET", "/channels", reading.channels),
        ("POST", "/channels", gathering.create),
        ("GET", "/channels/{channel}", reading.channel),
        ("GET", "/channels/{channel}/messages", reading.messages),
        ("POST", "/channels/{channel}/messages", talking.post_message),
        ("GET", "/channels/{channel}/threads/{ts}", reading.thread),
        ("POST", "/channels/{channel}/read", reading.mark_read),
        ("PATCH", message, talking.edit_message),
        ("DELETE", message, talking.delete_message),
        ("POST", message + "/reactions", talking.reaction),
        ("POST", "/channels/{channel}/join", gathering.join),
        ("POST", "/channels/{channel}/leave", gathering.leave),
        ("POST", "/channels/{channel}/invite", gathering.invite),
        ("POST", "/channels/{channel}/kick", gathering.kick),
        ("POST", "/channels/{channel}/{what}", change),
        ("POST", "/dms", gathering.direct),
        ("GET", "/search", reading.search),
        ("GET", "/permalink", reading.permalink),
        ("POST", "/files", talking.upload),
        ("GET", "/files/{file}", reading.file),
        ("DELETE", "/files/{file}", talking.delete_file),
        ("GET", "/commands", calls.commands),
        ("POST", "/commands", calls.command),
        ("POST", "/shortcuts/message", calls.message_shortcut),
        ("POST", "/shortcuts/global", calls.global_shortcut),
        ("POST", "/actions", calls.action),
        ("POST", "/options", calls.options),
        ("POST", "/home", app_calls.open_home),
        ("GET", "/modals", app_calls.modals),
        ("POST", "/views/{view}/submit", calls.submit),
        ("POST", "/views/{view}/close", calls.close),
        ("POST", "/app", app_calls.app),
        ("GET", "/clock", driving.clock),
        ("POST", "/clock", driving.clock),
        ("GET", "/faults", driving.faults),
        ("POST", "/faults", driving.set_fault),
        ("DELETE", "/faults", driving.clear_faults),
        ("DELETE", "/faults/{fault:int}", driving.clear_faults),
        ("GET", "/traffic", driving.traffic),
        ("DELETE", "/traffic", driving.clear_traffic),
        ("GET", "/tour", tour.get),
        ("PUT", "/tour", tour.put),
        ("PATCH", "/tour/{step}", tour.step),
        ("GET", "/plays", shows.list),
        ("POST", "/plays/{play}", shows.do),
    ]
    return [
        Route("/page/api" + path, endpoint(ground, action), methods=[verb])
        for verb, path, action in table
    ]


class _PlayCalls:
    """Sample talk: list, start, pause, stop, speed."""

    def __init__(self, plays: Plays) -> None:
        self._plays = plays

    async def list(self, ground: Ground, person: Person, request: Request) -> Json:
        """All plays."""
        return {"plays": self._plays.shapes()}

    async def do(self, ground: Ground, person: Person, request: Request) -> Json:
        """Drive one play."""
        body = await body_of(request)
        speed = body.get("speed")
        if speed is not None and (not isinstance(speed, int | float) or speed <= 0):
            raise Refused("invalid_arguments", "speed must be more than 0.")
        play = self._plays.do(request.path_params["play"], body.get("do"), speed, person.id)
        return {"play": play}
