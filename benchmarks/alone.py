"""The baseline of what reads: the shipped pipeline's ``nlp.pipe`` alone, and the texts for it."""

from __future__ import annotations

import time
from collections.abc import Sequence

import spacy

from benchmarks.read import corpus_talk
from bot.seci.reader import BATCH, shipped_model, warm


def texts(count: int) -> list[str]:
    """``count`` messages: the corpus again and again, every fourth with a word never seen before,
    as names, ids and typos are in real talk.
    """
    said = [one.said.text for one in corpus_talk()]
    return [said[n % len(said)] + (f" w{n * 7919:x}" if n % 4 == 0 else "") for n in range(count)]


class Alone:
    """The shipped pipeline, warmed as the reader's is, and how fast it was so far."""

    def __init__(self) -> None:
        self._nlp = spacy.load(shipped_model())
        warm(self._nlp)
        self._read, self._seconds = 0, 0.0

    def measure(self, said: Sequence[str]) -> None:
        """Pipe these texts, in memory zones as any process that lives on must."""
        begun = time.perf_counter()
        for start in range(0, len(said), BATCH):
            with self._nlp.memory_zone():
                for _ in self._nlp.pipe(said[start : start + BATCH]):
                    pass
        self._seconds += time.perf_counter() - begun
        self._read += len(said)

    @property
    def per_second(self) -> float:
        """Texts a second, over all that was measured."""
        return self._read / self._seconds
