"""The gap report as somebody may see it, and who is told that something hangs on them alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.life_rules import MUCH_USED
from bot.cards.theming import themes_for
from bot.errors import PersonError
from bot.leadership.asset_rules import Cell, lacking, rolled_up
from bot.leadership.assets import wholes_of
from bot.leadership.gap_rules import Hanging, hanging
from bot.texts import gaps as texts
from models.asset_map import count_cells
from models.audience import Audience
from models.card import Card
from models.channel import list_channels
from models.hanging import who_knows
from models.life import unchallenged_for
from models.member import channels_of, members_of, names_of
from models.outbox import put
from models.question import Question, drop_question, get_question, questions_for
from models.role import produced_by
from models.search import list_cards
from models.theme import names_of_themes

QUESTIONS_MOST, CARDS_MOST, HANGING_MOST = 8, 5, 6
HANGS_KIND = "hangs_on_you"
# A notice that could not be sent for so long is no news any more.
STALE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Lack:
    """A theme and the kinds of knowledge of which it has no card that the reader may see."""

    theme_id: int
    name: str
    kinds: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hung:
    """What hangs on one person: where, of which theme ("": none), on whom (a display name)."""

    channel_id: str
    theme: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is lacking, for one reader. ``mine`` hangs on them; ``others``: where they produce."""

    lacks: Sequence[Lack] = ()
    has_themes: bool = False
    questions: Sequence[Question] = ()
    mine: Sequence[Hung] = ()
    others: Sequence[Hung] = ()
    unchallenged: Sequence[Card] = ()


async def read_gaps(session: AsyncSession, workspace_id: str, member_id: str) -> Gaps:
    """The gap report for one person: it tells of nothing that they may not see."""
    me = Audience(workspace_id, member_id=member_id)
    lacks, has_themes = await read_lacks(session, me)
    mine, others = await read_hanging(session, workspace_id, member_id)
    ids = await unchallenged_for(session, me, least=MUCH_USED, limit=CARDS_MOST)
    return Gaps(
        lacks,
        has_themes,
        await questions_for(session, me, limit=QUESTIONS_MOST),
        mine,
        others,
        await list_cards(session, me, ids=ids),
    )


async def read_lacks(session: AsyncSession, audience: Audience) -> tuple[list[Lack], bool]:
    """What the audience's map lacks, theme by theme, those that lack most first; and whether there
    are themes at all. The database counts: a large map costs little more than a small one.
    """
    themes = await themes_for(session, audience)
    wholes = wholes_of(themes)
    counts: Counter[Cell] = Counter()
    for cell, cards in (await count_cells(session, audience)).items():
        counts[rolled_up(cell, wholes)] += cards
    names = {theme.id: theme.name for theme in themes if wholes[theme.id] is None}
    missing = lacking(counts, list(names))
    lacks = [Lack(theme, names[theme], kinds) for theme, kinds in missing.items()]
    return sorted(lacks, key=lambda lack: -len(lack.kinds)), bool(themes)


async def read_hanging(
    session: AsyncSession, workspace_id: str, member_id: str
) -> tuple[list[Hung], list[Hung]]:
    """What hangs on somebody alone, and what hangs on others alone in the channels they produce.

    Nobody else is told: not the channel, not an administrator.
    """
    here = await channels_of(session, workspace_id, member_id)
    produced = {channel.id for channel in await produced_by(session, workspace_id, member_id)}
    found = hanging(await who_knows(session, workspace_id, here | produced))
    mine = [each for each in found if each.member_id == member_id]
    others = [each for each in found if each.member_id != member_id and each.channel_id in produced]
    me = Audience(workspace_id, member_id=member_id)
    themes = {theme.id for theme in await themes_for(session, me)}
    return (
        await _hung(session, workspace_id, mine, themes),
        await _hung(session, workspace_id, others, themes),
    )


async def _hung(
    session: AsyncSession, workspace_id: str, found: Sequence[Hanging], themes: Collection[int]
) -> list[Hung]:
    shown = [each for each in found if each.theme_id is None or each.theme_id in themes]
    ids = {each.theme_id for each in shown if each.theme_id is not None}
    names = await names_of_themes(session, workspace_id, ids)
    people = await names_of(session, workspace_id, {each.member_id for each in shown})
    hung = [
        Hung(each.channel_id, names.get(each.theme_id or 0, ""), people.get(each.member_id, ""))
        for each in shown
    ]
    return sorted(hung, key=lambda each: (each.name.casefold(), each.channel_id, each.theme))


async def open_question(
    session: AsyncSession, workspace_id: str, member_id: str, question_id: int
) -> Question:
    """An open question that somebody may be shown; raises PersonError for any other alike."""
    question = await get_question(session, workspace_id, question_id)
    if question is None or question.answered_by is not None or not question.channel_id:
        raise PersonError(texts.NO_QUESTION)
    if member_id in await members_of(session, workspace_id, question.channel_id):
        return question
    me = Audience(workspace_id, member_id=member_id)
    seen = await questions_for(session, me, limit=1000)
    if question.id not in {each.id for each in seen}:
        raise PersonError(texts.NO_QUESTION)
    return question


async def not_needed(
    session: AsyncSession, workspace_id: str, member_id: str, question_id: int
) -> None:
    """Somebody in the channel of a question says that nobody needs an answer. PersonError."""
    question = await open_question(session, workspace_id, member_id, question_id)
    if member_id not in await members_of(session, workspace_id, question.channel_id):
        raise PersonError(texts.ONLY_MEMBERS)
    await drop_question(session, question)


async def sweep_hanging(session: AsyncSession, workspace_id: str, now: datetime) -> int:
    """Owe each person on whom something hangs a word about it, once for each place and theme.

    Only they are told; the channel's producers see it where they look. How many words are owed.
    """
    owed = 0
    channels = [each.id for each in await list_channels(session, workspace_id) if each.is_member]
    for each in hanging(await who_knows(session, workspace_id, channels)):
        owed += await put(
            session,
            workspace_id=workspace_id,
            kind=HANGS_KIND,
            key=f"hangs:{each.channel_id}:{each.theme_id or 0}:{each.member_id}",
            member_id=each.member_id,
            payload={"channel": each.channel_id, "theme": each.theme_id},
            is_unasked=True,
            expires_at=now + STALE,
            now=now,
        )
    return owed
