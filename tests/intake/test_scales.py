from __future__ import annotations

import pytest

from lib.intake.settings import parts_of, settings_of
from tests.intake.files import HEADER, ROWS, codes, opened_rows, values, with_column


def scaled(factor: float, columns: tuple[int, ...]) -> list[list[object]]:
    """The rows with some columns multiplied."""
    return [[cell * factor if position in columns else cell for position, cell in enumerate(row)] for row in ROWS]


class TestVas:
    def test_millimetres_are_converted_and_said(self) -> None:
        """A cohort in 0 to 100 mm becomes 0 to 10."""
        result = opened_rows([HEADER, *scaled(10, (2, 3))])

        assert values(result, "VAS", "baseline") == [8, 7, 6, 9, 7, 8]
        assert "scale_0_100" in codes(result)

    def test_half_in_each_unit_is_refused_until_answered(self) -> None:
        """Three patients in mm and three in cm are not analysed."""
        rows = [*scaled(10, (2, 3))[:3], *ROWS[3:]]

        result = opened_rows([HEADER, *rows])

        assert result.cohort is None
        assert result.blocking is not None and result.blocking.code == "mixed_scale"

    def test_follow_up_in_another_unit_is_refused_until_answered(self) -> None:
        """A baseline in mm beside a follow-up in cm is no change; the question names the largest value of each."""
        result = opened_rows([HEADER, *scaled(10, (2,))])

        assert result.blocking is not None and result.blocking.code == "mixed_scale"
        before, after = (max(row[column] for row in ROWS) for column in (2, 3))
        assert result.blocking.parameters == {"outcome": "VAS", "before": f"{10 * before:g}", "after": f"{after:g}"}
        answered = opened_rows([HEADER, *scaled(10, (2,))], result.blocking.options[0].patch)
        assert values(answered, "VAS", "baseline") == [8, 7, 6, 9, 7, 8]
        assert values(answered, "VAS", "post-procedure") == [3, 2, 4, 4, 1, 2]
        assert "unit_by_visit" in codes(answered) and answered.questions == ()

    def test_the_question_names_the_later_visit_in_another_unit(self) -> None:
        """Points before, points after a week and millimetres after a month: 9 before treatment, 60 after it."""
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 9 - n % 3, 5 - n % 3, 60 - n] for n in range(8)]

        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1周VAS", "术后1月VAS"], *rows])

        assert result.blocking is not None and result.blocking.code == "mixed_scale"
        assert result.blocking.parameters == {"outcome": "VAS", "before": "9", "after": "60"}

    def test_a_row_that_slipped_asks_nothing(self) -> None:
        """A cell deleted in one row of a long file puts its VAS under the visit and its ODI under VAS: one bad cell."""
        rows: list[list[object]] = [
            [f"P{n}", "CT" if n % 2 else "DSA", time, score, odi]
            for n in range(8) for time, score, odi in (("术前", 7, 60), ("术后1月", n % 5, 31))
        ]  # fmt: skip
        rows[5] = [*rows[5][:2], *rows[5][3:], None]

        result = opened_rows([["编号", "引导方式", "时间", "VAS", "ODI"], *rows])

        assert result.questions == ()
        assert [(one.row, one.column, one.value) for one in result.findings if one.code == "out_of_range"] == [
            (7, "D", "31")
        ]

    def test_each_visit_of_a_long_file_in_its_own_unit(self) -> None:
        """Rows before treatment in mm and rows after it in points: as answered, 60 is 6 and 4 is 4."""
        rows = [["编号", "引导方式", "时间", "VAS"]]
        rows += [
            [f"P{n}", "CT" if n % 2 else "DSA", time, score]
            for n in range(8) for time, score in (("术前", 60 + n), ("术后1月", n % 5))
        ]  # fmt: skip
        asked = opened_rows(rows)
        assert asked.blocking is not None and [one.code for one in asked.blocking.options] == ["by_visit", "mm", "cm"]

        settings = settings_of(parts_of(asked.blocking.options[0].patch))

        assert values(opened_rows(rows, settings), "VAS", "baseline") == [6 + n / 10 for n in range(8)]
        assert values(opened_rows(rows, settings), "VAS", "1 month") == [n % 5 for n in range(8)]

    @pytest.mark.parametrize("value", [70, 11, -1, "-1", 75])
    def test_one_value_outside_is_rejected_with_its_cell(self, value: object) -> None:
        """One 70 among centimetres is not a reason to convert; the cell is named."""
        result = opened_rows([HEADER, *with_column(2, [value])])

        assert values(result, "VAS", "baseline")[0] is None
        finding = next(finding for finding in result.findings if finding.code == "out_of_range")
        assert (finding.row, finding.column, finding.value) == (2, "C", str(value))

    def test_a_decided_unit_is_taken(self) -> None:
        """The study file's unit ends the question."""
        result = opened_rows([HEADER, *scaled(10, (2,))], settings_of({"scales": {"VAS": {"unit": "0-100"}}}))

        assert values(result, "VAS", "post-procedure") == [0.3, 0.2, 0.4, 0.4, 0.1, 0.2]


