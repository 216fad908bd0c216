"""Utterances → spaCy's DocBin files, and the reader and logger by which ``spacy train`` uses
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import registry

from bot.seci.cues.base import FOUND
from bot.seci.pipeline import cue_pipeline, make_doc
from bot.seci.signs import SIGNS
from bot.seci.types import Mode, Utterance

Labelled = tuple[Utterance, Mode]


def write_docs(pairs: Iterable[Labelled], path: Path) -> int:
    """Write labelled utterances as a DocBin with their cues and signs; give how many.

    The cues are found here, once, by the same components that the trained pipeline has.
    """
    nlp = cue_pipeline()
    box = DocBin(store_user_data=True)
    kept = list(pairs)
    docs = nlp.pipe(make_doc(nlp, utterance) for utterance, _ in kept)
    for doc, (_, mode) in zip(docs, kept, strict=True):
        if len(doc):
            doc.cats = {each.value: float(each is mode) for each in Mode}
            box.add(doc)
    box.to_disk(path)
    return len(box)


@registry.readers("ba.Talk.v1")  # type: ignore[untyped-decorator]
def talk_reader(path: Path) -> Callable[[Language], Iterator[Example]]:
    """Read a DocBin written by write_docs; unlike spaCy's own reader it keeps cues and signs."""

    def read(nlp: Language) -> Iterator[Example]:
        for reference in DocBin().from_disk(path).get_docs(nlp.vocab):
            words = [token.text for token in reference]
            spaces = [bool(token.whitespace_) for token in reference]
            predicted = Doc(nlp.vocab, words=words, spaces=spaces)
            predicted.user_data[SIGNS] = list(reference.user_data[SIGNS])
            predicted.user_data[FOUND] = list(reference.user_data[FOUND])
            yield Example(predicted, reference)

    return read


@registry.loggers("ba.Quiet.v1")  # type: ignore[untyped-decorator]
def quiet_logger() -> Callable[..., Any]:
    """Give a logger that prints nothing; the tables are made after training."""

    def setup(nlp: Language, stdout: Any = None, stderr: Any = None) -> tuple[Any, Any]:
        return (lambda _: None), (lambda: None)

    return setup
