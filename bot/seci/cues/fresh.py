"""Fresh: empties a Doc's findings, so that a Doc read twice does not count its cues twice."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from .base import FOUND


@Language.component("ba_fresh")
def fresh(doc: Doc) -> Doc:
    """Set ``doc.user_data[FOUND]`` to an empty list."""
    doc.user_data[FOUND] = []
    return doc
