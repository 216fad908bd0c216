"""What the Home tab says."""

from __future__ import annotations

HELLO = "Your Ba"
DRAFTS = "Cards you began"
NO_DRAFTS = "No drafts. Put a :bulb: on a message that holds a good thought, or type `/concept`."
OFFERS = "Threads that wait for somebody to make a card"
PRACTICE = "What you are trying"
NO_PRACTICE = "Nothing yet. *I'll try this* under a card begins it; nobody else sees it."
CARDS = "New cards near you"
NO_CARDS = "No cards yet that you may see."
KEPT = "What I keep about you"
KEPT_TEXT = (
    "I read {count} of your messages that I still know of; their words go after {days} days."
)
OPTED_OUT_TEXT = "I read nothing of yours. You asked me not to."
OPEN_DRAFT = "Continue"
DROP_DRAFT = "Throw away"
OPEN_THREAD = "Open the thread"
MUTED = "You paused some of my messages."
RESUME = "End the pause"
NEXT = "I ask again on {day}"
