"""What the bot says about concept cards: offers, the form, answers to questions."""

from __future__ import annotations

OFFER = "You seem to have worked something out here:"
OFFER_ASK = "Shall we keep it as a card, so that others find it?"
OFFER_PLAIN = "You seem to have worked something out here. Keep it as a card?"
OFFER_FOOT = "One of you decides, for all. Unanswered, I take this away in {days} days."
MAKE_CARD = "Make a card"
NOT_THIS = "Not this one"
NOT_A_WEEK = "No offers here for a week"
NOT_HERE = "No offers here any more"
NOT_ME = "Never in threads that I begin"
REFUSED = {
    "once": "All right, not this one.",
    "week": "All right, I offer nothing in this channel for a week.",
    "channel": "All right, I offer nothing in this channel any more. `/ba` can change that.",
    "person": "All right, never in threads that you begin. `/ba resume` ends that.",
}
BULB = "A good thought? I can help you turn this thread into a card."

FORM_TITLE = "Concept card"
FORM_SUBMIT = "Keep the card"
FORM_CLOSE = "Cancel"
FORM_LOADING = "I am reading the thread …"
FORM_FROM_THREAD = (
    "Drafted from the thread's own words. Change whatever you like; only the first two are needed."
)
FORM_BLANK = "In your own words. Only the first two are needed."
LABELS = {
    "title": "Name it",
    "statement": "What is it, in a sentence or two?",
    "metaphor": "What is it like? (a picture)",
    "analogy": "How far does the likeness go?",
    "model": "How does it work, then?",
    "applies_when": "When does it apply?",
    "not_this": "What is it not?",
    "asset_kind": "What kind of knowledge is it?",
    "home": "Which channel does it belong to?",
}
HINTS = {
    "title": "A few words that somebody would look for",
    "statement": "Something that others would act on differently for having read it",
    "metaphor": "First the picture: 'ordering rice balls is like fishing before the tide turns'",
    "analogy": "Then the likeness: where it holds, and where it stops",
    "model": "Then how it works: causes, steps, numbers",
    "applies_when": "The situation somebody should recognise",
    "not_this": "What it could be mistaken for",
}
ASSETS = {
    "experiential": "A skill or a feel, from experience",
    "conceptual": "A concept, an insight, a design",
    "systemic": "A document, a specification, data",
    "routine": "A routine, how we do things",
}
SAVE_DRAFT = "Save draft"
DRAFT_SAVED = "Saved {at}. You find it in my Home tab."
TAKEN_BACK = (
    "A message that your card quoted was changed or deleted meanwhile, so I left its words out."
    " Yours are all there."
)
TAKEN_BACK_SAVED = (
    "A message that your card quoted was changed or deleted meanwhile. What you wrote is saved"
    " without it: your draft waits in my Home."
)
TAKEN_BACK_HERE = (
    "The message that was quoted here was changed or deleted meanwhile. Please say it in your own"
    " words."
)
DRAFT_GONE = "That draft is gone: it became a card, or was thrown away."
TITLE_NEEDED = "A card needs a name."
STATEMENT_NEEDED = "A card needs a sentence that says what it is."
HOME_NEEDED = "Choose a channel that you and I are both in."

CARD_BY = "<@{author}> put this into words{when}"
CARD_FROM = "It grew from <{link}|this conversation>"
CARD_EVIDENCE = "In their own words: {links}"
CARD_TRY = "I'll try this"
CARD_FALLBACK = "A concept card: {title}"
CARD_NOT_POSTED = (
    "Your card *{title}* is kept, and found with `/concept find`. I could not post it in"
    " <#{channel}>: I am not in there. `/invite @Ba` changes that."
)

FOUND_PRIVATELY = "Not everybody in this channel may see what I found, so I tell you alone."
NO_SUCH_CARD = "There is no such card."
NO_SUCH_MESSAGE = (
    "I cannot see a message there. Is it a link to a message in a channel that you and I are in?"
)
ASK_SOMETHING = "Ask me something, and I look for a card about it. Or `/ba help`."
NOT_A_THREAD = "There is nothing in that message that I could draft from, so here is an empty card."
MEMBERSHIP = "Only somebody who can read that conversation can make a card from it."
