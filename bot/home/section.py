"""What a section of Home is: it gathers for one person, then shows what it gathered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from bot.slack.blocks import Block
from models.audience import Audience
from models.member import Member


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose Home is gathered, when. ``member`` is None for somebody not known yet."""

    session: AsyncSession
    workspace_id: str
    member_id: str
    now: datetime
    member: Member | None
    settings: Settings

    @property
    def audience(self) -> Audience:
        """What this person may see."""
        return Audience(self.workspace_id, member_id=self.member_id)


class Part(Protocol):
    """What a section gathered."""

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """The blocks that show it; none: the section is left out."""
        ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A part whose blocks were made while it was gathered."""

    shown: Sequence[Block] = ()

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """These."""
        return self.shown


@dataclass(frozen=True, slots=True)
class Section:
    """One section of Home; it never shows more than ``most`` blocks.

    ``gather`` decides by ``asking`` whether the person sees it at all (``Ready()`` if not).
    """

    name: str
    gather: Callable[[Asking], Awaitable[Part]]
    most: int
