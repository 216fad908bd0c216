"""No card and no fragment of one reaches a person or channel that may not see it, whatever happens.

Random workspaces live through random moves, roles, posts, links, shares, promotions, withdrawals
and erasures; after each, all that everybody can be shown is searched for words of hidden cards.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.details import details_view, gather_details
from bot.cards.duplicates import similar_cards
from bot.cards.erasing import erase_card
from bot.cards.exporting import markdown_zip, to_json
from bot.cards.finding import find_or_note, search
from bot.cards.found import answer_blocks, nothing_words, page_blocks
from bot.cards.lineage import lineage_of, lineage_words, link_lines, to_draw
from bot.cards.linking import Linker, combine, link, require_card
from bot.cards.links_outgoing import make_share_pointer
from bot.cards.outgoing import make_pointer
from bot.cards.render import card_line
from bot.cards.sharing import promote, share
from bot.cards.shelf import take_out
from bot.errors import PersonError
from bot.home import gather_home, home_view
from bot.outgoing.kinds import Post
from models.audience import Audience
from models.channel import ensure_channel
from models.database import Sessions
from models.link import LinkKind
from models.member import Member, join_channel, leave_channel
from models.outbox import Outbox
from models.pointer import point_to_me
from models.search import get_card, list_cards, visible_words
from tests.conftest import START
from tests.support import FakeGateway, make_card, make_channel, make_people, making, settings

PEOPLE, CHANNELS = ("U1", "U2", "U3"), ("C1", "C2", "C3")
ANIMALS = ("zebra", "walrus", "pelican", "gibbon", "lobster", "hamster", "falcon", "turtle")
ROLES = ("full", "full", "guest", "foreign", "bot", "unknown")
SCOPES = ("channel", "channel", "organization", "beyond", "person")


@dataclass
class World:
    """What is so, restated plainly beside the database."""

    team: str
    roles: dict[str, str]
    private: dict[str, bool]
    shared: dict[str, bool]
    members: dict[str, set[str]]
    cards: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # home, author, scope
    ids: dict[str, int] = field(default_factory=dict)
    agreed: set[tuple[str, str]] = field(default_factory=set)  # (animal, channel)

    def person_may(self, person: str, animal: str) -> bool:
        home, author, scope = self.cards[animal]
        if scope == "person":
            return author == person
        if person in self.members[home]:
            return True
        full = self.roles[person] == "full"
        if full and (not self.private[home] or scope in ("organization", "beyond")):
            return True
        places = {channel for each, channel in self.agreed if each == animal}
        return scope == "beyond" and any(person in self.members[place] for place in places)

    def channel_may(self, channel: str, animal: str) -> bool:
        home, _, scope = self.cards[animal]
        if scope == "person":
            return False
        if home == channel or (scope == "beyond" and (animal, channel) in self.agreed):
            return True
        narrow = {"guest", "foreign", "unknown"} & {self.roles[p] for p in self.members[channel]}
        if narrow or self.shared[channel]:
            return False
        return not self.private[home] or scope in ("organization", "beyond")


worlds = st.fixed_dictionaries(
    {
        "roles": st.fixed_dictionaries({p: st.sampled_from(ROLES) for p in PEOPLE}),
        "private": st.fixed_dictionaries({c: st.booleans() for c in CHANNELS}),
        "shared": st.fixed_dictionaries(
            {c: st.sampled_from([False, False, True]) for c in CHANNELS}
        ),
        "members": st.fixed_dictionaries({c: st.sets(st.sampled_from(PEOPLE)) for c in CHANNELS}),
    }
)
person, channel, animal = map(st.sampled_from, (PEOPLE, CHANNELS, ANIMALS))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("post"), animal, channel, person, st.sampled_from(SCOPES)),
        st.tuples(st.just("post"), animal, channel, person, st.sampled_from(SCOPES)),
        st.tuples(st.just("join"), channel, person),
        st.tuples(st.just("leave"), channel, person),
        st.tuples(st.just("role"), person, st.sampled_from(["full", "guest", "foreign"])),
        st.tuples(st.just("close"), channel, st.booleans()),
        st.tuples(st.just("relate"), person, animal, animal),
        st.tuples(st.just("combine"), person, animal, animal, channel),
        st.tuples(st.just("share"), person, animal, channel),
        st.tuples(st.just("promote"), person, animal, st.sampled_from(SCOPES[:4])),
        st.tuples(st.just("point"), person, animal),
        st.tuples(st.just("ask"), person, animal, channel),
        st.tuples(st.just("erase"), person, animal),
    ),
    min_size=4,
    max_size=9,
)


@hypothesis_settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given=worlds, steps=steps)
async def test_nothing_reaches_whom_it_may_not(
    sessions: Sessions, given: dict[str, Any], steps: list[tuple[Any, ...]]
) -> None:
    world = World(team=uuid.uuid4().hex[:16], **{**given, "members": dict(given["members"])})
    async with sessions.begin() as session:
        await _begin(session, world)
    for step in steps:
        async with sessions.begin() as session:
            await _STEPS[step[0]](session, world, *step[1:])
    await _look(sessions, world)


async def _begin(session: AsyncSession, world: World) -> None:
    for each, role in world.roles.items():
        if role != "unknown":
            flags = {} if role == "full" else {f"is_{role}": True}
            await make_people(session, each, workspace_id=world.team, **flags)
    for each in CHANNELS:
        facts = {"is_private": world.private[each], "is_shared": world.shared[each]}
        people = world.members[each]
        await make_channel(session, each, *people, workspace_id=world.team, **facts)


async def _post(
    session: AsyncSession, world: World, name: str, home: str, author: str, scope: str
) -> None:
    if name in world.cards:
        return
    words = {"title": f"{name} tide", "statement": f"about the {name} tide"}
    place = {"workspace_id": world.team, "channel_id": home, "author_id": author, "scope": scope}
    card = await make_card(session, **words, **place)
    world.cards[name], world.ids[name] = (home, author, scope), card.id


async def _join(session: AsyncSession, world: World, place: str, who: str) -> None:
    await join_channel(session, world.team, place, who, START)
    world.members[place] = world.members[place] | {who}


async def _leave(session: AsyncSession, world: World, place: str, who: str) -> None:
    await leave_channel(session, world.team, place, who)
    world.members[place] = world.members[place] - {who}


async def _role(session: AsyncSession, world: World, who: str, role: str) -> None:
    member = await session.get(Member, (world.team, who))
    if member is None:
        return
    member.is_guest, member.is_foreign = role == "guest", role == "foreign"
    member.is_bot = False
    world.roles[who] = role


async def _close(session: AsyncSession, world: World, place: str, is_private: bool) -> None:
    await ensure_channel(session, world.team, place, is_private=is_private)
    world.private[place] = is_private


async def _relate(session: AsyncSession, world: World, who: str, one: str, two: str) -> None:
    if one in world.cards and two in world.cards and one != two:
        me = Linker(world.team, who, START)
        ids, allowed = world.ids, [world.person_may(who, each) for each in (one, two)]
        try:
            await link(session, me, LinkKind.GREW_FROM, ids[one], [ids[two]], why=f"{one} {two}")
        except PersonError as error:
            told = str(error)
            assert (told, all(allowed)) == ("There is no such card.", False)


async def _combine(
    session: AsyncSession, world: World, who: str, one: str, two: str, home: str
) -> None:
    ids = [world.ids[each] for each in (one, two) if each in world.cards]
    name = next((each for each in ANIMALS if each not in world.cards), None)
    if len(set(ids)) == 2 and name:
        me = Linker(world.team, who, START)
        try:
            guide = await combine(session, me, ids, home=home, title=name, statement=name)
        except PersonError:
            may = all(world.person_may(who, each) for each in (one, two))
            assert not (may and all(world.channel_may(home, each) for each in (one, two)))
        else:
            assert all(world.channel_may(home, each) for each in (one, two))
            world.cards[name], world.ids[name] = (home, who, "channel"), guide.id


async def _share(session: AsyncSession, world: World, who: str, name: str, place: str) -> None:
    if name in world.cards:
        try:
            made = await share(session, Linker(world.team, who, START), world.ids[name], place)
        except PersonError:
            return
        if made.state == "agreed":
            assert who == world.cards[name][1]
            world.agreed.add((name, place))


async def _promote(session: AsyncSession, world: World, who: str, name: str, scope: str) -> None:
    if name not in world.cards:
        return
    home, author, before = world.cards[name]
    try:
        card = await promote(session, Linker(world.team, who, START), world.ids[name], scope)
    except PersonError:
        return
    assert who == author
    world.cards[name] = (home, author, card.scope)
    order = ("person", "channel", "organization", "beyond")
    if order.index(card.scope) < order.index(before):
        world.agreed = {each for each in world.agreed if each[0] != name}


async def _point(session: AsyncSession, world: World, who: str, name: str) -> None:
    if name in world.cards and world.person_may(who, name):
        await point_to_me(session, world.team, world.ids[name], who, START)


async def _ask(session: AsyncSession, world: World, who: str, name: str, place: str) -> None:
    me = Audience(world.team, member_id=who)
    await find_or_note(session, me, f"{name} snow", channel_id=place, now=START)


async def _erase(session: AsyncSession, world: World, who: str, name: str) -> None:
    if name in world.cards:
        try:
            await erase_card(session, Linker(world.team, who, START), world.ids[name])
        except PersonError:
            return
        assert who == world.cards[name][1]
        del world.cards[name]


_STEPS = {
    "post": _post,
    "join": _join,
    "leave": _leave,
    "role": _role,
    "close": _close,
    "relate": _relate,
    "combine": _combine,
    "share": _share,
    "promote": _promote,
    "point": _point,
    "ask": _ask,
    "erase": _erase,
}


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
    home = await gather_home(session, world.team, who, START)
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
