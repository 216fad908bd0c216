"""Trial: something was tried, and how it went.

Learning by doing shows in what was tried and what came of it.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

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
        trying | i'm trying | i followed | able to run | was able to | wasn't able to | were able to
        | been able to | unable to get | is working | are working | is working now | isn't working |
        was working | keeps saying | keeps failing | keeps | i keep getting | keep getting | i was
        getting | was getting | no issues | no issues so far | without issues | without any issues |
        so far so good | last time i tested | still broken | did confirm | i confirmed | i've
        confirmed | verified | i verified | double checked | replicate | replicated | reproduced | i
        set up | set it up | i've set | i've added | i've changed | i have tried | have been trying
        | been trying | i attempted | attempted | ended up working | finally got | finally working |
        works perfectly | works well | worked well | works like | fixed now | works again | starting
        over | start over | back to square | gave up | i played with | playing with | playing around
        | played around | experimenting | experimented | tinkering | hacking on | walked through |
        went through | did the exercise | practised | practiced | practising | practicing | after
        that it | without success | to no avail | as expected | not as expected | got stuck | stuck
        at | stuck on | got as far as | got further | got past | doing it now | i have now | i've
        now | after updating | after switching | after upgrading | after restarting | restarting |
        restarted | rerun | reran | re-ran | tried again | try again | trying again | another go |
        when i tried | if i try | when i change | when i set | what i did | here's what i did | this
        is what i did | what i have so far | what i've got so far
        """
    ),
    least=1.3,
)
