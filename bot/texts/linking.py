"""What the bot says about how cards hang together, where they go, and who may see them."""

from __future__ import annotations

MORE = "More …"
JOURNEY = "Its journey"
DETAILS_TITLE = "Concept card"
DETAILS_KIND = "{kind}, because {reason}"
ORIGIN_SHORT = "from {origin}"
DETAILS_ORIGIN = "It comes from {origin}."
DETAILS_SCOPE = {
    "person": "You alone see this card.",
    "channel": "Everybody who may read <#{channel}> sees this card.",
    "organization": "Everybody who works here sees this card.",
    "beyond": "Everybody here sees this card, and people from outside where it is shared.",
}
ORIGINS = {
    "inside": "ourselves",
    "customer": "a customer",
    "supplier": "a supplier",
    "partner": "a partner",
    "public": "the public",
}
ORIGIN_LABEL = "Whose knowledge is it?"
ORIGIN_ENTRIES = {
    "inside": "Our own",
    "customer": "A customer's",
    "supplier": "A supplier's",
    "partner": "A partner's",
    "public": "Known to the public",
}
LINK_BUTTONS = {
    "combines": "Combine into a guide",
    "breaks_down": "Break down",
    "relates": "Relate",
    "challenges": "Challenge",
    "grew_from": "It grew from …",
}
# The word beside each arrow of the picture.
ARROWS = {
    "combines": "combined",
    "breaks_down": "a part",
    "relates": "see also",
    "challenges": "challenged",
    "grew_from": "grew",
}
LINEAGE_PICTURE = "Picture of where it comes from"
SHARE = "Share to another channel"
PROMOTE = {
    "channel": "Let its channel see it",
    "organization": "Publish it to everybody here",
    "beyond": "Let it go beyond us",
}
WITHDRAW = "Take it back to its channel"
FIND_ME = "Find me for this"
FIND_ME_NO_MORE = "Do not find me for this"
THANK = "Say thanks"
FIND_ME_DONE = "All right: whoever finds *{title}* sees your name as somebody to ask."
FIND_ME_UNDONE = "All right, your name no longer stands with *{title}*."
ERASE = "Erase"
ERASE_SURE = (
    "The card goes, with its earlier texts, its links and my messages that show it."
    " Nobody can bring it back."
)
ERASED = "*{title}* is erased."
ERASE_MINE = (
    "I can erase what you contributed: your cards, drafts, links, practice and stories, and my"
    " messages that show them. Cards that others wrote with you stay theirs, without your name."
)
ERASE_MINE_BUTTON = "Erase what I contributed"
ERASE_MINE_SURE = "Nobody can bring it back. `/concept export` keeps a copy first."
ERASED_MINE = "All right: what you contributed is erased."

FORM_TITLES = {
    "combines": "Combine into a guide",
    "breaks_down": "Break it down",
    "relates": "Relate cards",
    "challenges": "Challenge a card",
    "grew_from": "It grew from …",
}
FORM_INTROS = {
    "combines": "Take two to ten cards together into one guide.",
    "breaks_down": "What parts does *{title}* have? Each becomes a card of its own.",
    "relates": "What has to do with *{title}*?",
    "challenges": "What makes you doubt *{title}*? Its card stays; your doubt stands beside it.",
    "grew_from": "From which cards did *{title}* grow?",
}
WHICH_CARDS = "Which cards?"
TYPE_TO_FIND = "Type to look for cards that you may see"
GUIDE_NAME = "What is the guide called?"
GUIDE_SAYS = "What does the guide say, in a sentence or two?"
GUIDE_FITS = "How do they fit together?"
GUIDE_FITS_HINT = "What they say together that none says alone"
GUIDE_HOME = "Which channel does it belong to?"
PART_NAME = "Part {number}"
PART_HINT = "A name; then, after a colon, a sentence that says what it is"
WHY = "Why?"
WHY_DOUBT = "What did you see that does not fit?"
KEEP = "Keep"

