import pytest

from bot.seci.errors import BadLineError
from bot.seci.types import Mode
from training.talk import parse, read_corpus

GOOD = """## ripe | a bakery
Ines e* it tears because it is dry
| so rest it
Tomo s~ like skin in winter
= Rest dry dough.

## not | a round
Olu n back by 4
"""


def test_it_reads_threads_flags_and_continuations() -> None:
    ripe, other = parse(GOOD, "bakery")
    assert (ripe.verdict, ripe.setting, ripe.insight, ripe.line) == (
        "ripe",
        "a bakery",
        "Rest dry dough.",
        1,
    )
    first, second = ripe.messages
    assert first.text == "it tears because it is dry\nso rest it"
    assert (first.mode, first.carries, first.figurative) == (Mode.EXTERNALIZATION, True, False)
    assert (second.mode, second.carries, second.figurative) == (Mode.SOCIALIZATION, False, True)
    assert other.messages[0].mode is Mode.NONE
    (_, _), (utterance, mode) = ripe.utterances()
    assert (utterance.context[0].author, mode) == ("Ines", Mode.SOCIALIZATION)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ines e hello", 1),
        ("## perhaps | x\nInes e hello", 1),
        ("## not | x\n| more", 2),
        ("## not | x\nInes q hello", 2),
        ("## not | x", 1),
    ],
)
def test_a_broken_line_is_named(text: str, line: int) -> None:
    with pytest.raises(BadLineError) as caught:
        parse(text, "x")
    assert caught.value.number == line


def test_the_whole_corpus_parses() -> None:
    assert len(read_corpus()) >= 400
