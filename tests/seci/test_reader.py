import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.seci import reader as reading
from bot.seci.errors import ModelMissingError
from bot.seci.reader import Reader, in_context, load_reader
from bot.seci.sentences import clean
from bot.seci.types import Mode, Reading, Said, Utterance

TALK = [
    Said("the dough keeps tearing since we changed flour, anyone else?", "Ines"),
    Said(
        "I think it tears because the new flour drinks more water, so give it twenty minutes",
        "Tomo",
    ),
    Said("tried that this morning, it worked! no tears at all", "Ines"),
    Said("thanks!", "Ruth"),
]


def one(text: str) -> Utterance:
    return Utterance(Said(text))


def assert_sound(readings: Sequence[Reading]) -> None:
    for each in readings:
        assert set(each.scores) == set(Mode)
        assert sum(each.scores.values()) == pytest.approx(1.0)
        assert all(0.0 <= score <= 1.0 for score in each.scores.values())
        assert each.scores[each.mode] == max(each.scores.values())


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("thanks a lot!", Mode.NONE),
        (
            "I think it fails because the cache is never emptied, so always clear it first",
            Mode.EXTERNALIZATION,
        ),
        ("https://example.org/list.pdf", Mode.COMBINATION),
        (
            "followed the guide, step 3 worked but at step 4 I still get the same error",
            Mode.INTERNALIZATION,
        ),
        (
            "I remember my first night shift, I was so scared, I just sat with the old hands",
            Mode.SOCIALIZATION,
        ),
    ],
)
def test_plain_cases(reader: Reader, text: str, mode: Mode) -> None:
    assert reader.read([one(text)])[0].mode is mode


def test_reads_in_order_and_one_each(reader: Reader) -> None:
    texts = [f"message {number}" for number in range(600)]
    assert len(reader.read([one(text) for text in texts])) == 600
    assert reader.read([]) == []


def test_a_batch_reads_as_one_by_one(reader: Reader) -> None:
    utterances = in_context(TALK)
    alone = [reader.read([each])[0] for each in utterances]
    for together, single in zip(reader.read(utterances), alone, strict=True):
        assert together.mode is single.mode
        assert together.scores == pytest.approx(single.scores, abs=1e-4)


def test_slack_marking_does_not_change_the_reading(reader: Reader) -> None:
    slack, plain = reader.read(
        [one("see <https://a.example/b|this> &amp; that"), one("see https://x.example & that")]
    )
    assert slack.scores == pytest.approx(plain.scores)


@given(st.lists(st.text(max_size=200), max_size=4), st.text(max_size=100))
@settings(max_examples=60, deadline=None)
def test_never_raises_on_any_text(reader: Reader, texts: list[str], before: str) -> None:
    assert_sound(reader.read([Utterance(Said(text), (Said(before, "a"),)) for text in texts]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\ud800",
        "\x00",
        "a" * 40_000,
        "`" * 40_000,
        "?! " * 13_000,
        "💥" * 40_000,
        "(" * 40_000,
    ],
)
def test_hostile_text_is_read_soon(reader: Reader, text: str) -> None:
    start = time.perf_counter()
    assert_sound(reader.read([one(text)]))
    assert time.perf_counter() - start < 3.0


def test_a_text_that_fails_alone_abstains(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = reading.make_doc

    def failing(nlp, utterance):  # type: ignore[no-untyped-def]
        if utterance.said.text == "bad":
            raise ValueError
        return honest(nlp, utterance)

    monkeypatch.setattr(reading, "make_doc", failing)
    first, bad, last = reader.read([one("thanks"), one("bad"), one("thanks")])
    assert first == last
    assert not bad.confident
    assert_sound([first, bad, last])


def test_cues_carry_their_reason_and_place(reader: Reader) -> None:
    cues = reader.read([one("it fails because of the cache")])[0].cues
    cause = next(cue for cue in cues if cue.name == "cause")
    assert "it fails because of the cache"[cause.start : cause.end] == "because"
    assert cause.reason


def test_a_thread_with_an_insight_is_ripe_and_one_without_is_not(reader: Reader) -> None:
    small = [Said("who brings the cake on friday?", "a"), Said("me!", "b"), Said("thanks", "a")]
    ripe, empty = reader.read_thread(TALK), reader.read_thread(small)
    assert ripe.ripeness > empty.ripeness
    assert empty.ripeness < 0.5
    assert ripe.positions[0] == 1
    assert ripe.reasons


def test_an_unsettled_thread_is_less_ripe(reader: Reader) -> None:
    assert reader.read_thread(TALK, settled=False).ripeness < reader.read_thread(TALK).ripeness


def test_an_empty_thread(reader: Reader) -> None:
    read = reader.read_thread([])
    assert (read.ripeness, read.positions) == (0.0, ())


def test_a_very_long_thread_points_into_itself(reader: Reader) -> None:
    read = reader.read_thread(TALK * 60)
    assert all(0 <= position < 240 for position in read.positions)


said = st.builds(Said, st.text(max_size=120), st.sampled_from(["", "a", "b"]))


@given(st.lists(said, max_size=6), st.sampled_from([None, True, False]))
@settings(max_examples=40, deadline=None)
def test_thread_laws(reader: Reader, messages: list[Said], settled: bool | None) -> None:
    read = reader.read_thread(messages, settled=settled)
    assert 0.0 <= read.ripeness <= 1.0
    assert all(0 <= position < len(messages) for position in read.positions + read.draft.evidence)
    assert len(read.positions) == len(set(read.positions)) <= 3
    assert len(read.draft.title) <= 60
    said_there = " ".join(" ".join(clean(message.text).split()) for message in messages)
    said_there = said_there.casefold()
    for part in (read.draft.statement, read.draft.metaphor, read.draft.analogy, read.draft.model):
        assert part.rstrip("…").casefold() in said_there


def test_no_model_is_told_clearly(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelMissingError, match="no trained pipeline"):
        load_reader(tmp_path)


@pytest.mark.parametrize(("limit", "few"), [("RENEW_AFTER", 0), ("RENEW_SOON_AFTER", 100)])
def test_the_pipeline_is_loaded_afresh_after_many_messages(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, limit: str, few: int
) -> None:
    renewed: list[str] = []

    def renew() -> Language:
        renewed.append("once")
        return reader._nlp

    monkeypatch.setattr(reading, limit, 5)
    monkeypatch.setattr(reading, "FEW", few)
    long_lived = Reader(reader._nlp, reader._calibration, reader._rules, renew)
    for _ in range(3):
        assert long_lived.read(in_context(TALK)) == reader.read(in_context(TALK))
    assert renewed == ["once"]


def test_the_shipped_pipeline_renews_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "RENEW_SOON_AFTER", 1)
    shipped = load_reader()
    before, first = shipped._nlp, shipped.read([one("thanks a lot!")])
    assert shipped._nlp is not before
    assert shipped.read([one("thanks a lot!")]) == first
