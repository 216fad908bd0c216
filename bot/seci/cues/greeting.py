"""Greeting and leave-taking.

A bare greeting does nothing with knowledge.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, Where, of

SPEC = CueSpec(
    name="greeting",
    reason="greets or takes leave",
    favours=(Mode.NONE,),
    phrases=of(
        """
        hi | hello | hey | morning | good morning | good afternoon | good evening | evening | howdy
        | hiya | bye | good night | goodnight | see you | see ya | cya | later all | have a good |
        have a nice | happy birthday | happy new year | happy friday | welcome | hola | greetings |
        o/ | hi all | hi everyone | hello all | hello everyone | hey all | good to see | nice to see
        | nice to meet | get well | safe travels | enjoy your | have fun
        """
    ),
    where=Where.OPENING,
    least=1.1,
)
