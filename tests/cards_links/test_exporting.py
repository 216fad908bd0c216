"""Cards as files: JSON comes back whole, Markdown is safe wherever it is opened."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.cards.exporting import (
    Exported,
    Names,
    card_markdown,
    escape_markdown,
    file_name,
    from_json,
    markdown_zip,
    resolve,
    to_json,
)
from bot.cards.shelf import put_in, take_out
from models.audience import Audience
from models.author import add_authors
from models.card import CARD_FIELDS, revise_card
from models.database import Sessions
from models.link import LinkKind, link_cards
from tests.conftest import START
from tests.support import TEAM, make_card, make_channel, make_people

NAMES = Names({"U1": "Mari"}, {"C1": "shop-floor"})
# What PostgreSQL's text takes: no NUL, no half characters.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@pytest.mark.parametrize(
    ("slack", "plain"),
    [
        ("ask <@U1> in <#C1>", "ask @Mari in #shop-floor"),
        ("ask <@U7> in <#C7|far>", "ask @somebody in #far"),
        ("<!channel> <!subteam^S1|@crew>", "@channel @crew"),
        ("<https://a.example|here>", "here (https://a.example)"),
        ("1 < 2 > 0", "1 < 2 > 0"),
    ],
)
def test_slacks_marks_become_plain_text(slack: str, plain: str) -> None:
    assert resolve(slack, NAMES) == plain


@given(text=WORDS)
def test_peoples_words_stay_words_in_markdown(text: str) -> None:
    safe = escape_markdown(text)
    assert "<" not in safe
    assert not re.search(r"(?m)^[ \t]*[=+\-@#>]", safe)
    assert not re.search(r"(?<!\\)(\\\\)*[\[\]`*_|]", safe.replace("\\\\", ""))


@given(title=WORDS, number=st.integers(1, 10**9))
def test_file_names_are_safe_on_any_system(title: str, number: int) -> None:
    assert re.fullmatch(r"\d{5,}-[a-z0-9][a-z0-9-]*\.md", file_name(number, title))


def _value(**more: Any) -> dict[str, Any]:
    base = dict.fromkeys((*CARD_FIELDS, "asset_reason"), "")
    base |= {"authors": ["U1"], "channel_id": "C1", "status": "tested", "asset_kind": "routine"}
    base |= {"origin": "inside", "scope": "channel", "revision": 1, "id": 7, "evidence": []}
    return {**base, "created_at": "2026-03-03", "updated_at": "2026-03-03", **more}


@given(title=WORDS, statement=WORDS)
def test_front_matter_is_a_line_for_each_value(title: str, statement: str) -> None:
    card = _value(title=title, statement=statement)
    text = card_markdown(card, Exported([card], [], NAMES))
    front = text.split("---\n")[1]
    for line in front.strip().split("\n"):
        name, _, value = line.partition(": ")
        assert name.isidentifier()
        read = json.loads(value)
        assert not str(read if not isinstance(read, list) else "").startswith(("=", "+", "@"))
    assert 'by: ["Mari"]' in front
    assert 'channel: "#shop-floor"' in front


def test_linked_cards_link_to_each_others_files() -> None:
    cards = [_value(id=7, title="Tide"), _value(id=8, title="Moon")]
    link = {"kind": "grew_from", "source_id": 7, "target_id": 8, "why": "it *pulls*"}
    exported = Exported(cards, [link], NAMES)
    assert r"- It grew from [Moon](00008-moon.md).: it \*pulls\*" in card_markdown(
        cards[0], exported
    )
    with zipfile.ZipFile(io.BytesIO(markdown_zip(exported, with_json=True))) as archive:
        assert archive.namelist() == ["cards/00007-tide.md", "cards/00008-moon.md", "cards.json"]


fields = st.fixed_dictionaries(dict.fromkeys(CARD_FIELDS, WORDS))
shelves = st.lists(
    st.tuples(fields, fields, st.sampled_from(["inside", "customer"])), min_size=1, max_size=4
)


@hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shelf=shelves, chance=st.randoms(use_true_random=False))
async def test_json_comes_back_without_loss(
    sessions: Sessions, shelf: list[tuple[dict[str, str], dict[str, str], str]], chance: Any
) -> None:
    here, there = uuid.uuid4().hex[:16], uuid.uuid4().hex[:16]
    async with sessions.begin() as session:
        ids = []
        for number, (first, later, origin) in enumerate(shelf):
            at = datetime(2026, 3, 3, 10, number, 7, 123456, tzinfo=UTC)
            card = await make_card(
                session, **{**first, "workspace_id": here, "origin": origin, "created_at": at}
            )
            await revise_card(session, card, later, by="U2", at=START, why="better")
            await add_authors(session, here, card.id, ["U2"], now=START)
            ids.append(card.id)
        for kind in LinkKind:
            source, target = chance.choice(ids), chance.choice(ids)
            await link_cards(
                session,
                workspace_id=here,
                kind=kind,
                source_id=source,
                target_id=target,
                by="U1",
                at=START,
                why="so",
            )
    async with sessions.begin() as session:
        out = await take_out(session, here)
        again = from_json(to_json(out))
        assert await put_in(session, there, again) == (len(shelf), 0)
    async with sessions.begin() as session:
        back = await take_out(session, there)
        assert _numbered(back) == _numbered(out)
        assert await put_in(session, there, again) == (0, len(shelf))


def _numbered(exported: Exported) -> tuple[list[Any], list[Any]]:
    """All of it, with cards counted from the newest instead of by their numbers."""
    place = {card["id"]: number for number, card in enumerate(exported.cards)}
    cards = [{**card, "id": place[card["id"]]} for card in exported.cards]
    links = [
        {**link, **{end: place[link[end]] for end in ("source_id", "target_id")}}
        for link in exported.links
    ]
    return cards, sorted(links, key=str)


async def test_a_person_takes_what_they_may_see(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", name="orders")
        await make_channel(session, "C2", "U2", name="secret", is_private=True)
        await make_card(session, "Tide <@U1>")
        await make_card(session, "Hidden", channel_id="C2", author_id="U2")
        out = await take_out(session, TEAM, Audience(TEAM, member_id="U1"))
    text = to_json(out)
    assert [card["title"] for card in out.cards] == ["Tide <@U1>"]
    assert "secret" not in text
    assert "Hidden" not in text
    assert set(out.names.people) <= {"U1"}


@pytest.mark.parametrize("text", ["[]", "{}", '{"format": "ba-cards", "version": 99}'])
def test_other_files_are_told_off(text: str) -> None:
    with pytest.raises(ValueError, match="file of cards"):
        from_json(text)
