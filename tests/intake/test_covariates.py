from __future__ import annotations

import pytest

from lib.intake.opening import Opened
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


def _with(header: str, cells: list[object]) -> Opened:
    """A patient per cell, CT and DSA in turn, with one column more."""
    rows = [[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 1 + n % 4, cell] for n, cell in enumerate(cells)]
    return opened_rows([["ID", "Group", "VAS pre", "VAS 1 month", header], *rows])


def _values(result: Opened, name: str) -> list[float | None]:
    """The covariate's value of each patient in the order of the file."""
    assert result.cohort is not None
    column = result.cohort.covariate_columns[name]
    return [float(column.levels[code]) if code >= 0 else None for code in column.code]


class TestMeasures:
    @pytest.mark.parametrize(
        ("header", "cell", "number"),
        [
            ("年龄", "56岁", 56), ("年龄", "56周岁", 56), ("Age", "56 years", 56), ("Age", "56y", 56),
            ("Age", " 56 ", 56), ("骨水泥量", "5 ml", 5), ("骨水泥量", "4.5mL", 4.5), ("骨水泥量(ml)", "4.5毫升", 4.5),
            ("手术时间", "45min", 45),
            ("手术时间(min)", "45分钟", 45), ("骨水泥量", "4,5", 4.5),
        ],
    )  # fmt: skip
    def test_a_number_with_its_unit_is_taken_and_told(self, header: str, cell: str, number: float) -> None:
        """What was converted is told, with the column and how many cells."""
        result = _with(header, [cell, 3, 4, 6, 7, 8])

        assert result.cohort is not None
        assert _values(result, result.cohort.covariates[0].name)[0] == number
        assert [(one.row, one.parameters["n"]) for one in result.findings if one.code == "parsed_text"] == [(2, 1)]

    @pytest.mark.parametrize(
        ("header", "cell"),
        [
            ("年龄", "60+"), ("年龄", ">70"), ("年龄", "约65"), ("年龄", "六十"), ("年龄", "6个月"),
            ("年龄", "60-65"), ("骨水泥量", "3-5"), ("骨水泥量", "约4"), ("骨水泥量", "5mm"), ("手术时间(min)", "90 s"),
            ("手术时间", "1h20min"), ("骨水泥量", "3+2"), ("骨水泥量", True),
        ],
    )  # fmt: skip
    def test_what_is_not_one_number_is_named_by_its_cell(self, header: str, cell: object) -> None:
        """Ranges, inequalities, words and other units are missing, never dropped in silence."""
        result = _with(header, [cell, 3, 4, 6, 7, 8])

        assert result.cohort is not None
        assert _values(result, result.cohort.covariates[0].name)[0] is None
        named = [(one.row, one.column, one.taken_as) for one in result.findings if one.code == "unreadable_measure"]
        assert named == [(2, "E", "missing")]

    def test_an_age_that_is_mostly_words_stays_a_number(self) -> None:
        """By hand: two of six ages are numbers; the others are named, and no "over 60" becomes a group."""
        result = _with("Age", ["60+", "about 65", "old", ">70", 58, "61 years"])

        assert _values(result, "age") == [None, None, None, None, 58, 61]
        assert [one.row for one in result.findings if one.code == "unreadable_measure"] == [2, 3, 4, 5]

    def test_groups_of_age_stay_groups(self) -> None:
        """Two or three texts that come again and again are groups as the registry made them."""
        result = _with("年龄", ["<60", "60-70", ">70", "<60", "60-70", ">70"])

        assert result.cohort is not None
        assert result.cohort.covariates[0].levels == ("<60", "60-70", ">70")

    def test_codes_for_missing_are_told(self) -> None:
        """不详 among ages and among kinds is missing, and it is said how often."""
        ages = _with("年龄", [60, "不详", 61, 62, "不详", 63])
        kinds = _with("原发肿瘤", ["肺癌", "不详", "肝癌", "肺癌", "肝癌", "肺癌"])

        for result, n in ((ages, 2), (kinds, 1)):
            assert [one.parameters["n"] for one in result.findings if one.code == "missing_values"] == [n]

    def test_a_column_without_a_cell_is_left_out(self) -> None:
        """Nothing in it to filter by: it is not used, which is told once for all such columns; a named one stays."""
        result = _with("备用", [None] * 6)

        assert [(one.term, one.reason) for one in result.mapping if one.header == "备用"] == [("ignored", "empty")]
        told = [one.parameters["columns"] for one in result.findings if one.code == "empty_columns"]
        assert told == ["备用"]

    def test_codes_for_sex_are_told(self) -> None:
        """1 and 2 without a legend stay codes, and it is said; words for sex need no remark."""
        assert "sex_codes_unclear" in {one.code for one in _with("性别", [1, 2, 1, 2, 1, 2]).findings}
        assert "sex_codes_unclear" not in {one.code for one in _with("性别", ["男", "女"] * 3).findings}

    def test_a_code_for_missing_is_told_with_its_word(self) -> None:
        """失访 and 死亡 among doses, each with its own cells: a death is told as a death, as in a column of scores."""
        result = _with("术后1个月阿片类用量(mg/d)", [30, "失访", "死亡", 60, "失访", 45])

        told = [
            (one.value, one.taken_as, one.parameters["n"]) for one in result.findings if one.code == "missing_values"
        ]
        assert sorted(told) == [("失访", "lost", 2), ("死亡", "died", 1)]

    def test_a_telephone_number_among_volumes_is_no_volume(self) -> None:
        """The number is not used, and not repeated in what is said of its cell."""
        result = _with("骨水泥量", [3.5, 4, 13912345678, 6, 5, 4.5])

        assert _values(result, "cement_volume")[2] is None
        assert [(one.row, one.value) for one in result.findings if one.code == "implausible_number"] == [(4, None)]


