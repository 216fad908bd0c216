"""The play clock, mrkdwn, sample talk, do-not-disturb, faults."""

from __future__ import annotations

import ast
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.__main__ import main
from playground.clock import PlayClock
from playground.dnd import dnd_window
from playground.faults import Faults
from playground.harness import running
from playground.kit.blocks import scan_blocks
from playground.kit.core import Scan
from playground.model import Dnd, Person
from playground.mrkdwn import escape, rich_text, typed, unescape
from playground.sample_format import SampleError, load_sample, load_samples, seconds
from playground.samples import SAMPLES
from playground.types import Json, Refused


class Real:
    """Real time in the test's hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_clock_runs_and_jumps() -> None:
    real = Real()
    clock = PlayClock(1000.0, 2.0, real)
    real.now = 10.0
    assert clock.now() == 1020.0
    clock.set_speed(0)
    real.now = 50.0
    assert clock.now() == 1020.0
    clock.advance(5)
    clock.set_speed(1)
    real.now = 51.0
    assert clock.now() == 1026.0
    for wrong in (lambda: clock.advance(-1), lambda: clock.set_speed(-1)):
        with pytest.raises(ValueError):
            wrong()
    assert clock.shape()["iso"] == "1970-01-01T00:17:06Z"


async def test_sleepers_wake_on_jumps_and_speed() -> None:
    clock = PlayClock(0.0, 0.0)
    tasks = [asyncio.create_task(clock.sleep(n)) for n in (10, 3600)]
    await asyncio.sleep(0)
    clock.advance(10)
    await asyncio.wait_for(tasks[0], 1)
    assert not tasks[1].done()
    clock.set_speed(1_000_000)
    await asyncio.wait_for(tasks[1], 1)


@given(st.text())
def test_escaping_goes_both_ways(text: str) -> None:
    assert unescape(escape(text)) == text


@pytest.fixture
def ws(world: Any) -> Any:
    return world.ws


@pytest.mark.parametrize(
    ("given_", "stored"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("see https://a.example/x?y=1&z=2.", "see <https://a.example/x?y=1&amp;z=2>."),
        ("@nobody and #nowhere", "@nobody and #nowhere"),
        ("mail@mari.example", "mail@mari.example"),
        ("`@mari`", "`@mari`"),
        ("@here", "<!here>"),
        ("<!channel>", "<!channel>"),
    ],
)
def test_typed(ws: Any, given_: str, stored: str) -> None:
    assert typed(ws, given_) == stored


def test_typed_mentions(ws: Any) -> None:
    mari, general = ws.person("mari").id, ws.channel("general").id
    assert typed(ws, "Hi @mari, #general!") == f"Hi <@{mari}>, <#{general}|general>!"
    assert typed(ws, f"<@{mari}>") == f"<@{mari}>"


def test_rich_text(ws: Any) -> None:
    block = rich_text(ws, typed(ws, "*a* _b_ `c` :bulb:\n> quote\n1. one\n2. two\n```\ncode\n```"))
    kinds = [e["type"] for e in block["elements"]]
    assert kinds == [
        "rich_text_section",
        "rich_text_quote",
        "rich_text_list",
        "rich_text_preformatted",
    ]
    styles = [e.get("style") for e in block["elements"][0]["elements"] if e["type"] == "text"]
    assert {"bold": True} in styles
    assert {"code": True} in styles
    assert block["elements"][2]["style"] == "ordered"


@given(st.text(max_size=80))
def test_rich_text_is_always_well_formed(text: str) -> None:
    from playground.ground import build_ground
    from playground.manifest import permissive

    ws = _CACHE.setdefault("ws", None) or build_ground(permissive()).workspace
    _CACHE["ws"] = ws
    scan = Scan()
    scan_blocks([rich_text(ws, typed(ws, text))], scan)
    assert scan.problems == []


_CACHE: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("value", "expected"), [(5, 5), (1.5, 1.5), ("2m30s", 150), ("1h", 3600), ("45s", 45)]
)
def test_durations(value: Any, expected: float) -> None:
    assert seconds(value) == expected


@pytest.mark.parametrize("value", ["", "soon", -1, True, "5"])
def test_wrong_durations(value: Any) -> None:
    with pytest.raises(ValueError):
        seconds(value)


def test_all_samples_are_well_formed() -> None:
    load_samples(SAMPLES)
    assert main(["--check-samples"]) == 0


GOOD = """
id: tiny
title: Tiny
people: [{id: zoe, name: Zoe Zand, tz: Asia/Tokyo}]
channels: [{name: tiny-room, members: [zoe, mari], app: true}]
plays:
  - id: one
    title: One
    messages:
      - {at: 0, in: tiny-room, by: zoe, text: "Hi @mari", id: m1,
         reactions: [{by: mari, name: bulb, after: 10}], edit: {after: 30, text: "Hello @mari"}}
      - {at: 1m, in: tiny-room, by: mari, text: "Hi", reply_to: m1,
         file: {name: a.txt, content: words}}
      - {at: 2m, in: tiny-room, by: mari, text: "oops", delete: {after: 5}}
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("by: zoe", "by: nobody", "nobody is called nobody"),
        ("in: tiny-room, by: zoe", "in: nowhere, by: zoe", "no channel nowhere"),
        ("reply_to: m1", "reply_to: m9", "no earlier message"),
        ("at: 0", "at: soon", "no duration"),
        ('text: "Hi",', 'words: "Hi",', "lacks text, unknown words"),
        ("tz: Asia/Tokyo", "tz: Mars/Base", "no time zone"),
        ("id: tiny\n", "id: Tiny!\n", "only a-z"),
    ],
)
def test_typing_errors_in_samples(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = tmp_path / "tiny.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(SampleError, match=why) as refused:
        load_sample(path)
    assert "tiny.yaml" in str(refused.value)
    assert main(["--check-samples", "--samples", str(tmp_path)]) == 2


async def test_a_play(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(GOOD)
    async with running(samples=tmp_path, speed=0) as place:
        mari = await place.client.as_person("mari")
        shape = await place.client.play("tiny.one", speed=2)
        assert (shape["state"], shape["total"]) == ("playing", 6)
        await place.client.until(lambda: mari.messages("#tiny-room"))
        await place.client.play("tiny.one", "pause")
        await place.client.clock(advance=1)
        await place.client.play("tiny.one", "resume")
        for _ in range(7):
            await place.client.clock(advance=30)
            await asyncio.sleep(0.01)
        await place.client.until(lambda: mari.plays["tiny.one"]["state"] == "done")
        said = {m["text"]: m for m in mari.messages("#tiny-room") if not m.get("subtype")}
        hello = said[f"Hello <@{mari.id}>"]
        assert hello["reactions"][0]["name"] == "bulb"
        assert hello["edited"]
        assert hello["reply_count"] == 1
        assert "oops" not in said
        assert mari.channels[hello["channel"]]["app_is_member"]


def test_dnd_across_midnight() -> None:
    person = Person("U1", "x", "X Y", tz="Europe/Madrid", dnd=Dnd(True, "22:00", "08:00"))
    night = datetime(2026, 1, 10, 2, 0, tzinfo=UTC).timestamp()
    start, end = dnd_window(person, night)
    assert start < night < end
    assert (night - start, end - night) == (5 * 3600, 5 * 3600)
    noon = datetime(2026, 1, 10, 12, 0, tzinfo=UTC).timestamp()
    assert dnd_window(person, noon)[0] - noon == 9 * 3600
    person.dnd.enabled = False
    assert dnd_window(person, noon) == (1, 1)


def test_faults_are_used_up() -> None:
    faults = Faults()
    faults.set("slow", "chat.*", times=2, seconds=1)
    assert faults.take("slow", "users.info") is None
    assert faults.take("error", "chat.update") is None
    assert [bool(faults.take("slow", "chat.update")) for _ in range(3)] == [True, True, False]
    for kind, fields in (("nosuch", {}), ("slow", {"speed": 1})):
        with pytest.raises(Refused, match="invalid_fault"):
            faults.set(kind, **fields)


def test_the_playground_knows_nothing_of_any_app() -> None:
    folder = SAMPLES.parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            tops = {name.partition(".")[0] for name in names}
            assert not tops & {"bot", "handlers", "models", "migrations", "tests"}, path


def test_ids_look_like_slacks(ws: Any) -> None:
    assert len(ws.id) == 11
    wanted: Json = {"U": ws.people, "C": ws.channels}
    for letter, records in wanted.items():
        assert all(k.startswith(letter) and len(k) in (9, 11) for k in records)
