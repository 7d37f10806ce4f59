"""How a file was read, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from lib.intake.findings import Finding
from lib.intake.questions import IntakeQuestion
from lib.report.language import LANGUAGES, sentence
from lib.report.wording import (
    finding_message,
    how_read,
    question_reason,
    question_title,
    reading_line,
    source_line,
    understood_lines,
)


@dataclass(frozen=True)
class Source:
    """Where a file's patients came from."""

    file: str = "followup.xlsx"
    sheet: str | None = "CT组"
    rows: int = 64
    patients: int = 64


@dataclass(frozen=True)
class Column:
    """One column and what it was taken for."""

    header: str
    term: str
    outcome: str | None = None
    visit: str | None = None


@dataclass(frozen=True)
class Patients:
    """Two methods, three visits."""

    visit_days: Mapping[str, float | None]

    def facets(self, name: str) -> Mapping[str, int]:
        """32 patients per method."""
        return {"CT": 32, "DSA": 32} if name == "method" else {}


@dataclass(frozen=True)
class Opened:
    """A file that was read."""

    source: Source = field(default_factory=Source)
    cohort: Patients | None = field(default_factory=lambda: Patients({"baseline": 0, "1 week": 7, "1 month": 30}))
    findings: tuple[Finding, ...] = ()
    questions: tuple[IntakeQuestion, ...] = ()
    mapping: tuple[Column, ...] = ()
    dropped_identifiers: tuple[str, ...] = ()


class TestReadingLine:
    def test_with_conversion(self) -> None:
        """Patients, visits, the unit that was converted, and the cells to look at; notes are not to be looked at."""
        findings = (
            Finding(severity="warning", code="scale_0_100", parameters={"outcome": "VAS"}),
            Finding(severity="error", code="out_of_range", row=5, column="C"),
            Finding(severity="warning", code="unreadable_values", row=9, column="C"),
            Finding(severity="note", code="parsed_text", row=9, column="D"),
        )

        assert reading_line(Opened(findings=findings), "en") == (
            "64 patients · 3 visits · VAS read as 0–100 mm · 2 cells to look at"
        )
        assert reading_line(Opened(findings=findings), "zh") == ("64例 · 3个时间点 · VAS按0–100 mm读取 · 2格需查看")

    def test_rows_and_columns_are_no_cells(self) -> None:
        """By hand: two cells (one told twice, one of a counted pair), a row, an unused and a doubted column."""
        findings = (
            Finding(severity="error", code="out_of_range", row=5, column="C"),
            Finding(severity="warning", code="possible_missing_code", row=5, column="C", also=((None, 9, "C"),)),
            Finding(severity="warning", code="rows_skipped", row=40),
            Finding(severity="warning", code="event_codes_unclear", column="F", taken_as="ignored"),
            Finding(severity="warning", code="coded_groups", column="D"),
            Finding(severity="warning", code="identifiers_found", column="B", taken_as="dropped"),
        )

        assert reading_line(Opened(findings=findings), "en").endswith(" · 2 cells, 1 row, 2 columns to look at")
        assert reading_line(Opened(findings=findings), "zh").endswith(" · 2格、1行、2列需查看")

    def test_a_column_that_was_not_understood_is_not_clean(self) -> None:
        """Where a whole column was not used, not every cell was understood, though nothing is said of one cell."""
        unused = Finding(severity="note", code="covariate_too_many_levels", column="F", taken_as="ignored")

        assert "every cell understood" not in reading_line(Opened(findings=(unused,)), "en")

    def test_clean(self) -> None:
        """A file without findings was understood."""
        assert reading_line(Opened(), "en") == "64 patients · 3 visits · every cell understood"

    def test_before_the_answers(self) -> None:
        """Before a question is answered there are no visits yet."""
        assert reading_line(Opened(cohort=None), "zh") == "64例 · 所有单元格均已识别"


class TestSourceLine:
    def test_with_and_without_sheet(self) -> None:
        """The file, its sheet where it has one, its rows."""
        assert source_line(Opened(), "zh") == "followup.xlsx · 工作表CT组 · 64行"
        assert source_line(Opened(source=Source(sheet=None, rows=1)), "en") == "followup.xlsx · 1 row"


