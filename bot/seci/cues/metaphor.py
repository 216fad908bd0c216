"""Metaphor or analogy: one thing spoken of as another.

Nonaka: tacit knowledge first gets words as a metaphor, then as an analogy.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="metaphor",
    reason="speaks of one thing as another",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        is like | it's like | its like | it is like | was like | are like | like a | like an | sort
        of like | kind of like | a bit like | just like | think of it as | think of it like | think
        of them as | imagine | picture a | as if | as though | analogous to | same as with | same
        way as | reminds me of | metaphor | analogy | the way a | basically a | acts like | behaves
        like | works like | in the same way | equivalent of | is basically | is just a | treat it as
        | treat it like | feels like a
        """
    ),
)
