from __future__ import annotations

import pytest

from lib.intake.settings import settings_of
from tests.intake.files import codes, opened_rows, values


class TestPlaceColumns:
    def test_codes_in_order(self) -> None:
        """T0 is the baseline, T1 and T2 keep their names and have no day; this is said."""
        result = opened_rows(
            [["id", "group", "VAS T0", "VAS T1", "VAS T2"], ["a", "CT", 8, 3, 2], ["b", "DSA", 7, 4, 1]]
        )

        assert result.cohort is not None
        assert [(visit.name, visit.days) for visit in result.cohort.visits("VAS")] == [
            ("baseline", 0),
            ("T1", None),
            ("T2", None),
        ]
        assert "visit_codes_assumed" in codes(result)

    def test_codes_named_by_the_user(self) -> None:
        """What T1 means can be said, and then nothing is assumed."""
        settings = settings_of({"visits": {"T0": "baseline", "T1": "1 week"}})

        result = opened_rows([["id", "group", "VAS T0", "VAS T1"], ["a", "CT", 8, 3], ["b", "DSA", 7, 4]], settings)

        assert values(result, "VAS", "1 week") == [3, 4]
        assert "visit_codes_assumed" not in codes(result)

    def test_numbers_written_onto_the_score(self) -> None:
        """VAS1 is the baseline, and VAS2 and VAS3 keep their headers as labels; this is asked."""
        rows = [["id", "group", "VAS1", "VAS2", "VAS3"], ["a", "CT", 8, 3, 2], ["b", "DSA", 7, 4, 1]]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert [visit.name for visit in result.cohort.visits("VAS")] == ["baseline", "VAS2", "VAS3"]
        assert [question.code for question in result.questions] == ["visit_codes_assumed"]

    def test_the_same_number_of_two_scores_is_one_visit(self) -> None:
        """VAS2 and ODI2 belong to the same visit, so that its label is the number."""
        rows = [["id", "group", "VAS1", "VAS2", "ODI1", "ODI2"], ["a", "CT", 8, 3, 60, 30], ["b", "DSA", 7, 4, 70, 20]]

        result = opened_rows(rows)

        assert result.cohort is not None and list(result.cohort.visit_days) == ["baseline", "2"]

    def test_the_same_day_is_one_visit(self) -> None:
        """7 days for one score and 1 week for the other are one visit."""
        rows = [
            ["id", "group", "vas pre", "vas 1 week", "odi pre", "odi 7 days"],
            ["a", "CT", 8, 3, 60, 30],
            ["b", "DSA", 7, 4, 50, 20],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and list(result.cohort.visit_days) == ["baseline", "1 week"]

    def test_a_column_without_a_visit_beside_follow_ups(self) -> None:
        """VAS beside VAS 1 month is the one before treatment, and that is said."""
        result = opened_rows([["id", "group", "VAS", "VAS 1 month"], ["a", "CT", 8, 3], ["b", "DSA", 7, 4]])

        assert values(result, "VAS", "baseline") == [8, 7]
        assert "baseline_without_visit" in codes(result)


class TestPlaceRows:
    def test_numbers_under_a_unit(self) -> None:
        """0, 4 and 12 under "week" are the baseline, 4 and 12 weeks."""
        rows = [
            ["id", "group", "week", "VAS"],
            *[[i, "CT" if i % 2 else "DSA", week, 8 - week // 4] for i in range(4) for week in (0, 4, 12)],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert [(visit.name, visit.days) for visit in result.cohort.visits("VAS")] == [
            ("baseline", 0),
            ("4 weeks", 28),
            ("12 weeks", 84),
        ]

    def test_minus_one_and_one_are_two_values(self) -> None:
        """Recoding −1 leaves 1 alone."""
        rows = [
            ["id", "group", "week", "VAS"],
            ["a", "CT", -1, 8],
            ["a", "CT", 1, 3],
            ["b", "DSA", -1, 7],
            ["b", "DSA", 1, 4],
        ]

        result = opened_rows(rows, settings_of({"visits": {"-1": "baseline", "1": "5 years"}}))

        assert values(result, "VAS", "5 years") == [3, 4]


class TestRowsAndTheirVisits:
    HEAD = ("编号", "方法", "时间", "VAS")

    @staticmethod
    def _rows(third: str) -> list[list[object]]:
        """Twelve patients before, after a week, and at a third visit."""
        return [
            [n, "CT" if n % 2 else "DSA", visit, 9 - 2 * v - n % 3]
            for n in range(1, 13)
            for v, visit in enumerate(("术前", "术后1周", third))
        ]

    def test_a_word_that_is_no_visit_of_ours_is_one_of_the_registrys(self) -> None:
        """复诊 stands among visits under 时间: a visit of that name, and nobody's rows are taken for other patients."""
        result = opened_rows([self.HEAD, *self._rows("复诊")])

        assert result.cohort is not None
        assert [visit.name for visit in result.cohort.visits("VAS")] == ["baseline", "1 week", "复诊"]
        assert result.cohort.n_patients == 12

    def test_a_word_for_missing_is_no_visit(self) -> None:
        """失访 in the place of the third visit names none: three visits stay two, and no score is at a visit 失访."""
        rows = [[*row[:3], None] if row[2] == "失访" else row for row in self._rows("失访")]

        result = opened_rows([self.HEAD, *rows])

        assert result.cohort is not None
        assert [visit.name for visit in result.cohort.visits("VAS")] == ["baseline", "1 week"]
        assert result.cohort.n_patients == 12

    def test_a_row_without_a_visit_is_told(self) -> None:
        """Two rows name no visit: their scores are not used, and both rows are named."""
        rows = self._rows("术后1月")
        rows[4][2] = rows[8][2] = None

        result = opened_rows([self.HEAD, *rows])

        found = [one for one in result.findings if one.code == "missing_visit"]
        assert [(one.row, one.also, one.parameters["n"]) for one in found] == [(6, (("Sheet1", 10, "C"),), 2)]

    def test_events_of_a_data_capture_system(self) -> None:
        """baseline_arm_1 and month_3_arm_1 under redcap_event_name are visits, and the column is no person's name."""
        rows: list[list[object]] = [["record_id", "redcap_event_name", "guidance", "vas_score"]]
        for n in range(6):
            rows += [[n, "baseline_arm_1", "CT" if n % 2 else "DSA", 8], [n, "month_3_arm_1", None, 2 + n % 3]]

        result = opened_rows(rows)

        assert not result.questions and values(result, "VAS", "3 months") == [2, 3, 4, 2, 3, 4]

    def test_dates_under_a_header_for_visits(self) -> None:
        """评估时间 that holds dates beside 手术日期 gives the visits, though 序号 counts the rows."""
        rows: list[list[object]] = [["序号", "患者编号", "引导方式", "手术日期", "评估时间", "VAS"]]
        for n in range(8):
            for day, score in (("2021-03-01", 8), ("2021-04-02", 4), ("2021-06-01", 2)):
                rows.append([len(rows), f"P{n}", "CT" if n % 2 else "DSA", "2021-03-01", day, score])

        result = opened_rows(rows)

        assert not result.questions and values(result, "VAS", "3 months") == [2] * 8

    @pytest.mark.parametrize("header", ["Days after procedure", "术后天数", "Tage nach OP"])
    def test_days_after_the_procedure(self, header: str) -> None:
        """Days on which patients were seen, under a header that says so, fall into the windows of the visits."""
        rows: list[list[object]] = [["ID", "Guidance", header, "VAS"]]
        for n in range(8):
            rows += [
                [n, "CT" if n % 2 else "DSA", day, score] for day, score in ((-1, 8), (27 + n, 4), (85 + 2 * n, 2))
            ]

        result = opened_rows(rows)

        assert not result.questions and values(result, "VAS", "1 month") == [4] * 8


class TestStartsBesideVisits:
    HEAD = ("编号", "组别", "随访时间", "术前VAS", "VAS")

    def test_scores_before_repeated_in_every_row_are_the_baseline(self) -> None:
        """A row per follow-up with 术前VAS in each: twelve patients, their own score before, and two visits after."""
        rows = [
            [f"A{n}", "CT" if n % 2 else "DSA", visit, 6 + n % 4, 1 + (n + v) % 3]
            for n in range(12) for v, visit in enumerate(("术后1周", "术后1月"))
        ]  # fmt: skip

        result = opened_rows([self.HEAD, *rows])

        assert result.cohort is not None and not result.questions
        assert result.cohort.n_patients == 12
        assert values(result, "VAS", "baseline") == [6 + n % 4 for n in range(12)]
        assert values(result, "VAS", "1 week") == [1 + n % 3 for n in range(12)]
        assert values(result, "VAS", "1 month") == [1 + (n + 1) % 3 for n in range(12)]

    def test_scores_before_that_differ_within_a_patient_are_not(self) -> None:
        """Where one patient has two scores before, the rows are not put together in silence."""
        rows = [
            [f"A{n}", "CT" if n % 2 else "DSA", visit, 6 + n % 4 + (n == 3 and v), 1 + (n + v) % 3]
            for n in range(12) for v, visit in enumerate(("术后1周", "术后1月"))
        ]  # fmt: skip

        result = opened_rows([self.HEAD, *rows])

        assert result.blocking is not None and result.blocking.code == "ids_collide"