class TestOdi:
    def test_proportions(self) -> None:
        """0.62 is 62 percent."""
        result = opened_rows([HEADER, *scaled(0.01, (4, 5))])

        assert values(result, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]
        assert "scale_0_1" in codes(result)

    def test_points_of_fifty_by_the_header(self) -> None:
        """A header that says /50 doubles the points."""
        header = [*HEADER[:4], "odi_pre (/50)", "odi_post (/50)"]

        result = opened_rows([header, *scaled(0.5, (4, 5))])

        assert values(result, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]

    def test_up_to_fifty_is_asked(self) -> None:
        """Values up to 50 without a unit may be percent or points; the odd ones speak for points."""
        result = opened_rows([HEADER, *with_column(4, [31, 29, 35, 33, 27, 30])])

        question = next(question for question in result.questions if question.code == "odi_up_to_50")
        assert question.is_safe
        assert question.options[question.proposed].code == "of50"

    @pytest.mark.parametrize(("odd", "code"), [
        (99, "missing_codes_or_out_of_range"), (888, "missing_codes_or_out_of_range"),
        (-9, "missing_codes_or_out_of_range"), (93, "out_of_range"),
    ])  # fmt: skip
    @pytest.mark.parametrize("header", ["ODI", "ODI (0-50)"])
    def test_one_cell_does_not_decide_the_scale(self, header: str, odd: float, code: str) -> None:
        """Points of 50 stay points of 50 beside a typing error or a missing code: 25 points are 50 percent."""
        before = [25, 31, 29, 35, 33, 27, 30, 41]
        rows = [[f"P{i}", "CT" if i < 4 else "DSA", one, 15] for i, one in enumerate([odd, *before[1:]])]

        result = opened_rows([["id", "group", f"{header} pre", f"{header} 1 month"], *rows])

        assert values(result, "ODI", "baseline") == [None, 62, 58, 70, 66, 54, 60, 82]
        assert values(result, "ODI", "1 month") == [30] * 8
        assert code in codes(result)
        assert ("odi_up_to_50" if header == "ODI" else "scale_0_50") in codes(result)

    def test_a_header_against_most_values_is_asked(self) -> None:
        """Values of 54 to 70 under "0-50" are not thrown away: the unit is asked, as units of ODI."""
        result = opened_rows([[*HEADER[:4], "odi_pre (0-50)", "odi_post (0-50)"], *ROWS])

        assert result.blocking is not None and result.blocking.code == "mixed_scale"
        assert [option.code for option in result.blocking.options] == ["percent", "of50", "fraction"]

    def test_a_header_of_0_to_100_is_percent(self) -> None:
        """Values up to 50 under "ODI (0-100)" need no question."""
        header = [*HEADER[:4], "odi_pre (0-100)", "odi_post (0-100)"]

        result = opened_rows([header, *with_column(4, [31, 29, 35, 33, 27, 30])])

        assert values(result, "ODI", "baseline") == [31, 29, 35, 33, 27, 30]
        assert result.questions == ()

    @pytest.mark.parametrize("odd", [-9, 99, 42, 9])
    def test_proportions_beside_another_number(self, odd: float) -> None:
        """0.62 is 62 percent also where one cell holds a code or an error; that cell is not used."""
        rows = scaled(0.01, (4, 5))
        rows[0][5] = odd

        result = opened_rows([HEADER, *rows])

        assert values(result, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]
        assert values(result, "ODI", "post-procedure") == [None, 24, 36, 40, 20, 28]

    def test_proportions_beside_percent_are_asked_in_units_of_odi(self) -> None:
        """A baseline in proportions beside a follow-up in percent is asked, not in millimetres."""
        result = opened_rows([HEADER, *scaled(0.01, (4,))])

        assert result.blocking is not None and result.blocking.code == "mixed_scale"
        assert [option.code for option in result.blocking.options] == ["by_visit", "percent", "of50", "fraction"]
        answered = opened_rows([HEADER, *scaled(0.01, (4,))], result.blocking.options[0].patch)
        assert values(answered, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]
        assert values(answered, "ODI", "post-procedure") == [30, 24, 36, 40, 20, 28]

    def test_proportions_among_percent_at_the_same_visit_are_asked(self) -> None:
        """Every second patient as 0.62 beside 62: half the values were left out with a warning, and are asked about."""
        odd = [[*row[:4], row[4] / 100, row[5] / 100] if n % 2 else row for n, row in enumerate(ROWS * 2)]

        result = opened_rows([HEADER, *([f"P{n}", *row[1:]] for n, row in enumerate(odd))])

        assert result.cohort is None
        assert result.blocking is not None and result.blocking.code == "mixed_scale"

    def test_text_of_fifty(self) -> None:
        """21/50 is 42 percent beside cells in percent."""
        assert values(opened_rows([HEADER, *with_column(4, ["21/50"])]), "ODI", "baseline")[0] == 42


