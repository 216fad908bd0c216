"""Decision or proposal: what we are to do, and so what is held to be right.

A decision puts a judgement into words; with its reason it can be reused.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="decision",
    reason="decides or proposes",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        let's | lets | we decided | i decided | decided to | decision | we'll go with | we went with
        | i'd go with | go with | going with | i'd go for | i propose | i'd propose | proposal | we
        should | we shouldn't | we could | we can just | i'd rather | i'd prefer | i prefer | i'd
        like to | i would like | i vote | i'd vote | agreed to | settled on | the plan is | i
        suggest | how about | what about | what if | why not | why don't we | i'd keep | i'd leave |
        i'd drop | i'd start | i'd say we | i'd not | i would not | i'd just | i would just | would
        be nice | would be good | would be great | would be better | would be useful | would be
        helpful | would be easier | would make sense | makes more sense | makes sense to | it'd be |
        it would be | that would be | that'd be | might be worth | might make sense | could also |
        could just | could use | could have | we need | we'd need | we need to | we have to | in
        favor of | in favour of | i'm ok with | i'm fine with | fine with me | idea | my idea | the
        idea | option | alternative | alternatively | from now on | keep it | would love | would
        need | should we | should probably | we might | we may | we want | i'd like | i'd love to |
        we'd like | we'd want | i think we | i think it | i think you | i think that | i agree that
        | i agree with | i disagree | disagree | i'm in favor | i'm not in favor | sounds like a
        good | seems like a good | good approach | best approach | better approach | approach |
        workflow | strategy | we can | one could | you could | could be done | should be done | can
        be done | needs to happen | has to happen | would prefer | would rather | i'd lean | leaning
        | i support | i'm for | i'm against | nack | concept ack | ack | no need | no need to | not
        needed | unnecessary | maybe we | perhaps we | maybe you | perhaps you | might want | worth
        doing | worth having | worth adding | priority | prioritize | scope | out of scope
        """
    ),
)
