"""The theme of each card (M15): proposed, corrected, kept when a person chose, never overridden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards import theming
from bot.cards.erasing import erase_person
from bot.cards.face import face_of
from bot.cards.form import NONE, OPEN
from bot.cards.service import Beginning, begin_draft, keep_card, update_draft
from bot.cards.theming import choose_theme, name_of, sweep_themes
from bot.cards.writing import begin_change, keep_change
from bot.errors import PersonError
from bot.leadership import themes, vision
from bot.leadership.vision import Editor
from models.audience import Audience
from models.card import Card
from models.database import Sessions
from models.outbox import Outbox
from models.theme import CardTheme, Theme, list_themes, store_proposals
from tests.conftest import START
from tests.support import (
    TEAM,
    all_of,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    settings,
)

LATER = START + timedelta(hours=1)
WHO = Editor(TEAM, "U1", START, settings())
HERE = Audience(TEAM, channel_id="C1")


@pytest.fixture
async def ready(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", is_admin=True)
        await make_people(session, "U2", "U3")
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U3")
    return sessions


async def direction(session: AsyncSession, *lines: str) -> list[Theme]:
    return await themes.break_down(session, WHO, None, lines)


async def keep(session: AsyncSession, title: str, **fields: Any) -> Card:
    """A card as its form makes it."""
    draft = await begin_draft(
        session,
        Beginning(TEAM, "U1", "C1"),
        fields={},
        evidence=(),
        asset_kind="conceptual",
        asset_reason="",
        now=START,
    )
    await update_draft(draft, {"title": title, "statement": title, **fields}, START)
    return await keep_card(session, draft, channel_id="C1", now=START)


async def line(session: AsyncSession, card: Card, audience: Audience = HERE) -> str | None:
    theme = (await face_of(session, card, audience)).theme
    return theme.line if theme else None


async def test_a_new_card_shows_its_theme_or_none(ready: Sessions) -> None:
    async with ready.begin() as session:
        early = await keep(session, "Before there were themes")
        assert await line(session, early) is None
        await direction(session, "Weather: rain, umbrella", "Tea")
        card = await keep(session, "Umbrellas sell when it rains")
        words = "Theme: *Weather*, I think: it speaks of rain and umbrella"
        assert await line(session, card) == words
        assert await line(session, await keep(session, "Nothing of it")) == "Theme: none yet"


async def test_what_a_person_chose_in_the_form_stays(ready: Sessions) -> None:
    async with ready.begin() as session:
        weather, tea = await direction(session, "Weather: rain, umbrella", "Tea: cup, leaf")
        card = await keep(session, "Umbrellas in the rain", theme=str(tea.id))
        none = await keep(session, "Umbrellas in the rain again", theme=NONE)
        left = await keep(session, "Rain on umbrellas", theme=OPEN)
        await themes.take_out(session, WHO, weather.id)
        gone = await keep(session, "Cups of leaf tea", theme=str(weather.id))
        names = [await name_of(session, each) for each in (card, none, left, gone)]
        assert names == ["Tea", "", "", "Tea"]
        assert await line(session, card) == "Theme: *Tea*"
        assert await line(session, none) == "Theme: none"
        assert await line(session, left) == "Theme: none yet"  # its theme was taken out


async def test_anybody_who_may_change_the_card_corrects_its_theme(ready: Sessions) -> None:
    async with ready.begin() as session:
        _weather, tea = await direction(session, "Weather: rain, umbrella", "Tea: cup, leaf")
        card = await keep(session, "Umbrellas in the rain")
        await choose_theme(session, TEAM, "U2", card.id, str(tea.id), LATER)
        assert await line(session, card) == "Theme: *Tea*"
        await choose_theme(session, TEAM, "U2", card.id, NONE, LATER)
        assert await line(session, card) == "Theme: none"
        refused = (("U3", str(tea.id)), ("U2", "999"), ("U2", "abc"), ("U9", NONE))
        for member, chosen in refused:
            with pytest.raises(PersonError):
                await choose_theme(session, TEAM, member, card.id, chosen, LATER)
        assert await line(session, card) == "Theme: none"


async def test_new_themes_bring_proposals_for_old_cards_but_never_override(
    ready: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theming, "LOOKED_AT", 2)
    monkeypatch.setattr(theming, "CHANGED", 1)
    async with ready.begin() as session:
        (tea,) = await direction(session, "Tea: cup, leaf")
        old = [await keep(session, f"Umbrella {n} in the rain") for n in range(3)]
        chosen = await keep(session, "Rain on an umbrella", theme=str(tea.id))
        none = await keep(session, "An umbrella for the rain", theme=NONE)
        for card in old:
            card.posted_ts = "1.0"
        await sweep_themes(session, LATER)
        (_weather,) = await direction(session, "Weather: rain, umbrella")
        looked = [await sweep_themes(session, LATER + timedelta(minutes=n)) for n in range(4)]
        assert looked == [2, 1, 0, 0]  # bounded, and done when done
        assert [await name_of(session, card) for card in old] == ["Weather"] * 3
        assert await name_of(session, chosen) == "Tea"
        assert await name_of(session, none) == ""
    refreshed = [row for row in await all_of(ready, Outbox) if row.kind == "card_refresh"]
    assert {row.payload["card"] for row in refreshed} == {card.id for card in old}
    assert len(refreshed) == 3  # each post once


async def test_a_changed_card_and_a_renamed_theme_are_looked_at_again(ready: Sessions) -> None:
    async with ready.begin() as session:
        _weather, tea = await direction(session, "Weather: rain, umbrella", "Tea: cup, leaf")
        card = await keep(session, "Umbrellas in the rain")
        card.posted_ts = "1.0"
        draft, _, _ = await begin_change(session, TEAM, "U2", card.id, LATER)
        assert draft.fields["theme"] == OPEN
        fields = {**draft.fields, "title": "A cup of leaf tea", "statement": "Leaf by leaf"}
        await update_draft(draft, fields, LATER)
        assert await keep_change(session, draft, LATER) is None
        await sweep_themes(session, LATER)
        assert await name_of(session, card) == "Tea"
        renamed = {"name": "Green tea", "about": "", "words": "cup, leaf"}
        await themes.change_theme(session, WHO, tea.id, 1, renamed)
        await sweep_themes(session, LATER + timedelta(minutes=1))
        assert (await line(session, card) or "").startswith("Theme: *Green tea*")
        shown = await session.scalar(select(CardTheme.shown).where(CardTheme.card_id == card.id))
        assert shown == "Green tea"
    assert "card_refresh" in [row.kind for row in await all_of(ready, Outbox)]


async def test_a_change_of_a_card_changes_its_theme_only_when_its_form_says_so(
    ready: Sessions,
) -> None:
    async with ready.begin() as session:
        _weather, tea = await direction(session, "Weather: rain, umbrella", "Tea: cup, leaf")
        card = await keep(session, "Umbrellas in the rain")
        steps = (("0", "Weather"), (str(tea.id), "Tea"), (NONE, ""), (OPEN, "Weather"))
        for chosen, name in steps:
            draft, _, _ = await begin_change(session, TEAM, "U2", card.id, LATER)
            value = draft.fields["theme"] if chosen == "0" else chosen
            await update_draft(draft, {**draft.fields, "theme": value, "why": chosen}, LATER)
            assert await keep_change(session, draft, LATER) is None
            assert await name_of(session, card) == name
        # While somebody's form is open, another person chooses: what the form left alone stays.
        draft, _, _ = await begin_change(session, TEAM, "U2", card.id, LATER)
        await choose_theme(session, TEAM, "U1", card.id, str(tea.id), LATER)
        await update_draft(draft, {**draft.fields, "metaphor": "a roof"}, LATER)
        assert await keep_change(session, draft, LATER) is None
        assert await name_of(session, card) == "Tea"


async def test_a_theme_that_comes_back_finds_what_people_chose(ready: Sessions) -> None:
    async with ready.begin() as session:
        _weather, tea = await direction(session, "Weather: rain, umbrella", "Tea: cup, leaf")
        card = await keep(session, "Umbrellas in the rain", theme=str(tea.id))
        await themes.take_out(session, WHO, tea.id)
        await sweep_themes(session, LATER)
        assert await name_of(session, card) == ""
        await vision.bring_back(session, WHO, 1)
        assert await name_of(session, card) == "Tea"


async def test_people_from_outside_are_shown_no_theme(ready: Sessions) -> None:
    async with ready.begin() as session:
        await direction(session, "Weather: rain, umbrella")
        card = await keep(session, "Umbrellas in the rain")
        assert await line(session, card) is not None
        await make_people(session, "G1", is_guest=True)
        await make_channel(session, "C1", "G1")
        assert await line(session, card) is None  # the post in the channel reaches the guest
        assert await line(session, card, Audience(TEAM, member_id="G1")) is None
        assert await line(session, card, Audience(TEAM, member_id="U2")) is not None


async def test_who_erases_what_they_did_leaves_no_name(ready: Sessions) -> None:
    async with ready.begin() as session:
        (tea,) = await direction(session, "Tea: cup")
        card = await make_card(session, author_id="U2")
        await choose_theme(session, TEAM, "U1", card.id, str(tea.id), LATER)
        await erase_person(session, TEAM, "U1", by="U1", now=LATER)
    async with ready.begin() as session:
        rows = list(await session.scalars(select(CardTheme)))
        assert [(row.theme_id, row.is_chosen, row.by) for row in rows] == [(tea.id, True, "")]
        past = await vision.read_past(session, WHO)
        assert [each.by for each in past.editions] == [""]
        assert [theme.name for theme in await list_themes(session, TEAM)] == ["Tea"]


async def test_a_choice_made_while_proposals_are_worked_out_stays(ready: Sessions) -> None:
    async with ready.begin() as session:
        weather, tea = await direction(session, "Weather: rain, umbrella", "Tea: cup, leaf")
        one, two = [await keep(session, f"Umbrellas in the rain {n}") for n in range(2)]
        await choose_theme(session, TEAM, "U2", one.id, str(tea.id), LATER)
        row = {"workspace_id": TEAM, "is_chosen": False, "by": "", "at": LATER, "reason": "rain"}
        row |= {"edition": 9, "revision": 1, "theme_id": None}
        await store_proposals(session, [{**row, "card_id": card.id} for card in (one, two)])
        assert [await name_of(session, card) for card in (one, two)] == ["Tea", ""]
        assert weather.is_active
