from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.report.plain import bare, mentioned, plain

NAMES = {"U1": "Mira", "C1": "oven"}


def test_ids_become_names_and_links_words() -> None:
    text = "<@U1> and <@U2|otto> and <@U3>, see <#C1> <#C2|shop> <!here> <!subteam^S1|@bakers>"
    assert plain(text, NAMES) == ("@Mira and @otto and @somebody, see #oven #shop @here @bakers")
    assert plain("<https://x.org|the page> &lt;b&gt; <https://y.org>", {}) == (
        "the page (https://x.org) <b> https://y.org"
    )
    assert mentioned("<@U1> <#C1|x> <https://y>") == {"U1", "C1"}


def test_nothing_steers_the_terminal() -> None:
    hostile = "\x1b]0;owned\x07 a\nb \u202egnp.exe &#27;[31m\x9b2J\u200b"
    assert plain(hostile, {}) == "]0;owned a b gnp.exe [31m2J"


@given(st.text())
def test_any_text_is_one_printable_line(text: str) -> None:
    assert all(c.isprintable() or c == " " for c in plain(text, NAMES))
    assert bare(bare(text)) == bare(text)
