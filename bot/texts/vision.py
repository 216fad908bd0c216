"""What the bot says about the knowledge vision and its themes."""

from __future__ import annotations

TITLE = "Our vision"
QUESTIONS = {
    "are": "What are we?",
    "create": "What should we create?",
    "how": "How do we do it?",
    "why": "Why do we do it?",
    "where": "Where are we going?",
}
HINTS = {
    "are": "Not what we sell: what we are for those we work for",
    "create": "What should people here come to know and make that nobody has yet?",
    "how": "The way of working that is ours",
    "why": "What would be missing without us?",
    "where": "Where we want to stand in some years",
}
EMPTY = (
    "There is no vision yet. It answers five questions, and gives what people write on cards a"
    " direction: what is worth knowing here?"
)
NO_ANSWER = "_No answer yet_"
ONLY_ADMINS = (
    "Administrators of the workspace change the vision. Tell one of them what you would change."
)
NOT_FOR_YOU = "The vision is for the people who work here."
EDITED = "Edition {number}, by {who}, {day}"
SOMEBODY = "somebody"
WRITE, CHANGE = "Write it", "Change the answers"
BREAK_DOWN, MORE_THEMES = "Break it down into themes", "Add themes"
HISTORY, MAP, GAPS = "Earlier editions", "What we know", "What is lacking"
THEMES = "*Themes*"
NO_THEMES = (
    "No themes yet. A theme is one direction of the vision, with words that tell a card of it:"
    " then each card shows its theme, and I can say where cards are lacking."
)
WORDS = "Words: {words}"
NO_WORDS = "No words of its own: only its name tells a card of it."
THEME_CHANGE, THEME_PARTS, THEME_OUT = "Change", "Break it down", "Take it out"
THEME_CARD = "Write a card for it"

FORM_TITLE = "Our vision"
FORM_INTRO = "Answer what you can. What stood there before is kept in the earlier editions."
WHY_LABEL = "Why the change?"
WHY_HINT = "A few words for those who look back"
KEEP, CANCEL = "Keep", "Cancel"
CHANGED_MEANWHILE = (
    ":warning: {who} changed the answer below while you wrote. It says now:\n>{theirs}\n"
    "Yours stands below. Put them together, then keep it: theirs stays in the earlier editions."
)
THEME_MEANWHILE = (
    ":warning: {who} changed this theme while you wrote. It says now:\n>{theirs}\n"
    "Yours stands below. Put them together, then keep it."
)
NOTHING_CHANGED = "Nothing was changed."
TOO_OFTEN = "Others change the vision at this very moment. Try again."

PARTS_TITLE = "Themes"
PARTS_INTRO = (
    "Into which themes does the vision fall? Name up to five. After a colon, the words that tell a"
    " card of the theme, with commas between them:\n>Ready when wanted: order, shelf, sold out"
)
PARTS_INTRO_OF = (
    "Into which parts does *{name}* fall? Name up to five. After a colon, the words that tell a"
    " card of the part, with commas between them."
)
PART, SUB_PART = "Theme {number}", "Part {number}"
NAME_NEEDED = "Name at least one theme."
NAME_TWICE = "There is a theme of that name already."
TOO_MANY = "A vision has at most {most} themes, and a theme at most {parts} parts."
THEME_TITLE = "A theme"
THEME_NAME = "What is it called?"
THEME_ABOUT = "What belongs to it?"
THEME_ABOUT_HINT = "A sentence or two for people"
THEME_WORDS = "Words that tell a card of it"
THEME_WORDS_HINT = "With commas between them. A card that has some of them is proposed for it."
THEME_GONE = "That theme is gone."

HISTORY_TITLE = "Earlier editions"
HISTORY_LINE = "*Edition {number}* · {day} · {who}\n{why}"
NO_WHY = "_no reason given_"
SHOW, BACK, OLDER = "Show", "Bring it back", "Older ones"
BACK_SURE = "Its answers and its themes become a new edition. Nothing is lost."
BROUGHT_BACK = "edition {number} brought back"
SAME_ALREADY = "The vision says that already."
EDITION_TITLE = "Edition {number}"
WHY_ANSWERS = "answers changed"
WHY_THEMES = "themes added: {names}"
WHY_THEME = "theme changed: {name}"
WHY_OUT = "theme taken out: {name}"

HOME_TITLE = "*Our vision*"
HOME_NONE = "Nobody has written down yet what we are and where we are going."
HOME_OPEN = "Read it"
HOME_WRITE = "Write it"
