"""Gather a digest: what happened in a scope, as everybody whom it is for may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.life import unchallenged_in
from bot.digest import rules
from bot.digest.week import CardLine, Digest, Growth, Question, Tried
from bot.leadership.levers_render import Offered, levers_for
from bot.spiral.rules import card_in
from bot.spiral.scope import Scope, channel_scope
from bot.spiral.team import gather_spiral
from models.audience import BEYOND, ORGANIZATION
from models.card import Card, CardStatus
from models.digest import last_digest
from models.experiment import Outcome
from models.life import lives_of
from models.link import CardLink
from models.member import MuteSubject, muted_kinds, names_of, opted_out
from models.practice import Answer, count_answers
from models.question import open_questions
from models.search import list_cards
from models.thanks import thanked_in
from models.week import (
    Span,
    cards_touched,
    conversions_in,
    links_in,
    results_in,
    ripe_in,
    stories_in,
    tries_in,
    who_took_part,
)

DIGEST, DIGEST_AGAIN = "digest", "digest_again"
# So many of each thing are looked at, newest first.
CARDS_MOST = 200
# Cards among which the question of the week is chosen, newest first.
ASKED_MOST = 60
RIPE_MOST = 50
QUESTIONS_MOST = 100


async def gather(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime
) -> Digest | None:
    """A channel's digest as it would be posted now; None for an unknown channel."""
    scope = await channel_scope(session, workspace_id, channel_id)
    return None if scope is None else await gather_now(session, scope, now)


async def gather_now(session: AsyncSession, scope: Scope, now: datetime) -> Digest:
    """A scope's digest as it would be posted now: since the last one, else of seven days."""
    last = await last_digest(
        session, scope.workspace_id, scope.home or "", is_organization=scope.is_organization
    )
    since = rules.span_since(now, last.until if last else None)
    return await gather_span(session, scope, since, now)


async def gather_span(
    session: AsyncSession, scope: Scope, since: datetime, until: datetime
) -> Digest:
    """What happened in [since, until)."""
    span = Span(scope.workspace_id, since, until)
    touched = await _cards(session, scope, await cards_touched(session, span))
    new = [card for card in touched if card.created_at >= since]
    changed = [card for card in touched if card.created_at < since]
    tried = await _tried(session, scope, span)
    grew = await _grew(session, scope, span)
    ripe = await ripe_in(session, span, scope.channels, limit=RIPE_MOST)
    gaps, has_new_gap = await _gaps(session, scope, span)
    told = await _cards(session, scope, await stories_in(session, span))
    part = {*(card.id for card in [*touched, *told]), *(one.card.card_id for one in tried)}
    part |= {line.card_id for one in grew for line in (one.card, *one.others)}
    thanks, people = await _thanks(session, scope, span, part)
    lever = await _lever(session, scope, until)
    return Digest(
        channel_id=scope.home or "",
        channel_name=scope.name,
        since=since,
        until=until,
        spiral=await gather_spiral(session, scope, since, until),
        new=tuple(_line(card) for card in new if card.status != CardStatus.RETIRED),
        changed=await _changed(session, changed, span),
        tried=tuple(tried),
        grew=tuple(grew),
        ripe=len(ripe),
        ripe_ts=ripe[0].ts if ripe else "",
        ripe_channel=ripe[0].channel_id if ripe else "",
        gaps=gaps,
        has_new_gap=has_new_gap,
        question=await _question(session, scope, until, may_doubt=lever is None),
        lever=lever,
        thanks=thanks,
        people=people,
    )


async def _cards(session: AsyncSession, scope: Scope, ids: Collection[int]) -> list[Card]:
    """Those of some cards that the scope tells of, newest first."""
    if not ids:
        return []
    return await list_cards(
        session, scope.audience, ids=sorted(ids), channel_id=scope.home, limit=CARDS_MOST
    )


async def _changed(
    session: AsyncSession, cards: Sequence[Card], span: Span
) -> tuple[CardLine, ...]:
    """Changed cards, with how far each holds if somebody said so in this span."""
    lines = []
    lives = await lives_of(session, [card.id for card in cards])
    for card in cards:
        life = lives.get(card.id)
        is_news = bool(life and life.status_at and span.since <= life.status_at < span.until)
        if card.status != CardStatus.RETIRED or is_news:
            lines.append(_line(card, card.status if is_news else ""))
    return tuple(lines)


async def _tried(session: AsyncSession, scope: Scope, span: Span) -> list[Tried]:
    tries, results = await tries_in(session, span), await results_in(session, span)
    told = {card for card, counts in tries.items() if _is_try(counts)} | set(results)
    none: Mapping[str, int] = {}
    return rules.in_order(
        [
            Tried(
                _line(card),
                worked=tries.get(card.id, none).get(Answer.WORKED, 0),
                failed=tries.get(card.id, none).get(Answer.FAILED, 0),
                used=tries.get(card.id, none).get(Answer.USED, 0),
                expected=results.get(card.id, none).get(Outcome.CONFIRMED, 0),
                unexpected=results.get(card.id, none).get(Outcome.REFUTED, 0),
            )
            for card in await _cards(session, scope, told)
        ]
    )


