"""What the Home tab says."""

from __future__ import annotations

from collections.abc import Sequence

HELLO = "Your Ba"
DRAFTS = "Cards you began"
NO_DRAFTS = "No drafts. Put a :bulb: on a message that holds a good thought, or type `/concept`."
PRACTICE = "What you are trying"
NO_PRACTICE = "Nothing yet. *I'll try this* under a card begins it; nobody else sees it."
CARDS = "New cards near you"
NO_CARDS = "No cards yet that you may see. `/concept` writes one."
KEPT = "What I keep about you"
OPTED_OUT_TEXT = "I read nothing of yours. You asked me not to."
OPEN_DRAFT = "Continue"
DROP_DRAFT = "Throw away"
RESUME = "End the pause"
NEXT = "I ask again on {day}"
NEXT_SOON = "I ask again soon"
MORE_DRAFTS = "There are older drafts; they show when these are kept or thrown away."
FORGET_SURE = "I delete what I kept of your messages. Your cards stay."

SEARCH = "What do we know about …?"
SEARCH_HINT = "A few words, then Enter"
SEARCH_TITLE = "What we know"
PLACES = "Your places where I am on"
NO_PLACES = "None yet. Invite me to a channel and press *Switch on*: I am silent before that."
MORE_PLACES = "… and more"
PLACE_KINDS = {
    "originating": "people share what they live through",
    "dialoguing": "people put into words what they know",
    "systemizing": "people collect and combine",
    "exercising": "people try things out",
}
PLACE_UNKNOWN = "too little talk yet to say what kind of place it is"
SETTINGS = "Your settings"
USUAL_TIMES = "I write to you on working days between {begins}:00 and {ends}:00 of your time."
NAMED = "Digests may thank you by name."
NOT_NAMED = "Digests do not name you."
NAME_NOT = "Do not name me"
NAME_ME = "You may name me"
HEALTH = "How I am (for administrators)"
DIGEST_ALL = "A digest for everybody"
DIGEST_GOES = "Every week in <#{channel}>: what everybody here may know."
DIGEST_NOWHERE = "Choose a channel where I am on, and I tell there what everybody here may know."
DIGEST_CHOOSE = "Choose a channel"
DIGEST_STOP = "No digest for everybody"

# What can be paused, in words; what is not named here is "some of my messages".
KINDS = {
    "all": "everything that I start by myself",
    "nudge": "questions about what you try",
    "still_true": "questions whether your cards are still true",
    "talked_on": "word of new talk about your cards",
    "offer": "offers to make a card",
}


def kept(messages: int, days: int) -> str:
    """How many messages of somebody are known, and how long their words stay."""
    if not messages:
        return "I know of none of your messages."
    if messages == 1:
        return f"I know of 1 message of yours; its words go after {days} days."
    return f"I know of {messages} messages of yours; their words go after {days} days."


def paused(kinds: Sequence[str]) -> str:
    """What somebody does not want for now, or for good; "" of nothing."""
    if not kinds:
        return ""
    named = dict.fromkeys(KINDS.get(kind, "some of my messages") for kind in kinds)
    return f"You paused: {', '.join(named)}."
