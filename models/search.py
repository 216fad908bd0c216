"""Finding cards with the database's own full-text search, within an audience."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import (
    DDL,
    ColumnElement,
    Select,
    Table,
    column,
    event,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience, may_see
from models.base import Base
from models.card import Card, CardStatus
from models.words import STOP, Floor, floor_of

# SQLite: an FTS5 table beside "card", kept true by triggers. PostgreSQL: a generated column with
# a GIN index. Both are made by the migration; this is the one place that spells them.
WORDS = ("title", "statement", "metaphor", "analogy", "model", "applies_when", "not_this")
_LIST = ", ".join(WORDS)
_NEW = ", ".join(f"new.{name}" for name in WORDS)
_OLD = ", ".join(f"old.{name}" for name in WORDS)

SQLITE_DDL = (
    f"CREATE VIRTUAL TABLE card_words USING fts5({_LIST}, content='card', content_rowid='id',"
    " tokenize='porter unicode61 remove_diacritics 2', prefix='2')",
    f"CREATE TRIGGER card_words_insert AFTER INSERT ON card BEGIN"
    f" INSERT INTO card_words(rowid, {_LIST}) VALUES (new.id, {_NEW}); END",
    f"CREATE TRIGGER card_words_delete AFTER DELETE ON card BEGIN"
    f" INSERT INTO card_words(card_words, rowid, {_LIST}) VALUES ('delete', old.id, {_OLD}); END",
    f"CREATE TRIGGER card_words_update AFTER UPDATE OF {_LIST} ON card BEGIN"
    f" INSERT INTO card_words(card_words, rowid, {_LIST}) VALUES ('delete', old.id, {_OLD});"
    f" INSERT INTO card_words(rowid, {_LIST}) VALUES (new.id, {_NEW}); END",
)
SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS card_words_insert",
    "DROP TRIGGER IF EXISTS card_words_delete",
    "DROP TRIGGER IF EXISTS card_words_update",
    "DROP TABLE IF EXISTS card_words",
)
_VECTOR = " || ".join(
    f"setweight(to_tsvector('english', {name}), '{'A' if name == 'title' else 'B'}')"
    for name in WORDS
)
POSTGRESQL_DDL = (
    f"ALTER TABLE card ADD COLUMN words tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    "CREATE INDEX ix_card_words ON card USING gin (words)",
)
POSTGRESQL_DROP = (
    "DROP INDEX IF EXISTS ix_card_words",
    "ALTER TABLE card DROP COLUMN IF EXISTS words",
)

# So that Base.metadata.create_all makes the same as the migrations do.
_CARD_TABLE: Table = Base.metadata.tables["card"]
for _dialect, _statements in (("sqlite", SQLITE_DDL), ("postgresql", POSTGRESQL_DDL)):
    for _statement in _statements:
        _ddl: Any = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(_CARD_TABLE, "after_create", _ddl.execute_if(dialect=_dialect))

# The index of either database, where queries name it.
_INDEX = table("card_words", column("rowid"))
_INDEXED: ColumnElement[str] = literal_column("card_words")
_VECTOR_COLUMN: ColumnElement[str] = literal_column("card.words")
_TEXT = (Card.title + "\n" + Card.statement + "\n" + Card.applies_when).label("text")
_WORD = re.compile(r"\w+", re.UNICODE)


def words_of(question: str, *, most: int = 12) -> list[str]:
    """The words of a question to search for: lower case, no stop words, at most ``most``."""
    found = [word for word in _WORD.findall(question.lower()) if word not in STOP]
    return list(dict.fromkeys(word[:40] for word in found))[:most]


@dataclass(frozen=True, slots=True)
class Filters:
    """What found cards must be: each is "" for any. They narrow an audience, never widen it."""

    asset_kind: str = ""
    status: str = ""
    channel_id: str = ""
    author_id: str = ""
    origin: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on Card rows; retired cards are found only when asked for."""
        columns = ("asset_kind", "status", "channel_id", "author_id", "origin")
        given = [
            getattr(Card, name) == getattr(self, name) for name in columns if getattr(self, name)
        ]
        return given if self.status else [*given, Card.status != CardStatus.RETIRED]


