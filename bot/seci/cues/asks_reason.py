"""Question that asks somebody to put what they know into words.

A why or a how-best draws tacit knowledge out: externalization by asking.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, Where, of

SPEC = CueSpec(
    name="asks_reason",
    reason="asks for a reason or a judgement",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        why | how come | what for | what's the difference | what is the difference | how should |
        how would | how best | best way | what would | what do you think | what do you mean | what
        makes | what's the reason | what is the reason | would it make sense | does it make sense |
        does that make sense | wouldn't it | wouldn't that | couldn't we | couldn't you | shouldn't
        we | shouldn't it | should we | should i | should it | is it because | could it be | could
        that be | do you think | don't you think | would that | would you | how do you decide | how
        do you know | how do you tell | how do i | how do we | how do you | how can | how could |
        what's the point | what is the point | what happens if | what happens when | what if | any
        idea why | any ideas | any thoughts | thoughts on | is there a reason | is there any reason
        | what's the advantage | is it better | is it worth | or is it | or should | right
        """
    ),
    where=Where.ASKING,
    least=1.1,
)
