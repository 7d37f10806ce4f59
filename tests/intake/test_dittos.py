from __future__ import annotations

import pytest

from tests.intake.files import codes, opened_rows, values

HEAD = ["编号", "引导方式", "术前VAS", "术后1月VAS"]


def registry(word: object, first: object = "CT") -> list[list[object]]:
    """Twelve patients, six with each method, which only the first of them writes out."""
    methods = [first, *[word] * 5, "DSA", *[word] * 5]
    return [HEAD, *[[n, method, 8, 2 + n % 3] for n, method in enumerate(methods, 1)]]


class TestDittos:
    @pytest.mark.parametrize("word", ["同上", "〃", "ditto"])
    def test_mean_the_cell_above(self, word: str) -> None:
        """Six patients have CT and six DSA where all but the first say "as above"; the note counts ten cells."""
        result = opened_rows(registry(word))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert [int((result.cohort.method == n).sum()) for n in (0, 1)] == [6, 6]
        said = [one for one in result.findings if one.code == "dittos_filled"]
        assert [(one.severity, one.column, one.parameters["n"]) for one in said] == [("note", "B", 10)]

    def test_nobody_gets_anothers_score(self) -> None:
        """同上 in the place of a score is unreadable, not the score of the patient above."""
        rows = registry("CT")
        rows[3][3] = "同上"

        result = opened_rows(rows)

        assert values(result, "VAS", "1 month")[:4] == [3, 4, None, 3]
        assert "dittos_filled" not in codes(result)

    def test_the_first_has_nothing_above(self) -> None:
        """同上 in the first row is not filled; the cells below it are not either."""
        result = opened_rows(registry("CT", first="同上"))

        assert "dittos_filled" not in codes(result)