class TestRowsOfOnePatient:
    ROWS = tuple(
        [f"P{n}", "CT" if n % 2 else "DSA", visit, 7 - visit_number, "56岁" if visit_number else 56, 5]
        for n in range(12)
        for visit_number, visit in enumerate(("pre", "1 week"))
    )

    def test_one_age_written_in_two_ways_is_one_age(self) -> None:
        """56 in the first row and 56岁 in the second do not contradict each other."""
        result = opened_rows([["id", "group", "visit", "VAS", "age", "x"], *self.ROWS])

        assert _values(result, "age") == [56] * 12
        assert "covariate_differs" not in {one.code for one in result.findings}

    def test_a_contradiction_is_named(self) -> None:
        """Of a patient with 56 and 65 the first is taken, and the second row named."""
        rows = [list(row) for row in self.ROWS]
        rows[5][4] = 65

        result = opened_rows([["id", "group", "visit", "VAS", "age", "x"], *rows])

        assert _values(result, "age") == [56] * 12
        assert [(one.row, one.column) for one in result.findings if one.code == "covariate_differs"] == [(7, "E")]


class TestOldAges:
    def test_two_of_88_stay(self) -> None:
        """Two patients of 88 among others of 60 to 69 are old and not without an age; that it may be a code is said."""
        rows = [[*row, age] for row, age in zip([*ROWS, *ROWS], [*range(60, 70), 88, 88], strict=True)]
        rows = [[f"P{n:02d}", *row[1:]] for n, row in enumerate(rows)]

        result = opened_rows([[*HEADER, "Age"], *rows])

        assert result.cohort is not None
        assert result.cohort.covariate_columns["age"].numbers.tolist() == [*range(60, 70), 88, 88]
        said = [one for one in result.findings if one.code == "possible_missing_code"]
        assert [(one.row, one.column, one.value, one.taken_as, one.also) for one in said] == [
            (12, "G", "88", "number", (("Sheet1", 13, "G"),))
        ]
