from __future__ import annotations

import gc

import pytest

from bot.collecting import MIDDLE, OLD, YOUNG, calm_collector


def test_the_collector_is_calm_only_inside() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with calm_collector():
        assert gc.get_threshold() == (YOUNG, MIDDLE, OLD)
        assert gc.get_freeze_count() > frozen
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


def test_it_is_as_before_also_after_a_failure() -> None:
    before = gc.get_threshold()
    with pytest.raises(RuntimeError, match="on purpose"), calm_collector():
        raise RuntimeError("on purpose")
    assert gc.get_threshold() == before
