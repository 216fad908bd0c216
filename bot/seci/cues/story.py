"""Story: what happened to me or us.

Socialization shares lived experience; a story keeps it whole.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="story",
    reason="tells what was lived through",
    favours=(Mode.SOCIALIZATION,),
    phrases=of(
        """
        when i was | when i started | when i first | my first | years ago | year ago | months ago |
        weeks ago | i remember | i still remember | back when | back in | i used to | we used to |
        used to be | once had | one time | the other day | the other night | first time i | i've
        been | i have been | we've been | i grew up | all my life | all night | i never | i still |
        i once | we once | i was there | i had a | i had the | we had a | i spent | i sat | we sat |
        i stood | i watched | i saw | i got | in my last | my last | at my old | my old | my mum |
        my dad | my boss | my mother | my father | my grandmother | last year | last summer | last
        winter | that day | that night | that winter | that summer | for years | for months | half
        my | i learned | i learnt | i started | been there | been through | had the same | happened
        to me | happened to us | i know the feeling | my hands | my hand | my own | my whole | until
        i | i ended up | we ended up | i came | i went | we went | i worked | i work | i'm a | my
        experience | in my experience | i met | we met | i went to | went to | i attended | attended
        | i visited | i took part | i moved | i joined | i was lucky | growing up | a few years ago
        | couple of years ago | long time ago | last month | last weekend | last night | yesterday i
        | this morning i | over the weekend | over the years | my background | background in | i
        come from | i've used | i used | i've seen | i've had | we've had | i have had | i've always
        | i've never | i've worked | been working | been using | been doing | been playing | we used
        | we started | my team | my students | my first time | how i got | i got into | got me into
        | i fell | stayed up | my colleague | a friend of mine | my wife | my husband | my kids |
        our first | funny story | true story | long story | met some | had fun | had a great | it
        was great | it was fun | was fantastic | was awesome | was amazing | was brutal | was rough
        | was hard
        """
    ),
    least=1.3,
)