class TestUnderstoodLines:
    def test_lines(self) -> None:
        """Methods with their counts, scores with their columns, covariates, missing codes, and what was dropped."""
        opened = Opened(
            mapping=(
                Column("姓名", "identifier"),
                Column("引导方式", "method"),
                *(Column(f"VAS{number}", "score", "VAS") for number in range(4)),
                Column("性别", "sex"),
                Column("备用", "other"),
            ),
            findings=(
                Finding(severity="note", code="missing_values", row=4, value="失访", parameters={"n": 6}),
                Finding(severity="note", code="missing_values", row=9, value="/", parameters={"n": 3}),
                Finding(severity="note", code="missing_values", row=5, value="失访", parameters={"n": 2}),
                Finding(
                    severity="note", code="missing_values", row=6, value="死亡", parameters={"n": 4}, taken_as="died"
                ),
            ),
            dropped_identifiers=("姓名",),
        )

        assert understood_lines(opened, "zh") == [
            "引导方式取自“引导方式”：CT（32）、DSA（32）",
            "“VAS0”、“VAS1”、“VAS2” … → VAS",
            "按死亡处理，不作缺失：“死亡”（4）",
            "按缺失处理，保留原因：“失访”（8）、“/”（3）",
            "作为个人信息舍弃：姓名",
        ]
        assert "“性别” → sex" in understood_lines(opened, "en")
        assert "Taken as deaths, not as missing: “死亡” (4)" in understood_lines(opened, "en")

    def test_a_dose_names_its_visit(self) -> None:
        """A dose of opioids at a visit is named with it, before treatment with its own word."""
        columns = (Column("MME 1m", "opioid", visit="1 month"), Column("MME", "opioid", visit="baseline"))

        assert understood_lines(Opened(cohort=None, mapping=columns), "zh") == [
            "“MME 1m” → 术后1个月阿片类用量（毫克/天）",
            "“MME” → 术前阿片类用量（毫克/天）",
        ]

    def test_of_columns_name_the_column(self) -> None:
        """A remark on a column names its letter and header; an identifier only its letter; free text both."""
        found = (
            Finding(severity="warning", code="coded_groups", column="B", header="组别", parameters={"names": "1, 2"}),
            about("A", "姓名", "name"),
            about("R", "备注", "free_text"),
        )

        opened = Opened(cohort=None, findings=found, dropped_identifiers=("姓名", "备注"))

        assert understood_lines(opened, "zh") == [
            "B列“组别”：分组为代码（1、2），请在“列与含义”中说明其含义。",
            "A列：该列可识别患者身份，不进入任何分析。",
            "R列“备注”：自由文本中可能含有患者信息，为稳妥起见不采用。",
            "作为个人信息舍弃：姓名",
        ]

    def test_leave_out_what_is_being_asked(self) -> None:
        """The unit and the codes that are asked for are not listed as settled; those of other columns are."""
        questions = (
            IntakeQuestion(code="odi_up_to_50", parameters={"outcome": "ODI"}),
            IntakeQuestion(code="event_codes_unclear", parameters={"header": "渗漏", "codes": "1, 2"}),
        )
        found = (
            Finding(severity="warning", code="odi_up_to_50", parameters={"outcome": "ODI"}, taken_as="of50"),
            Finding(severity="note", code="scale_0_50", column="H", header="ODI术前", parameters={"outcome": "ODI"}),
            codes("J", "渗漏", "1, 2"),
            codes("K", "并发症", "1, 2, 3"),
        )

        (line,) = understood_lines(Opened(cohort=None, findings=found, questions=questions), "zh")

        assert line.startswith("K列“并发症”")


def about(column: str, header: str, kind: str) -> Finding:
    """A column that was dropped as an identifier of this kind."""
    return Finding(
        severity="warning",
        code="identifiers_found",
        column=column,
        header=header,
        parameters={"kind": kind},
        taken_as="dropped",
    )


def codes(column: str, header: str, said: str) -> Finding:
    """A column of an event that holds codes without a legend."""
    return Finding(
        severity="warning", code="event_codes_unclear", column=column, header=header, parameters={"codes": said}
    )


