"""The workspace that is there at the start: Tanpopo, eight people, some channels."""

from __future__ import annotations

from playground.clock import PlayClock
from playground.ids import Ids
from playground.manifest import AppManifest
from playground.membership import add_person, create_channel
from playground.model import Person, Role
from playground.workspace import Workspace

PEOPLE: tuple[tuple[str, str, str, Role, str], ...] = (
    ("hana", "Hana Mori", "Asia/Tokyo", "owner", "Founder"),
    ("diego", "Diego Alvarez", "Europe/Madrid", "admin", "Operations"),
    ("mari", "Mari Sato", "Asia/Tokyo", "member", "Shop floor"),
    ("jun", "Jun Park", "Asia/Seoul", "member", "Shop floor"),
    ("ines", "Inès Laurent", "Europe/Paris", "member", "Buyer"),
    ("sam", "Sam Okafor", "America/New_York", "member", "Software"),
    ("priya", "Priya Nair", "Asia/Kolkata", "member", "Software"),
    ("gil", "Gil Novak", "America/Los_Angeles", "guest", "Supplier"),
)
"""Handle, name, time zone, role, title."""

CHANNELS: tuple[tuple[str, bool, str, tuple[str, ...]], ...] = (
    ("general", False, "For everybody", ("hana", "diego", "mari", "jun", "ines", "sam", "priya")),
    ("shop-floor", False, "What happens in the shops", ("mari", "jun", "ines", "diego")),
    ("software", False, "Building and running things", ("sam", "priya", "hana")),
    ("suppliers", False, "With our suppliers", ("ines", "diego", "gil")),
    ("leads", True, "Hana and Diego", ("hana", "diego")),
    ("tasting", True, "New products, not yet public", ("ines", "mari", "jun")),
)
"""Name, private, purpose, members (the first is the creator)."""


def seeded(clock: PlayClock, manifest: AppManifest, *, seed: int = 1) -> Workspace:
    """A fresh workspace with the app installed, a member of no channel yet."""
    ids = Ids(seed)
    ws = Workspace("Tanpopo", "tanpopo", clock, ids)
    for handle, name, tz, role, title in PEOPLE:
        display = name.split()[0]
        person = Person("", handle, name, display, tz, role=role, title=title)
        add_person(ws, person, quiet=True)
    _add_slackbot(ws)
    _add_app(ws, manifest)
    for channel_name, private, purpose, members in CHANNELS:
        found = [ws.person(handle).id for handle in members]
        channel = create_channel(
            ws, channel_name, found[0], private=private, purpose=purpose, quiet=True
        )
        channel.members = found
        channel.is_general = channel_name == "general"
    return ws


def _add_slackbot(ws: Workspace) -> None:
    bot = Person("USLACKBOT", "slackbot", "Slackbot", role="bot", tz="America/Los_Angeles")
    add_person(ws, bot, quiet=True)


def _add_app(ws: Workspace, manifest: AppManifest) -> None:
    handle = "".join(c if c.isalnum() else "_" for c in manifest.bot_name.lower())
    if any(p.name == handle for p in ws.people.values()):
        handle += "_app"
    app = Person("", handle, manifest.bot_name, role="bot", is_bot=True, is_app=True)
    add_person(ws, app, quiet=True)
    ws.app_user = app.id
    ws.app_name = manifest.name
