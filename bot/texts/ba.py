"""What the bot says about itself, about channels, and about what it keeps."""

from __future__ import annotations

INTRODUCTION = (
    "Hello, I am *Ba*. When people work something out together here, I can help them keep it: as a"
    " short card that others find and try.\n\n"
    "I am *off* until somebody here switches me on. Then I read new messages in this channel to see"
    " what they do with knowledge. I keep their words for {days} days at the most, and write here"
    " unasked at most {posts} a day, in a thread. Unanswered, I take it away again."
)
INTRODUCTION_DONE = (
    "Hello, I am *Ba*. When people work something out together here, I can help them keep it: as a"
    " short card that others find and try. `/ba` says what I do here, and has the switches."
)
INTRODUCTION_MORE = (
    "`/ba preview` shows you alone what I would offer · `/ba privacy` says what I keep ·"
    " `/ba help` what I can do · any member can switch me off"
)
SHARED_NOTE = (
    "People of another organization are in this channel; they are asked by this message too."
)

LEVELS = {
    "off": "I am *off* here: I read nothing and keep nothing that is said.",
    "listening": "I am *listening* here: I read, and write nothing unasked but the weekly digest.",
    "offering": "I am *on* here: I read what is said, and may offer to keep it as a card.",
}
SWITCHED = {
    "off": "<@{by}> switched me off here. I deleted what I kept of this channel's talk."
    " Cards stay.",
    "listening": "<@{by}> asked me to listen here. I read new messages, and offer nothing."
    " `/ba off` stops it.",
    "offering": "<@{by}> switched me on here. I read new messages from now on. `/ba off` stops it.",
}
CONFIRM_OFF = "I delete what I kept of this channel's talk. Cards stay."
SWITCH_ON, SWITCH_LISTEN, SWITCH_OFF = "Switch on", "Only listen", "Switch off"
OFF_HERE = "I am switched off in this channel, so I did not read this. Any member can switch me on."
NOT_A_MEMBER = "Only members of this channel can do that."
NOT_IN_CHANNEL = "I am not in this channel. Invite me first: `/invite @Ba`."
ONLY_IN_CHANNEL = "Type this in the channel that it is about."

# What people do in each kind of place; its name, which `/ba set` takes, only behind that.
KIND_NAMES = {
    "originating": "people share what they live through",
    "dialoguing": "people put into words what they know",
    "systemizing": "people collect, link and combine what is written",
    "exercising": "people try things out and learn by doing",
}
KIND_IS = "Here *{doing}* (`{kind}`). {why} {conduct}"
KIND_CHOICE = "{doing} ({kind})"
KIND_UNKNOWN = "There is too little talk yet to say what kind of place this is."
KIND_PINNED = "Somebody here pinned it."
KIND_CONDUCT = {
    "originating": "So I stay silent here.",
    "dialoguing": "So I may offer a card when a thread has settled on something.",
    "systemizing": "So I name cards that exist already, and offer to combine them.",
    "exercising": "So I name the card that is being tried, and ask what came of it.",
}
PIN_LABEL = "Pin the kind of place"
PIN_NONE = "Let Ba work it out"
PINNED = "Done. From now on this is a place where {doing}."
UNPINNED = "Done. I will work out the kind of place from the talk again."
NO_SUCH_KIND = (
    "I know four kinds of place: `originating`, `dialoguing`, `systemizing` and `exercising`;"
    " `/ba set auto` lets me work it out."
)

