"""Question for a recorded fact or a place where it is written.

Asking where something stands moves explicit knowledge: combination.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, Where, of

SPEC = CueSpec(
    name="asks_fact",
    reason="asks for a recorded fact",
    favours=(Mode.COMBINATION,),
    phrases=of(
        """
        is there | are there | where is | where's | where are | where do | where can | where did |
        which version | which one | which | what version | what's the | what is the | what are the |
        what time | how many | how much | how long | how big | how old | does it | does this | does
        the | do we have | do you have | have we got | did we | did you | do you know | does anyone
        know | anyone know | anybody know | anyone got | who has the | who knows | can i find | can
        i get | can someone point | could someone point | can you point | can you send | can you
        share | can you post | do you happen | is it possible | is it documented | is this
        documented | any docs | any documentation | link to | got a link | has the | has it | have
        they | is the | is this | is that | are the | are these | are we | are you using | was it |
        was the | when is | when was | when did | who is | what number | what kind | what size | do
        you recall | can anyone | could anyone | can someone | anyone have | who has | has anyone
        got | are you on | are you running | are you able | is it still | is there any | is there an
        | is there a | are there any | will there be | will it be | will the | will this | can we
        get | can it | can this | can you confirm | could you confirm | could you share | could you
        send | does that | do they | does anybody | do those | do these | what does | what do | how
        do you set | how are you | how is the | how was | how often | how far | how fast | how soon
        | how large | since when | until when | by when | at what time | under which | in which | on
        which | from which | for which | point me | correct | which of | whose
        """
    ),
    where=Where.ASKING,
)
