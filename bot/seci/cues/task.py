"""Task: who does what, with no knowledge in it.

Handing work round coordinates; it does not convert knowledge.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="task",
    reason="hands work round",
    favours=(Mode.NONE,),
    phrases=of(
        """
        i'll | i will | can you | could you | would you mind | can someone | could someone | can
        somebody | please | pls | plz | on it | working on it | i'll take | i'll do | i can do |
        will check | i'll check | i'll look | i'll have a look | looking | taking a look | let me
        check | let me know | i'll ask | i'll send | i'll bring | i'll get | i'll let you | will
        send | sent | pushed | merged | approved | booked | assigned | closed | picked up | dropped
        off | ordered | paid | signed | moved it | did you get | don't forget | remind me | ping me
        | ping | dm | dm me | call me | ring | text me | give me | hand over | need volunteers |
        volunteer | who can | who wants | who's got | anyone free | any volunteers | someone needs
        """
    ),
    least=1.1,
)
