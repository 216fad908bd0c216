"""Two long changes of one card: what does not fit in one form comes in the next."""

from __future__ import annotations

import json

import pytest

from bot.cards.history import merge_view
from bot.cards.merging import Clash, Merge
from bot.cards.writing import Clashing, begin_change, keep_change, settle_clash
from bot.slack.ids import Callback
from models.card import CARD_FIELDS, Card, get_draft
from models.database import Sessions
from tests.conftest import START
from tests.support import TEAM, all_of, make_card, make_channel, make_people

SQUIRREL = "\U0001f43f"
LONGEST = {name: (150 if name == "title" else 3000) for name in CARD_FIELDS}
SLACK_MOST = 250_000  # bytes of JSON in a view


@pytest.mark.parametrize("sign", ["a", "&", "\n", SQUIRREL, "\u2028"])
def test_every_form_fits(sign: str) -> None:
    clashes = tuple(Clash(name, sign * most, sign * most) for name, most in LONGEST.items())
    while clashes:
        view = merge_view(Clashing(1, 2, "U2", Merge({}, clashes)))
        assert view["callback_id"] == Callback.CARD_MERGE
        assert len(json.dumps(view)) <= SLACK_MOST
        assert len(view["blocks"]) <= 100
        shown = {str(block.get("block_id")) for block in view["blocks"]} & set(CARD_FIELDS)
        assert shown
        clashes = tuple(clash for clash in clashes if clash.name not in shown)


async def test_what_is_decided_in_rounds_is_kept_whole(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", "U2")
        card = await make_card(session, "Base", statement="Base")
    drafts = {}
    async with sessions.begin() as session:
        for person in ("U1", "U2"):
            draft, _, _ = await begin_change(session, TEAM, person, card.id, START)
            draft.fields = {**draft.fields, **dict.fromkeys(CARD_FIELDS, SQUIRREL * 99 + person)}
            drafts[person] = draft.id
        theirs = await get_draft(session, TEAM, "U2", drafts["U2"])
        assert theirs is not None
        assert await keep_change(session, theirs, START) is None
    async with sessions.begin() as session:
        mine = await get_draft(session, TEAM, "U1", drafts["U1"])
        assert mine is not None
        clashing = await keep_change(session, mine, START)
        rounds = 0
        while clashing is not None:
            rounds += 1
            names = [clash.name for clash in clashing.merge.clashes[:2]]
            # Back to what stood there before both: a decision like any other.
            chosen = {n: "Base" if n == "title" else f"decided {n}" for n in names}
            clashing = await settle_clash(session, mine, clashing.revision, chosen, START)
    assert rounds == 4
    (kept,) = await all_of(sessions, Card)
    assert kept.title == "Base"
    assert {getattr(kept, n) for n in CARD_FIELDS[1:]} == {f"decided {n}" for n in CARD_FIELDS[1:]}
