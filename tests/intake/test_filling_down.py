"""Merged cells fill the rows they cover, and nobody gets another patient's score."""

from __future__ import annotations

import io

import openpyxl

from lib.intake.opening import Opened
from tests.intake.files import HEADER, ROWS, opened, xlsx


def merged(*spans: str, rows: list[list[object]] | None = None) -> Opened:
    """The small registry with merged cells, as Excel saves them: only the first keeps its value."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Sheet1": [HEADER, *(rows or ROWS)]})))
    for span in spans:
        book.active.merge_cells(span)
    held = io.BytesIO()
    book.save(held)
    return opened(held.getvalue())


class TestFilledDown:
    def test_a_method_holds_for_all_rows(self) -> None:
        """CT written once over three patients is the method of all three."""
        result = merged("B2:B4", "B5:B7")

        assert result.cohort is not None
        assert result.cohort.facets("method") == {"CT": 3, "DSA": 3}

    def test_a_score_stays_with_the_first_patient(self) -> None:
        """A score merged over three patients is missing in the second and third, and both cells are named."""
        result = merged("D2:D4")

        assert result.cohort is not None
        visit = result.cohort.visits("VAS")[1].name
        assert (result.cohort.scores["VAS", visit].code[:4] >= 0).tolist() == [True, False, False, True]
        named = [(one.row, one.column) for one in result.findings if one.code == "merged_score"]
        assert named == [(3, "D"), (4, "D")]

    def test_two_levels_of_one_patient_share_a_score(self) -> None:
        """Where the id is merged as well, the rows are one patient and the score is theirs."""
        rows: list[list[object]] = [[*row[:2], *row[2:]] for row in ROWS for _ in range(2)]

        result = merged("A2:A3", "D2:D3", rows=rows)

        assert "merged_score" not in {one.code for one in result.findings}
