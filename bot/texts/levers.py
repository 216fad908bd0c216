"""What energizes a place, in plain words: one thing at a time, refused by one press."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.lists import listed

# Questions that shake an old assumption.
CHAOS_QUESTIONS = (
    "What would have to happen for this not to hold any more?",
    "Who would see this differently, and what do they see that we do not?",
    "If we began today, would we still do it this way?",
)
CHAOS = "*Nobody ever doubted this:* {card}\n{question}"
CHAOS_PRESS = "I doubt it"
REDUNDANCY = "*Elsewhere{place} somebody put this into words:* {card}"
REDUNDANCY_PLACE = ", in <#{channel}>,"
REDUNDANCY_PRESS = "Read it"
VARIETY_INSIDE = (
    "*All of this place's newest cards come from inside.* How would a customer, a supplier or"
    " another team see {card}?"
)
VARIETY_FEW = (
    "*This place's newest cards were all written by the same few.* Who would see {card} with other"
    " eyes?"
)
VARIETY_PRESS = "Whom could I ask?"
CARE = "*Did somebody here help you lately?* A word of thanks takes one line."
CARE_PRESS = "Thank somebody"
AUTONOMY = (
    "*You decide how I behave.* Your own times and days, what you are asked, whether you are named:"
    " all of it is yours to set, and `/ba help` lists it."
)
AUTONOMY_PRESS = "My own times"

ONCE, WEEK, GOOD = "Not this one", "Not for a week", "Never again"
ONCE_HERE, WEEK_HERE, GOOD_HERE = "Not this one", "Not here for a week", "Never again here"
REFUSED = {
    "once": "All right, I will not come back to this one.",
    "week": "All right, nothing of this kind for a week.",
    "good": "All right, nothing of this kind any more.",
}

ASK_IN_TITLE = "Ask somebody in"
ASK_IN = (
    "These people are not in <#{channel}>, know about {card} and agreed to be asked. The one you"
    " choose is told that *you* ask, and what you write; nobody else is told anything."
)
ASK_IN_WHO = "Whom?"
ASK_IN_WORDS = "What would you like to know?"
ASK_IN_SUBMIT = "Ask"
ASK_IN_NOBODY = (
    "Nobody outside <#{channel}> who agreed to be asked seems to know about {card}. You may know"
    " somebody: a person from another team, a customer, a newcomer."
)
ASKED = "Asked. If they want to, they will write to you."
ASKED_GONE = "That person no longer wants to be asked; I told them nothing."
ASKED_IN_PLAIN = "Somebody would like to know how you see something"
ASKED_IN = "<@{by}> would like to know how you see this: {card}"
ASKED_IN_QUOTE = ">{words}"
ASKED_IN_FOOT = (
    "You agreed to be asked about such things. Write to <@{by}>, or leave it: nobody is told."
)
ASKED_IN_READ = "Read the card"
ASKED_IN_NO = "Do not ask me any more"
ASKED_IN_STOPPED = "All right: nobody asks you through me any more, and I name you to nobody."

THANK_TITLE = "Say thanks"
THANK_WHO = "Whom do you thank?"
THANK_WORDS = "For what?"
THANK_HINT = "They read it with your name. The weekly digest names who was thanked, without words."
THANK_SUBMIT = "Say thanks"
THANK_NOT_SELF = "Thank somebody else."
THANK_WHOM = "Whom shall I thank? For example `/ba thank @mari for showing me the till`."
THANK_UNKNOWN = "I do not know that person, so I can tell them nothing."
THANK_SAID = "Said. They read it in their messages from me."
THANKED_PLAIN = "Somebody thanks you"
THANKED = "<@{by}> thanks you."
THANKED_CARD = "<@{by}> thanks you for {card}."
THANKED_QUOTE = ">{words}"
THANKED_NO = "Do not tell me of thanks"
THANKED_STOPPED = "All right, I will not write to you about thanks. `/ba resume` brings it back."

HUDDLE = (
    "It seems that you share something here that is felt rather than written. A huddle may do it"
    " better: the headphones at the foot of the channel open one. I keep nothing of it."
)
HUDDLE_PLAIN = "A huddle may do this better"
HUDDLE_ONCE, HUDDLE_WEEK, HUDDLE_GOOD = "Not now", "Not for a week", "Never suggest it"
HUDDLE_REFUSED = {
    "once": "All right.",
    "week": "All right, no such suggestion for a week.",
    "good": "All right, I will not suggest a huddle to you again.",
}


def thanked(names: Sequence[str]) -> str:
    """For the digest: who was thanked; ``names`` are escaped and alphabetical."""
    return f"Somebody said thanks to {listed(names)}."
