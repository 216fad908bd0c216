"""What the bot says about the life of places: their stages, sudden meetings, links, the map."""

from __future__ import annotations

from collections.abc import Sequence

STAGES = {
    "forming": "just forming",
    "active": "alive",
    "dormant": "dormant",
    "closed": "closed",
}
STAGE_LINE = "It is *{stage}*: {reason}"

NOBODY_YET = "nobody has said anything yet that I know of."
QUIET_LONG = "it has been quiet for more than two months."
ALONE_AGAIN = "somebody spoke again after a long silence, and nobody has answered."
LOUD = "people talk so much that a few days ({days}) were enough to tell."
AGAIN = "again, after {weeks} of quiet: "
ARCHIVED = "it is archived in Slack."
CLOSED_BY = "<@{by}> closed it. The cards stay, and I keep quiet."
CLOSED_SOMEBODY = "somebody closed it. The cards stay, and I keep quiet."
CLOSED_END = "its end date came. The cards stay, and I keep quiet."

THREAD_SETTLED = "something came of it, or people let it be."
THREAD_GONE = "nobody has said anything there for two weeks."
THREAD_QUIET = "the last word is a while ago."
THREAD_YOUNG = "somebody began, and few have answered."
THREAD_LIVELY = "people are talking there."
THREADS = "Threads of the last two weeks: {parts}."
THREAD_STAGES = {
    "forming": "{n} just begun",
    "active": "{n} alive",
    "dormant": "{n} gone quiet",
    "closed": "{n} settled",
}

CLOSE, REOPEN = "Close this place", "Open it again"
CLOSE_SURE = "I fall silent here. Cards stay; anybody here can open it again."
CLOSED_TOLD = "<@{by}> closed this place. Its cards stay. `/ba open` opens it again."
OPENED_TOLD = "<@{by}> opened this place again."
ALREADY_CLOSED = "This place is closed already."
NOT_CLOSED = "This place is not closed."

BURST = (
    "You hardly ever talk with each other, and something is coming up here. Good places often"
    " begin like that. Shall it have one of its own, with a purpose and an end?"
)
BURST_WHY = "Only those who are in this talk are asked, and only once."
BURST_BUILD, BURST_NO = "Give it a place", "Not now"
BURST_GONE = "All right. For four weeks I say nothing of the kind here."
BURST_GONE_ME = "All right. For four weeks I say nothing of the kind to you."

LINK_ASK = (
    "<#{one}> and <#{other}> seem to belong together: {why}. Shall I link them?"
    " People who can see both then find the way from one to the other."
)
LINK_PROPOSED = "It may belong together with <#{other}>: {why}."
LINK_TALK = "people talk about much the same there"
LINK_CARDS = {1: "a card ties them", 2: "some cards tie them"}
LINK_AND = "{one}, and {other}"
LINK_YES, LINK_NO = "Link them", "No"
LINKED_WITH = "It is linked with {places}."
LINK_DONE = "<#{one}> and <#{other}> are linked now. `/ba map` shows it."
LINK_REFUSED = "All right. I do not propose these two again."
LINK_GONE = "That is decided already, or it is nothing that you and I can both see."

MAP = "The places that you can see"
MAP_BUTTON = "Picture of all places"
MAP_COMING = "I am drawing the places that you can see, and send you the picture."
MAP_TEXT = "The places that you can see, and how they hang together."
MAP_EMPTY = "There is no place yet that you can see and where I am switched on."
MAP_LINES = {"linked": "linked", "proposed": "perhaps", "cards": "cards"}
MAP_MORE = "and {n} more"
MAP_KINDS = {
    "originating": "living through",
    "dialoguing": "putting into words",
    "systemizing": "combining",
    "exercising": "trying out",
    "": "not clear yet",
}
ALT_PLACES = "Places: {places}."
ALT_LINKED = "Linked: {pairs}."
ALT_PROPOSED = "Perhaps belonging together: {pairs}."
ALT_CARDS = "Tied by cards: {pairs}."
ALT_NO_LINKS = "None of them is linked yet."


def days(count: float) -> str:
    """A span in days, in words."""
    whole = max(1, round(count))
    return "a day" if whole == 1 else f"{whole} days"


def weeks(count: float) -> str:
    """A span given in days, in weeks, in words."""
    whole = max(1, round(count / 7))
    return "a week" if whole == 1 else f"{whole} weeks"


def quiet_for(silence: float, pause: float) -> str:
    """Why a place is dormant; both in days."""
    pace = "every day" if pause < 1.5 else f"every {days(pause)}"
    return f"the last word was {days(silence)} ago, where people used to talk {pace}."


def lively(people: int, talk_days: int, span: float, again: str) -> str:
    """Why a place is alive; ``span`` in days."""
    return f"{again}{people} people talked on {days(talk_days)} of the last {days(span + 1)}."


def young(people: int, talk_days: int, *, is_again: bool) -> str:
    """Why a place is forming."""
    who = "one person" if people == 1 else f"{people} people"
    start = "began again" if is_again else "began"
    on = "one day" if talk_days == 1 else days(talk_days)
    return f"{who} {start} to talk, on {on} so far."


def thread_line(counts: Sequence[tuple[str, int]]) -> str:
    """How many threads are in which stage; "" when there is none."""
    parts = [THREAD_STAGES[stage].format(n=count) for stage, count in counts if count]
    return THREADS.format(parts=", ".join(parts)) if parts else ""


def link_why(likeness: float, cards: int) -> str:
    """Why two places may belong together; says no word of what is talked about."""
    tied = LINK_CARDS[min(cards, 2)] if cards else ""
    if likeness and tied:
        return LINK_AND.format(one=LINK_TALK, other=tied)
    return tied or LINK_TALK
