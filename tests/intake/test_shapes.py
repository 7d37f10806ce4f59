from __future__ import annotations

from lib.intake.opening import Opened
from tests.intake.files import codes, opened, values, xlsx

PATIENTS = [["患者编号", "引导方式", "年龄"], *([f"P{i}", "CT" if i % 2 else "DSA", 50 + i] for i in range(1, 9))]
PAIN = [
    ["患者编号", "随访时间", "VAS"],
    *([f"P{i}", visit, score + i % 2] for i in range(1, 8) for visit, score in (("术前", 8), ("术后1月", 3))),
]
DISABILITY = [["患者编号", "术前ODI", "术后1月ODI"], *([f"P{i}", 60 + i, 20 + i] for i in range(2, 10))]


def read(**sheets: list[list[object]]) -> Opened:
    """A workbook of these sheets opened."""
    return opened(xlsx(sheets))


class TestWithOneShape:
    def test_a_row_per_visit_beside_a_column_per_visit(self) -> None:
        """The pain of P2 to P7 stands beside their disability; P1 has no disability, P8 and P9 no pain."""
        result = read(patients=PATIENTS, pain=PAIN, disability=DISABILITY)

        assert result.cohort is not None
        assert values(result, "VAS", "1 month") == [4, 3, 4, 3, 4, 3, 4, None, None]
        assert values(result, "ODI", "1 month") == [None, 22, 23, 24, 25, 26, 27, 28, 29]
        assert [result.cohort.methods[i] if i >= 0 else None for i in result.cohort.method] == [
            *("CT", "DSA") * 4, None,
        ]  # fmt: skip

    def test_the_ledger_of_who_did_not_match(self) -> None:
        """Each patient who stands in one sheet only is told with the row, once."""
        result = read(patients=PATIENTS, pain=PAIN, disability=DISABILITY)
        told = [
            (one.code, one.sheet, one.row, one.parameters["n"], [row for _, row, _ in one.also])
            for one in result.findings
            if one.code.startswith("patients_")
        ]

        assert told == [
            ("patients_not_there", "pain", 2, 1, []),  # P1 has no disability
            ("patients_only_here", "disability", 8, 2, [9]),  # P8 and P9 have no pain
            ("patients_not_there", "disability", 9, 1, []),  # P9 is not in the list
        ]

    def test_an_odd_value_is_told_where_it_stands(self) -> None:
        """An impossible disability is named with its own sheet, row and column, not with those of the pain."""
        odd = [list(row) for row in DISABILITY]
        odd[3][2] = 240

        result = read(patients=PATIENTS, pain=PAIN, disability=odd)

        assert [(one.sheet, one.row, one.column) for one in result.findings if one.value == "240"] == [
            ("disability", 4, "C")
        ]

    def test_the_baseline_in_the_list_of_patients(self) -> None:
        """Where the list holds the score before treatment and the rows those after it, they are one score."""
        listed = [[*PATIENTS[0], "术前VAS"], *([*row, 7 + n % 2] for n, row in enumerate(PATIENTS[1:]))]
        after = [PAIN[0], *(row for row in PAIN[1:] if row[1] != "术前")]

        result = read(list=listed, pain=after)

        assert result.cohort is not None and result.cohort.n_patients == 8
        assert values(result, "VAS", "1 month") == [4, 3, 4, 3, 4, 3, 4, None]
        assert values(result, "VAS", "baseline") == [7, 8] * 4

    def test_the_unit_of_the_columns_is_kept(self) -> None:
        """Pain in millimetres, a column per visit, beside disability with a row per visit is still in millimetres."""
        pain = [["ID", "VAS pre (mm)", "VAS 1 month (mm)"], *([f"P{i}", 70 + i, 30 + i] for i in range(1, 7))]
        disability = [
            ["ID", "visit", "ODI"],
            *([f"P{i}", visit, 40 + i] for i in range(1, 7) for visit in ("pre", "1 month")),
        ]

        result = read(pain=pain, disability=disability)

        assert values(result, "VAS", "1 month") == [3.1, 3.2, 3.3, 3.4, 3.5, 3.6]

    def test_codes_of_visits_in_both(self) -> None:
        """T0 and T1 as labels of rows and in headers are the same visits, whatever they mean."""
        pain = [
            ["ID", "Visit", "VAS"],
            *([f"P{i}", visit, 8 - 4 * n] for i in range(1, 7) for n, visit in enumerate(("T0", "T1"))),
        ]
        disability = [["ID", "ODI_T0", "ODI_T1"], *([f"P{i}", 60, 20 + i] for i in range(1, 7))]

        result = read(pain=pain, disability=disability)

        assert values(result, "VAS", "T1") == [4] * 6
        assert values(result, "ODI", "T1") == [21, 22, 23, 24, 25, 26]
        assert values(result, "ODI", "baseline") == [60] * 6

    def test_groups_that_each_count_from_one_are_not_mixed(self) -> None:
        """Two groups with the same numbers beside one sheet of rows per visit: nobody gets somebody else's score."""
        group = [["编号", "术前ODI", "术后1月ODI"], *([i, 60, 20] for i in range(1, 7))]
        other = [["编号", "术前ODI", "术后1月ODI"], *([i, 70, 50] for i in range(1, 7))]
        pain = [["编号", "随访时间", "VAS"], *([i, visit, 5] for i in range(1, 7) for visit in ("术前", "术后1月"))]

        result = read(CT组=group, DSA组=other, 疼痛=pain)

        assert result.cohort is None or all(outcome == "ODI" for outcome, _ in result.cohort.scores)
        assert result.cohort is None or "sheet_numbers_unclear" in codes(result)
