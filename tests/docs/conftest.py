from __future__ import annotations

import pytest

from tests.docs.pages import name_of, pages


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a page is run for each."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", pages(), ids=name_of)
