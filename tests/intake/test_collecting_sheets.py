from __future__ import annotations

from typing import Any

import pytest

from tests.intake.files import codes, opened, xlsx

HEADER = ["编号", "年龄", "引导方式", "术前VAS", "术后VAS"]
WITHOUT = [HEADER[0], HEADER[1], *HEADER[3:]]
ROWS: list[list[Any]] = [
    [1, 61, "CT", 8, 2], [2, 54, "DSA", 7, 3], [3, 70, "CT", 9, 4], [4, 66, "DSA", 6, 1], [5, 58, "CT", 7, 5],
    [6, 49, "DSA", 8, 3], [7, 73, "CT", 6, 2], [8, 68, "DSA", 9, 5],
]  # fmt: skip


def group(method: str, *, anew: bool = False) -> list[list[Any]]:
    """The rows of one method without the column of methods, numbered from 1 on if wanted."""
    rows = [row for row in ROWS if row[2] == method]
    return [WITHOUT, *([n if anew else row[0], row[1], *row[3:]] for n, row in enumerate(rows, start=1))]


def without_methods() -> list[list[Any]]:
    """All patients, and nothing that tells the method."""
    return [WITHOUT, *([row[0], row[1], *row[3:]] for row in ROWS)]


class TestWithoutRepeats:
    @pytest.mark.parametrize("anew", [False, True])
    def test_a_sheet_of_all_patients_is_read_alone(self, anew: bool) -> None:
        """Nobody is counted twice beside the sheets of the groups, also where each of these counts from 1."""
        sheets = {"CT组": group("CT", anew=anew), "DSA组": group("DSA", anew=anew), "全部": [HEADER, *ROWS]}

        result = opened(xlsx(sheets))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 4, "DSA": 4}
        assert result.source.sheet == "全部" and result.source.rows == len(ROWS)
        assert "sheet_holds_others" in codes(result) and not result.questions

    @pytest.mark.parametrize("anew", [False, True])
    def test_the_groups_are_read_where_only_they_tell_the_method(self, anew: bool) -> None:
        """A sheet of all patients without their methods gives way to the sheets that are named after them."""
        sheets = {"汇总": without_methods(), "CT组": group("CT", anew=anew), "DSA组": group("DSA", anew=anew)}

        result = opened(xlsx(sheets))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 4, "DSA": 4}
        assert "sheet_repeats_others" in codes(result)

    def test_rows_that_differ_are_told(self) -> None:
        """A corrected cell on one of ten sheets' rows does not count a patient twice, and a warning says how many."""
        many = [[n, 40 + n % 37, "CT" if n % 2 else "DSA", 5 + n % 5, n % 4] for n in range(1, 41)]
        part = {name: [HEADER, *([*row] for row in many if row[2] == name)] for name in ("CT", "DSA")}
        part["CT"][1][4] = 9

        result = opened(xlsx({"all": [HEADER, *many], **part}))

        found = next(one for one in result.findings if one.code == "sheet_holds_others")
        assert (found.severity, found.parameters) == ("warning", {"sheets": 2, "n": 39, "k": 1})
        assert result.source.patients == 40

    def test_three_groups_are_three_groups(self) -> None:
        """Of groups of which one is as large as both others, none repeats them."""
        large = [WITHOUT, *([n, 50 + n, 9 - n % 3, n % 5] for n in range(1, 9))]
        sheets = {"CT组": group("CT"), "DSA组": group("DSA"), "透视组": large}

        result = opened(xlsx(sheets))

        assert result.cohort is not None
        assert result.cohort.facets("method") == {"CT": 4, "DSA": 4, "Fluoroscopy": 8}

    def test_few_different_rows_prove_nothing(self) -> None:
        """Groups whose rows hold only the same few scores are not taken for each other's repetition."""
        header, rows = ["编号", "术前VAS", "术后VAS"], [[8, 2], [7, 3]]
        sheets = {
            "CT组": [header, *([n, *rows[n % 2]] for n in range(1, 5))],
            "DSA组": [header, *([n, *rows[n % 2]] for n in range(1, 5))],
            "透视组": [header, *([n, *rows[n % 2]] for n in range(1, 9))],
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None
        assert result.cohort.facets("method") == {"CT": 4, "DSA": 4, "Fluoroscopy": 8}
