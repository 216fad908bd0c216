"""How alive is a ba? Forming, active, dormant, told from when, how much and how many talk (M9).

"Ba is created, functions and disappears" (Nonaka, Toyama and Konno, 2000): it is fleeting, so it is
judged against its own pace, not against a pace that all should have. Closed is what a person, an
end date or Slack's archive says; nothing here decides it. Times are seconds since the epoch (UTC).
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from bot.texts import ba_life as texts
from models.channel import Stage

DAY = 86_400.0
# A ba is dormant after four of its own usual pauses, at least two weeks, at most six.
PAUSES, QUIET_LEAST, QUIET_MOST = 4.0, 14 * DAY, 42 * DAY
# What a ba needs to be more than an attempt: people, days with talk, days from first to last.
PEOPLE, TALK_DAYS, SPAN = 2, 4, 7 * DAY
# One that had been alive before needs less to be itself again.
TALK_DAYS_AGAIN = 2
# A thread lives faster: hours instead of weeks.
HOUR = 3_600.0
THREAD_PEOPLE, THREAD_WORDS = 2, 3
THREAD_QUIET_LEAST, THREAD_QUIET_MOST = 6 * HOUR, 3 * DAY
THREAD_GONE = 14 * DAY


@dataclass(frozen=True, slots=True)
class Beat:
    """Somebody said something at a time."""

    at: float
    author: str


@dataclass(frozen=True, slots=True)
class Life:
    """The stage of a ba's life, and the sentence that says why."""

    stage: Stage
    reason: str


def read_life(
    beats: Sequence[Beat], now: float, *, first: float | None = None, is_cut: bool = False
) -> Life:
    """The stage of a channel. ``first``: when anybody first spoke, if that was before ``beats``.

    ``is_cut``: there is more talk than is given, so much that a few days fill it.
    """
    told = sorted(beats, key=lambda beat: beat.at)
    told = [beat for beat in told if beat.at <= now]
    if not told:
        if first is None:
            return Life(Stage.FORMING, texts.NOBODY_YET)
        return Life(Stage.DORMANT, texts.QUIET_LONG)
    pause = usual_pause(told)
    quiet = min(QUIET_MOST, max(QUIET_LEAST, PAUSES * pause))
    silence = now - told[-1].at
    if silence > quiet:
        return Life(Stage.DORMANT, texts.quiet_for(silence / DAY, pause / DAY))
    run, gap = _last_run(told, quiet)
    was_alive = gap is not None or (first is not None and run[0].at - first > quiet)
    if is_cut and len({beat.author for beat in run}) >= PEOPLE:
        days = len({int(beat.at // DAY) for beat in run})
        return Life(Stage.ACTIVE, texts.LOUD.format(days=texts.days(days)))
    return _of_run(run, was_alive=was_alive, gap=gap)


def _of_run(run: Sequence[Beat], *, was_alive: bool, gap: float | None) -> Life:
    people = len({beat.author for beat in run})
    days = len({int(beat.at // DAY) for beat in run})
    span = run[-1].at - run[0].at
    if was_alive and people >= PEOPLE and days >= TALK_DAYS_AGAIN:
        again = texts.AGAIN.format(weeks=texts.weeks(gap / DAY)) if gap else ""
        return Life(Stage.ACTIVE, texts.lively(people, days, span / DAY, again))
    if was_alive and people < PEOPLE:
        return Life(Stage.DORMANT, texts.ALONE_AGAIN)
    if people >= PEOPLE and days >= TALK_DAYS and span >= SPAN:
        return Life(Stage.ACTIVE, texts.lively(people, days, span / DAY, ""))
    return Life(Stage.FORMING, texts.young(people, days, is_again=was_alive))


def usual_pause(beats: Sequence[Beat]) -> float:
    """The median time between days with talk, in seconds; a day when there is only one."""
    days = sorted({int(beat.at // DAY) for beat in beats})
    gaps = [after - before for before, after in itertools.pairwise(days)]
    return statistics.median(gaps) * DAY if gaps else DAY


def _last_run(told: Sequence[Beat], quiet: float) -> tuple[Sequence[Beat], float | None]:
    """The talk since the last long silence, and how long that was (None: there was none)."""
    for position in range(len(told) - 1, 0, -1):
        gap = told[position].at - told[position - 1].at
        if gap > quiet:
            return told[position:], gap
    return told, None


def read_thread_life(beats: Sequence[Beat], now: float, *, is_settled: bool = False) -> Life:
    """The stage of a thread as a short-lived ba; ``is_settled``: a card came of it, or a no."""
    told = sorted((beat for beat in beats if beat.at <= now), key=lambda beat: beat.at)
    if is_settled:
        return Life(Stage.CLOSED, texts.THREAD_SETTLED)
    if not told:
        return Life(Stage.FORMING, texts.NOBODY_YET)
    silence = now - told[-1].at
    if silence > THREAD_GONE:
        return Life(Stage.CLOSED, texts.THREAD_GONE)
    gaps = [b.at - a.at for a, b in itertools.pairwise(told)]
    pause = statistics.median(gaps) if gaps else HOUR
    if silence > min(THREAD_QUIET_MOST, max(THREAD_QUIET_LEAST, PAUSES * pause)):
        return Life(Stage.DORMANT, texts.THREAD_QUIET)
    people = len({beat.author for beat in told})
    if people < THREAD_PEOPLE or len(told) < THREAD_WORDS:
        return Life(Stage.FORMING, texts.THREAD_YOUNG)
    return Life(Stage.ACTIVE, texts.THREAD_LIVELY)
