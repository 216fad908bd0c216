"""No card and no fragment of one reaches a person or channel that may not see it, whatever happens.

Random workspaces live through random moves, roles, posts, links, shares, promotions, withdrawals
and erasures; after each, all that everybody can be shown is searched for words of hidden cards.
"""

from __future__ import annotations

import uuid
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.details import details_view, gather_details
from bot.cards.duplicates import similar_cards
from bot.cards.exporting import markdown_zip, to_json
from bot.cards.finding import search
from bot.cards.found import answer_blocks, nothing_words, page_blocks
from bot.cards.lineage import lineage_of, lineage_words, link_lines, to_draw
from bot.cards.linking import Linker, require_card
from bot.cards.links_outgoing import make_share_pointer
from bot.cards.quiet_outgoing import make_pointer
from bot.cards.render import card_line
from bot.cards.shelf import take_out
from bot.errors import PersonError
from bot.home import gather_home, home_view
from bot.outgoing.kinds import Post
from models.audience import Audience
from models.database import Sessions
from models.outbox import Outbox
from models.search import get_card, list_cards, visible_words, words_beginning
from tests.cards_links.audience_world import STEPS, steps
from tests.conftest import START
from tests.support import FakeGateway, making, settings
from tests.worlds import ANIMALS, CHANNELS, PEOPLE, World, begin, worlds


@hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given=worlds(), steps=steps)
async def test_nothing_reaches_whom_it_may_not(
    sessions: Sessions, given: dict[str, Any], steps: list[tuple[Any, ...]]
) -> None:
    world = World(team=uuid.uuid4().hex[:16], **{**given, "members": dict(given["members"])})
    async with sessions.begin() as session:
        await begin(session, world)
    for step in steps:
        async with sessions.begin() as session:
            await STEPS[step[0]](session, world, *step[1:])
    await _look(sessions, world)


async def _look(sessions: Sessions, world: World) -> None:
    """Everything that everybody can be shown, searched for words that are not for them."""
    for who in PEOPLE:
        allowed = {each for each in world.cards if world.person_may(who, each)}
        audience = Audience(world.team, member_id=who)
        async with sessions.begin() as session:
            shown = await _shown(session, world, audience, allowed)
            shown += await _shown_to_person(session, world, who)
        _check(shown, allowed, who)
    for place in CHANNELS:
        allowed = {each for each in world.cards if world.channel_may(place, each)}
        audience = Audience(world.team, channel_id=place)
        async with sessions.begin() as session:
            shown = await _shown(session, world, audience, allowed)
        shown += await _posts(sessions, world, place)
        _check(shown, allowed, place)


def _check(shown: list[Any], allowed: set[str], who: str) -> None:
    text = "\n".join(map(str, shown)).lower()
    for name in set(ANIMALS) - allowed:
        assert name not in text, f"{name} reached {who}"


async def _shown(
    session: AsyncSession, world: World, audience: Audience, allowed: set[str]
) -> list[Any]:
    listed = await list_cards(session, audience, limit=99)
    assert {card.id for card in listed} == {world.ids[name] for name in allowed}
    shown: list[Any] = [card_line(card) for card in listed]
    shown += await visible_words(session, audience)
    shown += await words_beginning(session, audience, {name[:2] for name in ANIMALS})
    for words in ("tide", "tied", "abouts tides", "kind:conceptual", "in:<#C1>", "by:<@U1>"):
        found = await search(session, audience, words)
        shown += [page_blocks(found, words), answer_blocks(found), nothing_words(found)]
    for name in ANIMALS:
        found = await search(session, audience, name[:-1])  # a word that is to be corrected
        # What was typed is the asker's own: only cards and corrections are the bot's.
        cards = {card.id for card in found.cards}
        assert cards <= {world.ids[each] for each in allowed}
        assert set(found.corrected.values()) <= allowed | {"tide", "about"}
        alike = await similar_cards(session, audience, {"title": f"{name} tide"})
        assert {card.id for card in alike} <= {world.ids[each] for each in allowed}
    for name, number in world.ids.items():
        card = await get_card(session, audience, number)
        assert (card is not None) == (name in allowed)
        if card is not None:
            lineage = await lineage_of(session, audience, card)
            shown += [lineage_words(lineage, lambda each: each.title), to_draw(lineage)]
            shown += await link_lines(session, audience, card)
    exported = await take_out(session, world.team, audience)
    return [*shown, to_json(exported), len(markdown_zip(exported))]


async def _shown_to_person(session: AsyncSession, world: World, who: str) -> list[Any]:
    me = Linker(world.team, who, START)
    refusals, shown = set(), list[Any]()
    for number in (*world.ids.values(), 10**9):
        try:
            await require_card(session, me.audience, number)
        except PersonError as error:
            refusals.add(str(error))
        else:
            shown.append(details_view(await gather_details(session, me, number)))
    assert len(refusals) <= 1  # absent, erased and forbidden sound alike
    home = await gather_home(session, world.team, who, START, settings())
    return [*shown, home_view(home, settings())]


async def _posts(sessions: Sessions, world: World, place: str) -> list[Any]:
    """What would go out to a channel now, although it was decided on earlier."""
    shown: list[Any] = []
    for number in world.ids.values():
        for make, payload in (
            (make_pointer, {"cards": [number]}),
            (make_share_pointer, {"card": number}),
        ):
            row = Outbox(workspace_id=world.team, channel_id=place, payload=payload)
            post = await make(making(sessions, FakeGateway()), row)
            if isinstance(post, Post):
                shown += [post.text, post.blocks]
    return shown
