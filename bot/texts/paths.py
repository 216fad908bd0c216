"""What the bot says when it leads somebody through a channel's cards. Values come in escaped."""

from __future__ import annotations

NEXT = "Next card"
STOP = "That is enough"
NO_CARDS = "There are no cards of this channel yet that you may see."
NOT_HERE = "Ask me in the channel whose cards you want to learn: `/ba teach`."
CLOSED = "This path has ended. `/ba teach` in the channel begins it again."
STOPPED = "All right, I stop here. `/ba teach` in the channel goes on where we were."
WHY = (
    "You asked me to teach you this place. Press *Next card* when you like; if you do not, the"
    " next one comes in a few days. *That is enough* ends it."
)
LAST = "This is the last card of the path. *I'll try this* keeps one with you."


def started(channel_id: str, count: int) -> str:
    """The path begins: so many cards of a channel."""
    cards = "one card" if count == 1 else f"{count} cards"
    return (
        f"I lead you through {cards} of <#{channel_id}>, one at a time, in a direct message. "
        "The first is on its way."
    )


def step(channel_id: str, number: int, count: int) -> str:
    """Which card of the path this is."""
    return f"Card {number} of {count} from <#{channel_id}>"


def alert(title: str) -> str:
    """The card as a notification shows it."""
    return f"The next card: “{title}”"
