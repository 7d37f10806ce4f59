"""Five thousand spoiled registries and as many odd worksheets: as in `make test`, but other seeds."""

from __future__ import annotations

import pytest

from tests.intake.mutations import failures
from tests.intake.sheet_mutations import disagreements

CHUNKS, PER_CHUNK, FIRST = 10, 500, 1_000_000


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_right_or_named(chunk: int) -> None:
    """Never a number that differs from the truth without a finding that names its cell."""
    assert failures(range(FIRST + chunk * PER_CHUNK, FIRST + (chunk + 1) * PER_CHUNK)) == {}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_worksheets_are_read_alike_in_every_way(chunk: int) -> None:
    """Columns, patterns and parser give the same cells or the same refusal of five thousand odd worksheets."""
    assert disagreements(range(FIRST + chunk * PER_CHUNK, FIRST + (chunk + 1) * PER_CHUNK)) == []
