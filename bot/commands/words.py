"""Errors in one clear sentence: what ``ba`` prints instead of a traceback."""

from __future__ import annotations

import re
import sys
from typing import Any

import typer
from typer.core import TyperGroup


class InWords(TyperGroup):
    """A group of commands that end with one sentence and exit code 1 when something is wrong."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an error that can be said in words ends it with those."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            sys.stderr.close()  # whoever reads our output has gone: nothing to complain about
            raise typer.Exit(1) from None
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                raise
            typer.echo(f"ba: {sentence}", err=True)
            raise typer.Exit(1) from None


def sentence_of(error: Exception) -> str | None:
    """What went wrong in one sentence; None for an error of the program itself."""
    from bot.errors import BaError

    if isinstance(error, BaError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return _of_settings(error) or _of_database(error) or _of_reading(error)


def _of_settings(error: Exception) -> str | None:
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    if isinstance(error, SettingsError):
        field = re.search(r'field "(\w+)"', str(error))
        name = f"BA_{field[1].upper()}" if field else "A setting"
        return f"{name} cannot be read: a list is written as [0, 1, 2]."
    if not isinstance(error, ValidationError):
        return None
    wrong = [_one_setting(each["loc"], each["msg"]) for each in error.errors(include_input=False)]
    return "; ".join(wrong) + "."


def _one_setting(place: tuple[int | str, ...], message: str) -> str:
    said = message.removeprefix("Value error, ").rstrip(".")
    if not place:
        return said  # what concerns several settings names them itself
    name = str(place[0])
    variable = name if name.startswith(("SLACK_", "BA_")) else f"BA_{name.upper()}"
    return f"{variable}: {said[:1].lower()}{said[1:]}"


def _of_database(error: Exception) -> str | None:
    from sqlalchemy.exc import SQLAlchemyError

    if not isinstance(error, SQLAlchemyError):
        return None
    # The statement and its values stay out: they may hold people's words.
    cause = getattr(error, "orig", None)
    return f"The database said no: {type(cause or error).__name__}. `ba doctor` may know why."


def _of_reading(error: Exception) -> str | None:
    from bot.seci.errors import SeciError

    return f"{error}." if isinstance(error, SeciError) else None
