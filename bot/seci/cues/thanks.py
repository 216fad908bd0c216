"""Thanks, praise and apology.

Courtesy keeps ba alive, but does nothing with knowledge.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="thanks",
    reason="gives thanks or praise",
    favours=(Mode.NONE,),
    phrases=of(
        """
        thanks | thank you | thx | ty | tysm | cheers | ta | much appreciated | appreciate it |
        appreciated | you're welcome | youre welcome | no worries | no problem | np | my pleasure |
        sorry | apologies | my bad | congrats | congratulations | well done | great job | good job |
        nice work | good work | great work | nice one | you rock | you're the best | legend | you
        star | love you | bless | welcome | glad | happy to help | kudos
        """
    ),
)
