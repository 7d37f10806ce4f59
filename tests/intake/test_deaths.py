from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.terms import DEATH
from tests.intake.files import codes, opened, opened_rows, xlsx

HEADER = ["编号", "引导方式", "术前VAS", "术后1月VAS", "术后3月VAS", "术后6月VAS"]
SCORES: list[list[Any]] = [
    [1, "CT", 8, 3, 2, 2], [2, "DSA", 7, 4, None, None], [3, "CT", 9, None, None, None], [4, "DSA", 6, None, 3, None],
    [5, "CT", 7, 2, 2, None],
]  # fmt: skip


def died(header: list[str], *cells: tuple[Any, ...]) -> dict[str, int]:
    """How many died by each visit, of five patients with these cells behind their scores."""
    result = opened(
        xlsx({"S": [[*HEADER, *header], *([*row, *more] for row, more in zip(SCORES, cells, strict=True))]})
    )
    assert result.cohort is not None
    flows = {visit.name: result.cohort.flow("VAS", visit.name) for visit in result.cohort.visits("VAS")}
    return {name: sum(row.died for row in rows if row.method is not None) for name, rows in flows.items()}


class TestDeathsInAColumn:
    @pytest.mark.parametrize(
        ("header", "dead", "living"),
        [
            ("死亡", "是", "否"), ("是否死亡", 1, 0), ("生存状态", "死亡", "存活"), ("存活", "否", "是"),
            ("died", "yes", "no"), ("vital status", "dead", "alive"), ("死亡", "是", None),
        ],
    )  # fmt: skip
    def test_blanks_after_the_last_score_are_deaths(self, header: str, dead: Any, living: Any) -> None:
        """Patients 2, 3 and 4 died: their blanks after the last score count, the one before a later score does not."""
        found = died([header], (living,), (dead,), (dead,), (dead,), (living,))

        assert found == {"baseline": 0, "1 month": 1, "3 months": 2, "6 months": 3}

    @pytest.mark.parametrize(
        ("header", "dead", "living"),
        [
            ("转归", "死亡", "好转"), ("Status", "dead", "alive"), ("Outcome", "died of disease", "improved"),
            ("随访结果", "死亡", "存活"), ("Alive at 1 month", "no", "yes"), ("末次随访状态", "死亡", "健在"),
            ("Vital", "deceased", "alive and well"), ("失访原因", "死亡", None), ("30-day mortality", "yes", "no"),
            ("生存", "否", "是"), ("转归", "死亡（肺转移）", "好转"),
        ],
    )  # fmt: skip
    def test_by_what_the_cells_say(self, header: str, dead: Any, living: Any) -> None:
        """Under a header that does not speak of deaths alone, the same three patients are dead."""
        found = died([header], (living,), (dead,), (dead,), (dead,), (living,))

        assert found["6 months"] == 3

    def test_who_lived_at_a_visit_died_later(self) -> None:
        """Patient 3 lived at 1 month and was dead at 6: the blank of 1 month is no death, those of 3 and 6 are."""
        cells = [("yes", "yes"), ("yes", "no"), ("yes", "no"), ("yes", "no"), ("yes", "yes")]
        found = died(["Alive at 1 month", "Alive at 6 months"], *cells)

        assert found == {"baseline": 0, "1 month": 0, "3 months": 2, "6 months": 3}

    def test_with_dates_only_visits_after_the_death(self) -> None:
        """Patient 2 died on day 120: lost at 3 months (day 90), dead at 6 (day 180); a date alone says it."""
        operated = date(2023, 1, 1)
        found = died(
            ["手术日期", "死亡日期"], (operated, None), (operated, date(2023, 5, 1)), (operated, date(2023, 1, 20)),
            (operated, None), (operated, None),
        )  # fmt: skip

        assert found == {"baseline": 0, "1 month": 1, "3 months": 1, "6 months": 2}

    def test_says_how_many(self) -> None:
        """A note counts the patients and those without a date; the column makes an event and no covariate."""
        rows = [[*row, cell] for row, cell in zip(SCORES, ("否", "是", "是", "否", "否"), strict=True)]

        result = opened(xlsx({"S": [[*HEADER, "死亡"], *rows]}))

        found = next(one for one in result.findings if one.code == "deaths_read")
        assert (found.severity, found.column, found.parameters) == ("note", "G", {"n": 2, "k": 2})
        assert result.cohort is not None and [*result.cohort.events] == [DEATH] and not result.cohort.covariates
        assert "after_treatment" not in codes(result)

    def test_a_later_score_of_another_outcome_is_a_life_sign(self) -> None:
        """Who has an ODI at 3 months had not died by then, though the VAS of 3 months is blank."""
        header = [*HEADER, "术前ODI", "术后3月ODI", "死亡"]
        odi = [(70, 30), (60, 20), (80, None), (70, 40), (50, 20)]
        rows = [[*row, *two, "是" if row[0] == 2 else "否"] for row, two in zip(SCORES, odi, strict=True)]

        result = opened(xlsx({"S": [header, *rows]}))

        assert result.cohort is not None
        at_three, at_six = (
            sum(row.died for row in result.cohort.flow("VAS", visit) if row.method)
            for visit in ("3 months", "6 months")
        )
        assert (at_three, at_six) == (0, 1)

    def test_a_death_with_all_scores_changes_nothing(self) -> None:
        """Patient 1 died after the last visit: no score is taken away."""
        assert died(["死亡"], ("是",), ("否",), ("否",), ("否",), ("否",))["6 months"] == 0


