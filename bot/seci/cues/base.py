"""What all cue detectors share: a cue's description, and the component that finds its phrases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from ..types import Mode

FOUND = "ba.cues"
"""Where a Doc's ``user_data`` holds what was found: a list of (cue name, first token, end
token)."""

_ENDS = frozenset({".", "!", "?", "\n", "...", ";", ":", "xxmention", "xxemoji"})
_LEAD_INS = frozenset(
    {"and", "so", "but", "ok", "well", "hi", "hm", "hmm", "oh", "also", ",", "yes", "no"}
)

Found = tuple[str, int, int]


class Where(StrEnum):
    """Where in a message a phrase counts."""

    ANYWHERE = "anywhere"
    OPENING = "opening"
    """Only where a sentence begins (after a lead-in such as "so" or "hi" too)."""
    ASKING = "asking"
    """Only where a question mark follows in the same sentence, or the message is a bare
    question."""


@dataclass(frozen=True, slots=True)
class CueSpec:
    """A cue: its name, the reason shown to people, the modes it speaks for, and its phrases.

    ``favours`` is what the precision test holds it to: where the cue is found, these modes are
    more frequent than in the corpus as a whole. ``least`` is that least ratio.
    """

    name: str
    reason: str
    favours: tuple[Mode, ...]
    phrases: tuple[str, ...]
    where: Where = Where.ANYWHERE
    least: float = 1.2


class PhraseCues:
    """A component that finds where phrases of cues stand: one pass over a Doc for all cues."""

    def __init__(self, nlp: Language, specs: Sequence[CueSpec]) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for spec in specs:
            self._matcher.add(spec.name, [nlp.make_doc(phrase) for phrase in spec.phrases])
        keys = [nlp.vocab.strings[spec.name] for spec in specs]
        self._cues = {
            key: (rank, spec) for rank, (key, spec) in enumerate(zip(keys, specs, strict=True))
        }

    def __call__(self, doc: Doc) -> Doc:
        """Put what is found into ``doc.user_data[FOUND]``, cue by cue; give the Doc back."""
        kept = [
            (self._cues[key][0], self._cues[key][1].name, start, end)
            for key, start, end in self._matcher(doc)
            if counts(self._cues[key][1].where, doc, start)
        ]
        doc.user_data[FOUND] = [found[1:] for found in sorted(kept)]
        return doc


def counts(where: Where, doc: Doc, start: int) -> bool:
    """Say whether a phrase that starts at token ``start`` stands where its cue counts."""
    if where is Where.OPENING:
        return opens(doc, start)
    return where is not Where.ASKING or asks(doc, start)


def opens(doc: Doc, start: int) -> bool:
    """Say whether a sentence begins at token ``start``, lead-in words apart."""
    while start > 0 and doc[start - 1].lower_ in _LEAD_INS:
        start -= 1
    return start == 0 or doc[start - 1].text[-1:] in _ENDS or doc[start - 1].lower_ in _ENDS


def asks(doc: Doc, start: int) -> bool:
    """Say whether the sentence around token ``start`` is a question."""
    for token in doc[start:]:
        text = token.text
        if text.startswith("?"):
            return True
        if text in {".", "!"} or text.startswith("\n"):
            return False
    return False


def of(text: str) -> tuple[str, ...]:
    """Split a ``|``-separated list of phrases, tidied."""
    return tuple(dict.fromkeys(" ".join(part.split()) for part in text.split("|") if part.strip()))


def names(found: Iterable[Found]) -> set[str]:
    """Give the names of the cues in ``found``."""
    return {name for name, _, _ in found}
