"""Who would see it: the only way to ask for cards.

An audience is a person, a channel (what *every* member of it may see, guests included), or
everybody (what every full member of the workspace may see).

* Cards from public channels: every full member.
* Cards from private channels: the channel's current members; once their author published them
  (scope "organization" or "beyond"), every full member.
* Guests, people of other organizations, and channels that have such members: that channel's only,
  and what was shared there by consent of an author who let it go "beyond".

The conditions hold no correlated subquery: who is asking is looked up once, not once per card.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.card import Card
from models.channel import Channel
from models.member import Member, Membership, is_full_member
from models.share import CardShare, ShareState

PERSON, CHANNEL, ORGANIZATION, BEYOND = "person", "channel", "organization", "beyond"
# From narrow to wide: a card is promoted along this row, and withdrawn back along it.
SCOPES = (PERSON, CHANNEL, ORGANIZATION, BEYOND)
_PUBLISHED = (ORGANIZATION, BEYOND)


@dataclass(frozen=True, slots=True)
class Audience:
    """A person (``member_id``), a channel (``channel_id``) or everybody; exactly one."""

    workspace_id: str
    member_id: str | None = None
    channel_id: str | None = None
    is_everybody: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one of person, channel and everybody is given."""
        given = (self.member_id is not None, self.channel_id is not None, self.is_everybody)
        if sum(given) != 1:
            raise ValueError("an audience is a person, a channel or everybody")


def may_see(audience: Audience) -> ColumnElement[bool]:
    """The condition on Card rows that keeps what this audience may see."""
    own = Card.workspace_id == audience.workspace_id
    if audience.is_everybody:
        return and_(own, _every_full_member_may_see(audience.workspace_id))
    if audience.member_id is not None:
        return and_(own, _person_may_see(audience.workspace_id, audience.member_id))
    assert audience.channel_id is not None
    return and_(own, _channel_may_see(audience.workspace_id, audience.channel_id))


def _public(workspace_id: str) -> Select[str]:
    """Ids of the public channels."""
    return select(Channel.id).where(
        Channel.workspace_id == workspace_id, Channel.is_private.is_(False)
    )


def _every_full_member_may_see(workspace_id: str) -> ColumnElement[bool]:
    open_to_all = or_(Card.channel_id.in_(_public(workspace_id)), Card.scope.in_(_PUBLISHED))
    return and_(Card.scope != PERSON, open_to_all)


def _restricted() -> ColumnElement[bool]:
    """Conditions on Member under which somebody sees only the channels they are in.

    Somebody whose role is not known yet may be a guest, and is taken for one.
    """
    return or_(Member.id.is_(None), Member.is_guest.is_(True), Member.is_foreign.is_(True))


def _shared_with(workspace_id: str, channels: ColumnElement[bool]) -> ColumnElement[bool]:
    """Cards whose author let them go beyond, and agreed to have them shared in these channels."""
    shared = select(CardShare.card_id).where(
        CardShare.workspace_id == workspace_id,
        CardShare.state == ShareState.AGREED,
        channels,
    )
    return and_(Card.scope == BEYOND, Card.id.in_(shared))


def _person_may_see(workspace_id: str, member_id: str) -> ColumnElement[bool]:
    mine = select(Membership.channel_id).where(
        Membership.workspace_id == workspace_id, Membership.member_id == member_id
    )
    full = is_full_member(workspace_id, member_id)
    return or_(
        and_(
            Card.scope != PERSON,
            or_(
                Card.channel_id.in_(union(mine, _public(workspace_id).where(full))),
                and_(full, Card.scope.in_(_PUBLISHED)),
                _shared_with(workspace_id, CardShare.channel_id.in_(mine)),
            ),
        ),
        _is_authors_own(member_id),
    )


def _is_authors_own(member_id: str) -> ColumnElement[bool]:
    """A card for oneself is seen by its author alone; other cards' authors follow membership."""
    return and_(Card.author_id == member_id, Card.scope == PERSON)


def _channel_may_see(workspace_id: str, channel_id: str) -> ColumnElement[bool]:
    elsewhere = or_(Card.channel_id.in_(_public(workspace_id)), Card.scope.in_(_PUBLISHED))
    return and_(
        Card.scope != PERSON,
        or_(
            Card.channel_id == channel_id,
            and_(_is_among_ourselves(workspace_id, channel_id), elsewhere),
            _shared_with(workspace_id, CardShare.channel_id == channel_id),
        ),
    )


def _is_among_ourselves(workspace_id: str, channel_id: str) -> ColumnElement[bool]:
    """Whether no guest, and nobody from another organization, is in a channel."""
    here = aliased(Channel)
    restricted_member = exists(
        select(Membership.member_id)
        .outerjoin(
            Member,
            and_(
                Membership.workspace_id == Member.workspace_id,
                Membership.member_id == Member.id,
            ),
        )
        .where(
            Membership.workspace_id == workspace_id,
            Membership.channel_id == channel_id,
            _restricted(),
        )
    )
    shared = exists(
        select(here.id).where(
            here.workspace_id == workspace_id, here.id == channel_id, here.is_shared.is_(True)
        )
    )
    return and_(~restricted_member, ~shared)


async def is_ourselves(session: AsyncSession, audience: Audience) -> bool:
    """Whether an audience is full members only: one, all, or a channel that no others are in.

    What belongs to the whole organization (the vision, its themes) is shown to nobody else.
    """
    if audience.is_everybody:
        return True
    if audience.member_id is not None:
        condition = is_full_member(audience.workspace_id, audience.member_id)
    else:
        assert audience.channel_id is not None
        condition = _is_among_ourselves(audience.workspace_id, audience.channel_id)
    return bool(await session.scalar(select(condition)))


def may_read(audience: Audience, channel: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that keeps rows of channels (by id) whose talk this audience may read.

    A channel reads its own talk; everybody that of the public ones; a person that of their channels
    and, as a full member, of the public ones.
    """
    workspace_id = audience.workspace_id
    if audience.is_everybody:
        return channel.in_(_public(workspace_id))
    if audience.member_id is None:
        return channel == audience.channel_id
    mine = select(Membership.channel_id).where(
        Membership.workspace_id == workspace_id, Membership.member_id == audience.member_id
    )
    full = is_full_member(workspace_id, audience.member_id)
    return channel.in_(union(mine, _public(workspace_id).where(full)))
