"""What the bot says about wandering: meeting somebody whose places one does not share."""

from __future__ import annotations

WHAT = (
    "*Wander about.* Once a week, or every two weeks, I name to you somebody who wants this too,"
    " if I can, somebody with whom you share no place. What you make of it is yours: I tell nobody"
    " else, ask nothing afterwards and keep only that I named you to each other."
)
WEEKLY, FORTNIGHTLY, STOP = "Every week", "Every two weeks", "Stop this"
BEGUN = {
    1: "You wander. On the first working day of each week I name somebody to you.",
    2: "You wander. Every two weeks, on the first working day, I name somebody to you.",
}
STOPPED = "I name you to nobody any more. `/ba wander` begins again."
NOT_WANDERING = "You do not wander, so there is nothing to stop."
NOT_FOR_GUESTS = "Wandering is for full members of this workspace."

MEET_PLAIN = "Somebody to meet this week"
MEET = "This week, if you like: meet <@{other}>. They want to meet somebody too."
APART = " As far as I know you share no place that I am in."
HOW = "A direct message, a huddle, a walk: twenty minutes are enough. To begin with: _{question}_"
FOOT = "Only the two of you were told. No answer is needed."

# Questions about what is lived rather than written down.
QUESTIONS = (
    "What did you do last week that stands in no handbook?",
    "What took you years to get a feeling for?",
    "Which mistake taught you most, and how do you notice it coming now?",
    "What do people outside your place always get wrong about your work?",
    "Whom did you learn your craft from, and by watching what?",
    "What would you show me if I spent a morning beside you?",
)