class TestDeclaredScale:
    def test_range_and_direction_from_the_study_file(self) -> None:
        """Another bounded score is read with the range that the study file gives."""
        rows = [["id", "group", "bdi_a", "bdi_b"], ["a", "CT", 40, 20], ["b", "DSA", 30, 70]]
        settings = settings_of(
            {
                "scores": [
                    {"outcome": "BDI", "visit": "baseline", "column": "bdi_a"},
                    {"outcome": "BDI", "visit": "3 months", "column": "bdi_b"},
                ],
                "scales": {"BDI": {"low": 0, "high": 63, "lower_is_better": True}},
            }
        )

        result = opened_rows(rows, settings)

        assert values(result, "BDI", "3 months") == [20, None]
        assert result.cohort is not None and result.cohort.scales["BDI"].high == 63


class TestStatedMaximum:
    @pytest.mark.parametrize("said", ["(45分制)", "(满分45)", "/45", " (max 45)", "(out of 45)", "（最高45分）"])
    def test_an_odi_of_45_points_is_converted(self, said: str) -> None:
        """By hand: 36 of 45 points are 80 percent, 18 are 40; nothing is asked."""
        rows = [[n, "CT" if n < 4 else "DSA", 36 + n % 2, 18 - n % 3] for n in range(8)]

        result = opened_rows([["编号", "引导方式", f"ODI{said}术前", f"ODI{said}术后1月"], *rows])

        assert (values(result, "ODI", "baseline")[0], values(result, "ODI", "1 month")[0]) == pytest.approx((80, 40))
        assert result.questions == ()

    def test_a_day_is_no_maximum(self) -> None:
        """The 10 of "total 10 days" counts days."""
        rows = [[n, "CT" if n < 4 else "DSA", 8 + n % 2, 3 - n % 3] for n in range(8)]

        result = opened_rows([["ID", "Guidance", "VAS pre", "VAS total 10 days"], *rows])

        assert values(result, "VAS", "10 days")[:2] == [3, 2]


class TestPointsAmongMillimetres:
    def test_small_values_beside_rounded_ones_are_named(self) -> None:
        """A 9, a 3 and a 6 among tens of millimetres are told with their cells; a 0 fits both and is not."""
        after = [9, 0, 50, 60, 3, 40, 10, 70, 30, 6, 80, 20]
        rows = [[n, "CT" if n % 2 else "DSA", 60 + 10 * (n % 4), score] for n, score in enumerate(after)]

        result = opened_rows([["编号", "引导方式", "VAS术前", "VAS术后1月"], *rows])

        found = next(one for one in result.findings if one.code == "points_among_millimetres")
        assert (found.column, found.row, [place[1] for place in found.also]) == ("D", 2, [6, 11])
        assert found.parameters["n"] == 3

    def test_a_group_in_points_is_asked_about(self) -> None:
        """Twelve patients in millimetres and three in points: no score becomes a tenth without a question."""
        rows = [[n, "CT" if n < 12 else "DSA", 60 + 10 * (n % 4), 20] for n in range(12)]
        rows += [[n, "DSA", 6 + n % 3, 2] for n in range(12, 15)]

        result = opened_rows([["编号", "引导方式", "VAS术前", "VAS术后1月"], *rows])

        assert result.cohort is None
        assert result.blocking is not None and result.blocking.code == "mixed_scale"

    def test_millimetres_that_are_not_rounded_are_what_they_are(self) -> None:
        """Beside 47 and 63 a 7 is a 7."""
        rows = [[n, "CT" if n % 2 else "DSA", 61 + 3 * (n % 4), 7 + 4 * (n % 9)] for n in range(12)]

        result = opened_rows([["编号", "引导方式", "VAS术前", "VAS术后1月"], *rows])

        assert "scale_0_100" in codes(result)
        assert "points_among_millimetres" not in codes(result)
