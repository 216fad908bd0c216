"""Insight: now I get it, and what changed.

The sign that explicit knowledge has become one's own.
"""

from __future__ import annotations

from spacy.language import Language

from ..types import Mode
from .base import CueSpec, PhraseCue, of

SPEC = CueSpec(
    name="insight",
    reason="something became clear to them",
    favours=(Mode.INTERNALIZATION,),
    phrases=of(
        """
        now i get it | now i see | i see now | oh i see | ah i see | i get it now | get it now | aha
        | ah right | ah ok | ah | oh | makes sense now | that makes sense | i understand now |
        understand now | now i understand | i learned | i learnt | learned that | i've learned |
        lesson | didn't realize | didn't realise | i realized | i realised | just realized | just
        realised | never realised | never realized | clicked | it clicked | i was doing it wrong | i
        had it wrong | i was wrong | my mistake was | what changed | i noticed | noticed | until now
        | so that's why | so that's what | for the first time | finally | took me | easier than |
        harder than | eye opener | on purpose now | i stopped | i now | now i
        """
    ),
    least=1.1,
)


@Language.factory("ba_cue_insight")
def create(nlp: Language, name: str) -> PhraseCue:
    """Make the component that finds this cue."""
    return PhraseCue(nlp, SPEC)
