"""Hedge: the writer weighs what they say.

People hedge what they judge out of their own head, seldom what they copy.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="hedge",
    reason="weighs a judgement of their own",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        i think | i guess | i suspect | i'd say | i would say | i believe | i feel like | i suppose
        | i assume | i imagine | i wonder if | i doubt | i bet | i'd bet | my guess | my hunch | my
        take | my impression | my feeling is | my sense | my theory | in my view | in my opinion |
        imo | imho | afaik | afaict | iirc | as far as i know | as far as i can tell | probably |
        maybe | perhaps | possibly | presumably | likely | apparently | seems | it seems | seems
        like | seem to | sounds like | looks like | could be | might be | may be | might | must be |
        not sure | not sure if | not convinced | i'm not sure | i don't think | i dont think | don't
        think | wouldn't be surprised | i expect | i'd expect | i would expect | i'm guessing | im
        guessing | i'd guess | would guess | personally | tbh | to be honest | arguably | somewhat |
        i'm assuming | i could see | i can see why
        """
    ),
)