async def find_cards(
    session: AsyncSession,
    audience: Audience,
    question: str,
    *,
    filters: Filters | None = None,
    limit: int = 5,
    offset: int = 0,
) -> list[Card]:
    """Cards that this audience may see and that answer the question by their words, best first.

    Sharing a word that stands everywhere is no answer (``models.words.floor_of``). Without words,
    but with filters: what they keep, newest first.
    """
    words = words_of(question)
    if not words and filters in (None, Filters()):
        return []
    newest = select(Card).order_by(Card.id.desc())
    query = text_query(session, words, floor_of(words)) if words else newest
    query = query.where(may_see(audience), *(filters or Filters()).conditions())
    return list(await session.scalars(query.limit(limit).offset(offset)))


async def visible_words(
    session: AsyncSession, audience: Audience, *, cards: int = 2_000
) -> frozenset[str]:
    """The words of the newest cards that this audience may see, in lower case."""
    return await _words(session, audience, select(_TEXT).order_by(Card.id.desc()), cards)


async def words_beginning(
    session: AsyncSession, audience: Audience, beginnings: Collection[str], *, cards: int = 500
) -> frozenset[str]:
    """The words with one of these beginnings (letters, lower case) on cards that this audience
    may see, of the newest cards that have such words; in lower case.

    SQLite's fts5vocab knows no audience: asking it would tell words of unseen cards.
    """
    if not beginnings:
        return frozenset()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    query = _sqlite_beginning(beginnings) if is_sqlite else _postgresql_beginning(beginnings)
    found = await _words(session, audience, query, cards)
    return frozenset(word for word in found if word.startswith(tuple(beginnings)))


async def _words(
    session: AsyncSession, audience: Audience, texts: Select[str], cards: int
) -> frozenset[str]:
    """The words of the first texts that a query gives, narrowed to an audience."""
    kept = texts.where(may_see(audience), Card.status != CardStatus.RETIRED).limit(cards)
    # Joined by the database: one long text is cheaper to fetch than thousands of rows.
    joined = select(func.aggregate_strings(kept.subquery().c.text, "\n"))
    return words_in(await session.scalar(joined) or "")


def _sqlite_beginning(beginnings: Collection[str]) -> Select[str]:
    wanted = " OR ".join(f"{_quoted(each)} *" for each in sorted(beginnings))
    # Newest first by the index's own order: it is left as soon as there are enough.
    query = select(_TEXT).join(_INDEX, _INDEX.c.rowid == Card.id)
    return query.where(_INDEXED.op("MATCH")(wanted)).order_by(_INDEX.c.rowid.desc())


def _postgresql_beginning(beginnings: Collection[str]) -> Select[str]:
    # "simple": a beginning has no stem, and is no stop word.
    wanted = " | ".join(f"'{each}':*" for each in sorted(beginnings))
    matches = _VECTOR_COLUMN.op("@@")(func.to_tsquery("simple", wanted))
    return select(_TEXT).where(matches).order_by(Card.id.desc())


def words_in(text: str) -> frozenset[str]:
    """The words of a text that say something, in lower case."""
    # What stands between blanks once each: most words come again, and the pattern is slow.
    found = set(_WORD.findall(" ".join(set(text.lower().split()))))
    return frozenset(word[:40] for word in found if len(word) > 2 and word not in STOP)


def words_on(card: Card) -> frozenset[str]:
    """The words of a card that the caller was given already."""
    return frozenset().union(*(words_in(getattr(card, name)) for name in WORDS))


