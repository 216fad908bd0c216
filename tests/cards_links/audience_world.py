"""What people do in a random world, in the database and in the plain words beside it."""

from __future__ import annotations

from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.erasing import erase_card
from bot.cards.finding import find_or_note
from bot.cards.linking import Linker, combine, link
from bot.cards.sharing import promote, share
from bot.errors import PersonError
from models.audience import Audience
from models.channel import ensure_channel
from models.link import LinkKind
from models.member import Member, join_channel, leave_channel
from models.pointer import point_to_me
from tests.conftest import START
from tests.support import make_card
from tests.worlds import ANIMALS, CHANNELS, PEOPLE, SCOPES, World

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


STEPS = {
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
