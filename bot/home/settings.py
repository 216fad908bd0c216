"""My settings: my times, what I paused, whether digests may name me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import InteractiveElement

from bot.digest.gathering import DIGEST
from bot.home.section import Asking, Section
from bot.practice.times import Times, times_line
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, section
from bot.slack.ids import Action
from bot.texts import home as texts
from bot.texts import sharing as sharing_texts
from models.member import MuteSubject, muted_kinds
from models.rhythm import get_rhythm


@dataclass(frozen=True, slots=True)
class Mine:
    """``times``: own times in a sentence, "" for the usual ones; ``muted``: kinds not wanted."""

    times: str
    muted: Sequence[str]

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """What holds now, and what changes it."""
        usual = texts.USUAL_TIMES.format(begins=settings.day_begins, ends=settings.day_ends)
        is_named = DIGEST not in self.muted
        lines = [f"*{texts.SETTINGS}*", self.times or usual]
        lines.append(texts.NAMED if is_named else texts.NOT_NAMED)
        paused = texts.paused([kind for kind in self.muted if kind != DIGEST])
        name = texts.NAME_NOT if is_named else texts.NAME_ME
        buttons: list[InteractiveElement] = [
            button(sharing_texts.TIMES, Action.PRACTICE_TIMES),
            button(name, Action.DIGEST_NAME, "off" if is_named else "on"),
        ]
        if paused:
            lines.append(paused)
            buttons.append(button(texts.RESUME, Action.UNMUTE))
        return [section("\n".join(lines)), actions(*buttons)]


async def gather(asking: Asking) -> Mine:
    """What somebody set."""
    session, workspace_id, member_id = asking.session, asking.workspace_id, asking.member_id
    person = MuteSubject.PERSON
    muted = await muted_kinds(session, workspace_id, person, [member_id], asking.now)
    found = Mine("", tuple(sorted(muted.get(member_id, set()))))
    rhythm = await get_rhythm(session, workspace_id, member_id)
    if rhythm is None:
        return found
    own = Times(rhythm.begins, rhythm.ends, tuple(rhythm.days), rhythm.away_until)
    zone = ZoneInfo(asking.member.tz if asking.member else "UTC")
    return replace(found, times=times_line(own, zone, asking.now))


SECTION = Section("settings", gather, most=2)
