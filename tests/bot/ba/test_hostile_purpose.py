"""Whatever people write as a purpose, title or question: it fits into Slack, and pings nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from bot.ba.building import PURPOSE_MOST, Plan
from bot.ba.built_form import people_form, plan_form, read_plan, unpacked
from bot.ba.built_outgoing import outcome_blocks
from bot.ba.life import LifeSeen
from bot.ba.life_render import life_blocks
from bot.ba.linking import LinksSeen
from bot.ba.mix_rules import Chosen, Trace
from bot.ba.outcome import Outcome
from models.ba_built import BaBuilt
from models.ba_link import BaLink
from models.channel import Channel, Stage
from playground.kit.blocks import TOO_LONG, scan_blocks
from playground.kit.core import Scan
from playground.kit.views import MAX_BYTES, scan_view
from tests.bot.test_text_from_people import a_card, check, hostile, mrkdwn
from tests.conftest import START

PLAN = Plan("", "C1", date(2026, 4, 1), in_thread=True)


def a_plan(words: str) -> Plan:
    return replace(PLAN, purpose=words[:PURPOSE_MOST])


def a_built(words: str) -> BaBuilt:
    purpose = words[:PURPOSE_MOST]
    return BaBuilt(id=1, channel_id="C1", purpose=purpose, ends_at=START, in_thread=False)


def an_outcome(words: str) -> Sequence[dict[str, Any]]:
    cards = [a_card(words, number) for number in range(12)]
    return outcome_blocks(a_built(words), Outcome(cards, 5, 2, 1, [words[:500] or "q"] * 5))


def a_status(words: str) -> Sequence[dict[str, Any]]:
    channel = Channel(id="C1", tz="UTC", is_archived=False)
    links = LinksSeen(
        ["C2"] * 20,
        [BaLink(id=n, one_id="C1", other_id="C2", likeness=0.5, cards=n) for n in range(5)],
    )
    life = LifeSeen(Stage.ACTIVE, "people talk.", [("active", 3)])
    return life_blocks(channel, life, links, [a_built(words)] * 3)


def a_page(words: str) -> dict[str, Any]:
    chosen = [
        Chosen(f"U{n}", "N", Trace(n, n, "C1", "routine", n % 2 == 0), True, "routine")
        for n in range(5)
    ]
    return people_form(a_plan(words), chosen, {n: a_card(words, n) for n in range(5)})


BLOCKS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "outcome": an_outcome,
    "status": a_status,
}


@pytest.mark.parametrize("name", BLOCKS)
@settings(deadline=None, max_examples=40)
@given(words=hostile)
def test_messages(name: str, words: str) -> None:
    blocks = list(BLOCKS[name](words))
    scan = Scan()
    scan_blocks(blocks, scan)
    check(scan, blocks)
    assert sum(map(len, mrkdwn(blocks))) <= TOO_LONG


@settings(deadline=None, max_examples=40)
@given(words=hostile)
def test_the_second_page_carries_the_plan(words: str) -> None:
    view = a_page(words)
    scan = Scan()
    scan_view(view, scan)
    check(scan, view)
    assert len(str(view).encode("utf-8", "surrogatepass")) < MAX_BYTES
    assert unpacked(view["private_metadata"]) == a_plan(words)


def test_the_first_page() -> None:
    view = plan_form(channel_id="C1", ends_on=date(2026, 4, 1), in_thread=True)
    scan = Scan()
    scan_view(view, scan)
    check(scan, view)
    assert read_plan({"state": {"values": {}}}) == Plan("", "", None, in_thread=False)
