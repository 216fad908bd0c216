"""The Home tab: what one person has to do with Ba, section by section.

A section is one module with a ``SECTION`` in it, and a line in ``registry.py``; see ``section.py``.
"""

from __future__ import annotations

from bot.home.outgoing import KINDS, make_home
from bot.home.view import Home, gather_home, home_view

__all__ = ["KINDS", "Home", "gather_home", "home_view", "make_home"]
