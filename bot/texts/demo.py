"""What the demo says to a newcomer: the tour on the page, and the lines in the terminal."""

from __future__ import annotations

TITLE = "One turn of the spiral"
INVITED = (
    "Ba is invited",
    "Yuko invited *Ba* into #orders. It says who it is, and reads nothing yet. Press *Switch on*.",
)
READ = (
    "People talk, Ba reads",
    "The shop wonders about a rainy evening. Ba reads what each message *does with knowledge*."
    " Watch the thread in #orders.",
)
KIND = (
    "What kind of place is this?",
    "Type `/ba` in #orders: Ba says what kind of place it takes the channel for, and why.",
)
OFFERED = (
    "A quiet offer",
    "Half an hour of silence has passed. In the thread Ba offers to keep what was found."
    " Press *Make a card*.",
)
FORM = (
    "The card's form",
    "Drafted from the thread's own words: what it is, what it is like, how it works. Change"
    " what you like, then press *Keep the card*.",
)
POSTED = (
    "The card",
    "It stands in the thread, with links to who said what. Press *I'll try this* under it.",
)
NUDGED = (
    "Two days later",
    "Ba asks in a direct message whether it came up: *Ba* under Apps, *Messages*. Press *Used it*.",
)
ASKED = (
    "Ask",
    "Ask in #orders: `@Ba what do we order when it rains?`",
)
DIGESTED = (
    "Monday morning",
    "The weekly digest in #orders: what was worked out, what was tried, and the spiral as a"
    " picture. That was one turn.",
)
ADDRESS = "The workspace is at {url}  (you act as Kenji; Ctrl-C ends it)"
STARTING = "Starting the playground workspace and the bot …"
WAITING = "Watch, or do what the tour says: what you do not press, the demo presses for you."
OVER = "That was one turn of the spiral. Look around as long as you like; Ctrl-C ends it."
DONE = "All {count} steps happened."
FAILED = "This did not happen: {title}"