def _is_try(counts: Mapping[str, int]) -> bool:
    return any(counts.get(answer) for answer in (Answer.USED, Answer.WORKED, Answer.FAILED))


async def _grew(session: AsyncSession, scope: Scope, span: Span) -> list[Growth]:
    """Cards that were taken together, taken apart, challenged, or let be seen more widely.

    Each link with both its ends to be seen, and one of them of this scope.
    """
    links = await links_in(session, span)
    ends = {end for link in links for end in (link.source_id, link.target_id)}
    seen = await list_cards(session, scope.audience, ids=sorted(ends), limit=CARDS_MOST)
    cards = {card.id: card for card in seen}
    grown: dict[tuple[int, str], list[CardLine]] = {}
    for link in links:
        if _is_told(scope, link, cards):
            lines = grown.setdefault((link.source_id, link.kind), [])
            lines.append(_line(cards[link.target_id]))
    linked = [Growth(_line(cards[i]), kind, tuple(lines)) for (i, kind), lines in grown.items()]
    return [*linked, *await _wider(session, scope, span)]


def _is_told(scope: Scope, link: CardLink, cards: Mapping[int, Card]) -> bool:
    both = [cards.get(link.source_id), cards.get(link.target_id)]
    return all(both) and any(c is not None and scope.home in (None, c.channel_id) for c in both)


async def _wider(session: AsyncSession, scope: Scope, span: Span) -> list[Growth]:
    """Cards that their authors let be seen by everybody, or beyond."""
    rows = await conversions_in(session, span, scope.channels)
    promoted = (row.source for row in rows if row.unique_key.startswith("promote:"))
    ids = {card for card in map(card_in, promoted) if card is not None}
    cards = await _cards(session, scope, ids)
    wide = (ORGANIZATION, BEYOND)
    return [Growth(_line(c), "wider", level=c.scope) for c in cards if c.scope in wide]


async def _gaps(session: AsyncSession, scope: Scope, span: Span) -> tuple[tuple[str, ...], bool]:
    """Words that were looked for in vain where this scope may know it, newest first."""
    found = await open_questions(
        session, scope.workspace_id, channel_id=scope.home, limit=QUESTIONS_MOST
    )
    here = [each for each in found if each.channel_id in scope.channels and each.at < span.until]
    words = dict.fromkeys(each.words for each in here)
    return tuple(words), any(each.at >= span.since for each in here)


async def _lever(session: AsyncSession, scope: Scope, at: datetime) -> Offered | None:
    """Something that may bring energy into a channel, in plain words, to be refused by a press."""
    if scope.home is None:
        return None
    return await levers_for(session, scope.workspace_id, scope.home, at)


async def _question(
    session: AsyncSession, scope: Scope, at: datetime, *, may_doubt: bool
) -> Question | None:
    """About a card that nobody has tried yet, or that nobody ever doubted; another each week."""
    found = await list_cards(session, scope.audience, channel_id=scope.home, limit=ASKED_MOST)
    open_cards = [card for card in found if card.status == CardStatus.CONJECTURE]
    counts = await count_answers(session, scope.workspace_id, [card.id for card in open_cards])
    untried = [card for card in open_cards if not _is_try(counts.get(card.id, {}))]
    questions = [Question(_line(card)) for card in untried]
    if scope.home is not None and may_doubt:
        doubtful = await unchallenged_in(session, scope.audience, scope.home)
        questions += [Question(_line(card), is_doubt=True) for card in doubtful]
    iso = at.isocalendar()
    return rules.of_the_week(questions, iso.year, iso.week)


async def _thanks(
    session: AsyncSession, scope: Scope, span: Span, cards: Iterable[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names, ids) of all who did something that others see, or were thanked there by somebody.

    Not of those who do not want to be named or read.
    """
    workspace_id, at = scope.workspace_id, span.until
    people = await who_took_part(session, span, sorted(cards))
    if scope.home is not None:
        people |= set(await thanked_in(session, workspace_id, scope.home, span.since, at))
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, people, at)
    gone = await session.run_sync(opted_out, {(workspace_id, person) for person in people})
    named = {
        person
        for person in people
        if not muted.get(person, set()) & {DIGEST, "all"} and (workspace_id, person) not in gone
    }
    return rules.by_name(await names_of(session, workspace_id, named))


def _line(card: Card, status: str = "") -> CardLine:
    return CardLine(card.id, card.title, card.permalink, status)
