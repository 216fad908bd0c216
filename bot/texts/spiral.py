"""What the bot says about the spiral: steps, ways, levels, one card's journey."""

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
LEVEL_NAMES = {
    "person": "one person",
    "group": "the group",
    "organization": "everybody",
    "beyond": "beyond us",
}
REACHED = "How far it reached:"
WAYS = "*Which way it went*"
ALL_REFUSED = "I can show that only to people who work here."
NOT_HERE = "I can show what a channel does only to people who are in it."
LEGEND = (
    "The larger a field, the more of the talk. A full arrow goes on round the spiral, a hollow one"
    " jumps or goes back; all of it is counted for the channel, never by person."
)


def steps(number: int) -> str:
    """So many steps."""
    return "1 step" if number == 1 else f"{number} steps"


def headline(moved: Mapping[str, int]) -> str:
    """The week in a line, for the picture."""
    total = sum(moved.get(mode, 0) for mode in PLAIN)
    if not total:
        return "Talk, and no step of knowledge yet"
    most = max(PLAIN, key=lambda mode: moved.get(mode, 0))
    if total == 1:
        return f"1 step of knowledge: {PLAIN[most]}"
    mostly = f", mostly {PLAIN[most]}" if moved[most] * 2 > total else ""
    return f"{total} steps of knowledge{mostly}"


def messages(now: int, before: int) -> str:
    """How much talk there was, and in the week before."""
    return f"{_messages(now)} (before: {before})"


def moved_line(moved: Mapping[str, int]) -> str:
    """Knowledge that took a step; "" when none did."""
    parts = [f"{words} {times(moved[mode])}" for mode, words in PLAIN.items() if moved.get(mode)]
    return " · ".join(parts)


def picture_text(
    talk: Mapping[str, int],
    before: Mapping[str, int],
    moved: Mapping[str, int],
    turns: Mapping[tuple[str, str], int],
    levels: Mapping[str, int],
) -> str:
    """The picture of the spiral for those who do not see it: plain words, no marks."""
    fields = [
        f"{words}: {_messages(talk.get(mode, 0))} ({before.get(mode, 0)} before),"
        f" {steps(moved.get(mode, 0))}"
        for mode, words in PLAIN.items()
    ]
    ways = [
        f"from {PLAIN[start]} to {PLAIN[end]} {times(count)}"
        for (start, end), count in sorted(turns.items(), key=lambda each: (-each[1], each[0]))
        if start in PLAIN and end in PLAIN and count
    ]
    reached = [name for level, name in LEVEL_NAMES.items() if levels.get(level)]
    parts = [f"The spiral of knowledge in four fields. {'; '.join(fields)}."]
    if ways:
        parts.append(f"Knowledge went {', '.join(ways)}.")
    if reached:
        parts.append(f"It reached {', '.join(reached)}.")
    return " ".join(parts)


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"


def picture_title(channel: str) -> str:
    """What the picture shows; ``channel`` comes in escaped, "" is everybody."""
    return f"The spiral of #{channel}" if channel else "The spiral of all of us"


def ways_line(turns: Mapping[tuple[str, str], int]) -> str:
    """Which way knowledge went, the most gone first; "" when it went none."""
    ways = [
        f"• {PLAIN[start]} → {PLAIN[end]}: {times(count)}"
        for (start, end), count in sorted(turns.items(), key=lambda each: (-each[1], each[0]))
        if start in PLAIN and end in PLAIN and count
    ]
    return "\n".join([WAYS, *ways]) if ways else ""


JOURNEY_TITLE = "This card's journey"
JOURNEY_WAY = "*On the spiral:* {way}"
JOURNEY_LEVELS = "*How far it reaches:* {levels}"
JOURNEY_NONE = "It has just begun: nothing is on its way yet."
JOURNEY_FOOT = "Who tried it for themselves is nobody's business: that is only counted."
TRIED = "Somebody tried it."
BORN_IN_TALK = "Put into words, from a conversation in <#{channel}>."
ACTS = {
    "card": "Put into words.",
    "added": "Another conversation added to it.",
    "story": "Somebody told what came of using it.",
    "share": "Another channel was pointed to it.",
}
RESULT = "What it predicted was looked at."
RESULTS = {
    "confirmed": "What it predicted came true.",
    "refuted": "What it predicted did not come true: worth another look.",
}
PROMOTED = {
    "channel": "Its author let its channel see it.",
    "organization": "Its author let everybody here see it.",
    "beyond": "Its author let it go beyond us.",
}
LINKED_FROM = {
    "combines": "It took in {card}.",
    "breaks_down": "{card} was taken out of it.",
    "relates": "Somebody saw that it has to do with {card}.",
    "challenges": "It casts doubt on {card}.",
    "grew_from": "It grew from {card}.",
}
LINKED_TO = {
    "combines": "It was taken into {card}.",
    "breaks_down": "It was taken out of {card}.",
    "relates": "Somebody saw that it has to do with {card}.",
    "challenges": "{card} casts doubt on it.",
    "grew_from": "{card} grew from it.",
}
WROTE = "Written by {names}."
TOLD = "Told what came of it: {names}."
LIVED = "Lived it, and may be asked: {names}."


def tried(number: int) -> str:
    """So many tries; whose, and on which days, is theirs."""
    return f"Tried out {times(number)}."


def way(modes: Sequence[str]) -> str:
    """The modes that a card went through, in order."""
    return " → ".join(PLAIN[mode] for mode in modes if mode in PLAIN)


def stairs(level: str) -> str:
    """The levels, the one that a card has reached in bold."""
    return " → ".join(f"*{n}*" if each == level else n for each, n in LEVEL_NAMES.items())
