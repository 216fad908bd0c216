"""What the bot says about those who look after a channel's knowledge."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts.lists import listed

ONLY_MEMBERS = "Only people who are in this channel can look after its knowledge."
TAKEN = (
    "Thank you. Ba's Home now shows you what waits here: threads that are ripe, cards that need a"
    " look, questions without a card. It is an offer, not a duty; *Step back* or"
    " `/ba produce off` ends it at once."
)
LEFT = "You no longer look after this channel's knowledge. Thank you for having done it."
NOT_HELD = "You do not look after this channel's knowledge, so there is nothing to leave."
NOBODY = "Nobody looks after this channel's knowledge yet. Anybody here may; several can."
TAKE, LEAVE = "Look after this place", "Step back"

HOME_TITLE = "*Places you look after*"
HOME_PLACES = "{places} · what waits there; nothing of it is owed"
NOTHING = "Nothing waits there now."
RIPE = "*Something seems to be learned that is on no card:* a thread in <#{channel}>, {day}"
RIPE_LOOK = "Have a look"
RIPE_TITLE = "A thread"
RIPE_OPEN = "<{url}|Open the thread> in <#{channel}>."
RIPE_WHY = "I think it is ripe because: {reasons}"
RIPE_HOW = "*Make a concept card* in the menu of one of its messages keeps it."
RIPE_GONE = "I cannot show that thread: you are not in its channel, or it is gone."
DRAFTS = "*Cards you began for these places:* {titles}"
STALE = "*Nobody has looked at this for a long time:* {card}"
CONTESTED = "*Somebody doubts this:* {card}"
GAPS = "*Looked for, and no card found:* {words}"
OPEN = "Open"
LOOKED_AFTER_BY_ONE = "{names} looks after this place's knowledge. Anybody here may join them."
LOOKED_AFTER = "{names} look after this place's knowledge. Anybody here may join them."


def looked_after(names: Sequence[str]) -> str:
    """Who looks after a channel; ``names`` are mentions, alphabetical by name."""
    if not names:
        return NOBODY
    pattern = LOOKED_AFTER_BY_ONE if len(names) == 1 else LOOKED_AFTER
    return pattern.format(names=listed(names))
