"""Block Kit: properties over slack_sdk's models and strings of any length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as models

from playground.types import Json
from tests.playground.kit.made import (
    actions,
    button,
    field,
    menu,
    mrkdwn,
    plain,
    problems,
    section,
    view_problems,
)

LENGTHS: list[tuple[int, Callable[[str], Json]]] = [
    (3000, lambda s: section(text=mrkdwn(s))),
    (2000, lambda s: section(fields=[plain(s)])),
    (150, lambda s: {"type": "header", "text": plain(s)}),
    (75, lambda s: actions(button(text=plain(s)))),
    (75, lambda s: actions(menu(options=[{"text": plain(s), "value": "v"}]))),
    (150, lambda s: actions(menu(options=[{"text": plain(), "value": s}]))),
    (2000, lambda s: field(label=plain(s))),
    (12_000, lambda s: {"type": "markdown", "text": s}),
]


@given(st.sampled_from(LENGTHS), st.integers(-3, 3), st.characters(codec="utf-8"))
def test_exactly_up_to_the_limit(case: Any, beyond: int, character: str) -> None:
    limit, make = case
    assert bool(problems([make(character * (limit + beyond))])) == (beyond > 0)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=75)


@given(st.lists(words, min_size=1, max_size=5, unique=True), words)
def test_what_slack_sdk_models_make_is_good(texts: list[str], head: str) -> None:
    made = [
        models.HeaderBlock(text=head),
        models.SectionBlock(text=models.MarkdownTextObject(text=head), fields=texts),
        models.ContextBlock(elements=[models.PlainTextObject(text=t) for t in texts]),
        models.ActionsBlock(
            elements=[
                models.ButtonElement(text=t, action_id=f"a{n}", value=t)
                for n, t in enumerate(texts)
            ]
        ),
        models.ActionsBlock(
            elements=[
                models.StaticSelectElement(
                    action_id="s",
                    placeholder=head,
                    options=[models.Option(label=t, value=t) for t in texts],
                )
            ]
        ),
        models.DividerBlock(),
    ]
    assert problems([block.to_dict() for block in made]) == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "element", "options", "accessory", "fields", "label"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
kinds = st.sampled_from(
    ["section", "actions", "input", "context", "image", "header", "rich_text", "markdown"]
)


@given(
    st.lists(st.dictionaries(st.just("type"), kinds, min_size=1) | json_values, max_size=3),
    json_values,
)
def test_nothing_breaks_the_checks(blocks: list[Any], more: Any) -> None:
    for block in blocks:
        if isinstance(block, dict) and isinstance(more, dict):
            block.update({k: v for k, v in more.items() if k != "type"})
    problems(blocks)
    view_problems({"type": "modal", "title": more, "blocks": blocks})
