"""A column among many values, given as one parameter: a statement of one text for any number.

SQLAlchemy's expanding ``IN`` has a parameter for each value, and so is built and parsed anew for
each number of them: twice the work of the inbox's questions before each group of events.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, JSON, Boolean, Dialect, String, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Strings(TypeDecorator[list[str]]):
    """Many strings as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        array = dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(String) if array else JSON())


class Among(FunctionElement[bool]):
    """Whether a column's string is in the list given, at execution, as the parameter ``name``."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: InstrumentedAttribute[str], name: str) -> None:
        super().__init__(column, bindparam(name, type_=_Strings()))


@compiles(Among)
def _in_json(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(Among, "postgresql")
def _in_array(element: Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, values = (compiler.process(each, **kw) for each in element.clauses)
    return f"{column} = ANY({values})"
