from hypothesis import given
from hypothesis import strategies as st

from bot.seci.normalize import normalize
from bot.seci.signs import signs_of
from bot.seci.types import Said


def signs(text: str, *context: Said, author: str = "a") -> set[str]:
    return set(signs_of(normalize(text), Said(text, author), context))


def test_shape() -> None:
    assert {"len:0", "asks:end", "before:nothing", "q:why"} <= signs("but why?")
    assert {"has:xxlink", "only:mark"} <= signs("https://example.org")
    assert "digits:many" in signs("12 34 56")


def test_what_came_before() -> None:
    asked = Said("why do you flush it? what do you think", "b")
    assert {"before:asks", "before:asks why", "who:other", "bq:why"} <= signs("because", asked)
    assert "who:same" in signs("because", Said("x", "a"))
    assert not {one for one in signs("because", Said("x")) if one.startswith("who:")}


def test_grammar() -> None:
    assert "says:did" in signs("I swapped the line")
    assert "says:will" in signs("I'll swap the line")
    assert "says:able" in signs("was able to swap the line")


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=3))
def test_never_raises(text: str, before: list[str]) -> None:
    assert signs_of(normalize(text), Said(text), [Said(one) for one in before])
