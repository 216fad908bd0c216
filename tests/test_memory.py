"""The C library's heaps are bounded in the process that runs the bot."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

HEAPS = """
import re, sys, threading
from bot.memory import bound_arenas
print(bound_arenas())
import ctypes
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
together = threading.Barrier(8)
def take():
    together.wait()
    libc.malloc(1000)
threads = [threading.Thread(target=take) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def heaps(**more: str) -> tuple[str, int]:
    """What ``bound_arenas`` says, and how many heaps eight threads then have."""
    environment = {name: value for name, value in os.environ.items() if "ARENA" not in name}
    run = subprocess.run(
        [sys.executable, "-c", HEAPS],
        env={**environment, **more},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said = next(line for line in run.stdout.splitlines() if line in ("True", "False"))
    return said, run.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_threads_share_two_heaps_unless_somebody_set_another_number() -> None:
    assert heaps() == ("True", 2)
    assert heaps(MALLOC_ARENA_MAX="5") == ("False", 5)
