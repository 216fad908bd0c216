"""Question that seeks lived experience.

Asking who has been through it opens an originating ba.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, Where, of

SPEC = CueSpec(
    name="asks_experience",
    reason="asks who has lived through it",
    favours=(Mode.SOCIALIZATION,),
    phrases=of(
        """
        has anyone | have anyone | has anybody | anyone else | anybody else | does anyone | does
        anybody | did anyone | do any of you | have any of you | anyone here | anybody here | anyone
        ever | anyone been | has somebody | has someone | anyone tried | anyone used | anyone have
        experience | anyone had | have you ever | how did it feel | what was it like | what's it
        like | how was it | how does it feel | what did it feel | how did you feel | do you ever |
        did you ever | am i the only | is it just me | just me | who else | who here | how do you
        cope | how do you all | how do you deal | what do you all | what do you guys | others
        experiencing | others experienced | others seen | others seeing | other people experiencing
        | anyone experiencing | anyone seeing | anyone seen | anyone looked | anyone played | anyone
        run into | run into this | ran into this | come across this | seen this before | had this
        before | experienced this | has anyone looked | how did you find | how did you like | how's
        it going | how is it going | how did it go | how are you finding | what's your experience |
        your experience | your experiences | any experience | any experiences | do you enjoy | did
        you enjoy | do you like | what do you use | what are you using | what are people | what's
        everyone | anybody used | anybody tried | somebody who has | people who have
        """
    ),
    where=Where.ASKING,
)
