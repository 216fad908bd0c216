"""What the bot says around shared practice, a person's own times, and their log."""

from __future__ import annotations

SHARE = "Share what happened"
FORM_TITLE = "Share what happened"
FORM_INTRO = (
    "This goes onto the card *{title}* with your name, for all who see the card, and the people it "
    "came from hear of it. The rest of your log stays private."
)
WORDS = "What happened?"
WORDS_HINT = "So that somebody can learn from it who was not there"
STANCE = "Does it speak for the card?"
FOR = "It held"
AGAINST = "It did not hold"
SUBMIT = "Share"
WORDS_NEEDED = "A few words are needed to share something."
NOTHING_TO_SHARE = "Say first how it went: *Used it*, then I can share your story."
SHARED = (
    "Shared: it stands on the card now. Did you find out something of your own? Then it may become "
    "a card that grows from this one."
)
GROW = "Make a card of it"
CLOSE = "Close"

TIMES = "My practice times"
TIMES_TITLE = "My practice times"
TIMES_INTRO = (
    "When may I ask you something? Slack's do-not-disturb counts too. What cannot be asked is "
    "spread over later days; nothing piles up."
)
BEGINS, ENDS, DAYS, AWAY = "From", "Until", "On these days", "I am away until"
AWAY_HINT = "Leave it empty when you are not. I ask nothing before that day."
TIMES_WRONG = "“Until” must be later than “From”."
DAYS_WRONG = "Choose a day. If you want no questions at all, the nudge's menu has “Never ask me”."
AWAY_WRONG = "Choose a day that is still to come, within two years."
TIMES_SUBMIT = "Keep"
TIMES_KEPT = "Kept. I ask you only then."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

EXPORT = "Send me my log"
ERASE = "Erase my log"
ERASE_SURE = "I delete what you tried, answered and wrote, and what you shared. Cards stay."
ERASED = "Done. Your practice log is gone, and what you shared is off the cards."
EXPORTED = "Your practice log, for you alone:"
EMPTY_LOG = "Your practice log is empty."


def told(title: str, teller: str, stance: str, words: str) -> str:
    """The people a card came from hear what came of it."""
    how = "it held" if stance == "for" else "it did not hold"
    return f"<@{teller}> used *{title}*, and {how}:\n>{words}"


def told_plain(title: str) -> str:
    """The same as a notification shows it."""
    return f"What came of using “{title}”"


def times_line(begins: int, ends: int, days: str, away: str) -> str:
    """Somebody's own times, for their Home."""
    line = f"I may ask you on {days}, {begins}:00–{ends}:00, your time."
    return f"{line} Away until {away}." if away else line
