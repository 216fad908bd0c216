"""Tokens at rest: sealed with Fernet (AES-128-CBC with HMAC-SHA256), so a copy of the database
alone opens no workspace. Several keys may be known at a time, so that they can be changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text, TypeDecorator

from bot.errors import BaError, StartError


class WrongKey(BaError):
    """What is stored was sealed with a key that is not known here."""


class Vault:
    """Seals with the first of its keys and opens with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        """``keys``: as ``ba new-key`` prints them, the newest first. Raises StartError."""
        if not keys:
            raise StartError(
                "BA_TOKEN_KEYS is missing: tokens of workspaces are stored encrypted."
                " `ba new-key` prints a key; keep it apart from the database and its backups."
            )
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise StartError(
                "BA_TOKEN_KEYS holds something that is not a key: keys come from `ba new-key`,"
                " several of them separated by commas, the newest first."
            ) from None

    def seal(self, words: str) -> str:
        """Encrypt with the newest key."""
        return self._fernet.encrypt(words.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt; raises WrongKey for what none of the keys opens."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except (InvalidToken, TypeError):
            raise WrongKey("a stored token was sealed with a key that is not known here") from None

    def reseal(self, sealed: str) -> str:
        """Decrypt, and encrypt with the newest key; raises WrongKey."""
        return self.seal(self.open(sealed))


class Sealed(TypeDecorator[str]):
    """A column that is plain in the program and sealed in the database."""

    impl = Text
    cache_ok = True

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return None if value is None else self.vault.seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open on the way out; raises WrongKey."""
        return None if value is None else self.vault.open(value)


def new_key() -> str:
    """A fresh key for BA_TOKEN_KEYS."""
    return Fernet.generate_key().decode()
