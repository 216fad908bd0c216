"""Cause: says why something is so.

A stated cause is the commonest form in which know-how gets words.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="cause",
    reason="gives a cause or a consequence",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        because | because of | bc | cuz | cos | since | so that | due to | caused by | causes | the
        reason | reason is | reasons | that's why | thats why | which is why | this is why | which
        means | that means | it means | meaning that | this means | therefore | hence | thus | leads
        to | as a result | results in | otherwise | turns out | root cause | the cause | comes from
        | comes down to | explains | explain why | so if | then it | that way | in order to | given
        that | considering that | ends up | end up | depends on | depending on | it depends | makes
        it | thanks to the | if you | if we | if it's | if it is | if they | if i | if that | if the
        | if there | even if | unless | when you | so it | so they | so you | so the | so we | and
        then it | responsible for | triggers | is why
        """
    ),
)
