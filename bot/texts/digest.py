"""What the bot says in and around the weekly digest. People's words come in escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.texts.practice import times

# What each conversion of knowledge is called, in plain words.
PLAIN = {
    "socialization": "shared experience",
    "externalization": "put into words",
    "combination": "put together",
    "internalization": "tried out",
}

LAST_WEEK = "week before: {number}"

NOTHING = "There is nothing to tell about this week yet. Then I post nothing."
OFF = "I am not switched on in this channel, so there is no digest. `/ba` switches me on."
NOT_HERE = "I can show the digest of a channel only to people who are in it."
PREVIEW = (
    "*Only you see this.* This is the digest as it would be posted now, with a picture of the week."
)

PREVIEW_MUTED = "Somebody here asked for no digest in this channel for now."
BRING_BACK = "Post it here again"
BROUGHT_BACK = "All right, this channel's weekly digest is back."

SKIP = "Skip the next one"
PAUSE = "Pause for four weeks"
NO_MORE = "No digest here any more"
NOT_ME = "Do not name me"

SKIPPED = "All right, this channel's next digest is left out. `/ba digest` brings it back."
PAUSED = "All right, no digest in this channel for four weeks. `/ba digest` brings it back."
STOPPED = "All right, no more digests in this channel. `/ba digest` brings them back."
LEFT_OUT = "All right, I will not name you in any digest. `/ba resume` changes that."

NEW = "*New*"
CHANGED = "*Changed*"
TRIED = "*Tried*"
TRY = "I'll try this"
NO_THANKS = "Good work, all of you."
SMALL_PRINT = (
    "From what was said here in the last seven days, counted for the channel and never by person."
)


def alert(channel: str) -> str:
    """The digest as a notification shows it."""
    return f"The week in #{channel}" if channel else "The week here"


def talk(now: Mapping[str, int], before: Mapping[str, int]) -> str:
    """What the channel's messages did, the week before in brackets; "" when there were none."""
    parts = [
        f"{words} *{now.get(mode, 0)}* ({before.get(mode, 0)})"
        for mode, words in PLAIN.items()
        if now.get(mode, 0) or before.get(mode, 0)
    ]
    if not parts:
        return ""
    return "*Messages* (in brackets: the week before)\n" + " · ".join(parts)


def moved(now: Mapping[str, int]) -> str:
    """Knowledge that took a step this week; "" when none did."""
    parts = [f"{words} {times(now[mode])}" for mode, words in PLAIN.items() if now.get(mode)]
    return "*Steps that knowledge took*\n" + " · ".join(parts) if parts else ""


def outcome(worked: int, failed: int, used: int) -> str:
    """What came of trying a card: problems and successes alike, nobody named."""
    parts = [f"worked {times(worked)}"] if worked else []
    if failed:
        parts.append(f"did not work {times(failed)}")
    if not parts:
        return f"used {times(used)}"
    return ", ".join(parts) + (" – worth talking about" if failed else "")


def more(number: int) -> str:
    """So many more than are shown; "" for none."""
    return f"… and {number} more" if number else ""


def ripe(number: int, link: str) -> str:
    """Talk in which something seems to be learned and that nobody has put on a card."""
    first = (
        "In one thread something seems to have been learned that is on no card yet."
        if number == 1
        else f"In {number} threads something seems to have been learned that is on no card yet."
    )
    return f"{first} {link}" if link else first


def ripe_link(number: int) -> str:
    """The words of the link to one of them."""
    return "Have a look" if number == 1 else "Have a look at one"


def question(title: str) -> str:
    """A question to everybody about a card that nobody has tried yet."""
    return f"*A question to everybody:* has anybody tried {title}?"


def thanks(names: Sequence[str], more_people: bool) -> str:
    """Thanks by name; ``names`` are alphabetical."""
    everybody = [*names, "others"] if more_people else list(names)
    if len(everybody) == 1:
        joined = everybody[0]
    else:
        joined = ", ".join(everybody[:-1]) + " and " + everybody[-1]
    return f"Thank you, {joined}, for putting into words what you know."


def picture_text(
    talk_now: Mapping[str, int], talk_before: Mapping[str, int], steps: Mapping[str, int]
) -> str:
    """The picture of the spiral for those who do not see it."""
    parts = [
        f"{words}: {talk_now.get(mode, 0)} messages this week, {talk_before.get(mode, 0)} the week "
        f"before, {steps.get(mode, 0)} steps"
        for mode, words in PLAIN.items()
    ]
    return "The spiral of knowledge in four fields. " + "; ".join(parts) + "."


def counted(messages: int) -> str:
    """So many messages, in the picture."""
    return "1 message" if messages == 1 else f"{messages} messages"


def stepped(steps: int) -> str:
    """So many steps, in the picture; "" for none."""
    return "" if not steps else "1 step" if steps == 1 else f"{steps} steps"
