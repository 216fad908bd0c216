import pytest
import spacy

from bot.seci.cues.base import FOUND, CueSpec, PhraseCues, Where, asks, of, opens
from bot.seci.pipeline import SPECS, cue_pipeline
from bot.seci.types import Mode


def found(spec: CueSpec, text: str) -> list[str]:
    nlp = spacy.blank("en")
    doc = PhraseCues(nlp, [spec])(nlp.make_doc(text))
    return [doc[start:end].text for _, start, end in doc.user_data[FOUND]]


def spec(where: Where) -> CueSpec:
    return CueSpec("test", "says so", (Mode.NONE,), ("why", "thanks a lot"), where)


def test_anywhere_finds_whole_words_in_any_case() -> None:
    assert found(spec(Where.ANYWHERE), "oh Thanks a LOT, whyever") == ["Thanks a LOT"]


@pytest.mark.parametrize("text", ["why not", "so why", "it broke. why", "hi, why", "xxmention why"])
def test_opening_counts_after_lead_ins(text: str) -> None:
    assert found(spec(Where.OPENING), text) == ["why"]


def test_opening_does_not_count_within() -> None:
    assert found(spec(Where.OPENING), "that is why") == []


def test_asking_needs_a_question_mark_in_the_sentence() -> None:
    assert found(spec(Where.ASKING), "why is it so?") == ["why"]
    assert found(spec(Where.ASKING), "that is why. is it?") == []


def test_helpers() -> None:
    doc = spacy.blank("en").make_doc("so it is. why though?")
    assert opens(doc, 1)
    assert asks(doc, 4)
    assert not asks(doc, 0)
    assert of(" a b |a b| c\n d ") == ("a b", "c d")


def test_every_cue_has_its_own_name_reason_and_phrases() -> None:
    assert len({each.name for each in SPECS}) == len(SPECS) >= 15
    for each in SPECS:
        assert each.reason
        assert each.favours
        assert each.phrases
        assert all(phrase == phrase.lower() for phrase in each.phrases)


def test_a_doc_read_twice_counts_its_cues_once() -> None:
    nlp = cue_pipeline()
    doc = nlp("it fails because of the cache")
    before = list(doc.user_data[FOUND])
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert doc.user_data[FOUND] == before