TWO_TO_TEN = "Choose two to ten cards."
CHOOSE_ONE = "Choose at least one other card."
PARTS_NEEDED = "Name at least two parts."
WHY_NEEDED = "Say why: somebody should be able to answer it."
NOT_FOR_THAT_PLACE = (
    "Not everybody in that channel may see {titles}. Choose another channel, or leave that out."
)
LINKED = "Kept: the cards are linked now."
GUIDE_KEPT = "Kept: *{title}* is a card now."
PARTS_KEPT = "Kept: the parts are cards now."

GREW_FROM = "It grew from {cards}."
LED_TO = "It led to {cards}."
TAKES_IN = "It takes in {cards}."
IS_IN = "It is part of the guide {cards}."
BROKEN_INTO = "It was broken down into {cards}."
PART_OF = "It is a part of {cards}."
RELATED = "It has to do with {cards}."
CHALLENGES = "It challenges {cards}."
CHALLENGED = "It is challenged by {cards}."
AND_MORE = "and more"
NO_LINEAGE = "It stands alone so far: no other card that you may see hangs together with it."
PICTURE_TEXT = "Where *{title}* comes from and what it led to:"
PICTURE_ALERT = "Where {title} comes from and what it led to"
PICTURE_COMING = "I am drawing it, and send it to you in a direct message."

SHARE_TITLE = "Share a card"
SHARE_TO = "To which channel?"
SHARE_HINT = "One line with a link is posted there, once its author agrees"
SHARE_POINTER = "Carried over from another place: {link}"
SHARE_ASK = (
    "<@{by}> would like to point <#{channel}> to your card *{title}*."
    " People there see one line with its name and how it begins."
)
SHARE_AGREE = "Yes, share it"
SHARE_REFUSE = "No"
SHARE_DONE = "All right: *{title}* is shared in <#{channel}>."
SHARE_ASKED = "I asked the author whether *{title}* may be shared. I tell you when they answer."
SHARE_REFUSED = "All right, it stays where it is."
SHARE_TOLD_NO = "*{title}* stays where it is: its author would rather not share it there."
SHARE_TOLD_YES = "*{title}* is shared in <#{channel}> now."
SHARE_ALREADY = "*{title}* was shared there, or its author was asked, before."
SHARE_NOT_SEEN = (
    "Not everybody in that channel may see this card. Its author can publish it first,"
    " or let it go beyond."
)
SHARE_NOT_THERE = "Choose a channel that you and I are both in."
ONLY_AUTHOR = "Only the person who wrote the card can do that."
ONLY_AUTHOR_OR_ADMIN = "Only the person who wrote the card, or an administrator, can erase it."
PROMOTED = {
    "channel": "Everybody who may read its channel sees *{title}* now.",
    "organization": "Everybody who works here sees *{title}* now.",
    "beyond": "*{title}* may be shared with people from outside now, one channel at a time.",
}

EXPORT_COMING = "I am putting together the cards that you may see, and send them to you."
EXPORT_READY = "The cards that you may see, as Markdown and JSON. Keep them as you would the talk."
EXPORT_ALL_ADMINS = (
    "Only administrators of this workspace can take out all cards. `/concept export` gives you"
    " those that you may see."
)
EXPORT_ALL_COMING = (
    "I am putting together all cards of this workspace, those of private channels too, and send"
    " them to you. Cards that somebody keeps for themselves stay out; that you asked is on record."
)
EXPORT_ALL_READY = (
    "All cards of this workspace but those that somebody keeps for themselves, as Markdown and"
    " JSON. Among them are cards of private channels: keep them as you would that talk."
)
EXPORT_NOTHING = "There is no card yet that you may see."
SOMEBODY = "somebody"
SOMEWHERE = "a channel"


def because(reason: str) -> str:
    """A reason as the end of a sentence, without a full stop or "because" of its own."""
    words = reason.strip().rstrip(".")
    return words.removeprefix("because ").removeprefix("Because ")
