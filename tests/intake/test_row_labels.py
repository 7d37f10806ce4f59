"""Rows of means, examples, titles, pages and codes are nobody, whatever word says so; a patient in words stays one."""

from __future__ import annotations

import pytest

from lib.intake.row_labels import are_variable_names, is_example, is_remark, is_summary_label, method_title
from tests.intake.files import codes, opened_rows

HEADER = ["编号", "引导方式", "VAS术前", "VAS术后1月"]
SCORES = [(8, 4), (7, 3), (9, 5), (8, 5), (7, 4), (9, 6), (8, 3), (7, 2), (9, 4), (8, 4), (6, 3), (9, 5)]
PATIENTS: list[list[object]] = [[n, "CT" if n < 7 else "DSA", *scores] for n, scores in enumerate(SCORES, start=1)]


def _is_the_twelve(rows: list[list[object]]) -> bool:
    """Six patients each, mean change -3.5 and -26/6 by hand."""
    cohort = opened_rows([HEADER, *rows]).cohort
    assert cohort is not None
    return bool(cohort.facets("method") == {"CT": 6, "DSA": 6})


class TestAreVariableNames:
    def test_names_below_a_header(self) -> None:
        """x1 to x5, and vas_0 to vas_3 among other names, are no patient; a patient's row and few names are."""
        assert are_variable_names(["x1", "x2", "x3", "x4"])
        assert are_variable_names(["id", "grp", "vas_0", "vas_1", "vas_3"])
        assert not are_variable_names(["P001", "CT", "8", "3"])
        assert not are_variable_names(["P001", "CT", "T12", "L1"])

    def test_a_row_of_names_is_left_out(self) -> None:
        """The names that a program gave the columns, below a Chinese header, are nobody."""
        rows: list[list[object]] = [["编号", "引导方式", "术前VAS", "术后1个月VAS"], ["x1", "x2", "x3", "x4"]]
        rows += [[f"P{n}", "CT" if n % 2 else "DSA", 8, 3 + n % 2] for n in range(6)]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 6 and "rows_skipped" in codes(result)


class TestSummaryLabels:
    @pytest.mark.parametrize(
        "label",
        ["CT均", "Mittelwert", "Mittelwert CT", "Moyenne", "Ø CT", "MW", "Moy", "media", "Med.", "CT (n=6)",
         "CT（n=6）", "均", "均分", "標準偏差", "平均値", "écart-type", "Median DSA"],
    )  # fmt: skip
    @pytest.mark.parametrize("method", ["CT", None])
    def test_a_word_for_a_mean_is_no_patient(self, label: str, method: str | None) -> None:
        """Whatever its figures, a row called by a statistic where numbers stand is left out."""
        assert is_summary_label(label)
        assert _is_the_twelve([*PATIENTS, [label, method, 3.2, 1]])

    def test_an_unknown_word_beside_means_is_no_patient(self) -> None:
        """The figures alone tell: 8.0 and 4.5 are the means of CT, 7.8 and 3.5 those of DSA."""
        assert _is_the_twelve([*PATIENTS, ["keskiarvo", "CT", 8.0, 4.5], ["ortalama", "DSA", 7.8, 3.5]])

    def test_an_unknown_word_with_scores_of_its_own_stays(self) -> None:
        """A patient whose number is a word is a patient where the scores are no statistic of the others."""
        result = opened_rows([HEADER, *PATIENTS, ["temp", "CT", 6, 1]])

        assert result.source.patients == 13 and "rows_skipped" not in codes(result)

    def test_a_group_merged_over_its_patients_leaves_them(self) -> None:
        """CT组（n=6） in the first of six rows is the method of its patients, and the first of them stays too."""
        methods = {0: "CT组（n=6）", 6: "DSA组（n=6）"}
        rows = [[methods.get(n), row[0], *row[2:]] for n, row in enumerate(PATIENTS)]

        result = opened_rows([["组别", "编号", *HEADER[2:]], *rows])

        assert result.source.patients == 12 and "rows_skipped" not in codes(result)
        assert {row.name: row.n for row in result.method_values} == {"CT": 6, "DSA": 6}

    def test_patients_called_by_initials_stay(self) -> None:
        """Where patients have initials MW and MED are some of them."""
        initials = ["AB", "MW", "KL", "MED", "CD", "EF", "GH", "IJ", "MN", "OP", "QR", "ST"]

        assert _is_the_twelve([[name, *row[1:]] for name, row in zip(initials, PATIENTS, strict=True)])


class TestExamples:
    @pytest.mark.parametrize(
        "label", ["示例", "例", "样例", "e.g. 1", "Example", "(example)", "Beispiel", "示例1", "填写示例", "1（示例）"]
    )
    def test_the_example_of_a_template_is_no_patient(self, label: str) -> None:
        """The first row of a template, with scores that would count, is left out."""
        assert is_example(label)
        assert _is_the_twelve([[label, "CT", 8, 0], *PATIENTS])

    @pytest.mark.parametrize("word", ["例", "Sample ", "EG-", "EX"])
    def test_cases_numbered_in_words_are_patients(self, word: str) -> None:
        """例1 to 例12 are twelve patients, and so are the patients of a study EG."""
        assert _is_the_twelve([[f"{word}{row[0]}", *row[1:]] for row in PATIENTS])


class TestRemarks:
    @pytest.mark.parametrize(
        "row", [["第1页 共3页"], ["CT组", "12例"], ["CT组（n=6）"], ["共12例"], [None, "1=CT;2=DSA"], ["Page 1 of 3"]]
    )
    @pytest.mark.parametrize("place", [0, 6, 12])
    def test_pages_counts_and_codes_are_no_patients(self, row: list[object], place: int) -> None:
        """Wherever the row stands."""
        assert is_remark(str(row[-1]))
        assert _is_the_twelve([*PATIENTS[:place], row, *PATIENTS[place:]])


class TestMethodTitles:
    @pytest.mark.parametrize(
        ("written", "title"),
        [("CT组（n=6）", "CT组"), ("CT组(12例)", "CT组"), ("DSA guided (n=12)", "DSA guided"), ("Group 1: CT", "CT"),
         ("A组：CT引导", "CT引导"), ("CT 共6例", "CT"), ("登记表（n=6）", None), ("共12例", None)],
    )  # fmt: skip
    def test_a_title_without_its_count(self, written: str, title: str | None) -> None:
        """What is left names the method, or nothing does."""
        assert method_title(written) == title
