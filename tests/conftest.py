"""The longest files of the suite begin first, so that no worker is left alone with one of them at the end. Within a file the order stays random."""
from __future__ import annotations

import pytest

LONG = (  # minutes of one worker in all; the longest first
    "tests/hostile/test_schemathesis.py", "tests/oracle/test_faults.py", "tests/oracle/test_more_faults.py", "tests/typing/test_typing.py",
    "tests/durability/", "tests/hostile/test_everything.py", "tests/oracle/", "tests/docs/test_documents.py", "tests/tools/",
)


@pytest.hookimpl(trylast=True)  # after the random order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """By the place of the file in LONG; all others after them."""
    items.sort(key=lambda item: next((at for at, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG)))
