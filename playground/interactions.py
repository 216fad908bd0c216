"""What people do with the app: commands, shortcuts, actions, suggestions, forms. Makes the
payloads, reads the answers.
"""

from __future__ import annotations

import asyncio
from typing import Any

from playground.blocks_ids import find_element
from playground.ground import Ground
from playground.model import Channel, Message, Person
from playground.payloads import Payloads, Place
from playground.responses import answer_in_place
from playground.submissions import apply_response
from playground.types import Json, Refused
from playground.values import action_shape, own_checks, own_options, state_values

_WHY = {
    "timeout": ("operation_timeout", "The app did not answer in time."),
    "not_connected": ("not_connected", "The app is not connected."),
}


def _failure(error: str | None, subject: str = "") -> Refused:
    code, sentence = _WHY.get(error or "", ("dispatch_failed", "The app could not be reached."))
    return Refused(code, f"{subject} failed: {sentence}" if subject else sentence)


class Interactor:
    """Acts for people. Every method raises Refused with a sentence when the app did not
    acknowledge.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._payloads = Payloads(ground)
        self._suggested: dict[tuple[str, str], list[Json]] = {}

    async def command(self, person: Person, channel: Channel, line: str) -> None:
        """A slash command as typed (`/ba digest`)."""
        name, _, text = line.strip().partition(" ")
        known = {str(c.get("command")): c for c in self._ground.manifest.commands}
        if name not in known or "commands" not in self._ground.scopes:
            raise Refused("command_not_found", f"{name} is not a valid command.")
        self._require_app(interactive=False)
        escape = bool(known[name].get("should_escape"))
        payload = self._payloads.command(person, channel, name, text.strip(), escape)
        answer = await self._ground.pump.interaction("slash_commands", name, payload)
        if not answer.ok:
            raise _failure(answer.error, name)
        if answer.body:
            body = {"text": answer.body} if isinstance(answer.body, str) else answer.body
            answer_in_place(self._ground, Place(channel, person), body)

    async def shortcut(
        self, person: Person, callback_id: str, channel: Channel | None, message: Message | None
    ) -> None:
        """A message shortcut (with channel and message) or a global one."""
        kind = "message" if message else "global"
        known = [s for s in self._ground.manifest.shortcuts if s.get("type") == kind]
        if all(s.get("callback_id") != callback_id for s in known):
            raise Refused("shortcut_not_found", f"The app has no {kind} shortcut {callback_id}.")
        self._require_app()
        if channel and message:
            payload = self._payloads.message_shortcut(person, callback_id, channel, message)
        else:
            payload = self._payloads.global_shortcut(person, callback_id)
        answer = await self._ground.pump.interaction("interactive", payload["type"], payload)
        if not answer.ok:
            raise _failure(answer.error)

    async def act(
        self, person: Person, place: Place, block_id: str, action_id: str, value: Any, state: Json
    ) -> None:
        """Press or choose something in a message or view."""
        self._require_app()
        blocks = place.blocks()
        element = self._element(blocks, block_id, action_id)
        ws = self._ground.workspace
        values = state_values(ws, blocks, _with(state, block_id, action_id, value), self._options)
        action = action_shape(ws, block_id, element, value, self._options)
        if place.view:
            place.view.values = values
        payload = self._payloads.block_actions(person, place, [action], values)
        answer = await self._ground.pump.interaction("interactive", "block_actions", payload)
        if not answer.ok:
            raise _failure(answer.error)

    async def suggest(
        self, person: Person, place: Place, block_id: str, action_id: str, query: str
    ) -> Json:
        """Options for an external select. Out: options and option_groups."""
        self._require_app()
        self._element(place.blocks(), block_id, action_id)
        payload = self._payloads.suggestion(person, place, block_id, action_id, query)
        answer = await self._ground.pump.interaction("interactive", "block_suggestion", payload)
        if not answer.ok or not isinstance(answer.body, dict):
            raise _failure(answer.error)
        groups: list[Json] = answer.body.get("option_groups") or []
        options: list[Json] = answer.body.get("options") or []
        if len(options) > 100 or len(groups) > 100:
            raise Refused("dispatch_failed", "The app offered more than 100 options.")
        both = options + [o for g in groups for o in g.get("options") or []]
        self._suggested.setdefault((block_id, action_id), []).extend(both)
        return {"options": options, "option_groups": groups}

    async def submit(self, person: Person, view_id: str, state: Json) -> Json:
        """Send a form. Out: response_action and errors (API.md)."""
        self._require_app()
        views = self._ground.views
        view = views.find(view_id)
        if view.person != person.id or view not in views.stack(person.id)[-1:]:
            raise Refused("not_found", "That form is not open any more.")
        blocks = view.given["blocks"]
        view.values = state_values(self._ground.workspace, blocks, state, self._options)
        problems = own_checks(blocks, view.values)
        if problems:
            return {"response_action": "errors", "errors": problems}
        payload = self._payloads.submission(person, view)
        answer = await self._ground.pump.interaction("interactive", "view_submission", payload)
        if not answer.ok:
            raise _failure(answer.error)
        return apply_response(self._ground, view, answer.body)

    def close(self, person: Person, view_id: str, clear: bool) -> None:
        """Close a form; the app hears of it where the view says notify_on_close."""
        view = self._ground.views.find(view_id)
        if view.person != person.id:
            raise Refused("not_found", "That form is not open any more.")
        for closed in self._ground.views.close(view, clear):
            if closed.given.get("notify_on_close") and self._ground.workspace.installed:
                payload = self._payloads.closed(person, closed, clear)
                self._ground.pump.start(self._send_closed(payload))

    async def _send_closed(self, payload: Json) -> None:
        await self._ground.pump.interaction("interactive", "view_closed", payload)
        await asyncio.sleep(0)

    def _require_app(self, interactive: bool = True) -> None:
        if not self._ground.workspace.installed:
            raise Refused("dispatch_failed", "The app is not installed.")
        if interactive and not self._ground.manifest.interactivity:
            raise Refused("dispatch_failed", "This app is not configured for interactivity.")

    def _element(self, blocks: list[Json], block_id: str, action_id: str) -> Json:
        found = find_element(blocks, block_id, action_id)
        if found is None:
            raise Refused("element_not_found", "That is not there any more.")
        found = dict(found)
        found["block_id"] = block_id
        return found

    def _options(self, element: Json) -> list[Json]:
        found = own_options(element)
        for (_, action_id), options in self._suggested.items():
            if action_id == element.get("action_id"):
                found = found + options
        return found


def _with(state: Json, block_id: str, action_id: str, value: Any) -> Json:
    if value is None:
        return state
    merged = {key: dict(entry) for key, entry in state.items()}
    merged.setdefault(block_id, {})[action_id] = value
    return merged
