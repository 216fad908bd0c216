"""What the bot says around practice. Values that people wrote come in escaped."""

from __future__ import annotations

from collections.abc import Mapping

NO_CARD = "I cannot find that card for you. It may be gone, or in a place that you cannot see."
RETIRED = "This card is out of use, so there is nothing to try."
CLOSED = "This question is closed. Nothing was lost: your log is as you left it."
NO_WORDS_YET = "Press *Used it* first, then I can keep your words with it."

USED = "Used it"
NOT_YET = "Not yet"
WORKED = "It worked"
FAILED = "It did not"
ADD_WORDS = "In your own words"
READ_CARD = "Read the card"

STOP_CARD = "Not this card"
STOP_WEEK = "Not for a week"
STOP_ALL = "Never ask me"

WHY = (
    "I ask because you pressed *I'll try this*. Only you see this and what you answer. "
    "The *⋯* menu stops it: for this card, for a week, or for good."
)
NOTED = "Noted, thank you. I ask no more about this card."
DID_IT_WORK = "Good. Did it work?"
BOTH_HELP = "Both answers help: what did not work is worth as much as what did."

WORDS_TITLE = "In your own words"
WORDS_LABEL = "What happened?"
WORDS_HINT = "For you alone. Nobody else reads it unless you share it yourself."
WORDS_SUBMIT = "Keep"
WORDS_KEPT = "Kept. Only you can see it."
CLOSE = "Close"

STOPPED_CARD = "All right, no more questions about this card. *I'll try this* starts them again."
STOPPED_WEEK = "All right, no questions for a week."
STOPPED_ALL = (
    "All right, I will not ask you again, about any card. "
    "If you change your mind, press *I'll try this* on a card."
)


def started(title: str, days: int) -> str:
    """Somebody will try a card; the first question comes after ``days``."""
    return (
        f"Good, try *{title}*. I will ask you {in_days(days)}, in private, how it went. "
        "The *⋯* menu of my question stops it."
    )


def started_already(title: str, days: float) -> str:
    """Somebody said before that they try a card; the next question comes after ``days``."""
    return (
        f"You are trying *{title}* already. I will ask you {in_days(days)}, in private. "
        "The *⋯* menu of my question stops it."
    )


def started_in_silence(title: str) -> str:
    """Somebody will try a card, but has asked the bot never to write to them."""
    return (
        f"Good, try *{title}*. You asked me not to write to you, so I will not ask how it went. "
        "`/ba resume` lets me write to you again."
    )


def in_days(days: float) -> str:
    """A time ahead, as people say it."""
    whole = max(1, round(days))
    if whole == 1:
        return "tomorrow"
    if whole < 14:
        return f"in {whole} days"
    if whole < 60:
        return f"in about {round(whole / 7)} weeks"
    return f"in about {round(whole / 30)} months"


def nudge_alert(title: str) -> str:
    """The nudge as a notification shows it."""
    return f"A question about “{title}”"


def applies_when(situation: str) -> str:
    """When a card is of use."""
    return f"When: {situation}"


def thanks_not_yet(days: float) -> str:
    """Not used yet."""
    return f"No hurry. I will ask again {in_days(days)}."


def thanks_worked(days: float) -> str:
    """It worked."""
    return f"Noted: it worked. I will ask again {in_days(days)}."


def thanks_failed(days: float) -> str:
    """It did not work."""
    return (
        f"Noted: it did not work. That is worth knowing. I will ask again {in_days(days)}. "
        "If you like, tell the people who wrote the card what came instead."
    )


def practice_line(counts: Mapping[str, int]) -> str:
    """What came of trying a card, for the card itself; "" when nobody has tried it.

    ``counts`` is how often each answer was given (see ``models.practice.count_answers``): used (no
    word yet whether it worked), worked, failed. Nobody is named.
    """
    worked, failed = counts.get("worked", 0), counts.get("failed", 0)
    tries = worked + failed + counts.get("used", 0)
    if not tries:
        return ""
    parts = [f"{worked} worked"] if worked else []
    if failed:
        parts.append(f"{failed} did not")
    return f"Tried {times(tries)}" + (f": {', '.join(parts)}" if parts else "")


def times(number: int) -> str:
    """How often."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def story_line(stance: str, teller: str, words: str) -> str:
    """A shared story, as it stands on its card."""
    mark = ":arrow_up: *It held*" if stance == "for" else ":arrow_down: *It did not hold*"
    return f"{mark}, says <@{teller}>:\n>{words}"
