"""The rest of a digest, a button away: all of it, as a form, for who may see it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.face import day_of
from bot.digest.gathering import gather_span
from bot.digest.render import (
    card_words,
    grown,
    listed,
    problem_line,
    success_line,
    thanks_line,
    used_line,
)
from bot.digest.week import Digest
from bot.errors import PersonError
from bot.slack.blocks import Block, context, modal, said, section
from bot.slack.ids import Callback
from bot.spiral.scope import scope_for
from bot.texts import digest as texts
from bot.texts import spiral as spiral_texts

# A section holds about so many lines; what is beyond is counted.
LINES_MOST = 12
NAMES_MOST = 40


def read_span(value: str) -> tuple[str, datetime, datetime]:
    """(channel, since, until) from a button's value. Raises PersonError for another's."""
    channel_id, _, span = value.partition(":")
    since, _, until = span.partition(":")
    try:
        return (
            channel_id,
            datetime.fromtimestamp(float(since), UTC),
            datetime.fromtimestamp(float(until), UTC),
        )
    except (ValueError, OverflowError):
        raise PersonError(texts.REST_NOTHING) from None


async def gather_rest(
    session: AsyncSession, workspace_id: str, member_id: str, value: str
) -> Digest:
    """The digest that a button belongs to. Raises PersonError when it is not theirs to see."""
    channel_id, since, until = read_span(value)
    scope = await scope_for(session, workspace_id, member_id, channel_id)
    return await gather_span(session, scope, since, until)


def rest_view(digest: Digest) -> Block:
    """All of it."""
    intro = texts.REST_INTRO.format(since=day_of(digest.since), until=day_of(digest.until))
    spiral = digest.spiral
    lists = [
        texts.talk(spiral.talk, spiral.talk_before),
        texts.moved(spiral.moved),
        spiral_texts.ways_line(spiral.turns),
        listed(texts.FAILED, [problem_line(t) for t in digest.tried if t.is_problem], LINES_MOST),
        listed(texts.WORKED, [success_line(t) for t in digest.tried if t.is_success], LINES_MOST),
        listed(texts.USED, [used_line(t) for t in digest.tried if t.used], LINES_MOST),
        listed(texts.NEW, [card_words(card) for card in digest.new], LINES_MOST),
        listed(texts.CHANGED, [card_words(card) for card in digest.changed], LINES_MOST),
        grown(digest.grew, LINES_MOST) if digest.grew else "",
        listed(texts.OPEN, [texts.gap(said(gap, 120)) for gap in digest.gaps], LINES_MOST),
        thanks_line(digest.thanks, NAMES_MOST),
    ]
    blocks = [section(text) for text in lists if text] or [section(texts.REST_NOTHING)]
    small = texts.SMALL_PRINT_ALL if digest.is_organization else texts.SMALL_PRINT
    return modal(Callback.DIGEST_REST, texts.REST_TITLE, [section(intro), *blocks, context(small)])
