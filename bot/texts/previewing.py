"""``/ba preview``: what the bot would have offered, told to one person, kept nowhere."""

from __future__ import annotations

LOOKING = "I am looking at the last two weeks here. Only you will see what I find."
ALERT = "What I would have offered here"
NOTHING = {
    0: "I would have offered nothing: there is no thread of the last two weeks that I can read.",
    1: "I would have offered nothing: I looked at one thread, and nothing seemed worked out there.",
    2: "I would have offered nothing: I looked at {looked} threads, and nothing seemed worked out.",
}
FOUND = {
    1: "I looked at {looked}. In this one I would have offered a card:",
    2: "I looked at {looked}. In these I would have offered a card, {budget} a day at most:",
}
WHICH = "this thread"
KIND = "As far as I can tell from that, *{doing}* here, {reason}. {conduct}"
KIND_UNKNOWN = (
    "It is too little talk to say what kind of place this is. Until I can, I offer no cards."
)
KEPT_NOTHING = (
    "Only you see this. I read the last two weeks for it just now and kept nothing of them."
    " `/ba on` switches me on, for everybody here to see."
)
BUSY = "Slack asks me to wait before I read that much. Please try again in a few minutes."
UNREACHABLE = "Slack did not answer me. Please try again in a moment."


def threads(count: int) -> str:
    """So many threads, in words."""
    return "one thread" if count == 1 else f"{count} threads"
