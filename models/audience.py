"""Who would see it: the only way to ask for cards.

An audience is a person, or a channel (what *every* member of it may see, guests included).

* Cards from public channels: every full member.
* Cards from private channels: the channel's current members.
* Guests, people of other organizations, and channels that have such members: that channel's only.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from models.card import Card
from models.channel import Channel
from models.member import Member, Membership


@dataclass(frozen=True, slots=True)
class Audience:
    """A person (``member_id``) or a channel (``channel_id``) of a workspace; exactly one."""

    workspace_id: str
    member_id: str | None = None
    channel_id: str | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless exactly one of person and channel is given."""
        if (self.member_id is None) == (self.channel_id is None):
            raise ValueError("an audience is a person or a channel")


def may_see(audience: Audience) -> ColumnElement[bool]:
    """The condition on Card rows that keeps what this audience may see."""
    own = Card.workspace_id == audience.workspace_id
    if audience.member_id is not None:
        return and_(own, _person_may_see(audience.workspace_id, audience.member_id))
    assert audience.channel_id is not None
    return and_(own, _channel_may_see(audience.workspace_id, audience.channel_id))


def _is_open() -> ColumnElement[bool]:
    """The card's home is a public channel."""
    return exists(
        select(Channel.id).where(
            Channel.workspace_id == Card.workspace_id,
            Channel.id == Card.channel_id,
            Channel.is_private.is_(False),
        )
    )


def _restricted() -> ColumnElement[bool]:
    """Conditions on Member under which somebody sees only the channels they are in.

    Somebody whose role is not known yet may be a guest, and is taken for one.
    """
    return or_(Member.id.is_(None), Member.is_guest.is_(True), Member.is_foreign.is_(True))


def _person_may_see(workspace_id: str, member_id: str) -> ColumnElement[bool]:
    in_channel = exists(
        select(Membership.member_id).where(
            Membership.workspace_id == Card.workspace_id,
            Membership.channel_id == Card.channel_id,
            Membership.member_id == member_id,
        )
    )
    full = exists(
        select(Member.id).where(
            Member.workspace_id == workspace_id,
            Member.id == member_id,
            Member.is_guest.is_(False),
            Member.is_foreign.is_(False),
            Member.is_bot.is_(False),
            Member.is_deleted.is_(False),
        )
    )
    others = and_(Card.scope != "person", or_(in_channel, and_(_is_open(), full)))
    return or_(others, _is_authors_own(member_id))


def _is_authors_own(member_id: str) -> ColumnElement[bool]:
    """A card for oneself is seen by its author alone; other cards' authors follow membership."""
    return and_(Card.author_id == member_id, Card.scope == "person")


def _channel_may_see(workspace_id: str, channel_id: str) -> ColumnElement[bool]:
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
    elsewhere = and_(_is_open(), ~restricted_member, ~shared) if channel_id else false()
    own = and_(Card.channel_id == channel_id, Card.scope != "person")
    return or_(own, and_(elsewhere, Card.scope != "person"))
