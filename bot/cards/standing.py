"""What reality has said about a card: tries as counts, predictions, stories people shared."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.blocks import said
from bot.texts import experiments as experiment_texts
from bot.texts.practice import practice_line, story_line
from models.card import Card
from models.experiment import Experiment, Outcome, experiments_of
from models.practice import count_answers
from models.story import stories_of

# A card's post stays within Slack's limit for a message: so many of each are shown.
PREDICTIONS_MOST = 3
STORIES_MOST = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """The line of counts ("" for none), and predictions and stories as mrkdwn."""

    practice: str
    told: tuple[str, ...]


async def standing_of(session: AsyncSession, card: Card) -> Standing:
    """How a card stands. For whoever may see the card; nobody is named who did not share."""
    counts = await count_answers(session, card.workspace_id, [card.id])
    predictions = await experiments_of(session, card.workspace_id, card.id)
    shown = [each for each in predictions if each.state != Outcome.GIVEN_UP or each.came]
    stories = await stories_of(session, card.workspace_id, card.id, most=STORIES_MOST)
    lines = [_prediction(each) for each in shown[:PREDICTIONS_MOST]]
    lines += [story_line(each.stance, each.member_id, said(each.words, 300)) for each in stories]
    return Standing(practice_line(counts.get(card.id, {})), tuple(lines))


def _prediction(experiment: Experiment) -> str:
    number = ""
    if experiment.number is not None:
        number = experiment_texts.number_words(experiment.sign, f"{experiment.number:,.10g}")
    stamp = int(experiment.due_at.timestamp())
    day = f"<!date^{stamp}^{{date_short}}|{experiment.due_at:%d %B %Y}>"
    return experiment_texts.on_card(
        experiment.state, said(experiment.expected, 240), number, day, said(experiment.came, 240)
    )