HELP = (
    "*To begin with*\n"
    "• :bulb: on a message, or *Make a concept card* in its menu – I draft a card from it\n"
    "• mention me with a question – I answer from the cards that you may see\n"
    "• *I'll try this* under a card – I ask you later, in private, how it went\n"
    "*Cards*\n"
    "• `/concept` – write one · `/concept <link to a message>` – from a thread\n"
    "• `/concept find words` – look for some · `/concept export` – take along those you may see\n"
    "• `/concept result <card>: what happened` – the result of a prediction\n"
    "• `/ba teach` – I lead you through this channel's, one at a time\n"
    "• `/ba practice` – are this channel's used? In counts\n"
    "*This channel*\n"
    "• `/ba` – what I do here, and switches for it · `/ba why` – what I take it for, and why\n"
    "• `/ba on`, `/ba listen`, `/ba off` – read and offer, only read, or nothing\n"
    "• `/ba set dialoguing` – say what kind of place it is\n"
    "• `/ba preview` – what I would have offered here lately, for your eyes alone\n"
    "• `/ba digest` – this week's digest, for your eyes alone\n"
    "• `/ba close` – let this place rest · `/ba open` – wake it up\n"
    "• `/ba produce` – look after its knowledge · `/ba produce off` – step back\n"
    "*All of us*\n"
    "• `/ba new` – open a place for something, and ask people in · `/ba map` – a picture of them\n"
    "• `/ba vision` – what are we, where are we going? · `/ba assets` – what we know, by theme\n"
    "• `/ba gaps` – what is lacking, and what people looked for in vain\n"
    "• `/ba who knows about ovens` – people who agreed to be asked · `/ba found` – may I name"
    " you?\n"
    "• `/ba thank @somebody for …` – thanks, with your name\n"
    "• `/ba wander` – meet somebody whose places you do not share, or stop that\n"
    "*You*\n"
    "• `/ba pause` – I leave you alone for a week · `/ba resume` – welcome back\n"
    "• `/ba privacy` – what I keep · `/ba forget me` – I read nothing of yours from now on\n"
    "• `/ba pause everything`, `/ba resume everything` – for administrators: I write nothing"
    " unasked to anybody for a week"
)
PRIVACY = (
    "*What I keep, and for how long*\n"
    "• Nothing of a channel until a member there presses *Switch on*; but who makes a card of a"
    " thread there takes its sentences into their form.\n"
    "• Then: the words of new messages for {days} days at the most, and for good only what I read"
    " from them: the kind of message, its length, its time and whose it was.\n"
    "• What a channel talks about, as numbers made from words, to propose places that belong"
    " together; they fade within weeks.\n"
    "• What people write into cards, until they erase it.\n"
    "• Your practice log: only you see it; a card shows counts, without names.\n"
    "• If you agreed to be asked: single words of what you tell from experience, words that stand"
    " on cards anyway. `/ba found` shows them to you and ends it.\n"
    "• I delete what I kept of a message when it is deleted, and of a channel when I am switched"
    " off, removed or uninstalled.\n"
    "• Everything stays in this installation's own database. I send nothing but to Slack.\n"
    "• I count for nobody and rank nobody."
)
FORGET_LABEL, REMEMBER_LABEL = "Read nothing of mine", "You may read mine again"
FORGOTTEN = (
    "Done. I deleted what I had kept of your messages and read nothing of yours from now on."
    " Cards that you wrote stay; you can still use everything."
)
REMEMBERED = "Thank you. From now on I read what you write in channels that are switched on."
PAUSED = "I write nothing to you unasked for a week. `/ba resume` ends the pause."
PAUSED_ALL = (
    "I write nothing unasked to anybody in this workspace for a week; what people ask me for, I"
    " still answer. `/ba resume everything` ends the pause."
)
RESUMED_ALL = "The pause is over: I may write to people and channels again."
PAUSE_ALL_ADMINS = (
    "Only administrators of the workspace pause everything. `/ba pause` gives you a week of rest."
)
PAUSE_WHAT = (
    "I do not know `/ba pause {word}`. `/ba pause` is for you; administrators can pause"
    " `everything`."
)
RESUMED = "Welcome back: nothing is muted for you any more."
UNKNOWN = "I do not know `/ba {word}`. `/ba help` lists what I understand."
SOMETHING_WRONG = (
    "Something went wrong on my side; nothing was changed. Please try again in a moment."
)
PRESSED_NOTHING = "That button is from an older message of mine and does nothing any more."
