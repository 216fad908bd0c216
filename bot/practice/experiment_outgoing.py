"""The reminder of a prediction, and the post that takes a refuted card back to its thread."""

from __future__ import annotations

from bot.ba.conduct import conduct_at
from bot.outgoing.copies import shows
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.practice import predicting as rules
from bot.practice.disturbing import undisturbed
from bot.practice.experiment_render import reminder_blocks, reopened_blocks
from bot.practice.render import title_of
from bot.texts import experiments as texts
from models.audience import Audience
from models.card import CardStatus
from models.experiment import Outcome, lock_experiment
from models.outbox import Outbox
from models.search import get_card


async def make_reminder(making: Making, row: Outbox) -> Outgoing:
    """The reminder, or why it is not wanted any more."""
    async with making.sessions() as session:
        experiment = await lock_experiment(
            session, row.workspace_id, int(row.payload["experiment"])
        )
        if experiment is None or experiment.state != Outcome.OPEN:
            return Drop("the result was told")
        audience = Audience(row.workspace_id, member_id=row.member_id)
        card = await get_card(session, audience, experiment.card_id)
    if card is None or card.status == CardStatus.RETIRED:
        return Drop("the card is gone")
    wait = await undisturbed(making, row.member_id)
    if wait is not None:
        return wait
    shows(row, [card.id])
    return Post(texts.alert(title_of(card)), reminder_blocks(card, experiment))


async def make_reopened(making: Making, row: Outbox) -> Outgoing:
    """What was expected and what came, for the people of the dialogue the card came from."""
    async with making.sessions() as session:
        experiment = await lock_experiment(
            session, row.workspace_id, int(row.payload["experiment"])
        )
        if experiment is None or experiment.state != Outcome.REFUTED:
            return Drop("not refuted any more")
        if not (await conduct_at(session, row.workspace_id, row.channel_id)).asks_again:
            return Drop("not asked in this kind of place")
        audience = Audience(row.workspace_id, channel_id=row.channel_id)
        card = await get_card(session, audience, experiment.card_id)
    if card is None:
        return Drop("the card is gone")
    text = texts.reopened(title_of(card), texts.expected("…", "", ""), "…").splitlines()[0]
    shows(row, [card.id])
    return Post(text, reopened_blocks(card, experiment))


KINDS = (Kind(rules.REMINDER, make_reminder), Kind(rules.REOPEN, make_reopened))
