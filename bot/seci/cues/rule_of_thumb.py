"""Rule of thumb: what to do, or not, in cases of a kind.

A rule that others can reuse is explicit; before it was said, it was a habit.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="rule_of_thumb",
    reason="states a rule others could reuse",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        always | never | rule of thumb | in general | as a rule | generally | usually | typically |
        normally | most of the time | the trick is | the trick | the key is | best to | better to |
        best practice | make sure | be sure to | whenever | as long as | tends to | tend to | you
        want to | you'd want | you should | you shouldn't | you have to | you need to | you'll need
        | you'd have to | you don't need | you don't want | you can't | you cannot | you could | you
        can just | you can also | you might want | you may want | you may need | should be |
        shouldn't be | should not | shouldn't | has to be | have to be | must be | must not | needs
        to be | need to be | avoid | prefer | preferably | ideally | instead of | rather than | only
        if | unless | don't use | do not | don't | doesn't matter | no point in | it's worth | worth
        it | not worth | it's enough | is enough | enough to | the point is | the thing is | the
        thing with | the problem is | the problem with | the issue is | the catch | every time |
        each time | anything that | nobody | no one | everyone | any time | no matter | the more |
        the less | at least | in practice | a good way | the best way | the easiest way | the right
        way | the only way | one way | another option | an option | you'll want | recommend | i'd
        recommend | i would recommend | suggest | i'd suggest | i would suggest | wouldn't | keep in
        mind | careful
        """
    ),
)
