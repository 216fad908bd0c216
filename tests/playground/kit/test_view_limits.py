"""Forms and Home: every limit a row."""

from __future__ import annotations

import pytest

from playground.types import Json
from tests.playground.kit.made import (
    field,
    modal,
    mrkdwn,
    plain,
    section,
    view_problems,
)

VIEWS: list[tuple[Json, str]] = [
    (modal(title=plain("x" * 25)), "must be less than 25 characters"),
    (modal(title=mrkdwn()), "plain_text"),
    ({"type": "modal", "blocks": []}, "missing required field: title"),
    ({"type": "modal", "title": plain()}, "missing required field: blocks"),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
    (modal(close=plain("x" * 25)), "must be less than 25 characters"),
    (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
    (modal(callback_id="x" * 256), "must be less than 256 characters"),
    (modal(external_id="x" * 256), "must be less than 256 characters"),
    (modal(blocks=[field()]), "a submit is required"),
    (modal(notify_on_close="yes"), "must be a boolean"),
    (modal(surprise=1), "invalid additional property: surprise"),
    ({"type": "home", "blocks": [], "title": plain()}, "invalid additional property: title"),
    ({"type": "dialog"}, "unsupported type: dialog"),
    ({}, "missing required field: type"),
]


@pytest.mark.parametrize(("view", "problem"), VIEWS)
def test_bad_views(view: Json, problem: str) -> None:
    assert any(problem in entry for entry in view_problems(view)), view_problems(view)


def test_good_views() -> None:
    assert view_problems(modal(blocks=[field()], submit=plain("S" * 24))) == []
    assert view_problems(modal(blocks=[field({"type": "file_input"})], submit=plain())) == []
    assert view_problems({"type": "home", "blocks": [section(), field()]}) == []
