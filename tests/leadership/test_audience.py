"""Map, gap report and Home tell nobody of a card, question or person that is not for them.

The law is non-interference: whatever somebody may not see could as well not be there. In random
workspaces, what each person is shown is compared with what they are shown once everything hidden
from them is gone: it must be the same, word for word and count for count.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leadership.assets import read_map
from bot.leadership.assets_picture import to_draw
from bot.leadership.assets_render import alt_text, map_view
from bot.leadership.gaps import read_gaps
from bot.leadership.gaps_render import gaps_view
from bot.leadership.home_sections import GAPS_MOST, VISION_MOST, gaps_section, vision_section
from models.asset_map import take_snapshot
from models.audience import Audience
from models.card import Card
from models.database import Sessions
from models.member import Member
from models.pointer import point_to_me
from models.practice import Practice
from models.question import Question, note_question
from models.role import take_role
from models.theme import Theme, set_card_theme
from models.vision import add_vision
from tests.conftest import START
from tests.support import make_card, settings
from tests.worlds import ANIMALS, CHANNELS, PEOPLE, ROLES, SCOPES, World, begin, worlds

THEMES = ("Dogs", "Cats")
KINDS = ("experiential", "conceptual", "systemic", "routine")
NOW = START + timedelta(days=8)
card = st.fixed_dictionaries(
    {
        "home": st.sampled_from(CHANNELS),
        "author": st.sampled_from(PEOPLE[:2]),
        "scope": st.sampled_from(SCOPES),
        "theme": st.sampled_from([None, 0, 1]),
        "then": st.sampled_from([None, 0, 1]),
        "kind": st.sampled_from(KINDS),
        "lived": st.sampled_from([None, *PEOPLE]),
        "late": st.booleans(),
        "retired": st.sampled_from([False, False, True]),
        "used": st.sampled_from([0, 6]),
    }
)
questions = st.sets(st.tuples(st.sampled_from(["otter", "badger"]), st.sampled_from(CHANNELS)))


@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    given=worlds([role for role in ROLES if role != "bot"]),
    cards=st.lists(card, min_size=3, max_size=8),
    asked=questions,
    producer=st.sampled_from(PEOPLE),
    admin=st.sampled_from(PEOPLE),
)
async def test_what_is_hidden_could_as_well_not_be_there(
    sessions: Sessions,
    given: dict[str, Any],
    cards: list[dict[str, Any]],
    asked: set[tuple[str, str]],
    producer: str,
    admin: str,
) -> None:
    world = World(team=uuid.uuid4().hex[:16], **given)
    async with sessions.begin() as session:
        await begin(session, world)
        await _live(session, world, cards, asked, producer, admin)
    for who in PEOPLE:
        async with sessions.begin() as session:
            as_it_is = await _shown(session, world, who)
            _check_names(as_it_is, world, who)
            inner = await session.begin_nested()
            await _take_away_what_is_hidden(session, world, who)
            assert await _shown(session, world, who) == as_it_is, who
            await inner.rollback()
            session.expire_all()


async def _live(
    session: AsyncSession,
    world: World,
    cards: list[dict[str, Any]],
    asked: set[tuple[str, str]],
    producer: str,
    admin: str,
) -> None:
    themes = [
        Theme(workspace_id=world.team, name=name, about="", words=[], is_active=True, made_at=START)
        for name in THEMES
    ]
    session.add_all(themes)
    boss = await session.get(Member, (world.team, admin))
    if boss is not None:
        boss.is_admin = True
    await session.flush()
    await add_vision(
        session, world.team, 1, answers={"are": "A zoo"}, themes=[], by="", why="", at=START
    )
    for place in CHANNELS:
        await take_role(session, world.team, place, producer, START)
    for words, place in sorted(asked):
        await note_question(
            session, workspace_id=world.team, channel_id=place, words=f"{words} {place}", at=START
        )
    rows = [
        (await _write(session, world, name, each), each, themes)
        for name, each in zip(ANIMALS, cards, strict=False)
    ]
    for row, each, _ in rows:
        await _theme(session, row, themes, each["then"])
    await take_snapshot(session, world.team, "then", START)
    for row, each, _ in rows:
        await _theme(session, row, themes, each["theme"])
        row.status = "retired" if each["retired"] else "conjecture"
    await session.flush()


async def _write(session: AsyncSession, world: World, name: str, each: dict[str, Any]) -> Card:
    world.cards[name] = (each["home"], each["author"], each["scope"])
    made = START + timedelta(days=1) if each["late"] else START
    row = await make_card(
        session,
        f"{name} tide",
        workspace_id=world.team,
        channel_id=each["home"],
        author_id=each["author"],
        scope=each["scope"],
        asset_kind=each["kind"],
        created_at=made,
    )
    world.ids[name] = row.id
    if each["lived"]:
        await point_to_me(session, world.team, row.id, each["lived"], START)
    for number in range(each["used"]):
        session.add(
            Practice(
                unique_key=f"{world.team}:{row.id}:{number}",
                workspace_id=world.team,
                card_id=row.id,
                member_id="U1",
                answer="worked",
                at=START,
            )
        )
    return row


async def _theme(session: AsyncSession, row: Card, themes: list[Theme], chosen: int | None) -> None:
    theme_id = None if chosen is None else themes[chosen].id
    await set_card_theme(
        session, row, theme_id, is_chosen=True, by="U1", reason="", edition=1, at=START
    )


async def _shown(session: AsyncSession, world: World, who: str) -> list[Any]:
    """All that leadership shows to one person."""
    found = await read_map(session, Audience(world.team, member_id=who), NOW)
    vision = await vision_section(session, world.team, who, settings())
    gaps = await gaps_section(session, world.team, who)
    assert len(vision) <= VISION_MOST
    assert len(gaps) <= GAPS_MOST
    report = gaps_view(await read_gaps(session, world.team, who))
    return [map_view(found), alt_text(found), to_draw(found), report, vision, gaps]


def _check_names(shown: list[Any], world: World, who: str) -> None:
    """The law restated plainly: words of cards that are hidden, themes for people from outside."""
    text = str(shown)
    allowed = {name for name in world.cards if world.person_may(who, name)}
    for name in set(world.cards) - allowed:
        assert name not in text
    if world.roles[who] != "full":
        assert not [name for name in (*THEMES, "A zoo") if name in text]
    for place in CHANNELS:
        if who not in world.members[place] and (world.private[place] or world.roles[who] != "full"):
            assert f"otter {place}" not in text
            assert f"badger {place}" not in text


async def _take_away_what_is_hidden(session: AsyncSession, world: World, who: str) -> None:
    hidden = [number for name, number in world.ids.items() if not world.person_may(who, name)]
    await session.execute(delete(Card).where(Card.id.in_(hidden)))
    read = [place for place in CHANNELS if world.person_may_read(who, place)]
    unread = select(Question.id).where(
        Question.workspace_id == world.team, Question.channel_id.not_in(read)
    )
    await session.execute(delete(Question).where(Question.id.in_(unread.scalar_subquery())))
    session.expire_all()
