"""A further level below its patient, in a row without number and method, is no patient of its own."""

from __future__ import annotations

from tests.intake.files import codes, opened_rows

HEADER = ["编号", "引导方式", "VAS术前", "VAS术后1月", "节段", "骨水泥渗漏"]
SCORES = [(8, 4), (7, 3), (9, 5), (8, 5), (7, 4), (9, 6), (8, 3), (7, 2), (9, 4), (8, 4), (6, 3), (9, 5)]
LEAKED, SECOND = {1, 2}, {3: "有", 4: "无"}


def registry() -> list[list[object]]:
    """Twelve patients, of whom the third and fourth have a second level; that of the third leaked."""
    rows: list[list[object]] = [HEADER]
    for n, scores in enumerate(SCORES, start=1):
        rows.append([n, "CT" if n < 7 else "DSA", *scores, "L1", "有" if n in LEAKED else "无"])
        if n in SECOND:
            rows.append([None, None, None, None, "L2", SECOND[n]])
    return rows


class TestWithLevelsAbove:
    def test_a_level_belongs_to_the_patient_above(self) -> None:
        """By hand: six patients each, and three of CT leaked, one of them at the second level."""
        result = opened_rows(registry())

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}
        leaked = result.cohort.events["leakage"].code
        assert [int((leaked[result.cohort.method == n] == 1).sum()) for n in range(2)] == [3, 0]
        assert [(one.row, one.code) for one in result.findings if one.code == "several_levels"] == [
            (5, "several_levels"), (7, "several_levels")
        ]  # fmt: skip
        assert "missing_id" not in codes(result)

    def test_a_row_with_scores_is_a_patient(self) -> None:
        """A patient whose number was forgotten stays one, and is named."""
        rows = registry()
        rows[4] = [None, None, 5, 1, "L2", "有"]

        result = opened_rows(rows)

        assert result.source.patients == 13 and "missing_id" in codes(result)

    def test_a_blank_row_elsewhere_changes_nothing(self) -> None:
        """Where a blank row parts the first two patients the levels further below still belong to theirs."""
        rows = registry()
        rows.insert(2, [])

        result = opened_rows(rows)

        assert result.source.patients == 12 and codes(result) >= {"several_levels"}

    def test_a_row_after_a_gap_is_nobodys_level(self) -> None:
        """Below a blank row it cannot be said to whom a level belongs: it is left out, and named."""
        rows = registry()
        rows.insert(4, [])

        result = opened_rows(rows)

        assert result.source.patients == 12
        assert [one.row for one in result.findings if one.code == "rows_skipped"] == [6]
