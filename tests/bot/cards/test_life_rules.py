from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.duplicates import likeness
from bot.cards.life_rules import (
    MUCH_USED,
    NEXT,
    is_unchallenged,
    may_follow,
    needs_owner,
    next_review,
)
from models.card import CardStatus
from tests.conftest import START


def test_every_status_leads_somewhere_and_can_be_reached() -> None:
    assert set(NEXT) == set(CardStatus)
    assert all(following for following in NEXT.values())
    reached, waiting = set[CardStatus](), [CardStatus.CONJECTURE]
    while waiting:
        status = waiting.pop()
        if status not in reached:
            reached.add(status)
            waiting += NEXT[status]
    assert reached == set(CardStatus)
    # Slack's menus have five entries at most: two are for changing and for the history.
    assert all(len(following) <= 3 for following in NEXT.values())


@pytest.mark.parametrize(
    ("now", "then", "may"),
    [
        ("conjecture", "tested", True),
        ("conjecture", "endorsed", False),
        ("tested", "endorsed", True),
        ("endorsed", "contested", True),
        ("contested", "endorsed", True),
        ("retired", "endorsed", False),
        ("retired", "conjecture", True),
    ],
)
def test_belief_is_justified_step_by_step(now: str, then: str, may: bool) -> None:
    assert may_follow(now, then) is may


def test_only_owners_take_a_card_out_of_use_and_bring_it_back() -> None:
    assert needs_owner("tested", "retired")
    assert needs_owner("retired", "conjecture")
    assert not needs_owner("tested", "contested")


@pytest.mark.parametrize(
    ("counts", "contested", "flagged"),
    [
        ({}, False, False),
        ({"used": MUCH_USED - 1}, False, False),
        ({"worked": MUCH_USED - 1}, False, False),
        ({"used": MUCH_USED - 1, "worked": 1}, False, True),
        ({"used": 50, "not_yet": 9}, False, True),
        ({"used": 50, "failed": 1}, False, False),
        ({"used": 50}, True, False),
    ],
)
def test_what_works_and_was_never_questioned_is_noticed(
    counts: dict[str, int], contested: bool, flagged: bool
) -> None:
    assert is_unchallenged(counts, was_challenged=contested) is flagged


def test_a_review_is_so_many_days_ahead() -> None:
    assert next_review(START, 90) == START + timedelta(days=90)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Order before the tide turns", "We order before the tide has turned", True),
        ("Order before the tide turns", "Fix the oven door with tape", False),
        ("Rain: order what keeps", "When it rains, order twice of what keeps", True),
        ("", "anything", False),
        ("the of and", "the of and", False),
    ],
)
def test_likeness_goes_by_the_words(one: str, other: str, alike: bool) -> None:
    value = likeness(one, other)
    assert 0 <= value <= 1.000001
    assert (value >= 0.45) is alike
    assert value == pytest.approx(likeness(other, one))
