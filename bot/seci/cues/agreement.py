"""Agreement and acknowledgement.

A bare yes does nothing with knowledge.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, Where, of

SPEC = CueSpec(
    name="agreement",
    reason="agrees or acknowledges",
    favours=(Mode.NONE,),
    phrases=of(
        """
        ok | okay | k | kk | yes | yep | yeah | yup | ya | yea | aye | sure | sure thing | sounds
        good | sounds great | agreed | agree | +1 | -1 | done | lgtm | great | cool | nice | perfect
        | awesome | excellent | fine | good | right | true | exactly | indeed | absolutely | totally
        | definitely | of course | will do | on it | got it | gotcha | roger | noted | deal | fair
        enough | fair | makes sense | works for me | no objection | that's fine | thats fine |
        that's great | that's right | that's true | correct | wow | sweet | alright | all good |
        same | this | no | nope | nah | good idea | good point | good call | i agree
        """
    ),
    where=Where.OPENING,
    least=1.1,
)
