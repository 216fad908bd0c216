"""Views that people have before them: stacks of modals and Home tabs."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from playground.blocks_ids import with_ids
from playground.model import Fact
from playground.types import Json, Refused
from playground.workspace import Workspace

MAX_STACK = 3
"""Modals that may lie on each other."""


@dataclass(slots=True)
class OpenView:
    """A view as it is shown. `given` is the view as the app sent it, `values` what was filled in
    last.
    """

    id: str
    person: str
    given: Json
    root: str
    previous: str | None
    hash: str
    values: Json = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Modal or home."""
        return str(self.given["type"])


class Views:
    """All views. Opening, pushing, updating, publishing and closing publish the facts `modals` and
    `home`.
    """

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[str, OpenView] = {}

    def stack(self, person: str) -> list[OpenView]:
        """The person's modals, bottom first."""
        return list(self._stacks.get(person, []))

    def home(self, person: str) -> OpenView | None:
        """The person's Home, if one was published."""
        return self._homes.get(person)

    def find(self, key: str, external: bool = False) -> OpenView:
        """The open view with this id (or external id). Refused(not_found)."""
        for view in self._all():
            if key == (view.given.get("external_id") if external else view.id):
                return view
        raise Refused("not_found", "That form is not open any more.")

    def _all(self) -> list[OpenView]:
        return [v for stack in self._stacks.values() for v in stack] + list(self._homes.values())

    def open(self, person: str, view: Json) -> OpenView:
        """Show a modal; it replaces what was open."""
        self._check_external(view)
        made = self._make(person, view, None)
        self._stacks[person] = [made]
        self._tell(person)
        return made

    def push(self, person: str, view: Json, onto: str | None) -> OpenView:
        """Put a modal on the stack that holds the view `onto`. Refused: not_found,
        push_limit_reached.
        """
        stack = self._stacks.get(person, [])
        if onto is None or all(v.id != onto for v in stack):
            raise Refused("not_found")
        if len(stack) >= MAX_STACK:
            raise Refused("push_limit_reached")
        self._check_external(view)
        made = self._make(person, view, stack[-1])
        stack.append(made)
        self._tell(person)
        return made

    def update(self, view: OpenView, given: Json, hash_: str | None = None) -> OpenView:
        """Replace a view's content. Refused: hash_conflict, duplicate_external_id."""
        if hash_ is not None and hash_ != view.hash:
            raise Refused("hash_conflict")
        if given.get("external_id") != view.given.get("external_id"):
            self._check_external(given)
        view.given = _normal(self._ws, given)
        view.hash = self._hash()
        self._tell(view.person)
        return view

    def publish(self, person: str, given: Json, hash_: str | None = None) -> OpenView:
        """Set the person's Home. Refused: hash_conflict, duplicate_external_id."""
        there = self._homes.get(person)
        if there:
            return self.update(there, given, hash_)
        self._check_external(given)
        made = self._make(person, given, None)
        self._homes[person] = made
        self._tell(person)
        return made

    def close(self, view: OpenView, clear: bool) -> list[OpenView]:
        """Close the view (and those above it), or the whole stack. Out: what was closed, top
        first.
        """
        stack = self._stacks.get(view.person, [])
        if view not in stack:
            return []
        start = 0 if clear or view.given.get("clear_on_close") else stack.index(view)
        closed = stack[start:][::-1]
        self._stacks[view.person] = stack[:start]
        self._tell(view.person)
        return closed

    def clear_all(self) -> None:
        """Close everything (the app is gone)."""
        people = {v.person for v in self._all()}
        self._stacks.clear()
        self._homes.clear()
        for person in people:
            self._tell(person, home=True)

    def shape(self, view: OpenView) -> Json:
        """Slack's view object."""
        given = copy.deepcopy(view.given)
        shape: Json = {"id": view.id, "team_id": self._ws.id, **given}
        for name, default in _DEFAULTS.items():
            shape.setdefault(name, default)
        return shape | {
            "state": {"values": copy.deepcopy(view.values)},
            "hash": view.hash,
            "previous_view_id": view.previous,
            "root_view_id": view.root,
            "app_id": self._ws.app_id,
            "app_installed_team_id": self._ws.id,
            "bot_id": self._ws.bot_id,
        }

    def page_shape(self, view: OpenView) -> Json:
        """The same for the page, which also wants to know whether there is a view below."""
        return self.shape(view) | {"has_previous": view.previous is not None}

    def _make(self, person: str, view: Json, below: OpenView | None) -> OpenView:
        key = self._ws.ids.new("V")
        root = below.root if below else key
        previous = below.id if below else None
        return OpenView(key, person, _normal(self._ws, view), root, previous, self._hash())

    def _check_external(self, view: Json) -> None:
        external = view.get("external_id")
        if external and any(v.given.get("external_id") == external for v in self._all()):
            raise Refused("duplicate_external_id")

    def _hash(self) -> str:
        return f"{int(self._ws.clock.now())}.{self._ws.ids.token(8)}"

    def _tell(self, person: str, home: bool = False) -> None:
        self._ws.publish(Fact("modals", person=person))
        if home or person in self._homes:
            self._ws.publish(Fact("home", person=person))


_DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


def _normal(ws: Workspace, view: Json) -> Json:
    given = copy.deepcopy(view)
    given["blocks"] = with_ids(ws, given.get("blocks") or [])
    return given
