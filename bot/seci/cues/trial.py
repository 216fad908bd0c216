"""Trial: something was tried, and how it went.

Learning by doing shows in what was tried and what came of it.
"""

from __future__ import annotations

from spacy.language import Language

from ..types import Mode
from .base import CueSpec, PhraseCue, of

SPEC = CueSpec(
    name="trial",
    reason="tells how a trial went",
    favours=(Mode.INTERNALIZATION,),
    phrases=of(
        """
        i tried | tried | we tried | i've tried | have tried | trying | worked | it works | works
        now | works for me | works fine | worked fine | works great | working now | it worked | that
        worked | that works | worked for me | didn't work | didnt work | doesn't work | doesnt work
        | does not work | did not work | not working | still fails | still failing | still get |
        still getting | still the same | still not | still no | same error | same result | same
        thing | no luck | no change | no difference | i ran | ran it | ran the | i run | i'm running
        | running it | i tested | tested it | tested | i checked | just tried | after changing |
        after i | after the | now it | now i get | now i'm getting | got it working | got it to work
        | got it | managed to | did the trick | seems to work | seem to work | when i run | when i
        try | when i use | i installed | i upgraded | i updated | reinstalled | installed | upgraded
        | i changed | changed it | i switched | switched to | swapped | i removed | i added | i
        replaced | i set | i put | i did | did it | i used | i made | i can confirm | confirmed it |
        can confirm | reproduce | repro | second attempt | first attempt | third try | first try |
        attempt | round two | practice run | rehearsal | dry run | experiment | result was | result:
        | went well | went fine | came out | turned out | better now | fixed it | that fixed |
        solved | resolved it | following your | i get | i got | i'm getting | i am getting | i am
        trying | i'm trying | i followed
        """
    ),
    least=1.3,
)


@Language.factory("ba_cue_trial")
def create(nlp: Language, name: str) -> PhraseCue:
    """Make the component that finds this cue."""
    return PhraseCue(nlp, SPEC)
