import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seci.normalize import READ_AT_MOST, normalize


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<@U123ABC> look", "xxmention look"),
        ("<!channel> look", "xxmention look"),
        ("see <https://a.example/x?y=1|the list> now", "see xxlink now"),
        ("see <https://a.example/x> now", "see xxlink now"),
        ("see https://a.example/x now", "see xxlink now"),
        ("nice :tada: work", "nice xxemoji work"),
        ("nice 🎉 work", "nice xxemoji work"),
        ("it is :)", "it is xxemoji"),
        ("run `make all` again", "run xxcode again"),
        ("this:\n```\nx = 1\ny = 2\n```\nfails", "this:\nxxblock\nfails"),
        ("```quote\nold words\n```\nI agree", "xxquote\nI agree"),
        ("> old words\nI agree", "xxquote\nI agree"),
        ("@**Ines Marr** hello", "xxmention hello"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("it’s “fine” …", 'it\'s "fine" ...'),
        ("sooooooo good", "sooo good"),
        ("look in /srv/data/run1/x.nc please", "look in xxpath please"),
        ("at 10:30: go", "at 10:30: go"),
    ],
)
def test_marks_become_words(text: str, plain: str) -> None:
    assert normalize(text) == plain


def test_an_unclosed_fence_swallows_the_rest() -> None:
    assert normalize("look\n```\nx = 1\ny = 2") == "look\nxxblock"


def test_a_mail_address_is_no_mention() -> None:
    assert "xxmention" not in normalize("write to ines@ward.example")


@given(st.text(max_size=400))
def test_never_raises_and_is_bounded(text: str) -> None:
    assert len(normalize(text)) <= READ_AT_MOST


@given(st.text(alphabet="`<>@:|/&~\n ab.h", max_size=300))
def test_never_raises_on_broken_marking(text: str) -> None:
    assert len(normalize(text, 50)) <= 50


@pytest.mark.parametrize(
    "piece", ["`", "<@", "<https://x|", "/a", "@", ":a", "> ", "~~~\n", "a.b/", "(("]
)
def test_hostile_text_is_quick(piece: str) -> None:
    start = time.perf_counter()
    normalize(piece * (40_000 // len(piece)))
    assert time.perf_counter() - start < 2.0
