"""Ids as Slack makes them: a letter and capital base-36 characters; stable from run to run for the
same seed.
"""

from __future__ import annotations

import random
import string
import uuid

_ALPHABET = string.ascii_uppercase + string.digits


class Ids:
    """A source of ids. The same `seed` gives the same ids in the same order."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._given: set[str] = set()

    def new(self, prefix: str, length: int = 10) -> str:
        """A fresh id such as `C0A1B2C3D4E`: `prefix`, a zero and `length - 1` characters."""
        while True:
            made = prefix + "0" + "".join(self._random.choices(_ALPHABET, k=length - 1))
            if made not in self._given:
                self._given.add(made)
                return made

    def token(self, length: int = 24) -> str:
        """A string of `length` letters and digits, for tokens and URLs."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))

    def hex(self, length: int = 32) -> str:
        """A string of `length` hexadecimal digits."""
        return "".join(self._random.choices("0123456789abcdef", k=length))

    def digits(self, length: int = 12) -> str:
        """A number of `length` digits as a string, not starting with 0."""
        return self._random.choice("123456789") + "".join(
            self._random.choices(string.digits, k=length - 1)
        )

    def uuid(self) -> str:
        """A version 4 UUID."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


def micros_to_ts(micros: int) -> str:
    """Microseconds since the epoch as a Slack ts (`"1764000000.000100"`)."""
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
