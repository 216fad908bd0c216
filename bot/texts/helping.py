"""What the bot says about whether a channel's cards are used. Counts only."""

from __future__ import annotations

NOT_HERE = "Only people who can read this channel can ask that."
TITLE = "*Are this channel's cards used?*"
NO_CARDS = "There are no cards of this channel yet."
TOO_YOUNG = "No card is {days} days old yet."
FOOT = "Counts only, of this channel's cards. Nobody is named, nobody is ranked."
FEW = "How questions were taken is told once at least three people practise."


def used_within(days: int, used: int, count: int) -> str:
    """How many of the cards old enough were used within their first days."""
    cards = "card" if count == 1 else "cards"
    return f"• Used within {days} days: {used} of {count} {cards} ({round(100 * used / count)} %)"


def median_days(days: float) -> str:
    """From writing to first use."""
    return (
        f"• Half of those in use were first used within {days:.0f} days"
        if days >= 1.5
        else "• Half of those in use were first used within a day or so"
    )


NEVER_USED = "• No card was used yet, as far as anybody told me."


def questions(answered: int, unanswered: int, stopped: int) -> str:
    """How questions were taken."""
    return f"• My questions: {answered} answered, {unanswered} left open, {stopped} stopped"
