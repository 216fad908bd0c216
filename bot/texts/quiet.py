"""What the bot says in a thread that has gone quiet, when it does not offer to make a card."""

from __future__ import annotations

LINKS = "This may help here: {links}"
ANSWERS = "There is a card that may answer this: {links}"
ANSWERS_MORE = "There are cards that may answer this: {links}"
COMBINE = "Combine them into one guide"
PRACTICE = "You are trying things out here. There is a card on it: {links}"
REFLECT = "What came of it, and what would you do differently next time?"
