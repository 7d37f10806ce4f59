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

    def test_an_impossible_age_is_missing_and_named(self) -> None:
        """999 and −1 among ages are no ages: they count in no mean, and each is found by its cell."""
        ages = [60, 61, 999, 63, -1, 65]
        rows = [[*HEADER, "Age"], *[[*row, age] for row, age in zip(ROWS, ages, strict=True)]]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert (result.cohort.covariates[0].low, result.cohort.covariates[0].high) == (60, 65)
        found = [one for one in result.findings if one.code == "implausible_number"]
        assert [(one.row, one.value, one.taken_as) for one in found] == [(4, "999", "missing"), (6, "-1", "missing")]

    def test_a_repeated_code_in_a_column_of_the_registrys_own_is_missing(self) -> None:
        """−99, twice and far from every other value, stands for missing in any column of numbers."""
        values = [150, 157, -99, 171, -99, 185, 160, 163, 167, 175, 179, 181]
        rows = [[*HEADER, "height"], *[[*ROWS[n % 6], value] for n, value in enumerate(values)]]
        for n, row in enumerate(rows[1:], start=1):
            row[0] = f"P{n}"

        result = opened_rows(rows)

        assert result.cohort is not None
        assert (result.cohort.covariates[0].low, result.cohort.covariates[0].high) == (150, 185)

    def test_thousands_are_thousands(self) -> None:
        """1,200 mGy is twelve hundred, 12,5 twelve and a half."""
        doses = ["1,200", "950", "1,100 mGy", "12,5", "800", "700"]
        rows = [[*HEADER, "辐射剂量"], *[[*row, dose] for row, dose in zip(ROWS, doses, strict=True)]]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert (result.cohort.covariates[0].low, result.cohort.covariates[0].high) == (12.5, 1200)
