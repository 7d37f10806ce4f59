from __future__ import annotations

from lib.intake.settings import settings_of
from tests.intake.files import HEADER, ROWS, opened_rows


class TestCovariates:
    def test_recognised_and_others(self) -> None:
        """Sex has the levels F and M, age is a number, a column of few words keeps its header."""
        rows = [
            [*HEADER, "Sex", "Age", "PVP/PKP"],
            *[[*row, "Male" if i % 2 else "女", 60 + i, "PVP" if i % 2 else "PKP"] for i, row in enumerate(ROWS)],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None
        found = {covariate.name: covariate for covariate in result.cohort.covariates}
        assert found["sex"].levels == ("F", "M")
        assert (found["age"].low, found["age"].high) == (60, 65)
        assert found["PVP/PKP"].levels == ("PKP", "PVP")

    def test_only_those_named(self) -> None:
        """A study file that names covariates replaces the proposal whole."""
        rows = [[*HEADER, "Sex", "Age"], *[[*row, "M" if i % 2 else "F", 60 + i] for i, row in enumerate(ROWS)]]

        result = opened_rows(rows, settings_of({"covariates": ["age"]}))

        assert result.cohort is not None
        assert [covariate.name for covariate in result.cohort.covariates] == ["age"]

    def test_what_changes_between_visits_is_no_covariate(self) -> None:
        """In a long file a value that differs between a patient's rows does not describe the patient."""
        rows = [
            ["id", "group", "visit", "VAS", "dose"],
            *[
                [i, "CT" if i % 2 else "DSA", v, 5, 10 * i + j]
                for i in range(8)
                for j, v in enumerate(("pre", "1 week"))
            ],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.covariates == ()

    def test_words_or_numbers_of_patients_are_none(self) -> None:
        """Six different words may be names, and six whole numbers under "code" are ids; a measure is neither."""
        words = ["smith", "doe", "lee", "kim", "ng", "fox"]
        rows = [[*row, words[i], 5550000 + 13 * i, 150 + 7 * i] for i, row in enumerate(ROWS)]

        result = opened_rows([[*HEADER, "who", "Lab code", "Platelets"], *rows])

        assert result.cohort is not None
        assert [covariate.name for covariate in result.cohort.covariates] == ["Platelets"]