class TestDeathsInCellsOfScores:
    """The HEADER's VAS with ODI before and at 1, 3 and 6 months; patient 2 of DSA has died by month 3."""

    ODI = ("术前ODI", "术后1月ODI", "术后3月ODI", "术后6月ODI")

    @staticmethod
    def _died(header: list[str], rows: list[list[Any]]) -> dict[tuple[str, str], int]:
        """How many of DSA died by score and visit after the procedure."""
        result = opened(xlsx({"S": [header, *rows]}))
        assert result.cohort is not None
        flows = {
            (score, visit): next(row for row in result.cohort.flow(score, visit) if row.method == "DSA")
            for score in ("VAS", "ODI") for visit in ("1 month", "3 months", "6 months")
        }  # fmt: skip
        return {place: row.died for place, row in flows.items()}

    def test_hold_for_every_score_from_that_visit_on(self) -> None:
        """VAS says 死亡 at month 3 alone: ODI of month 3 (/) and all of month 6 are deaths too, month 1 stays."""
        rows = [[*row, 60, 40, 30, 30] for row in SCORES]
        rows[1] = [2, "DSA", 7, 4, "死亡", "/", 60, None, "/", None]
        rows[3] = [4, "DSA", 6, 4, 3, 3, 60, 40, 30, 30]

        assert self._died([*HEADER, *self.ODI], rows) == {
            ("VAS", "1 month"): 0, ("VAS", "3 months"): 1, ("VAS", "6 months"): 1,
            ("ODI", "1 month"): 0, ("ODI", "3 months"): 1, ("ODI", "6 months"): 1,
        }  # fmt: skip

    def test_not_where_another_score_is_later(self) -> None:
        """An ODI at month 6 is a sign of life: the blank VAS of month 6 stays blank, whatever month 3 says."""
        rows = [[*row, 60, 40, 30, 30] for row in SCORES]
        rows[1] = [2, "DSA", 7, 4, "死亡", None, 60, 40, None, 30]
        rows[3] = [4, "DSA", 6, 4, 3, 3, 60, 40, 30, 30]

        found = self._died([*HEADER, *self.ODI], rows)

        assert (found["VAS", "6 months"], found["ODI", "3 months"]) == (0, 0)

    def test_says_how_many(self) -> None:
        """A note counts the one patient whose blanks were taken for deaths, and none where there are none."""
        rows = [list(row) for row in SCORES]
        rows[1][4] = "死亡"

        result = opened(xlsx({"S": [HEADER, *rows]}))

        assert [one.parameters for one in result.findings if one.code == "deaths_carried_on"] == [{"n": 1}]
        rows[1][5] = "死亡"
        assert "deaths_carried_on" not in codes(opened(xlsx({"S": [HEADER, *rows]})))


class TestDeathsByMethod:
    """Counted by hand: CT has the patients 1, 3 and 5, DSA 2 and 4; patient 3 has no score after the procedure."""

    @staticmethod
    def _counts(header: list[str], rows: list[list[Any]]) -> list[tuple[int, int, int]]:
        """(died, known, not known) of CT and of DSA."""
        result = opened(xlsx({"S": [[*HEADER, *header], *rows]}))
        assert result.cohort is not None
        found = result.cohort.event_counts(DEATH)
        return [(*found.of(name), int(found.missing[found.methods.index(name)])) for name in ("CT", "DSA")]

    def test_of_a_column(self) -> None:
        """One of three died with CT and one of two with DSA, whoever has scores; nobody is left out."""
        rows = [[*row, cell] for row, cell in zip(SCORES, ("否", "是", "是", "否", "否"), strict=True)]

        assert self._counts(["死亡"], rows) == [(1, 3, 0), (1, 2, 0)]

    def test_of_cells_in_the_place_of_scores(self) -> None:
        """Patient 2 died by month 3; patient 3, never seen after the procedure, is not known to live or to be dead."""
        rows = [list(row) for row in SCORES]
        rows[1][4] = "死亡"

        assert self._counts([], rows) == [(0, 2, 1), (1, 2, 0)]

    def test_nobody_of_a_column(self) -> None:
        """A column that says of everybody that they live gives none of three and none of two: rates with a limit."""
        assert self._counts(["死亡"], [[*row, "否"] for row in SCORES]) == [(0, 3, 0), (0, 2, 0)]

    def test_who_has_a_later_score_was_alive(self) -> None:
        """Patient 4 has a score at month 3, so the cell of month 1 that says died is no death."""
        rows = [list(row) for row in SCORES]
        rows[3][3] = rows[1][4] = "死亡"

        assert self._counts([], rows)[1] == (1, 2, 0)

    def test_registries_without_deaths_have_no_such_event(self) -> None:
        """Blanks and losses make nobody dead."""
        result = opened(xlsx({"S": [HEADER, *SCORES]}))

        assert result.cohort is not None and DEATH not in result.cohort.events


class TestWordsOfADeath:
    def test_are_not_repeated(self) -> None:
        """死于肺炎 and 患者死亡（王伟） for scores are two deaths; the note holds neither words nor name."""
        rows = [[n, "CT" if n <= 6 else "DSA", 8, 2 + n % 3] for n in range(1, 13)]
        rows[2][3], rows[8][3] = "死于肺炎", "患者死亡（王伟）"

        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1月VAS"], *rows])

        assert result.cohort is not None
        counts = result.cohort.event_counts("death")
        assert [counts.of(method)[0] for method in counts.methods] == [1, 1]
        said = [one for one in result.findings if one.code == "missing_values"]
        assert [(one.value, one.taken_as, one.parameters["n"]) for one in said] == [(None, "died", 2)]
