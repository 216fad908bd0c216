"""Each cue is held to its claim: where it is found, the modes it speaks for are more frequent."""

from collections import Counter

import pytest

from bot.seci.cues.base import FOUND, CueSpec, names
from bot.seci.pipeline import SPECS, cue_pipeline, make_doc
from training.talk import read_corpus

LEAST_FINDS = 25

Table = tuple[Counter[str], dict[str, Counter[str]]]


@pytest.fixture(scope="module")
def table() -> Table:
    nlp = cue_pipeline()
    pairs = [pair for thread in read_corpus() for pair in thread.utterances()]
    docs = nlp.pipe(make_doc(nlp, utterance) for utterance, _ in pairs)
    base: Counter[str] = Counter()
    by_cue: dict[str, Counter[str]] = {spec.name: Counter() for spec in SPECS}
    for doc, (_, mode) in zip(docs, pairs, strict=True):
        base[mode.value] += 1
        for name in names(doc.user_data[FOUND]):
            by_cue[name][mode.value] += 1
    return base, by_cue


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_cue_keeps_its_claim(table: Table, spec: CueSpec) -> None:
    base, by_cue = table
    finds = by_cue[spec.name]
    count = sum(finds.values())
    assert count >= LEAST_FINDS
    share = sum(finds[mode.value] for mode in spec.favours) / count
    usual = sum(base[mode.value] for mode in spec.favours) / sum(base.values())
    assert share / usual >= spec.least
