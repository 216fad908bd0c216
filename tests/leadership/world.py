"""A random workspace, and who may see what in it, restated plainly beside the database."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from tests.support import make_channel, make_people

PEOPLE, CHANNELS = ("U1", "U2", "U3"), ("C1", "C2", "C3")
ANIMALS = ("zebra", "walrus", "pelican", "gibbon", "lobster", "hamster", "falcon", "turtle")
ROLES = ("full", "full", "guest", "foreign", "unknown")
SCOPES = ("channel", "channel", "organization", "beyond", "person")


@dataclass
class World:
    """People and channels; ``cards`` are (home, author, scope) by name."""

    team: str
    roles: dict[str, str]
    private: dict[str, bool]
    shared: dict[str, bool]
    members: dict[str, set[str]]
    cards: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def may_see(self, person: str, animal: str) -> bool:
        """Whether a person may see a card (nothing is shared beyond here)."""
        home, author, scope = self.cards[animal]
        if scope == "person":
            return author == person
        if person in self.members[home]:
            return True
        is_open = not self.private[home] or scope in ("organization", "beyond")
        return self.roles[person] == "full" and is_open

    def may_read(self, person: str, channel: str) -> bool:
        """Whether a person may read a channel's talk."""
        if person in self.members[channel]:
            return True
        return self.roles[person] == "full" and not self.private[channel]


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


async def make_world(session: AsyncSession, world: World) -> None:
    """Store its people and channels."""
    for each, role in world.roles.items():
        if role != "unknown":
            flags = {} if role == "full" else {f"is_{role}": True}
            await make_people(session, each, workspace_id=world.team, **flags)
    for each in CHANNELS:
        facts = {"is_private": world.private[each], "is_shared": world.shared[each]}
        people = world.members[each]
        await make_channel(session, each, *people, workspace_id=world.team, **facts)