def text_query(
    session: AsyncSession, words: Sequence[str], floor: Floor | None = None
) -> Select[Card]:
    """The bare full-text query, best first; whoever runs it adds an audience.

    ``floor``: what a card must have in common with the question besides any of its words.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if floor is not None and floor.needed == 1 and len(floor.words) == len(words):
        floor = None  # any word will do: that is what the query asks anyway
    return _sqlite(words, floor) if is_sqlite else _postgresql(words, floor)


def _sqlite(words: Sequence[str], floor: Floor | None) -> Select[Card]:
    rank: ColumnElement[float] = literal_column(
        "bm25(card_words, 4.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0)"
    )
    query = (
        select(Card)
        .join(_INDEX, _INDEX.c.rowid == Card.id)
        .where(_INDEXED.op("MATCH")(" OR ".join(map(_quoted, words))))
        .order_by(rank, Card.id.desc())
    )
    if floor is None:
        return query
    # Apart from the ranked query: bm25 would count each word as often as it stands there.
    chosen = (" AND ".join(map(_quoted, some)) for some in combinations(floor.words, floor.needed))
    fits = select(_INDEX.c.rowid).where(_INDEXED.op("MATCH")(" OR ".join(f"({x})" for x in chosen)))
    return query.where(Card.id.in_(fits))


def _quoted(word: str) -> str:
    """A word for FTS5, whose operators in people's words stay words."""
    return '"' + word.replace('"', '""') + '"'


def _postgresql(words: Sequence[str], floor: Floor | None) -> Select[Card]:
    asked = _joined("||", [func.plainto_tsquery("english", word) for word in words])
    wanted = asked
    if floor is not None:
        each = {word: func.plainto_tsquery("english", word) for word in floor.words}
        wanted = _joined(
            "||",
            [
                _joined("&&", [each[word] for word in some])
                for some in combinations(floor.words, floor.needed)
            ],
        )
    return (
        select(Card)
        .where(_VECTOR_COLUMN.op("@@")(wanted))
        .order_by(func.ts_rank(_VECTOR_COLUMN, asked, literal(1)).desc(), Card.id.desc())
    )


def _joined(sign: str, queries: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    first, *rest = queries
    for query in rest:
        first = first.op(sign)(query)
    return first


async def get_card(session: AsyncSession, audience: Audience, card_id: int) -> Card | None:
    """One card if this audience may see it, else None: absent and forbidden look alike."""
    query = select(Card).where(Card.id == card_id, may_see(audience))
    found: Card | None = await session.scalar(query)
    return found


async def existing_cards(session: AsyncSession, workspace_id: str, ids: Sequence[int]) -> set[int]:
    """Which of these cards are (still) there. For bookkeeping: shows nobody anything."""
    query = select(Card.id).where(Card.workspace_id == workspace_id, Card.id.in_(ids))
    return set(await session.scalars(query))


async def list_cards(
    session: AsyncSession,
    audience: Audience,
    *,
    ids: Sequence[int] | None = None,
    channel_id: str | None = None,
    limit: int = 10,
) -> list[Card]:
    """Cards that this audience may see, newest first: of a channel, or with certain ids."""
    query = select(Card).where(may_see(audience))
    if ids is not None:
        query = query.where(Card.id.in_(ids))
    if channel_id is not None:
        query = query.where(Card.channel_id == channel_id)
    return list(await session.scalars(query.order_by(Card.id.desc()).limit(limit)))


async def card_posted_at(
    session: AsyncSession, audience: Audience, channel_id: str, ts: str
) -> Card | None:
    """The card whose post, or whose thread, is at this place, if this audience may see it."""
    query = (
        select(Card)
        .where(may_see(audience), Card.channel_id == channel_id)
        .where((Card.posted_ts == ts) | (Card.thread_ts == ts))
        .order_by((Card.posted_ts == ts).desc(), Card.id.desc())
        .limit(1)
    )
    found: Card | None = await session.scalar(query)
    return found
