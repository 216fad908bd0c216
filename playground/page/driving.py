"""Page calls that drive the playground itself: clock, faults, traffic, tour."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from starlette.requests import Request

from playground.faults import KINDS
from playground.ground import Ground
from playground.model import Person
from playground.page.access import body_of, word
from playground.page.live import Live
from playground.types import Json, Refused

GOODBYES = MappingProxyType(
    {"warning": "warning", "refresh": "refresh_requested", "link_disabled": "link_disabled"}
)
"""Faults that make the sockets go politely, and the reason they are told."""


async def clock(ground: Ground, person: Person, request: Request) -> Json:
    """Read the play clock, or change its speed or push it forward."""
    body = await body_of(request) if request.method == "POST" else {}
    if "speed" in body:
        ground.clock.set_speed(_number(body, "speed"))
    if "advance" in body:
        ground.clock.advance(_number(body, "advance"))
    return {"clock": ground.clock.shape()}


def _number(body: Json, name: str) -> float:
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise Refused("invalid_arguments", f"{name} must be a number of 0 or more.")
    return float(value)


def _faults(ground: Ground) -> Json:
    return {"faults": [f.shape() for f in ground.faults.active()]}


async def faults(ground: Ground, person: Person, request: Request) -> Json:
    """Which faults are on, and which there are."""
    kinds = [
        {"kind": kind, "title": title, "targets": targets, "fields": list(fields)}
        for kind, (targets, title, fields) in KINDS.items()
    ]
    return _faults(ground) | {"kinds": kinds, "rate_limits": ground.limits.enabled}


async def set_fault(ground: Ground, person: Person, request: Request) -> Json:
    """Switch a fault on."""
    body = await body_of(request)
    if "rate_limits" in body:
        ground.limits.enabled = bool(body.pop("rate_limits"))
        if not body:
            return _faults(ground) | {"fault": None}
    kind, target = word(body, "kind"), str(body.get("target") or "*")
    fields: dict[str, Any] = {
        k: v for k, v in body.items() if k not in ("kind", "target") and v is not None
    }
    fault = await switch_on(ground, kind, target, **fields)
    return _faults(ground) | {"fault": fault}


async def switch_on(ground: Ground, kind: str, target: str = "*", **fields: Any) -> Json:
    """Switch a fault on; those about sockets act at once."""
    hub = ground.pump.hub
    fault = ground.faults.set(kind, target, **fields)
    if kind in GOODBYES or kind == "drop_sockets":
        ground.faults.clear(fault.id)
        if kind == "drop_sockets":
            hub.drop()
        else:
            await hub.say_goodbye(GOODBYES[kind])
    elif kind == "half_open":
        hub.freeze()
    return fault.shape()


async def clear_faults(ground: Ground, person: Person, request: Request) -> Json:
    """Switch one fault off, or all."""
    key = request.path_params.get("fault")
    frozen = ground.faults.is_on("half_open")
    ground.faults.clear(key)
    if frozen and not ground.faults.is_on("half_open"):
        ground.pump.hub.freeze(False)
    return _faults(ground)


async def traffic(ground: Ground, person: Person, request: Request) -> Json:
    """What went between the app and the playground."""
    query = request.query_params
    try:
        after, limit = int(query.get("after", 0)), int(query.get("limit", 200))
    except ValueError as problem:
        raise Refused("invalid_arguments", "after and limit are numbers.") from problem
    entries = ground.traffic.after(after, query.get("kind", ""), max(1, min(1000, limit)))
    return {"traffic": [e.shape() for e in entries], "last": ground.traffic.last}


async def clear_traffic(ground: Ground, person: Person, request: Request) -> Json:
    """Forget the traffic."""
    ground.traffic.clear()
    return {}


class TourCalls:
    """The guided tour, set by a driver program and shown by the page."""

    def __init__(self, live: Live) -> None:
        self._live = live

    async def get(self, ground: Ground, person: Person, request: Request) -> Json:
        """The tour as it stands."""
        return {"tour": ground.tour}

    async def put(self, ground: Ground, person: Person, request: Request) -> Json:
        """Set a tour, or end it with no steps."""
        body = await body_of(request)
        steps = body.get("steps")
        if not isinstance(steps, list):
            raise Refused("invalid_arguments", "steps is missing.")
        made = [
            {
                "id": word(step, "id"),
                "title": word(step, "title"),
                "text": str(step.get("text") or ""),
                "target": step.get("target"),
                "done": bool(step.get("done")),
            }
            for step in steps
        ]
        tour: Json = {"title": str(body.get("title") or ""), "steps": made}
        return self._set(ground, tour if made else None)

    async def step(self, ground: Ground, person: Person, request: Request) -> Json:
        """Mark a step as done, or not."""
        body, tour = await body_of(request), ground.tour
        steps = tour["steps"] if tour else []
        found = next((s for s in steps if s["id"] == request.path_params["step"]), None)
        if found is None:
            raise Refused("step_not_found", "There is no such step.")
        found["done"] = bool(body.get("done", True))
        return self._set(ground, tour)

    def _set(self, ground: Ground, tour: Json | None) -> Json:
        if tour is not None:
            tour["current"] = next((s["id"] for s in tour["steps"] if not s["done"]), None)
        ground.tour = tour
        self._live.tell("tour", tour=tour)
        return {"tour": tour}
