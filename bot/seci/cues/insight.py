"""Insight: now I get it, and what changed.

The sign that explicit knowledge has become one's own.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

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
        harder than | eye opener | on purpose now | i stopped | i now | now i | i guess i was |
        confused | i'm confused | i am confused | i was confused | got confused | confusing me |
        mysterious to me | was mysterious | wasn't aware | i wasn't aware | was not aware | had no
        idea | i had no idea | i didn't know | didn't know that | i did not know | i had assumed | i
        assumed | i thought it was | i always thought | i thought that | turns out i | starting to
        understand | starting to get | getting the hang | getting better at | getting used to | more
        comfortable | i get how | i understand how | i understand why | i forgot | forgot to | in
        hindsight | looking back | next time i would
        """
    ),
    least=1.1,
)
