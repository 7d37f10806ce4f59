from __future__ import annotations

from lib.intake.questions import IntakeQuestion
from lib.intake.settings import ReadingSettings
from tests.intake.files import codes, opened_rows
from tests.intake.test_keys import pairs

WIDE = ["ID", "VAS pre", "VAS 1 month"]
LONG = ["ID", "visit", "VAS"]


def proposal(question: IntakeQuestion) -> str:
    """The code of the preselected answer."""
    return question.options[question.proposed].code


class TestQuestion:
    def test_one_repeated_patient(self) -> None:
        """One number that stands twice is most likely one patient: the first row is preselected, with the reason."""
        asked = opened_rows([WIDE, *([i, 8, 4] for i in range(1, 11)), [1, 3, 4]]).questions[0]

        assert (asked.code, proposal(asked), asked.reason) == ("duplicate_patient_conflict", "first", "rows_differ")

    def test_two_groups_that_collide(self) -> None:
        """Where a whole group repeats the numbers of another, it is asked whether they are different patients."""
        asked = opened_rows([WIDE, *([i, 8, 4] for i in range(1, 11)), *([i, 7, 2] for i in range(1, 9))]).questions[0]

        assert (asked.code, proposal(asked)) == ("ids_collide", "separate")
        assert (asked.parameters["n"], asked.parameters["k"]) == (8, 10)

    def test_levels_of_one_patient(self) -> None:
        """A row per treated level is one patient: nothing is asked, the score counts once, and one leak is a leak."""
        rows = [["ID", "VAS pre", "VAS 1 month", "Cement leakage"], [1, 8, 4, "no"], [1, 8, 4, "yes"], [2, 7, 3, "no"]]

        result = opened_rows(rows)

        assert result.questions == ()
        assert "several_levels" in codes(result)
        assert (result.source.patients, sorted(pairs(result)["all patients"])) == (2, [-4, -4])
        assert result.cohort is not None
        leakage = result.cohort.events["leakage"]
        assert [leakage.levels[code] for code in leakage.code] == ["yes", "no"]

    def test_a_further_level_with_nothing_else(self) -> None:
        """A row that holds only the number and a further level contradicts nobody; two leaks of three levels stay."""
        header = ["ID", "Guidance", "VAS pre", "VAS 1 month", "Level", "Cement leakage"]
        rows = [
            [1, "CT", 8, 4, "L3", "no"], [1, None, None, None, "L4", "yes"], [2, "DSA", 7, 3, None, "yes"],
            [2, None, None, None, "L5", "no"],
        ]  # fmt: skip

        result = opened_rows([header, *rows])

        assert result.questions == () and "several_levels" in codes(result)
        assert sorted(pairs(result)["CT"] + pairs(result)["DSA"]) == [-4, -4]
        assert result.cohort is not None
        leakage = result.cohort.events["leakage"]
        assert [leakage.levels[code] for code in leakage.code] == ["yes", "yes"]


class TestSeparate:
    # by hand: number 1 is one patient 8 -> 5 and, below, another 6 -> 2; number 2 is 7 -> 6
    ROWS = ([1, "baseline", 8], [1, "1 month", 5], [2, "baseline", 7], [2, "1 month", 6], [1, "baseline", 6],
            [1, "1 month", 2])  # fmt: skip

    def test_runs_of_rows_in_a_long_file(self) -> None:
        """Different patients under one number are told apart by their rows standing together."""
        result = opened_rows([LONG, *self.ROWS], ReadingSettings(repeated="separate"))

        assert sorted(pairs(result)["all patients"]) == [-4, -3, -1]
        assert "patients_separated" in codes(result)

    def test_rows_in_the_order_of_visits_pair_nobody(self) -> None:
        """Where nothing tells the rows of two patients apart, neither gets a pair."""
        rows = sorted(self.ROWS, key=lambda row: row[1] == "1 month")

        result = opened_rows([LONG, *rows], ReadingSettings(repeated="separate"))

        assert pairs(result)["all patients"] == [-1]
        assert result.source.patients == 5

    def test_a_visit_twice_in_one_run_pairs_nobody(self) -> None:
        """Two baselines and two follow-ups in one block may belong to anybody."""
        rows = [*self.ROWS[:2], *self.ROWS[4:], *self.ROWS[2:4]]

        result = opened_rows([LONG, *rows], ReadingSettings(repeated="separate"))

        assert pairs(result)["all patients"] == [-1]
