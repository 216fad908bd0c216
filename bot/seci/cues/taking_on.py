"""Taking on: will try a named piece of knowledge.

Knowledge is taken on before it is one's own.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="taking_on",
    reason="takes on to try it",
    favours=(Mode.INTERNALIZATION,),
    phrases=of(
        """
        i'll try | ill try | i will try | will try | we'll try | let me try | going to try | gonna
        try | i'm going to try | trying that | trying it | trying this | try that | try it | try
        this | give it a try | give that a try | give it a go | give that a go | give it a shot |
        give that a shot | i'll test | will test | i'll give | will give | i'll experiment | next
        time i | next time i'll | tonight i | tomorrow i | from tomorrow | bookmarking | bookmarked
        | stealing that | stealing this | i'm stealing | i'll use | will use that | i'll do that |
        will do that | i'll do it your | doing that | doing it that way | i'll have a go | can try |
        i can try | worth a try | worth a shot | see how it goes | see if it | see if that | report
        back | let you know how | hoping to try | hope to try | to try it | want to try | like to
        try | love to try | might try | may try | i'd try | try out | try and | trying out | have to
        try | need to try | find a project | use that next | use this next | for next time | next
        time | i'll replicate | i'll reproduce | i'll follow | i'll apply | i'll adopt | i'll switch
        | i'll read | i'll study | will read | will study | i'll go through | let me see if | i'll
        see if | i'll see whether | to see if it | put it to use | adopt this | copying this |
        pinching that | nicking that | saving this | saved this | keeping this | i'll practise |
        i'll practice | going to start doing | starting tomorrow i | i'm going to do | going to do
        it
        """
    ),
    least=1.3,
)
