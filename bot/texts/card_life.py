"""What the bot says about changing cards, their history, and how far they hold."""

from __future__ import annotations

STEP_WHAT = "*First:* what is it?"
STEP_LIKE = "*Then:* what is it like, how far does that go, and how does it work?"
STEP_WHERE = "*Last:* where does it hold?"
SAVE_STEP = "Save so far"
FORM_CHANGE = "Everybody in <#{channel}> may change this card. Each change stays in its history."
FORM_RESUMED = "You began this change {when}. Here it is as you left it."
OPEN_TWICE = (
    "You had this draft open twice, and I keep both: what stands here is now a draft of its own."
)
CHANGE_SUBMIT = "Keep the change"
CHANGE_TITLE = "Change a card"
LABEL_AUTHORS = "Who else put this into words?"
HINT_AUTHORS = "They are named on the card, in alphabetical order"
LABEL_WHY = "Why do you change it?"
HINT_WHY = "For whoever reads the history later"
AUTHORS_ELSEWHERE = "Only people who are in the card's channel can be named."
DRAFT_NEW = "A new card."
DRAFT_CHANGE = "A change of a card."
DRAFT_KEPT = "Kept until {day}."

SIMILAR = "*There is something like this already:*"
ADD_INSTEAD = "Add to this card"
ADDED_TITLE = "Added"
ADDED = "This conversation now stands on the card {card}. Your draft is gone; nothing else changed."
ADDED_WHY = "a conversation added"
ADDED_IN_THREAD = "What you said here now stands on this card: {card}"
ADDED_ALREADY = "This conversation stands on that card already."

NO_CARD = "I cannot find that card for you. It may be gone, or in a place that you cannot see."
EDITORS = "Only people in the card's channel can change it."
OWNERS = "Only those who wrote the card, or an administrator, can do that."

MENU_EDIT = "Change it"
MENU_HISTORY = "What changed?"
MENU_STATUS = {
    "conjecture": "Bring it back",
    "tested": "It was tried",
    "endorsed": "We stand by it",
    "contested": "I doubt it",
    "retired": "Take it out of use",
}
STATUS = {
    "conjecture": "A conjecture",
    "tested": "Tested",
    "endorsed": "Endorsed",
    "contested": "Contested",
    "retired": "Out of use",
}
STANDING_LINE = "*{status}*, says <@{by}>: {why}"
STANDING_PLAIN = "*{status}*"
LOOKED_AT = "last found to be true on {day}"
BY = "<@{author}> put this into words"
BY_MANY = "Put into words by {authors}"

MERGE_MORE = "There is more that you both changed: it comes next."
MERGE_TITLE = "Two changes"
MERGE_SUBMIT = "Keep this"
MERGE_INTRO = (
    "<@{by}> changed this card while you did. Nothing is lost: below is each text that you both"
    " changed. What stands in the boxes is kept."
)
MERGE_THEIRS = "*{label}* As it stands now:"
MERGE_EMPTY = "_(nothing)_"
MERGE_MINE = "Yours. Put the two together as you like"
MERGE_WHICH = "Which shall stand?"
MERGE_BOX = "What is in the box"
MERGE_NOW = "What stands now"
MERGE_TOO_LONG = "Together they are too long. Put them together in the box, please."
MERGE_BOTH = "Both, one after the other"
MERGE_WHY = "two changes put together"

HISTORY_TITLE = "What changed"
HISTORY_INTRO = "The history of *{title}*, newest first."
HISTORY_LINE = "*{number}*  <@{by}>, {when}"
HISTORY_FIRST = "the first text"
HISTORY_SAME_WORDS = "the words stayed"
HISTORY_SHOW = "Show"
HISTORY_BACK = "Bring this back"
HISTORY_SURE = "The card then says again what it said here. The history stays whole."
HISTORY_OLDER = "Older"
BROUGHT_BACK_WHY = "brought back from {number}"
BROUGHT_BACK = "The card says again what it said in {number}."
SAME_ALREADY = "The card says that already."
DIFF_TITLE = "The difference"
DIFF_KEY = "~Struck out~ was there before, *bold* is new."
DIFF_NONE = "The words of the card did not change here."
DIFF_FIRST = "This is the first text."
STATUS_CHANGED = "{before} → {after}"

STANDING_TITLE = "How far does it hold?"
STANDING_SUBMIT = "Keep"
STANDING_INTRO = "*{title}* is now: *{status}*."
STANDING_ASK = "What is it from now on?"
STANDING_AS_IT_IS = "As it is"
STANDING_WHY = "Why?"
STANDING_WHY_HINT = "A sentence that somebody can check. It stands on the card, with your name."
STANDING_WHY_NEEDED = "Say in a few words why."
STANDING_REVIEW = "When shall I ask whether it is still true?"
STANDING_NOT_PAST = "That day is over. Choose one that is to come."
STANDING_NOT_NEXT = "That has changed meanwhile. Please look at the card again."

TRUE_ALERT = "Is this still true? “{title}”"
TRUE_ASK = "Is this still true?"
TRUE_YES = "Still true"
TRUE_NO = "Not any more"
TRUE_LATER = "Ask me later"
TRUE_NEVER = "Never ask me this"
TRUE_FOOT = "I ask because you helped to write this card. Nobody sees that I asked."
TRUE_THANKS = "Good, it stands. I ask again on {day}."
TRUE_LATER_SAID = "All right, I ask again on {day}."
TRUE_NEVER_SAID = "All right, I never ask you this again. `/ba resume` ends that."
TRUE_OVER = "Thank you, that is settled already."
TRUE_WHY = "no longer true"

TALK_ALERT = "People talked on about “{title}”"
TALK_SAID = (
    "People went on talking where your card {card} comes from, and seem to have found something"
    " out."
)
TALK_LOOK = "Have a look"
TALK_ASK = "Shall the card say it?"
TALK_NEVER = "Never tell me this"
TALK_CHANGE = "Change the card"

UNCHALLENGED = "Much used, never questioned"
UNCHALLENGED_LINE = (
    "{card}\nIt works for many, and nobody ever spoke against it. What would have to happen for"
    " it to be wrong?"
)
DOUBT = "I doubt it"
