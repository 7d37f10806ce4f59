"""What every test shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a test that fails today fails tomorrow.
settings.register_profile("trocar", derandomize=True, deadline=None)
settings.load_profile("trocar")

LAST = ("pages", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the quick tests first, then the pages, and the browser last, when everything it shows is proven."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).parts[0]
        return LAST.index(folder) + 1 if folder in LAST else 0

    items.sort(key=place)
