"""Hypothesis or diagnosis: what might lie behind it.

Abduction – what would explain this? – is where concepts come from.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="hypothesis",
    reason="guesses what lies behind it",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        it's probably | that's probably | probably the | probably because | probably just | might be
        because | could be the | could be that | might be that | may be that | maybe it's | maybe
        the | maybe because | it could be | it might be | it may be | must have | might have | may
        have | could have been | i suspect | my guess is | i bet it's | smells like | looks to me |
        seems to me | if it were | then the | then it's | so it's | so it isn't | so not the | so
        the problem | it must | has to do with | something to do with | related to | i wonder |
        wonder if | wondering if | wondering whether | suggests | would explain | explains why |
        that would mean | which suggests | points to | the culprit | suspect | suspicious | not the
        | it isn't the | is it the | what changed
        """
    ),
)
