"""How fast the reader is: messages a second ÷ bare spaCy's (tokenizer + its bag-of-words
categorizer).

The same texts in the same run; the texts are the corpus's, or those of the folder that
``BA_EVAL_DIR`` names.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from benchmarks.result import Result
from bot.seci.lines import objects, utterance
from bot.seci.reader import load_reader
from bot.seci.types import Mode, Said, Utterance

CORPUS = Path(__file__).parent.parent / "training" / "corpus"
MESSAGES = 2_000
ROUNDS = 4


def run() -> list[Result]:
    """Measure, taking turns, and give the ratio of the best rounds."""
    utterances = talk()
    reader, bare = load_reader(), bare_spacy()
    texts = [one.said.text for one in utterances]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_seconds(lambda: _drain(bare, texts)))
        ours.append(_seconds(lambda: reader.read(utterances)))
    speed, base = len(texts) / min(ours), len(texts) / min(theirs)
    note = f"{speed:,.0f} messages/s, bare spaCy {base:,.0f}"
    return [Result("read", speed / base, 0.5, "higher", note)]


def bare_spacy() -> Language:
    """Build spaCy's tokenizer with its own bag-of-words categorizer over five labels
    (untrained).
    """
    nlp = spacy.blank("en")
    model = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "length": 262144,
        "ngram_size": 1,
        "no_output_layer": False,
    }
    textcat = nlp.add_pipe("textcat", config={"model": model})
    for mode in Mode:
        textcat.add_label(mode.value)  # type: ignore[attr-defined]
    nlp.initialize()
    return nlp


def talk() -> list[Utterance]:
    """Give MESSAGES utterances, with context, from the evaluation folder if it is named, else the
    corpus.
    """
    folder = os.environ.get("BA_EVAL_DIR")
    found = _evaluation(Path(folder)) if folder else corpus_talk()
    return (found * (MESSAGES // len(found) + 1))[:MESSAGES]


def _evaluation(folder: Path) -> list[Utterance]:
    with (folder / "messages.jsonl").open(encoding="utf-8") as file:
        return [utterance(number, data) for number, data in objects(file)]


def corpus_talk() -> list[Utterance]:
    """Read the corpus's lines roughly (authors, texts), without the training code."""
    said = []
    for path in sorted(CORPUS.glob("*.talk")):
        for line in path.read_text(encoding="utf-8").splitlines():
            author, _, rest = line.partition(" ")
            if rest and author not in {"##", "|", "="}:
                said.append(Said(rest.partition(" ")[2], author))
    return [Utterance(one, tuple(said[max(0, i - 3) : i])) for i, one in enumerate(said)]


def _drain(nlp: Language, texts: list[str]) -> None:
    with nlp.memory_zone():
        for _ in nlp.pipe(texts, batch_size=256):
            pass


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
