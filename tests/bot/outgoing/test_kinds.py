"""Everything that can be said by itself is known to the sender."""

from __future__ import annotations

import importlib
import pkgutil

import bot
from bot.app import KINDS
from bot.outgoing.kinds import Kind


def declared() -> list[Kind]:
    """The kinds that any module of the bot declares in its ``KINDS``."""
    names = [each.name for each in pkgutil.walk_packages(bot.__path__, "bot.")]
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    lists = [vars(module).get("KINDS", ()) for module in modules if module.__name__ != "bot.app"]
    found = {id(kind): kind for kinds in lists for kind in kinds if isinstance(kind, Kind)}
    return list(found.values())


def test_every_declared_kind_is_wired() -> None:
    assert {kind.name for kind in declared()} == set(KINDS)


def test_no_two_kinds_share_a_name() -> None:
    names = [kind.name for kind in declared()]
    assert sorted(names) == sorted(set(names))
