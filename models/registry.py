"""All tables in one place, for Alembic and for tests: every module of this folder is looked at."""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import MetaData

import models
from models.base import Base


def metadata() -> MetaData:
    """The metadata with every table of the project in it."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    return Base.metadata
