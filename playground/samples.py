"""Sample talk: reads `samples/*.yaml` (API.md says how they look) and plays them on the play
clock.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground import membership
from playground.ground import Ground
from playground.model import Channel, Message, Person
from playground.mrkdwn import rich_text, typed
from playground.page.live import Live
from playground.page.talking import say, store_file
from playground.sample_format import Line, Sample, load_samples
from playground.talk import delete, edit, react
from playground.types import Json, Refused

SAMPLES = Path(__file__).parent / "samples"
"""Where the sample talk is."""


@dataclass(order=True)
class Step:
    """One thing to do `at` seconds after the start; `order` keeps equals in the order of the
    file.
    """

    at: float
    order: int
    what: str = field(compare=False)
    line: Line = field(compare=False)
    info: Json = field(compare=False, default_factory=dict)


@dataclass(eq=False)
class Play:
    """A play and how far it is. `speed` divides the times of the file, on top of the play clock's
    own speed.
    """

    id: str
    sample: Sample
    title: str
    about: str
    steps: list[Step]
    state: str = "idle"
    done: int = 0
    speed: float = 1.0
    posted: dict[str, str] = field(default_factory=dict)
    last_at: float = 0.0
    task: asyncio.Task[None] | None = None
    go: asyncio.Event = field(default_factory=asyncio.Event)


def steps_of(lines: list[Line]) -> list[Step]:
    """All steps of a play in the order of their times."""
    steps: list[Step] = []
    for line in lines:
        steps.append(Step(line.at, len(steps), "post", line))
        for reaction in line.reactions:
            at = line.at + reaction["after"]
            steps.append(Step(at, len(steps), "react", line, reaction))
        if line.edit:
            steps.append(Step(line.at + line.edit["after"], len(steps), "edit", line, line.edit))
        if line.delete is not None:
            steps.append(Step(line.at + line.delete, len(steps), "delete", line))
    return sorted(steps)


class Plays:
    """All plays of a folder."""

    def __init__(self, ground: Ground, live: Live, folder: Path | None = None) -> None:
        self._ground = ground
        self._live = live
        self._plays: dict[str, Play] = {}
        for sample in load_samples(folder or SAMPLES):
            for part in sample.plays:
                key = f"{sample.id}.{part.id}"
                steps = steps_of(part.lines)
                self._plays[key] = Play(key, sample, part.title, part.about, steps)

    def shapes(self) -> list[Json]:
        """API.md, Play, of all."""
        return [self._shape(play) for play in self._plays.values()]

    def _shape(self, play: Play) -> Json:
        names = {c.name for c in play.sample.channels}
        names |= {step.line.channel for step in play.steps}
        there = [c.id for c in self._ground.workspace.channels.values() if c.name in names]
        return {
            "id": play.id,
            "sample": play.sample.title,
            "title": play.title,
            "about": play.about,
            "state": play.state,
            "done": play.done,
            "total": len(play.steps),
            "speed": play.speed,
            "channels": there,
        }

    def do(
        self, key: str, what: str | None, speed: float | None = None, viewer: str | None = None
    ) -> Json:
        """start, pause, resume or stop a play, or set its speed. Refused(play_not_found |
        invalid_arguments).
        """
        play = self._plays.get(key)
        if play is None:
            raise Refused("play_not_found", f"There is no play {key}.")
        if speed is not None:
            play.speed = float(speed)
        if what == "start":
            self._start(play)
            self._let_in(play, viewer)
        elif what in ("pause", "resume"):
            self._pause(play, what == "pause")
        elif what == "stop":
            self._end(play, "idle")
        elif what is not None:
            raise Refused("invalid_arguments", "do is start, pause, resume or stop.")
        return self._tell(play)

    def _start(self, play: Play) -> None:
        self._end(play, "playing")
        play.done, play.last_at = 0, 0.0
        play.posted.clear()
        play.go.set()
        self._set_stage(play.sample)
        play.task = asyncio.get_running_loop().create_task(self._run(play))

    def _let_in(self, play: Play, viewer: str | None) -> None:
        """Whoever starts a play becomes a member of its public channels, to see it in their
        list.
        """
        ws = self._ground.workspace
        if viewer is None or ws.people[viewer].is_guest:
            return
        for room in play.sample.channels:
            channel = ws.channel(room.name)
            if channel.kind == "public" and not channel.archived:
                membership.join(ws, channel, viewer)

    def _pause(self, play: Play, pause: bool) -> None:
        if play.state not in ("playing", "paused"):
            return
        play.state = "paused" if pause else "playing"
        if pause:
            play.go.clear()
        else:
            play.go.set()

    def _end(self, play: Play, state: str) -> None:
        if play.task and not play.task.done():
            play.task.cancel()
        play.task = None
        play.state = state

    def _tell(self, play: Play) -> Json:
        shape = self._shape(play)
        self._live.tell("play", play=shape)
        return shape

    async def _run(self, play: Play) -> None:
        for step in play.steps:
            await self._ground.clock.sleep(max(0.0, step.at - play.last_at) / play.speed)
            await play.go.wait()
            play.last_at = step.at
            with contextlib.suppress(Refused):
                self._take(play, step)
            play.done += 1
            self._tell(play)
        play.state = "done"
        self._tell(play)

    def _set_stage(self, sample: Sample) -> None:
        """Let the people of the sample join, and make its channels."""
        ws = self._ground.workspace
        for person in sample.people:
            if all(p.name != person["id"] for p in ws.people.values()):
                membership.add_person(ws, _person(person))
        for part in sample.channels:
            members = [ws.person(h).id for h in part.members]
            try:
                channel = ws.channel(part.name)
            except Refused:
                channel = membership.create_channel(
                    ws,
                    part.name,
                    members[0],
                    private=part.private,
                    topic=part.topic,
                    purpose=part.purpose,
                )
            for key in members:
                membership.join(ws, channel, key)
            if part.app and ws.installed:
                membership.join(ws, channel, ws.app_user, inviter=members[0])

    def _take(self, play: Play, step: Step) -> None:
        ws, line = self._ground.workspace, step.line
        channel, person = ws.channel(line.channel), ws.person(line.by)
        if step.what == "post":
            self._post(play, line, channel, person)
            return
        message = ws.message(channel, play.posted.get(line.key, ""))
        if step.what == "react":
            react(ws, channel, message, step.info["name"], ws.person(step.info["by"]).id)
        elif step.what == "edit":
            text = typed(ws, step.info["text"])
            edit(ws, channel, message, {"text": text, "blocks": [rich_text(ws, text)]}, person.id)
        else:
            delete(ws, channel, message, person.id)

    def _post(self, play: Play, line: Line, channel: Channel, person: Person) -> None:
        membership.join(self._ground.workspace, channel, person.id)
        files: list[str] = []
        if line.file:
            content = str(line.file["content"]).encode()
            files = [store_file(self._ground, person, str(line.file["name"]), content).id]
        message: Message = say(
            self._ground,
            person,
            channel,
            line.text,
            thread_ts=play.posted.get(line.reply_to) if line.reply_to else None,
            broadcast=line.broadcast,
            files=files,
        )
        play.posted[line.key] = message.ts

    async def stop(self) -> None:
        """End all plays."""
        for play in self._plays.values():
            task: Any = play.task
            self._end(play, "idle")
            if task is not None:
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task


def _person(given: Json) -> Person:
    return Person(
        "",
        given["id"],
        given["name"],
        given["name"].split()[0],
        tz=given.get("tz", "Etc/UTC"),
        role=given.get("role", "member"),
        title=given.get("title", ""),
    )
