from __future__ import annotations

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.difference import difference

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(["tide", "<!channel>", "&", "~", "*", "a*b", "\n", "x" * 700])).map(
        " ".join
    ),
)


def test_it_strikes_out_what_left_and_makes_bold_what_came() -> None:
    assert difference("order before the tide", "order after the tide") == [
        "order ~before~ *after* the tide"
    ]
    assert difference("", "new words") == ["*new words*"]
    assert difference("same", "same") == ["same"]
    assert difference("one\ntwo", "one\nthree") == ["one\n~two~ *three*"]
    assert difference("", "") == []


@settings(deadline=None)
@given(before=texts, after=texts)
def test_both_texts_can_be_read_out_of_it_and_nothing_pings(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert all(0 < len(piece) <= 3000 for piece in pieces)
    whole = "".join(pieces)
    assert not re.search(r"[<>]", whole)
    words = html.unescape(whole)
    squeeze = str.maketrans("", "", " ~*\n∼∗")
    kept = re.sub(r"\s|[~*∼∗]", "", words)
    # Cards hold no NUL (clean_fields), and Slack takes none: it is left out.
    new = re.sub(r"\s", "", after).replace("\x00", "").translate(squeeze)
    position = 0
    for sign in html.unescape(new):  # the new text is a subsequence of what is shown
        position = kept.find(sign, position) + 1
        assert position > 0


@settings(deadline=None, max_examples=5)
@given(st.sampled_from(["& ", "word ", "~*<!here> ", "x"]))
def test_the_longest_texts_are_split_not_cut(piece: str) -> None:
    before, after = (piece * 3000)[:3000], ("new " + piece * 3000)[:3000]
    pieces = difference(before, after)
    assert all(len(each) <= 3000 for each in pieces)
    assert len(pieces) <= 12
