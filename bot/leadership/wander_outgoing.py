"""Two people are told of each other, each in their own direct conversation."""

from __future__ import annotations

from bot.leadership.wander import KIND, Proposal, proposal
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.slack.blocks import Block, actions, button, context, section
from bot.slack.ids import Action
from bot.texts import wander as texts
from models.outbox import Outbox


async def make_proposal(making: Making, row: Outbox) -> Outgoing:
    """Whom to meet this week; nothing when either of the two stopped meanwhile."""
    async with making.sessions.begin() as session:
        found = await proposal(
            session, row.workspace_id, row.member_id, int(row.payload["meeting"])
        )
    if found is None:
        return Drop("one of them stopped wandering")
    return Post(texts.MEET_PLAIN, meet_blocks(found))


def meet_blocks(found: Proposal) -> list[Block]:
    """Whom to meet, a question to begin with, and the button that ends all of it."""
    text = texts.MEET.format(other=found.other) + (texts.APART if found.is_apart else "")
    question = texts.QUESTIONS[found.number % len(texts.QUESTIONS)]
    return [
        section(text),
        section(texts.HOW.format(question=question)),
        actions(button(texts.STOP, Action.WANDER_STOP)),
        context(texts.FOOT),
    ]


def state_blocks(weeks: int | None) -> list[Block]:
    """What wandering is, and the buttons to begin it, change it, end it."""
    words = {1: texts.WEEKLY, 2: texts.FORTNIGHTLY}
    others = [
        button(text, f"{Action.WANDER_BEGIN}_{each}", str(each))
        for each, text in words.items()
        if each != weeks
    ]
    if weeks is None:
        return [section(texts.WHAT), actions(*others)]
    stop = button(texts.STOP, Action.WANDER_STOP)
    return [section(texts.WHAT), section(texts.BEGUN[weeks]), actions(*others, stop)]


KINDS = (Kind(KIND, make_proposal),)
