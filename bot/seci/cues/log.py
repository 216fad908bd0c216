"""Log, code or quotation pasted.

A pasted log, snippet or quotation is recorded knowledge on the move.
"""

from __future__ import annotations

from ..types import Mode
from .base import CueSpec, of

SPEC = CueSpec(
    name="log",
    reason="pastes code, a log or a quotation",
    favours=(Mode.COMBINATION,),
    phrases=of(
        """
        xxblock | xxcode | xxquote | stack trace | stacktrace | traceback | output | the error is |
        error says | it says | config | snippet | the code | command | as follows
        """
    ),
    least=1.1,
)
