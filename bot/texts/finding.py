"""What the bot says when somebody looks for cards."""

from __future__ import annotations

FOUND_ONE = "I found a card:"
FOUND_MANY = "I found cards:"
FOUND_PAGE = "Cards, page {page}:"
CORRECTED = "I looked for {pairs} too."
CORRECTED_PAIR = "*{better}* (for “{word}”)"
LIVED = "Lived by {names}: they agreed to be asked."
NEXT = "Next"
PREVIOUS = "Previous"
OPEN = "Open"
NO_MORE = "There are no more cards. Only you see this."
NONE = (
    "I found no card about that. Only you see this; I noted the words without your name, as a gap."
)
NONE_FILTERED = "I found no such card. Only you see this."
HELP = (
    "What shall I look for? For example `/concept find festival order`."
    " You may narrow it down: `kind:routine`, `status:tested`, `origin:customer`,"
    " `in:#channel`, `by:@person`."
)
UNKNOWN_VALUE = "I do not know {name}:{value}. There is {known}."
ANSWERED = "Somebody looked here for “{words}” and found nothing. There is a card now: {link}"
