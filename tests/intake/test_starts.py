from __future__ import annotations

import pytest

from lib.intake.starts import is_day_zero, is_perhaps_baseline
from tests.intake.files import codes, opened_rows, values


class TestWords:
    @pytest.mark.parametrize("label", ["J0", "M0", "VAS D0", "day 0", "0周", "week 0", "VAS0d", "ODI0月"])
    def test_day_zero(self, label: str) -> None:
        """A label that counts from 0 is day zero, in several languages."""
        assert is_day_zero(label)

    @pytest.mark.parametrize("label", ["术后0天", "POD 0", "post-op day 0", "D10", "M1", "10 days", "术后即刻"])
    def test_other_days(self, label: str) -> None:
        """A day that lies after the procedure, or another number, is not."""
        assert not is_day_zero(label)

    def test_screening(self) -> None:
        """Screening may be the baseline, and a baseline is one whatever stands with it."""
        assert is_perhaps_baseline("Screening") and not is_perhaps_baseline("baseline (screening)")


class TestWithOneStart:
    def test_day_zero_of_a_wide_file(self) -> None:
        """D0 is the baseline of a score that has no other, and that is said."""
        result = opened_rows([["id", "group", "VAS D0", "VAS D30"], ["a", "CT", 8, 3], ["b", "DSA", 7, 4]])

        assert values(result, "VAS", "baseline") == [8, 7] and values(result, "VAS", "30 days") == [3, 4]
        assert "baseline_is_day_zero" in codes(result)

    def test_day_zero_beside_a_baseline(self) -> None:
        """D0 beside a baseline stays the day of the procedure."""
        rows = [["id", "group", "VAS pre", "VAS D0", "VAS D30"], ["a", "CT", 8, 5, 3], ["b", "DSA", 7, 6, 4]]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == [8, 7] and values(result, "VAS", "0 days") == [5, 6]

    def test_screening_beside_a_baseline(self) -> None:
        """The baseline counts and the screening does not, which is said."""
        rows = [
            ["id", "group", "VAS screening", "VAS baseline", "VAS D30"],
            ["a", "CT", 9, 8, 3],
            ["b", "DSA", 9, 7, 4],
        ]

        result = opened_rows(rows)

        assert not result.questions and values(result, "VAS", "baseline") == [8, 7]
        assert "screening_beside_baseline" in codes(result)


class TestRows:
    @pytest.mark.parametrize("start", ["Screening", "J0", "M0", "Inclusion"])
    def test_the_first_visit_of_a_long_file(self, start: str) -> None:
        """Where no label is a baseline, screening and day 0 are."""
        rows = [["id", "group", "visit", "VAS"]]
        for name, method, scores in (("a", "CT", (8, 3)), ("b", "DSA", (7, 4))):
            rows += [[name, method, start, str(scores[0])], [name, method, "3 months", str(scores[1])]]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == [8, 7] and values(result, "VAS", "3 months") == [3, 4]

    def test_screening_beside_a_baseline(self) -> None:
        """Rows of a screening beside rows of a baseline are left out and named, and nobody stands twice."""
        rows: list[list[str | int]] = [["id", "group", "visit", "VAS"]]
        for name, method in (("a", "CT"), ("b", "DSA")):
            rows += [[name, method, "Screening", 9], [name, method, "Baseline", 8], [name, method, "Month 3", 3]]

        result = opened_rows(rows)

        assert not result.questions and values(result, "VAS", "baseline") == [8, 8]
        assert "missing_visit" in codes(result)


class TestMomentsBeforeTheProcedure:
    def test_two_baselines_are_asked_about(self) -> None:
        """术前VAS(入院时) and 术前VAS(手术当日) are two baselines of VAS: which counts is asked."""
        head = ["编号", "引导方式", "术前VAS(入院时)", "术前VAS(手术当日)", "术后1月VAS"]

        result = opened_rows([head, *[[n, "CT" if n % 2 else "DSA", 9, 8, 3] for n in range(1, 13)]])

        assert result.blocking is not None and result.blocking.code == "ambiguous_columns"

    @pytest.mark.parametrize("header", ["手术当日术前VAS", "VAS pre (day of surgery)", "术前VAS（门诊）"])
    def test_one_is_the_baseline(self, header: str) -> None:
        """A baseline whose header says on which day it was taken pairs with the follow-up of the same score."""
        rows = [[n, "CT" if n % 2 else "DSA", 8, 2 + n % 3] for n in range(1, 13)]

        result = opened_rows([["编号", "引导方式", header, "术后1月VAS"], *rows])

        assert result.cohort is not None and set(result.cohort.scores) == {("VAS", "baseline"), ("VAS", "1 month")}

    def test_where_it_was_is_no_name(self) -> None:
        """术前VAS(门诊) and 术后1月VAS(住院) are one score, wherever it was asked."""
        rows = [[n, "CT" if n % 2 else "DSA", 8, 2 + n % 3] for n in range(1, 13)]

        result = opened_rows([["编号", "引导方式", "术前VAS(门诊)", "术后1月VAS(住院)"], *rows])

        assert result.cohort is not None and set(result.cohort.scores) == {("VAS", "baseline"), ("VAS", "1 month")}
