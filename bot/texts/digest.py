"""What the bot says in and around the weekly digest. People's words come in escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.texts.lists import listed
from bot.texts.practice import times
from bot.texts.spiral import PLAIN, moved_line

NOTHING = "There is nothing to tell about this week yet. Then I post nothing."
OFF = "I am not switched on in this channel, so there is no digest. `/ba` switches me on."
NOT_HERE = "I can show the digest of a channel only to people who are in it."
PREVIEW = (
    "*Only you see this.* This is the digest as it would be posted now. The posted one has a"
    " picture of the week, too."
)
SEE_PICTURE = "Send me the picture"
PICTURE_COMING = "The picture comes in a direct message."

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
WORKED = "*What worked*"
FAILED = "*What did not work out*"
USED = "*Used*"
GREW = "*What grew*"
OPEN = "*Still open*"
TRY = "I'll try this"
DOUBT = "I doubt it"
ANSWER_GAP = "I know something"
NO_THANKS = "Good work, all of you."
REST = "Show the rest"
REST_TITLE = "The rest of the week"
REST_INTRO = "All that I know of the week, from {since} to {until}."
REST_NOTHING = "There is nothing left to show of that week."
ALL_REFUSED = "I can show that only to people who work here."
SMALL_PRINT = (
    "From what happened here since the last digest, counted for the channel and never by person."
)
SMALL_PRINT_ALL = (
    "From the public channels where I am on, and from cards that everybody here may see."
)
TALK = "*Messages, by what they did* (in brackets: before)"
STEPS = "*Steps that knowledge took*"
STATUS = {
    "conjecture": "back in use",
    "tested": "tested now",
    "endorsed": "endorsed now",
    "contested": "contested now",
    "retired": "out of use now",
}
GROWTH = {
    "combines": "{card} takes in {others}",
    "breaks_down": "{card} was broken down into {others}",
    "relates": "{card} has to do with {others}",
    "challenges": "{card} casts doubt on {others}",
    "grew_from": "{card} grew from {others}",
}
WIDER = {
    "organization": "{card} is for everybody here now",
    "beyond": "{card} may go beyond us now",
}

CHOSEN = "All right, every week I tell in <#{channel}> what everybody here may know."
CHOSEN_NONE = "All right, there is no digest for everybody any more."
CHOSEN_NOT_ON = "I am not switched on in <#{channel}>. `/ba on` there, then choose it again."
CHOSEN_GUESTS = (
    "There are guests, or people of another organization, in <#{channel}>. I tell what everybody"
    " here may know only where nobody else reads it."
)
ONLY_ADMINS = "Only administrators choose where the digest for everybody goes."


def alert(channel: str) -> str:
    """The digest as a notification shows it."""
    return f"The week in #{channel}" if channel else "The week of all of us"


def talk(now: Mapping[str, int], before: Mapping[str, int]) -> str:
    """What the messages did, and in the week before, in brackets; "" when there were none."""
    parts = [
        f"{words} *{now.get(mode, 0)}* ({before.get(mode, 0)})"
        for mode, words in PLAIN.items()
        if now.get(mode, 0) or before.get(mode, 0)
    ]
    return f"{TALK}\n{' · '.join(parts)}" if parts else ""


def moved(now: Mapping[str, int]) -> str:
    """Knowledge that took a step; "" when none did."""
    line = moved_line(now)
    return f"{STEPS}\n{line}" if line else ""


def worked(by_use: int, expected: int) -> str:
    """What went well with a card, nobody named."""
    parts = [f"worked {times(by_use)}"] if by_use else []
    if expected:
        parts.append("a prediction came true" if expected == 1 else "predictions came true")
    return ", ".join(parts)


def failed(by_use: int, unexpected: int) -> str:
    """What did not go as hoped with a card, nobody named."""
    parts = [f"did not work {times(by_use)}"] if by_use else []
    if unexpected:
        came = "a prediction" if unexpected == 1 else "predictions"
        parts.append(f"{came} did not come true")
    return ", ".join(parts)


def used(number: int) -> str:
    """Used, and nobody said yet how it went."""
    return f"used {times(number)}"


def more(number: int) -> str:
    """So many more than are shown; "" for none."""
    return f"… and {number} more" if number else ""


def gap(words: str) -> str:
    """Something that somebody looked for in vain; ``words`` come in escaped."""
    return f"Somebody looked for “{words}”, and no card says it."


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


def question(title: str, *, is_doubt: bool) -> str:
    """A question to everybody about a card that nobody has tried, or nobody ever doubted."""
    if is_doubt:
        return (
            f"*A question to everybody:* {title} worked for many, and nobody ever doubted it."
            " Is there a place where it does not hold?"
        )
    return f"*A question to everybody:* has anybody tried {title}?"


def thanks(names: Sequence[str], more_people: bool) -> str:
    """Thanks by name; ``names`` are alphabetical."""
    everybody = [*names, "others"] if more_people else list(names)
    return f"Thank you, {listed(everybody)}, for what you wrote, told and passed on."
