"""What all cue detectors share: a cue's description and a component that finds its phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class PhraseCue:
    """A component that adds to a Doc every place where one of a cue's phrases stands."""

    def __init__(self, nlp: Language, spec: CueSpec) -> None:
        self.spec = spec
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.matcher.add(spec.name, [nlp.make_doc(phrase) for phrase in spec.phrases])

    def __call__(self, doc: Doc) -> Doc:
        """Add this cue's findings to ``doc.user_data[FOUND]`` and give the Doc back."""
        matches = self.matcher(doc)
        found = doc.user_data.setdefault(FOUND, [])
        if matches:
            name = self.spec.name
            found.extend((name, start, end) for start, end in self._kept(doc, matches))
        return doc

    def _kept(self, doc: Doc, matches: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
        where = self.spec.where
        for _, start, end in matches:
            if where is Where.OPENING and not opens(doc, start):
                continue
            if where is Where.ASKING and not asks(doc, start):
                continue
            yield start, end


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
