"""A random workspace, and who may see what in it, restated plainly beside the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from tests.support import make_channel, make_people

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
        """Whether a person may see a card."""
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

    def person_may_read(self, person: str, channel: str) -> bool:
        """Whether a person may read a channel's talk."""
        if person in self.members[channel]:
            return True
        return self.roles[person] == "full" and not self.private[channel]

    def channel_may(self, channel: str, animal: str) -> bool:
        """Whether a card may be shown to a whole channel."""
        home, _, scope = self.cards[animal]
        if scope == "person":
            return False
        if home == channel or (scope == "beyond" and (animal, channel) in self.agreed):
            return True
        narrow = {"guest", "foreign", "unknown"} & {self.roles[p] for p in self.members[channel]}
        if narrow or self.shared[channel]:
            return False
        return not self.private[home] or scope in ("organization", "beyond")


def worlds(roles: Sequence[str] = ROLES) -> st.SearchStrategy[dict[str, Any]]:
    """What a World is made of, but for its team; ``roles`` are what its people may be."""
    return st.fixed_dictionaries(
        {
            "roles": st.fixed_dictionaries({p: st.sampled_from(roles) for p in PEOPLE}),
            "private": st.fixed_dictionaries({c: st.booleans() for c in CHANNELS}),
            "shared": st.fixed_dictionaries(
                {c: st.sampled_from([False, False, True]) for c in CHANNELS}
            ),
            "members": st.fixed_dictionaries(
                {c: st.sets(st.sampled_from(PEOPLE)) for c in CHANNELS}
            ),
        }
    )


async def begin(session: AsyncSession, world: World) -> None:
    """Store its people and channels."""
    for each, role in world.roles.items():
        if role != "unknown":
            flags = {} if role == "full" else {f"is_{role}": True}
            await make_people(session, each, workspace_id=world.team, **flags)
    for each in CHANNELS:
        await make_channel(
            session,
            each,
            *world.members[each],
            workspace_id=world.team,
            is_private=world.private[each],
            is_shared=world.shared[each],
        )
