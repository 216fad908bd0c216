import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seci import drafting, figures, wording
from bot.seci.sentences import clean, sentences, shorten
from bot.seci.types import AssetKind, Cue, Mode, Reading, Said


def read(mode: Mode, *cues: str) -> Reading:
    return Reading(
        mode,
        True,
        {m: 0.8 if m is mode else 0.05 for m in Mode},
        tuple(Cue(c, 0, 1, "") for c in cues),
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<@U1> see <https://a.example|the list> &amp; go :tada:", "see the list & go"),
        ("look:\n```\nx = 1\n```\n> old\nnew", "look:\nnew"),
        (
            "*so* order _less_ ~now~ :) of get_by_name 2*3*4",
            "so order less now of get_by_name 2*3*4",
        ),
        ("keep `make all` as it is", "keep `make all` as it is"),
        ("- one\n- two", "one\ntwo"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_sentences_do_not_break_at_short_forms() -> None:
    assert sentences("What helps is\nrest. ok") == ["What helps is rest.", "ok"]
    assert sentences("Rest it, e.g. Ten minutes. Then fold it! ok") == [
        "Rest it, e.g. Ten minutes.",
        "Then fold it!",
        "ok",
    ]


def test_shorten_never_cuts_a_word() -> None:
    text = "The dough tears when it is dry, so rest it for twenty minutes before you fold it at all"
    assert shorten(text, 60) == "The dough tears when it is dry"
    assert shorten("word " * 30, 40).endswith("word…")
    assert len(shorten("x" * 200, 50)) <= 50


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        ("ok so, I think the dough tears when it is dry.", "The dough tears when it is dry"),
        (
            "Then the rule is: when rain begins before the evening, don't order less, order more",
            "Don't order less, order more",
        ),
        (
            "The reason why they ring after our reminder isn't the language, it's the sum.",
            "The reason why they ring after our reminder",
        ),
        ("use `sleep`, as told.", "Use sleep, as told"),
        ("so", "So"),
    ],
)
def test_title_is_short_and_ends_well(statement: str, short: str) -> None:
    assert wording.title(statement) == short


@given(st.text(max_size=200))
def test_title_is_never_too_long(statement: str) -> None:
    assert len(wording.title(statement)) <= wording.TITLE_AT_MOST


def test_a_sentence_that_leans_on_another_comes_with_it() -> None:
    rule = "Then the rule is: when it rains, don't order less, order *different*."
    half = "Half the rice balls, but twice of the noodles, because it rains."
    said = [Said("the noodles were gone when it rains", "a"), Said(f"{rule} {half}", "b")]
    readings = [read(Mode.COMBINATION), read(Mode.EXTERNALIZATION, "rule_of_thumb")]
    draft = drafting.draft(said, readings, [1], lambda ts: [read(Mode.EXTERNALIZATION) for _ in ts])
    assert draft.statement == f"when it rains, don't order less, order different. {half}"


def test_what_follows_it_is_like_this_is_the_metaphor() -> None:
    text = (
        "No! It's like this: when dry they are sparrows. In the rain they turn into *squirrels*. ok"
    )
    said = [Said("why?", "a"), Said(text, "b")]
    readings = [read(Mode.NONE), read(Mode.EXTERNALIZATION)]
    assert figures.figurative(said, readings, figures.FIGURATIVE) == (
        "When dry they are sparrows. In the rain they turn into squirrels. ok"
    )
    plain = [Said("It's like this: nobody came.", "b")]
    assert figures.figurative(plain, readings[1:], figures.FIGURATIVE) == ""


def test_draft_is_taken_from_what_was_said() -> None:
    said = [
        Said("why does it tear?", "a"),
        Said(
            "It tears because the flour drinks more. Think of it as a sponge that is not full yet.",
            "b",
        ),
        Said("thanks", "a"),
    ]
    readings = [
        read(Mode.EXTERNALIZATION, "asks_reason"),
        read(Mode.EXTERNALIZATION, "cause"),
        read(Mode.NONE),
    ]

    def texts(parts):  # type: ignore[no-untyped-def]
        return [
            read(Mode.EXTERNALIZATION, "cause") if "because" in p else read(Mode.NONE)
            for p in parts
        ]

    draft = drafting.draft(said, readings, [1], texts)
    assert draft.statement == "It tears because the flour drinks more."
    assert draft.metaphor == "Think of it as a sponge that is not full yet."
    assert draft.evidence == (1,)
    assert draft.asset_kind is AssetKind.CONCEPTUAL
    assert draft.asset_reason


def test_nothing_said_gives_an_empty_draft() -> None:
    assert drafting.draft([], [], [], lambda parts: []) == drafting.Draft()
    only_code = drafting.draft([Said("```x```")], [read(Mode.COMBINATION)], [0], lambda parts: [])
    assert (only_code.statement, only_code.evidence) == ("", (0,))
