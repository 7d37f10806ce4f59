"""Five thousand spoiled registries, as in tests/intake/test_fuzz.py but other seeds."""

from __future__ import annotations

import pytest

from tests.intake.mutations import failures

CHUNKS, PER_CHUNK, FIRST = 10, 500, 1_000_000


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_right_or_named(chunk: int) -> None:
    """Never a number that differs from the truth without a finding that names its cell."""
    assert failures(range(FIRST + chunk * PER_CHUNK, FIRST + (chunk + 1) * PER_CHUNK)) == {}
