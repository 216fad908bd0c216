"""The reader: messages and threads in, readings out. Loads the trained pipeline; keeps no text."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from . import drafting, ripeness
from .calibration import Calibration, read_calibration
from .cues.base import FOUND
from .errors import ModelMissingError
from .pipeline import SPECS, make_doc
from .ripeness import RipenessRules, read_rules
from .types import Cue, Mode, Reading, Said, ThreadReading, Utterance

CONTEXT = 3
BATCH = 1024
RENEW_AFTER = 100_000
"""Messages after which the pipeline is loaded afresh: spaCy's memory zones give new words back, but
the hash tables that they stood in keep their size and grow with every word ever met (some 70 bytes
a message)."""
RENEW_SOON_AFTER = 25_000
"""The same while few messages come at a time: loading takes seconds, and nobody waits for many."""
FEW = 20
_UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, MemoryError)
"""What a single hostile text may raise inside spaCy; anything else is a fault of ours and rises."""


class Reader:
    """Reads with a trained pipeline. Not for two threads at once: spaCy's memory zone is per
    pipeline.
    """

    def __init__(
        self,
        nlp: Language,
        calibration: Calibration,
        rules: RipenessRules,
        renew: Callable[[], Language] | None = None,
    ) -> None:
        self._nlp = nlp
        self._renew = renew
        self._since = 0
        self._calibration = calibration
        self._rules = rules
        self._reasons = {spec.name: spec.reason for spec in SPECS}

    def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages, one Reading each, in order; a text that cannot be read abstains."""
        readings: list[Reading] = []
        for start in range(0, len(utterances), BATCH):
            readings.extend(self._read_batch(utterances[start : start + BATCH]))
        self._since += len(utterances)
        most = RENEW_SOON_AFTER if len(utterances) < FEW else RENEW_AFTER
        if self._since >= most and self._renew is not None:
            self._since = 0
            del self._nlp  # first, so that there are never two
            gc.collect()
            self._nlp = self._renew()
        return readings

    def read_thread(
        self, messages: Sequence[Said], *, settled: bool | None = None
    ) -> ThreadReading:
        """Read a whole thread, oldest message first; ``settled`` says whether talk has gone
        quiet.
        """
        skipped = max(0, len(messages) - ripeness.THREAD_AT_MOST)
        readings = self.read(in_context(messages))
        said, read = messages[skipped:], readings[skipped:]
        value, positions, reasons = ripeness.judge(said, read, self._rules, settled)
        draft = drafting.draft(
            messages, readings, [p + skipped for p in positions], self._read_texts
        )
        places = tuple(position + skipped for position in positions)
        return ThreadReading(value, places, reasons, draft, readings)

    def _read_texts(self, texts: Sequence[str]) -> list[Reading]:
        return self.read([Utterance(Said(text)) for text in texts])

    def _read_batch(self, batch: Sequence[Utterance]) -> list[Reading]:
        with self._nlp.memory_zone():
            try:
                docs = [make_doc(self._nlp, utterance) for utterance in batch]
                return [self._reading(doc) for doc in self._nlp.pipe(docs)]
            except _UNREADABLE:
                pass
        return [self._read_one(utterance) for utterance in batch]

    def _read_one(self, utterance: Utterance) -> Reading:
        with self._nlp.memory_zone():
            try:
                return self._reading(self._nlp(make_doc(self._nlp, utterance)))
            except _UNREADABLE:
                return abstaining()

    def _reading(self, doc: Doc) -> Reading:
        scores = self._calibration.apply(doc.cats)
        mode = max(scores, key=scores.__getitem__)
        return Reading(mode, scores[mode] >= self._calibration.threshold, scores, self._cues(doc))

    def _cues(self, doc: Doc) -> tuple[Cue, ...]:
        found: list[tuple[str, int, int]] = doc.user_data.get(FOUND, [])
        if not found:
            return ()
        return tuple(self._cue(doc, *one) for one in found)

    def _cue(self, doc: Doc, name: str, start: int, end: int) -> Cue:
        last = doc[end - 1]
        return Cue(name, doc[start].idx, last.idx + len(last), self._reasons[name])


def abstaining() -> Reading:
    """Give the reading of a text that could not be read: nothing likelier than anything else."""
    return Reading(Mode.NONE, False, {mode: 1.0 / len(Mode) for mode in Mode})


def in_context(messages: Sequence[Said]) -> list[Utterance]:
    """Give each message of a thread with up to three messages before it."""
    return [
        Utterance(said, tuple(messages[max(0, index - CONTEXT) : index]))
        for index, said in enumerate(messages)
    ]


def shipped_model() -> Path:
    """Give the folder of the pipeline that comes with the package."""
    return Path(__file__).parent / "model"


def load_reader(path: Path | None = None) -> Reader:
    """Load the pipeline in ``path``, or the shipped one; raise ModelMissingError if there is
    none.
    """
    folder = path or shipped_model()
    if not (folder / "config.cfg").is_file():
        raise ModelMissingError(
            f"no trained pipeline in {folder.name!r}; train one by: python -m training"
        )

    def load() -> Language:
        nlp = spacy.load(folder)
        warm(nlp)
        return nlp

    calibration = read_calibration(folder / "calibration.json")
    return Reader(load(), calibration, read_rules(folder / "ripeness.json"), load)


def warm(nlp: Language) -> None:
    """Let the tokenizer meet the words of training once, for good: memory zones forget new
    words.
    """
    for word in list(nlp.vocab.strings):
        nlp.tokenizer(word[:40])
