"""What the bot says about how it read a message, and how people correct it. No jargon here."""

from __future__ import annotations

MODES = {
    "socialization": "Shares an experience",
    "externalization": "Puts something known into words",
    "combination": "Passes on or puts together what is written",
    "internalization": "Tells how something was tried",
    "none": "Nothing of these",
}
TITLE = "How I read this"
SUBMIT = "That is right"
CLOSE = "Close"
READ_AS = "I read this as: *{mode}*, {sure}."
SURE = "and am fairly sure"
UNSURE = "but am not sure"
BECAUSE = "Because it {reasons}."
NO_REASON = "There was no single sign; the words together made me think so."
QUESTION = "What does it really do?"
LEARNS = (
    "Your answer counts from now on. From enough answers I learn to read this workspace better,"
    " and use it only if it helps."
)
NOT_READ = (
    "I did not read that message: it was said to me or by me, before I was on, or without words."
)
NOT_YOURS = "Only members of that channel can do that."
WHY = "Why?"
WHY_TITLE = "Why I offered"
WHY_REASONS = "I thought there was something worth keeping in this thread because {reasons}."
