"""How large the words of meeting mode are: as large as a wall of 1280 × 720 holds them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from lib.ui import meeting_size
from lib.ui.meeting_size import SIZES, USUAL, fits, fitting

STYLES = Path(meeting_size.__file__).parent / "styles" / "meeting.css"


class TestFitting:
    def test_few_words_are_large(self) -> None:
        """One line fits at every size, so it has the largest."""
        assert fitting("CT v DSA", ["Equivalent within ±1.5."]) == SIZES[0]

    def test_a_page_of_words_is_as_large_as_always(self) -> None:
        """Sixty lines fit nowhere: the smallest size is kept, and the screen scrolls rather than losing a word."""
        assert fitting("CT v DSA", ["A sentence of a line."] * 60) == SIZES[-1]
        assert not fits("CT v DSA", ["A sentence of a line."] * 60)

    @pytest.mark.parametrize(("letters", "size"), [("x" * 88, 30), ("字" * 39, 30)])
    def test_by_hand(self, letters: str, size: int) -> None:
        """Eleven lines of 1190 pixels and a headline: at 30 pixels 88 letters (0.45 of 30) or 39 characters are a line.

        11 lines of 30 and a headline of 41 pixels, by 1.42, with 16 between are 543 of 585; at 33 each wraps.
        """
        assert fitting("Headline", [letters] * 11) == size

    def test_a_table_takes_room(self) -> None:
        """Twelve rows leave less for the words than two."""
        row = ["32/32 (100%), 89.1 to 100.0% (exact)"] * 3
        small, large = (pd.DataFrame([row] * n, index=[f"Event {i}" for i in range(n)]) for n in (2, 12))

        assert fitting("Safety", ["A sentence."], small) > fitting("Safety", ["A sentence."], large)


def test_every_size_has_its_rule() -> None:
    """A size without a rule would be written in the usual one; USUAL is that."""
    rules = re.findall(r"fill_(\d+) \{ --say: (\d+); \}", STYLES.read_text("utf-8"))
    written = {int(one): int(size) for one, size in rules}

    assert written == {size: size for size in SIZES if size != USUAL}
    assert f"--say: {USUAL}; }}" in STYLES.read_text("utf-8")
