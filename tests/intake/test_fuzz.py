"""Seeded mutations of a good registry: never a traceback, never a number that differs without its cell being named."""

from __future__ import annotations

import random

import pytest

from lib.intake.findings import UnreadableFile
from tests.intake.files import opened, xlsx
from tests.intake.mutations import Mutant, failures, original, wrong

CHUNKS, PER_CHUNK = 10, 50


@pytest.mark.parametrize("chunk", range(CHUNKS))
class TestMutations:
    def test_right_or_named(self, chunk: int) -> None:
        """Odd cells, other headers and spellings, shuffled rows and columns: 500 registries, each right or said."""
        assert failures(range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK)) == {}


@pytest.mark.parametrize("chunk", range(4))
class TestBytes:
    def test_damaged_workbooks(self, chunk: int) -> None:
        """Bits flipped and ends cut off a workbook: read or refused with a code, by a process that may die alone."""
        content, codes = xlsx({"Sheet1": original(random.Random(1))}), set[str]()
        for seed in range(chunk * 5, chunk * 5 + 5):
            rng = random.Random(seed)
            spoilt = bytearray(content)
            for _ in range(rng.randint(1, 20)):
                spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
            cut = bytes(spoilt[: rng.randrange(len(spoilt))]) if rng.random() < 0.5 else bytes(spoilt)
            try:
                opened(cut)
            except UnreadableFile as refusal:
                codes.add(refusal.code)

        assert "" not in codes


class TestTheJudge:
    def test_notices_a_number_that_changed_silently(self) -> None:
        """A cell that was changed but is not said to be touched is found: the judge of the mutations can fail."""
        rows = original(random.Random(3))
        changed = [list(row) for row in rows]
        changed[5][3] = str((int(rows[5][3]) + 2) % 7)
        untouched = frozenset[tuple[int, int]]()
        places, people = tuple(range(len(rows[0]))), tuple(range(len(rows) - 1))

        mutant = Mutant(rows=changed, touched=untouched, how="", column_of=places, patient_of=people)

        assert wrong(mutant, [[*row] for row in rows]) != []
