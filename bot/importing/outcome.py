"""What an import did: counted, and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """Counts of one import. ``broken`` holds each file that could not be read, with the reason."""

    workspace_id: str
    new: int = 0
    changed: int = 0
    same: int = 0
    channels: int = 0
    new_channels: int = 0
    people: int = 0
    new_people: int = 0
    changed_people: int = 0
    deleted: int = 0
    silent: int = 0
    direct: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What to tell the person who imports."""
        yield (
            f"Messages: {self.new:,} new, {self.changed:,} changed, {self.same:,} known already."
        )
        yield (
            f"Channels: {self.channels:,} ({self.new_channels:,} new), all switched off."
            f" People: {self.people:,} ({self.new_people:,} new, {self.changed_people:,} changed)."
        )
        for why, count in sorted(self.passed_over.items()):
            yield f"Passed over: {count:,} ({why})."
        if self.deleted:
            yield f"Deleted in Slack, kept as blanks: {self.deleted:,}."
        if self.silent:
            yield f"Left out: {self.silent:,} by people who do not want to be read."
        if self.direct:
            yield f"Left out: {self.direct:,} direct and group conversations; they are never read."
        if self.broken:
            yield f"Could not be read, and skipped: {len(self.broken):,} files."
            for name, why in self.broken[:20]:
                yield f"  {name}: {why}"
