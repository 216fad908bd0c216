"""What the bot says about the asset map and about what is lacking."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.lists import OR, listed

MAP_TITLE = "What we know"
MAP_INTRO = "{cards} that you may see, by theme and by kind of knowledge."
MAP_EMPTY = "There is no card yet that you may see. `/concept` writes one."
MAP_NO_THEMES = "The vision has no themes yet, so everything stands in one row."
NO_THEME = "Of no theme"
ALL = "All cards"
# Short names of the four kinds: one of them, several.
KINDS = {
    "experiential": ("skill", "skills"),
    "conceptual": ("insight", "insights"),
    "systemic": ("document", "documents"),
    "routine": ("routine", "routines"),
}
HEADS = {
    "experiential": "Skills\nand feel",
    "conceptual": "Insights",
    "systemic": "Documents",
    "routine": "Routines",
}
NOTHING = "nothing yet"
NEW, BACK, MOVED_IN = "{n} new", "{n} back in use", "{n} moved here"
RETIRED, MOVED_OUT = "{n} out of use", "{n} moved away"
ASK = "To ask: {names}"
SINCE = "Compared with {day}."
NO_SNAPSHOT = "From next week on I show what came and what went."
COMPARE = "Compare with"
DAY = "{day:%d %B %Y}"
PICTURE = "As a picture"
PICTURE_COMING = "I am drawing it, and send it to you in a direct message."
PICTURE_TEXT = "What you may see of what we know, by theme and kind:"
PICTURE_SINCE = "Arrows: since {day}"
PICTURE_FOOT = "▲ came   ▼ out of use or moved away"

GAPS_TITLE = "What is lacking"
GAPS_INTRO = "As far as you may see. Nothing of it is owed; it shows where a card would help most."
NO_GAPS = "Nothing is lacking that I know of."
LACKS = "*Themes with gaps*"
LACK = "*{name}*: no {kinds} yet"
LACK_ALL = "*{name}*: nothing yet"
LACKS_NONE = "Every theme has knowledge of all four kinds."
LACKS_NO_THEMES = "The vision has no themes yet, so I cannot say what is lacking in it."
WRITE_ONE = "Write one"
QUESTIONS = "*Looked for, and no card found* (nobody's name is kept)"
QUESTION = "“{words}” · <#{channel}>"
ANSWER, NOT_NEEDED = "Write a card about it", "Nobody needs this"
ANSWER_NOTE = (
    "Somebody looked for “{words}”. Once a card says it, the channel hears of it; nobody is named."
)
NO_QUESTION = "That question is gone: it was answered, or nobody needs it any more."
ONLY_MEMBERS = "Only people who are in that channel can say that nobody needs it."
MINE = "*In your hands alone* (only you see this, and who looks after the channel)"
OTHERS = "*In one person's hands alone* (only they see this, and who looks after the channel)"
HUNG = "What <#{channel}> has on *{theme}*"
HUNG_NONE = "What <#{channel}> has on cards without a theme"
HUNG_OTHER = "{what}: ask {name} whether somebody could do it with them once"
HUNG_MINE = "{what}: do it once together with somebody, or write the next card with them"
UNCHALLENGED = "*Much used, and never questioned*"
UNCHALLENGED_LINE = "{card}\nWhat would have to happen for it to be wrong?"

HANGS = (
    "{what} is on cards that you alone wrote, and nobody else has agreed to be asked about it."
    " If you like: do it once together with somebody, or write the next card with them."
)
HANGS_FOOT = "I tell you and those who look after the channel, nobody else."
HANGS_NEVER = "Tell me no such things"
HANGS_NEVER_SAID = "All right. `/ba resume` ends that."
HANGS_PLAIN = "Something is in your hands alone."

HOME_TITLE = "*What is lacking*"
HOME_OPEN = "See all"


def counted(kind: str, number: int) -> str:
    """So many cards of a kind: "3 insights"."""
    one, several = KINDS[kind]
    return f"{number} {one if number == 1 else several}"


def cards(number: int) -> str:
    """So many cards."""
    return "1 card" if number == 1 else f"{number} cards"


def kinds(names: Sequence[str]) -> str:
    """Kinds that are missing: "skills, documents or routines"."""
    return listed([KINDS[name][1] for name in names], OR)
