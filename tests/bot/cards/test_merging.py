from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.merging import Clash, changed_fields, merge
from models.card import CARD_FIELDS

words = st.sampled_from(["", "a", "b", "c"])
cards = st.fixed_dictionaries(dict.fromkeys(CARD_FIELDS, words))


@given(base=cards, theirs=cards, mine=cards)
def test_nothing_that_anybody_wrote_is_lost(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    merged = merge(base, theirs, mine)
    clashing = {clash.name: clash for clash in merged.clashes}
    for name in CARD_FIELDS:
        result = merged.fields[name]
        if mine[name] != base[name] and theirs[name] != base[name] and mine[name] != theirs[name]:
            assert clashing[name] == Clash(name, theirs[name], mine[name])
        else:
            assert name not in clashing
            changed = {mine[name], theirs[name]} - {base[name]}
            assert result == (changed.pop() if changed else base[name])


@given(base=cards, mine=cards)
def test_what_one_person_changed_alone_goes_through(
    base: dict[str, str], mine: dict[str, str]
) -> None:
    for one, other in ((base, mine), (mine, base)):
        merged = merge(base, one, other)
        assert merged.clashes == ()
        assert merged.fields == mine


@given(before=cards, after=cards)
def test_changed_fields_are_those_that_differ(
    before: dict[str, str], after: dict[str, str]
) -> None:
    names = changed_fields(before, after)
    assert {**before, **{name: after[name] for name in names}} == after
    assert all(before[name] != after[name] for name in names)
