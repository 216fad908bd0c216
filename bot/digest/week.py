"""What a digest holds: plain values, of one channel's week or of everybody's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.leadership.levers_render import Offered
from bot.spiral.rules import Spiral


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card as the digest names it; words are as people wrote them (escape them).

    ``status``: how far it holds, where somebody said so in this span, else "".
    """

    card_id: int
    title: str
    permalink: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a card: by those who used it, and of what was predicted.

    ``unexpected``: predictions that did not come true, ``expected``: those that did.
    """

    card: CardLine
    worked: int = 0
    failed: int = 0
    used: int = 0
    expected: int = 0
    unexpected: int = 0

    @property
    def is_problem(self) -> bool:
        """Whether something did not go as hoped."""
        return bool(self.failed or self.unexpected)

    @property
    def is_success(self) -> bool:
        """Whether something did."""
        return bool(self.worked or self.expected)


@dataclass(frozen=True, slots=True)
class Growth:
    """A card that grew: ``how`` is a kind of link, or "wider" (then ``level`` says how far).

    Read from ``card`` to ``others``.
    """

    card: CardLine
    how: str
    others: tuple[CardLine, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to everybody: about a card that nobody tried, or that nobody ever questioned."""

    card: CardLine
    is_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened in [since, until). Counts are of the ba, never of a person.

    ``channel_id`` is "" for everybody's. ``gaps`` are words that were looked for in vain;
    ``has_new_gap``: one of them in this span. ``thanks`` are names, alphabetical; ``people`` the
    ids of those named.
    """

    channel_id: str
    channel_name: str
    since: datetime
    until: datetime
    spiral: Spiral = field(default_factory=Spiral)
    new: tuple[CardLine, ...] = ()
    changed: tuple[CardLine, ...] = ()
    tried: tuple[Tried, ...] = ()
    grew: tuple[Growth, ...] = ()
    ripe: int = 0
    ripe_ts: str = ""
    ripe_channel: str = ""
    gaps: tuple[str, ...] = ()
    has_new_gap: bool = False
    question: Question | None = None
    lever: Offered | None = None
    thanks: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def is_organization(self) -> bool:
        """Whether it tells of everybody, not of one channel."""
        return not self.channel_id

    @property
    def cards(self) -> set[int]:
        """Every card that it names."""
        lines = [*self.new, *self.changed, *(one.card for one in self.tried)]
        lines += [line for one in self.grew for line in (one.card, *one.others)]
        lines += [self.question.card] if self.question else []
        pulled = self.lever.card_id if self.lever else None
        return {line.card_id for line in lines} | ({pulled} if pulled is not None else set())
