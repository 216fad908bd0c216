"""Who changed a setting, took something away or erased something is written down; never what."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.audit import Audit
from tests.scenario.scene import Scene
from tests.scenario.test_nothing_left import WORDS
from tests.scenario.test_turn import CHANNEL, carded, with_button


@pytest.fixture
def transport() -> str:
    return "http"


async def test_settings_exports_and_erasures_are_written_down(scene: Scene) -> None:
    mari, _, _ = await carded(scene)
    for command in ("/ba listen", "/concept export", "/concept erase mine"):
        await mari.command(CHANNEL, command)
        await scene.settle()
    await mari.press(with_button(mari.ephemerals(CHANNEL), "erase_mine"), "erase_mine")
    await scene.settle()
    for command in ("/ba off", "/ba forget me"):
        await mari.command(CHANNEL, command)
        await scene.settle()
    acts = [(row.action, row.by) for row in await scene.rows(select(Audit).order_by(Audit.id))]
    wanted = [
        "switch",
        "pin",
        "switch",
        "export_cards",
        "erase_card",
        "erase_person",
        "switch",
        "opt_out",
    ]
    assert [action for action, _ in acts if action in wanted] == wanted
    assert {by for _, by in acts} == {mari.id}
    shown = repr([vars(row) for row in await scene.rows(select(Audit))])
    for word in ("squirrel", *WORDS.values()):
        assert word not in shown
