"""Visits that are only counted are asked about, with nothing invented in the proposal."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened, SourceFile, interpret, read
from lib.intake.settings import ReadingSettings
from lib.intake.visit_codes import ask_visit_codes, shown_label
from tests.intake.files import opened_rows, values

TABLE = "编号,引导方式,VAS T0,VAS T1,VAS T2\n" + "".join(
    f"{i},{'CT' if i % 2 else 'DSA'},{7 + i % 3},{3 + i % 4},{2 + i % 2}\n" for i in range(1, 13)
)


def opened(settings: ReadingSettings) -> Opened:
    """The table understood with these settings."""
    return interpret(read([SourceFile(name="codes.csv", content=TABLE.encode())]), settings)


def visits(result: Opened) -> list[tuple[str, float | None]]:
    """The visits of VAS with their days."""
    assert result.cohort is not None
    return [(visit.name, visit.days) for visit in result.cohort.visits("VAS")]


class TestAskVisitCodes:
    def test_the_proposal_takes_them_in_order_without_days(self) -> None:
        """T0 is before treatment, T1 and T2 keep their names and have no day; a warning says so."""
        result = opened(ReadingSettings())

        assert [question.code for question in result.questions] == ["visit_codes_assumed"]
        assert result.questions[0].is_safe
        assert visits(result) == [("baseline", 0.0), ("T1", None), ("T2", None)]
        assert "visit_codes_assumed" in {finding.code for finding in result.findings if finding.severity == "warning"}

    def test_codes_beside_a_named_baseline_are_follow_ups(self) -> None:
        """术前VAS beside VAS1 and VAS2: nothing is taken for a second baseline, and both keep their names."""
        named = TABLE.replace("VAS T0,VAS T1,VAS T2", "术前VAS,VAS1,VAS2")
        result = interpret(read([SourceFile(name="codes.csv", content=named.encode())]), ReadingSettings())

        assert result.questions == ()
        assert visits(result) == [("baseline", 0.0), ("VAS1", None), ("VAS2", None)]

    def test_a_schedule_gives_the_visits_their_days(self) -> None:
        """Choosing 1 week and 1 month puts them on days 7 and 30, and nothing is left to ask."""
        patch = opened(ReadingSettings()).questions[0].options[1].patch

        result = opened(ReadingSettings().merged(patch))

        assert result.questions == ()
        assert visits(result) == [("baseline", 0.0), ("1 week", 7.0), ("1 month", 30.0)]

    @pytest.mark.parametrize(("n", "options"), [(2, 4), (3, 4), (5, 3), (6, 2), (9, 1)])
    def test_offers_schedules_with_as_many_visits(self, n: int, options: int) -> None:
        """Every option names every visit once."""
        question = ask_visit_codes([f"T{i}" for i in range(n)])

        assert len(question.options) == options
        assert all(len(option.patch.visits) == n for option in question.options)


class TestShownLabel:
    @pytest.mark.parametrize(("label", "shown"), [("t1", "T1"), ("Time2", "Time2"), ("2", "2")])
    def test_letter_codes_are_written_in_capitals(self, label: str, shown: str) -> None:
        """A code of one letter is shown as people write it; other labels stay as they are."""
        assert shown_label(label) == shown


class TestFirstWithoutNumber:
    @pytest.mark.parametrize("headers", [("VAS", "VAS.1", "VAS.2"), ("VAS", "VAS2", "VAS3"), ("VAS", "VAS_1", "VAS_2")])
    def test_is_the_one_before_the_others(self, headers: tuple[str, ...]) -> None:
        """A column VAS beside VAS.1 and VAS.2 is the first of three in order, and asked about with them."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 4 + n % 2, 1 + n % 3] for n in range(12)]

        result = opened_rows([["ID", "group", *headers], *rows])

        assert [one.code for one in result.questions] == ["visit_codes_assumed"]
        assert values(result, "VAS", "baseline") == [8.0] * 12
        assert next(one.visit for one in result.mapping if one.term == "score") == "baseline"

    def test_of_two_scores(self) -> None:
        """VAS and ODI, each followed by .1, share their visits."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 3, 60 + n, 20 + n] for n in range(12)]

        result = opened_rows([["ID", "group", "VAS", "VAS.1", "ODI", "ODI.1"], *rows])

        assert result.cohort is not None
        assert {visit for _, visit in result.cohort.scores} == {"baseline", "1"}
        assert values(result, "ODI", "baseline") == [60.0 + n for n in range(12)]

    def test_not_beside_a_named_visit(self) -> None:
        """Where another column of the score names its visit, one without a number is not counted."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 4, 3, 2] for n in range(12)]

        result = opened_rows([["ID", "group", "VAS pre", "VAS 1 month", "VAS", "VAS.1"], *rows])

        assert values(result, "VAS", "baseline") == [8.0] * 12
