"""What can go wrong, in words for the person it happens to."""

from __future__ import annotations


class BaError(Exception):
    """Something went wrong in a way that can be said in one sentence (the message)."""


class StartError(BaError):
    """The bot cannot start: a setting, a token, the database or the model is wrong."""


class PersonError(BaError):
    """A person asked for something that cannot be done; the message is shown to them alone."""


class InboxUnavailable(BaError):
    """An event could not be stored in time: Slack must send it again."""


class ImportFailed(BaError):
    """An export cannot be read; the message says which file and why."""