class TestQuestions:
    @staticmethod
    def _asked(**parameters: str | int) -> IntakeQuestion:
        return IntakeQuestion(
            code="duplicate_patient_conflict", parameters=parameters, options=(), proposed=0, reason="rows_differ",
            is_safe=False, rank=0,
        )  # fmt: skip

    def test_one_patient_and_several(self) -> None:
        """One patient is "1 patient"; the sentence around it fits both."""
        one, two = (self._asked(first=2, second=5, n=n) for n in (1, 2))

        assert question_title(one, "en") == (
            "In the file more than once with different values: 1 patient. Which row counts?"
        )
        assert "values: 2 patients." in question_title(two, "en")
        assert question_title(one, "zh") == "1例患者重复出现且数值不同，以哪一行为准？"

    def test_rows_of_sheets(self) -> None:
        """Rows 2 and 2 of two sheets are named with their sheets."""
        asked = self._asked(first=2, first_sheet="CT", second=2, second_sheet="DSA", n=1)

        assert question_reason(asked, "en").startswith("Row 2 of sheet CT and row 2 of sheet DSA are the same patient")
        assert question_reason(asked, "zh").startswith("工作表CT第2行与工作表DSA第2行为同一患者")
        plain = question_reason(self._asked(first=2, second=5, n=1), "en")
        assert plain.startswith("Rows 2 and 5 are the same patient")


class TestHowRead:
    def test_a_report_tells_conversions_and_rows_left_out(self) -> None:
        """VAS in millimetres and two rows that are no patients, each once; nothing where nothing was changed."""
        converted = Finding(severity="warning", code="scale_0_100", parameters={"outcome": "VAS"})
        total = Finding(severity="warning", code="rows_skipped", row=9, parameters={"what": "totals"})

        assert how_read([converted, converted, total, total], "en") == (
            "VAS is written as 0–100 and was converted to 0–10. "
            "2 rows of the file are no patients (totals, units, notes) and were left out."
        )
        assert how_read([], "zh") == ""

    @pytest.mark.parametrize(
        ("language", "odi", "several"),
        [
            ("en", "read as points of 50 and doubled to percent.", "the mean of these scores was taken."),
            ("zh", "已按50分制读取并乘以2换算为百分数。", "已取其均数。"),
        ],
    )
    def test_a_report_tells_what_was_decided(self, language: str, odi: str, several: str) -> None:
        """ODI up to 50 doubled, several scores of a visit averaged; the page on which to change it is not named."""
        found = [
            Finding(severity="warning", code="odi_up_to_50", parameters={"outcome": "ODI"}, taken_as="of50"),
            Finding(
                severity="warning",
                code="several_in_window",
                parameters={"n": 4, "k": 9, "first": 2, "second": 3},
                taken_as="mean",
            ),
        ]

        said = how_read(found, language)

        assert odi in said and said.endswith(several)
        assert sentence(language, "decided.change") not in said


@pytest.mark.parametrize(
    ("language", "taken", "said"),
    [
        ("en", "of50", "it was read as points of 50 and doubled to percent. Change it on Columns."),
        ("en", "percent", "it was read as percent. Change it on Columns."),
        ("zh", "of50", "已按50分制读取并乘以2换算为百分数。可在“列与含义”中更改。"),
        ("zh", "percent", "已按百分数读取。可在“列与含义”中更改。"),
    ],
)
def test_a_proposal_that_was_taken_is_named(language: str, taken: str, said: str) -> None:
    """What is noticed of a question says which of its answers was taken, not only that one was."""
    found = Finding(severity="warning", code="odi_up_to_50", parameters={"outcome": "ODI"}, taken_as=taken)

    assert finding_message(found, language).endswith(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_without_a_sentence_of_its_own_is_told_by_question_and_answer(language: str) -> None:
    """A sheet that seems a copy with other values: the question, then the answer that was taken."""
    parameters: dict[str, str | int | float] = {"kept": "new", "other": "old", "k": 3, "others": 1}
    found = Finding(severity="warning", code="copy_differs", parameters=parameters, taken_as="parts")

    said = finding_message(found, language)

    assert sentence(language, "questions.copy_differs.option_parts", kept="new", other="old") in said
