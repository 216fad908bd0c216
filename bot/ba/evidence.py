"""Why this kind of place? For who asks: probabilities, axes, and the weeks before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ba.axes import Standing
from bot.ba.kinds import tally_of
from bot.ba.render import kind_sentence
from bot.ba.rules import together
from bot.slack.blocks import Block, context, section
from bot.texts import kinds as texts
from models.channel import Channel
from models.channel_week import ChannelWeek


def why_blocks(channel: Channel, weeks: Sequence[ChannelWeek]) -> list[Block]:
    """All that the kind of a channel rests on; ``weeks`` oldest first."""
    blocks = [section(kind_sentence(channel))]
    if channel.kind_scores:
        blocks.append(section(texts.shares(channel.kind_scores)))
    axes = _axes(weeks)
    if axes is not None:
        blocks.append(section(texts.axes(axes.collective, axes.virtual)))
    if weeks:
        blocks.append(context(texts.history([(week.week, week.kind) for week in weeks])))
    return blocks if len(blocks) > 1 else [*blocks, context(texts.WHY_NOTHING)]


def _axes(weeks: Sequence[ChannelWeek]) -> Standing | None:
    return together([tally_of(week) for week in reversed(weeks)]).axes
