"""Opinion: a judgement of worth.

A judgement, even thinly argued, puts one's sense of things into words.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="opinion",
    reason="judges what is good or bad",
    favours=(Mode.EXTERNALIZATION,),
    phrases=of(
        """
        better | worse | best | worst | easier | harder | simpler | cleaner | safer | faster |
        cheaper | nicer | important | useful | useless | helpful | valuable | confusing |
        complicated | complex | difficult | hard to | easy to | hard | easy | interesting | too much
        | too many | too little | too big | too small | too long | too | overkill | pointless | a
        mess | messy | dangerous | risky | tricky | subtle | annoying | ugly | elegant | clever |
        silly | stupid | reasonable | sensible | obvious | unclear | clear | good thing | bad thing
        | good for | bad for | bad idea | great idea | good enough | big deal | worth | enough |
        quite | pretty | very | really | more | less | most | rather | matters | cares | reliable |
        fragile | convenient | unfortunately | sadly | ideal | concern | concerned | worried | worry
        | i like | i don't like | i'd love | my concern | my problem | my preference | my favourite
        | my favorite
        """
    ),
    least=1.15,
)
