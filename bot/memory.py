"""Memory that the C library would keep: bounded once, when the process begins."""

from __future__ import annotations

import ctypes
import os

# Of glibc's mallopt(3).
_M_ARENA_MAX = -8
ARENAS = 2


def bound_arenas() -> bool:
    """Let all threads share two heaps of glibc's; whether that was done.

    Else each thread (one a database connection) has one of its own, which grows for hours until
    all are full: some 4 MB each, for threads that Python lets work one at a time anyhow. Whoever
    set MALLOC_ARENA_MAX knows better; another C library has no such heaps.
    """
    if "MALLOC_ARENA_MAX" in os.environ:
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):
        return False
