"""Following: something written or advised is being applied.

Internalization begins where written knowledge is put to use.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="following",
    reason="applies what was written or advised",
    favours=(Mode.INTERNALIZATION,),
    phrases=of(
        """
        followed | following the | followed the | following your | the guide | the instructions |
        the steps | at step | step | as you suggested | as suggested | you suggested | your
        suggestion | your suggestions | your advice | your tip | your trick | your way | as
        described | as you said | as you say | like you said | like you do | what you said | did
        what | did as | did exactly | did your | by the book | the recipe | the checklist | the
        template | the example | your example | the tutorial | the manual | the protocol | the
        procedure | the playbook | the runbook | the worksheet | the sheet | with your | used your |
        using your | tried your | per your | did the | following along | working through | going
        through the | reading through | i read the | i've read the | read that | i read that | read
        up | reading up | reading about | i'm reading | i am reading | i'm learning | i am learning
        | still learning | learning how | trying to understand | trying to learn | trying to figure
        out | trying to follow | to understand how | better understand | familiar with | get
        familiar | new to this | i'm new to | i'm a beginner | newbie | the workshop | the course |
        the training | the class | the exercise | the lesson | as instructed | as documented |
        according to the docs | as advised | as recommended | you recommended | you mentioned | you
        told me | you showed me | suggested by | your script | your method | your approach | your
        fix | your notes | your write-up | the suggestion | the suggested | the advice | the
        workaround
        """
    ),
    least=1.3,
)
