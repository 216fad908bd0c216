"""What the bot says when somebody asks "who knows about …?", and to those who may be named."""

from __future__ import annotations

from collections.abc import Sequence

ASK_HOW = (
    "Who knows about what? For example `/ba who knows about sourdough`, or `/ba who sourdough`."
)
KNOW = "These people agreed to be asked. Only you see this."
MORE = "… and others. More words narrow it down."
FOOT = "In alphabetical order. Each of them agreed, and can take it back at any time: `/ba found`."
NOBODY = (
    "Nobody who agreed to be asked seems to know about that; others may. Only you see this."
    " I noted the words, without your name, as something that is looked for."
)
NOBODY_QUIET = "Nobody who agreed to be asked seems to know about that; others may."
OPEN = "Open"
NOBODY_BUT_CARDS = (
    "Nobody who agreed to be asked seems to know about that; others may. But there are cards:"
)

ASK = (
    "Your card {card} helped somebody. When people ask me who knows about such things, may I name"
    " you?"
)
ASK_PLAIN = "May I name you when people ask me who knows about something?"
ASK_THANKED = (
    "Somebody thanked you through me. When people ask me who knows about such things, may I name"
    " you?"
)
ASK_MEANS = (
    "I would say why: cards that you wrote, helped with, or said that you used; and themes that you"
    " tell of from experience where I am switched on: single words that stand on cards, never what"
    " you said. `/ba found` shows what I would say, and ends it at once."
)
ASK_FOOT = "I ask only this once."
AGREE, REFUSE = "Yes, they may ask me", "No"
AGREED = (
    "Thank you. From now on I may name you. `/ba found` shows what I would say, and ends it at"
    " once."
)
REFUSED = "All right: I name you to nobody, and forgot what I had. `/ba found on` changes that."
REFUSED_NOW = "All right, I name you to nobody. I will not ask again. `/ba found on` changes that."

STATE_ON = "You agreed: when somebody asks who knows about something, I may name you."
STATE_OFF = "I name you to nobody when somebody asks who knows about something."
THEMES = (
    "Themes that you told of from experience since then (nobody sees this list; somebody who looks"
    " for such a word is told that you lived it, if they can read along in the channel where you"
    " told it): {themes}"
)
NO_THEMES = "I know of no theme that you told of from experience."
THEME_LABEL = "Forget a theme"
THEME_GONE = "Forgotten."
OFF_BUTTON, ON_BUTTON = "Do not name me any more", "You may name me"


def wrote(cards: str) -> str:
    """They began the cards."""
    return f"wrote {cards}"


def helped(cards: str) -> str:
    """They wrote with others, or were thanked for it."""
    return f"helped with {cards}"


def used(cards: str) -> str:
    """They say that they used it."""
    return f"used {cards}"


def lived(cards: str) -> str:
    """They want to be found for these cards."""
    return f"wants to be asked about {cards}"


def told(channels: str) -> str:
    """They told of it from experience; what, they tell themselves."""
    return f"knows it from experience ({channels})"


def joined(parts: Sequence[str]) -> str:
    """Reasons in one sentence."""
    if len(parts) == 1:
        return parts[0]
    return "; ".join(parts)
