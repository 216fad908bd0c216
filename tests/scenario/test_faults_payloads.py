"""Bent payloads: no answer of 5xx, no traceback, nothing set aside that the next one needs."""

from __future__ import annotations

import logging
import os

import pytest

from tests.faults.mutating import Tracebacks, mutated
from tests.scenario.scene import Scene

COUNT = int(os.environ.get("BA_MUTATIONS", "300"))


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
async def test_bent_payloads_break_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = Tracebacks()
    logging.getLogger().addHandler(seen)
    try:
        found = await mutated(scene, count=COUNT, seed=3)
    finally:
        logging.getLogger().removeHandler(seen)
    with capsys.disabled():
        if COUNT > 300:
            print(f"\n{found}\n{seen.seen}")  # noqa: T201
    assert found.problems == []
    assert seen.seen == {}
    # What cannot even be written (half a character in an id) is set aside; nothing else is.
    assert found.set_aside <= COUNT // 100
