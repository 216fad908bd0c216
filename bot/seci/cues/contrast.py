"""Contrast: sets one thing against another.

Dialogue makes concepts by contradiction: not this but that.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="contrast",
    reason="sets one thing against another",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        but | however | whereas | although | though | even though | on the other hand | on the one
        hand | instead of | rather than | yet | the difference | still | as opposed to | versus | vs
        | unlike | while the | not because | not just | not only | isn't really | not really | not
        necessarily | except | except that | actually | in fact | rather | either way | nor |
        neither | despite | except for | at the same time | trade-off | tradeoff | the downside |
        the upside | drawback | the advantage | pros and cons | more of a | less of a | it's not |
        is not | isn't | aren't | that's not | not that | not the | nothing to do with | another
        thing | different | differently | opposite | the other way round | other way around | same
        thing
        """
    ),
)
