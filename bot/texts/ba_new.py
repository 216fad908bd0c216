"""What the bot says when somebody builds a place: its purpose, who is asked, what came of it."""

from __future__ import annotations

TITLE = "A place for something"
INTRO = (
    "Say what it is for, where, and until when. On the next page I propose whom to ask."
    " Nobody hears of it before you press *Begin*."
)
PURPOSE = "What is it for?"
PURPOSE_HINT = "One or two sentences: everybody who is asked reads them."
CHANNEL = "Where?"
CHANNEL_HINT = "A channel that you and I are both in."
WHERE = "How much of the channel?"
WHERE_HINT = "A channel that is for it alone falls silent at the end; a thread just ends."
WHOLE, THREAD = "The whole channel is for it", "A thread in the channel"
ENDS = "Until when?"
ENDS_HINT = "On that day I tell what came of it. At most a year from now."
NEXT, BEGIN = "Next: whom to ask", "Begin"

PEOPLE_TITLE = "Whom to ask"
PEOPLE_INTRO = "*What it is for*\n>{purpose}"
PEOPLE_FOUND = (
    "These people may bring something to it, each from where they stand."
    " They agreed to be found, or you can read cards that they wrote."
)
PEOPLE_NONE = "I found nobody through cards that you can see. Choose whom you like, or nobody."
PEOPLE = "Whom shall I ask?"
PEOPLE_HINT = "Each gets one message, and may say no without a word to anybody."
FOUND_FOR = "agreed to be asked about {card}"
WROTE = "wrote {card}"
OTHER_PLACE = "from another place than the rest"
OTHER_KIND = "knows it another way: {kind}"
KIND_WORDS = {
    "experiential": "from experience",
    "conceptual": "as an idea",
    "systemic": "as something written down",
    "routine": "as daily practice",
}
PERSON = "<@{member}>: {reasons}"

DONE = "Done: it begins in <#{channel}>."
DONE_SOME = "Not all of them: some may not be asked, or not there."
DONE_ASKED = "I ask those whom you chose, and tell you who says yes."

NOT_THERE = "Choose a channel that you and I are both in."
OFF_THERE = "I am switched off in that channel. Switch me on there first: `/ba on`."
NO_PURPOSE = "Say in a few words what it is for."
BAD_END = "Choose a day from tomorrow on, within a year."
ALREADY = "There is one in that channel already. Close it first, or choose a thread."

POSTED = "*<@{by}> opens a place here.*\n>{purpose}\nIt is there until {day}. {where}"
POSTED_NOBODY = "*A place opens here.*\n>{purpose}\nIt is there until {day}. {where}"
POSTED_WHERE = {
    False: "Then I tell what came of it, and keep quiet.",
    True: "It takes place in this thread; then I tell here what came of it.",
}
ASK = (
    "<@{by}> would like to have you there: in <#{channel}>, until {day}.\n>{purpose}\n"
    "You say yes, or nothing at all: nobody hears of a no."
)
ASK_YES, ASK_NO = "I am in", "No, thanks"
AGREED = "Good! It takes place in <#{channel}>. I told <@{by}>."
AGREED_OUTSIDE = (
    "Good! It takes place in <#{channel}>. Join there, or wait for <@{by}> to invite you: I told"
    " them."
)
REFUSED = "All right. Nobody hears of it."
ASK_OVER = "That one is over, or you were not asked."
CAME = "<@{member}> would like to come to <#{channel}>."
CAME_INVITE = "They are not in that channel yet: `/invite <@{member}>` there lets them in."

CAME_OF_IT = "*What came of it*\n>{purpose}"
OUTCOME_CARDS = "*Written down*: {cards}"
OUTCOME_TRIED = "*Tried*: {tried}"
OUTCOME_OPEN = "*Still open*: {questions}"
OUTCOME_NOTHING = "Nothing was written down. People may have learned something all the same."
OUTCOME_STAYS = "The cards stay. I keep quiet here now; `/ba open` opens the place again."
OUTCOME_THREAD_STAYS = "The cards stay. This thread is over for me."
OUTCOME_MORE = "and more"

BUILD = "Open a place for something"
RUNNING = "*For now it is for this*, until {day}:\n>{purpose}"
END_NOW = "End it now"
END_SURE = "I tell what came of it. The cards stay."
ENDED = "Ended. I tell what came of it."
NO_SUCH = "That one is over already, or it is not in a channel that you are in."


def tried(times: int, worked: int, failed: int) -> str:
    """How often cards were used, without anybody's name."""
    used = "once" if times == 1 else f"{times} times"
    told = []
    if worked:
        told.append("it helped " + ("once" if worked == 1 else f"{worked} times"))
    if failed:
        told.append("it did not " + ("once" if failed == 1 else f"{failed} times"))
    return f"{used}: {', '.join(told)}" if told else used
