from __future__ import annotations

import io

import openpyxl
import pytest

from lib.intake.findings import UnreadableFile
from tests.intake.files import HEADER, ROWS, codes, opened, opened_rows, values, xlsx

VAS_BEFORE = [8, 7, 6, 9, 7, 8]


class TestFindTable:
    def test_titles_and_blank_rows_above(self) -> None:
        """The header is found below titles."""
        result = opened_rows([["髂骨转移瘤登记表"], ["制表: 介入科", None, None, "2017-01-01"], [], HEADER, *ROWS])

        assert values(result, "VAS", "baseline") == VAS_BEFORE

    def test_blank_columns_to_the_left(self) -> None:
        """A table that starts at column D is read, with Excel's column letters."""
        result = opened_rows([[], [], *[[None, None, None, *row] for row in (HEADER, *ROWS)]])

        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert [column.column for column in result.mapping] == ["D", "E", "F", "G", "H", "I"]

    def test_a_number_merged_over_three_header_rows(self) -> None:
        """编号 in A2:A4 beside other merged titles names column A: a patient entered twice counts once."""
        book = openpyxl.Workbook()
        for row in (
            ["2019-2023年登记"], ["编号", "基本信息", "疗效评价"], [None, "引导方式", "VAS"],
            [None, None, "术前", "术后1月"],
            *([n, "CT" if n % 2 else "DSA", 7 + n % 3, n % 4] for n in (*range(1, 13), 1)),
        ):  # fmt: skip
            book.active.append(row)
        for span in ("A1:D1", "A2:A4", "B3:B4", "C2:D2", "C3:D3"):
            book.active.merge_cells(span)
        held = io.BytesIO()
        book.save(held)

        result = opened(held.getvalue())

        assert result.source.patients == 12
        assert [(one.column, one.term) for one in result.mapping][:2] == [("A", "patient"), ("B", "method")]

    def test_two_header_rows(self) -> None:
        """Scores over visits make one header."""
        rows = [["编号", "引导方式", "VAS", None, "ODI", None], [None, None, "术前", "术后", "术前", "术后"], *ROWS]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert values(result, "ODI", "post-procedure") == [30, 24, 36, 40, 20, 28]

    @pytest.mark.parametrize(
        "header",
        [
            [["编号", "引导方式", "术前", None, "术后", None], [None, None, "VAS", "ODI", "VAS", "ODI"]],
            [[None, None, "术前", None, "术后"], ["编号", "引导方式", "VAS", "ODI", "VAS", "ODI"]],
            [
                ["编号", "引导方式", "疗效指标"],
                [None, None, "术前", None, "术后"],
                [None, None, "VAS", "ODI", "VAS", "ODI"],
            ],
        ],
    )
    def test_visits_over_scores(self, header: list[list[object]]) -> None:
        """Visits may stand over scores, beside or below the other columns, and under a third line."""
        rows = [[row[0], row[1], row[2], row[4], row[3], row[5]] for row in ROWS]

        result = opened_rows([*header, *rows])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert values(result, "ODI", "post-procedure") == [30, 24, 36, 40, 20, 28]

    def test_many_answers_no_in_the_first_row(self) -> None:
        """The word may be the number of a patient once; a row that is full of it is a patient who had none of it."""
        events = ["Infektion", "Hämatom", "Ereignis A", "Ereignis B", "Ereignis C", "Ereignis D"]
        rows = [
            ["Pat", "Führung", "VAS vor", "VAS nach", *events],
            *([n, "CT", 8, 3, *["no"] * 6] for n in range(1, 7)),
        ]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == [8] * 6

    def test_bare_months_under_a_score(self) -> None:
        """1月 and 3月 under VAS are months after the procedure: a header, no first patient with dates."""
        rows = [["编号", "引导方式", "VAS", None, "ODI", None], [None, None, "术前", "1月", "1月", "3月"], *ROWS]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert values(result, "ODI", "3 months") == [30, 24, 36, 40, 20, 28]

    @pytest.mark.parametrize("title", ["疼痛随访登记", "VAS随访", "术后随访"])
    def test_a_title_beside_the_first_column_is_not_a_header(self, title: str) -> None:
        """Over headers that each say their score and visit a single cell is a title, wherever it stands."""
        result = opened_rows([[None, None, title], HEADER, *ROWS])

        assert [column.header for column in result.mapping] == HEADER
        assert values(result, "VAS", "baseline") == VAS_BEFORE

    def test_one_score_over_its_visits_is_a_header(self) -> None:
        """A single cell over visits that name no score says which score they are of."""
        rows = [[None, None, "疼痛VAS"], ["编号", "引导方式", "术前", "术后1月"], *(row[:4] for row in ROWS)]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == VAS_BEFORE

    def test_a_title_is_not_a_header(self) -> None:
        """A title that names a score over the whole table does not join the header."""
        result = opened_rows([["VAS评分登记表"], HEADER, *ROWS])

        assert [column.header for column in result.mapping] == HEADER

    @pytest.mark.parametrize(
        "extra",
        [
            [["合计", None, 45, 16, 370, 178]],
            [["均数±标准差", None, "7.5±1.0", "2.7±1.2", "62±5", "30±7"]],
            [[], ["注: VAS 0-10分"], ["统计: 张某"]],
            [HEADER],
        ],
    )
    def test_rows_that_are_no_patients(self, extra: list[list[object]]) -> None:
        """Totals, notes and repeated headers are left out, and said."""
        result = opened_rows([HEADER, *ROWS, *extra])

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert "rows_skipped" in codes(result)

    @pytest.mark.parametrize("label", ["CT组平均", "CT组均值", "Mean (CT)", "CT average", "x±s", "合计3例"])
    def test_a_summary_in_the_middle(self, label: str) -> None:
        """The means of a method between its patients and the next one's are no seventh patient."""
        result = opened_rows([HEADER, *ROWS[:3], [label, "CT", 7, 3, 63, 30], *ROWS[3:]])

        assert result.cohort is not None and result.cohort.n_patients == 6
        skipped = [finding for finding in result.findings if finding.code == "rows_skipped"]
        assert [(finding.severity, finding.row) for finding in skipped] == [("warning", 5)]

    @pytest.mark.parametrize("name", ["Min Wang", "N Smith", "Meanwell J", "Sum Yi"])
    def test_a_patient_named_like_a_summary(self, name: str) -> None:
        """A name that begins like "minimum" or contains "mean" is a patient."""
        result = opened_rows([HEADER, [name, *ROWS[0][1:]], *ROWS[1:]])

        assert result.cohort is not None and result.cohort.n_patients == 6

    def test_units_below_the_header(self) -> None:
        """A row of units is no patient."""
        result = opened_rows([HEADER, ["-", "-", "分", "分", "%", "%"], *ROWS])

        assert result.cohort is not None and result.cohort.n_patients == 6

    @pytest.mark.parametrize("day", ["dd/mm/yyyy", "yyyy-mm-dd", "TT.MM.JJJJ", "年/月/日"])
    def test_units_with_forms_of_dates_and_codes(self, day: str) -> None:
        """A row that says how dates and codes are written, and of how many points, is no patient; ODI is of 50."""
        header = ["MRN", "Procedure date", "Guidance", "VAS pre", "VAS 1 month", "ODI pre", "ODI 1 month", "Leak"]
        rows = [[7700 + n, "2023-01-05", "CT" if n % 2 else "DSA", 70 + n, 20 + n, 40, 12, n % 2] for n in range(8)]

        result = opened_rows([header, [None, day, None, "mm", "mm", "/50", "/50", "0/1"], *rows])

        assert result.cohort is not None and result.cohort.n_patients == 8
        assert values(result, "VAS", "baseline") == [7 + n / 10 for n in range(8)]
        assert values(result, "ODI", "1 month") == [24.0] * 8
        assert "odi_up_to_50" not in codes(result)

    def test_a_second_table_beside(self) -> None:
        """A small table to the right is left out, and said."""
        rows = [
            [*row, None, None, *extra]
            for row, extra in zip([HEADER, *ROWS], [["组", "例数"], ["CT", 3], ["DSA", 3], *[[]] * 4], strict=True)
        ]

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert "several_tables" in codes(result)

    def test_a_method_in_merged_cells(self) -> None:
        """A method written once in a merged cell holds for every row of it."""
        workbook = openpyxl.load_workbook(io.BytesIO(xlsx({"S": [HEADER, *ROWS]})))
        workbook["S"].merge_cells("B2:B4")
        held = io.BytesIO()
        workbook.save(held)

        result = opened(held.getvalue())

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 3, "DSA": 3}

    def test_hidden_rows_are_counted_and_said(self) -> None:
        """A filter in Excel does not change who is in the registry."""
        workbook = openpyxl.load_workbook(io.BytesIO(xlsx({"S": [HEADER, *ROWS]})))
        workbook["S"].row_dimensions[3].hidden = True
        held = io.BytesIO()
        workbook.save(held)

        result = opened(held.getvalue())

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert "hidden_rows" in codes(result)

    def test_patients_in_columns(self) -> None:
        """A transposed table is refused by name."""
        with pytest.raises(UnreadableFile) as refusal:
            opened_rows(list(zip(*[HEADER, *ROWS], strict=True)))

        assert refusal.value.code == "looks_transposed"

    def test_means_instead_of_patients(self) -> None:
        """A results table is refused by name."""
        with pytest.raises(UnreadableFile) as refusal:
            opened_rows(
                [
                    ["组别", "例数", "VAS术前", "VAS术后"],
                    ["CT", 32, "7.2±1.1", "2.3±0.8"],
                    ["DSA", 32, "7.1±1.0", "2.4±0.9"],
                ]
            )

        assert refusal.value.code == "summary_not_patients"

    @pytest.mark.parametrize("label", ["合计", "平均值", "Total"])
    def test_a_total_where_the_numbers_of_patients_stand_is_nobody(self, label: str) -> None:
        """A column of numbers for patients may follow the scores: its word for a total still names no patient."""
        rows = [[*row[2:], row[1], row[0]] for row in ROWS]

        result = opened_rows([[*HEADER[2:], HEADER[1], HEADER[0]], *rows, [6, 4, 58, 22, None, label]])

        assert result.source.patients == 6
        assert values(result, "VAS", "baseline") == VAS_BEFORE

    @pytest.mark.parametrize("tests", [("t", "P"), ("χ2", "p"), ("t/Z", "P值")])
    def test_a_test_below_the_means_is_nobody(self, tests: tuple[str, str]) -> None:
        """The statistic and its p below a table of means were two patients: the table is refused as one of means."""
        rows = [["CT", "7.2±1.1", "2.3±0.8"], ["DSA", "7.1±1.0", "2.4±0.9"], [tests[0], 0.3, 0.4], [tests[1], 0.7, 0.6]]

        with pytest.raises(UnreadableFile) as refusal:
            opened_rows([["组别", "VAS术前", "VAS术后"], *rows])

        assert refusal.value.code == "summary_not_patients"

    @pytest.mark.parametrize(("row", "column"), [(4, 16_384), (7, 5_000), (1_048_576, 1), (60_000, 3), (500, 16_384)])
    def test_a_stray_cell_far_away_is_nobody(self, row: int, column: int) -> None:
        """One cell far to the right of a patient or far below all of them is said to be a stray."""
        book = openpyxl.load_workbook(io.BytesIO(xlsx({"Sheet1": [HEADER, *ROWS]})))
        book.active.cell(row, column, 1)
        held = io.BytesIO()
        book.save(held)

        result = opened(held.getvalue())

        assert result.source.patients == 6 and "stray_cells_ignored" in codes(result)
        assert values(result, "VAS", "baseline") == VAS_BEFORE

    def test_patients_with_letters_stay_above_the_means(self) -> None:
        """P, F and T are patients where no mean stands above them."""
        rows = [[letter, "CT" if n % 2 else "DSA", 7, 3] for n, letter in enumerate("ABFPTZ")]

        result = opened_rows([["ID", "Guidance", "VAS pre", "VAS post"], *rows, ["mean", None, "7.0±0.0", "3.0±0.0"]])

        assert result.source.patients == 6

    def test_the_first_patient_does_not_become_the_header(self) -> None:
        """A table without a header is not read."""
        with pytest.raises(UnreadableFile) as refusal:
            opened_rows(ROWS)

        assert refusal.value.code == "columns_not_found"


class TestPrintedPages:
    def test_titles_of_pages_and_signatures_are_no_patients(self) -> None:
        """The title over each repeated header, and who drew the table up and checked it below: six patients in all."""
        signed = ["制表人：", "王", "审核人：", "李", "日期：2021-03-05"]

        result = opened_rows(
            [["登记表 第1页"], HEADER, *ROWS[:3], ["登记表 第2页"], HEADER, *ROWS[3:], [], ["注：VAS为0-10分"], signed]
        )

        assert result.cohort is not None
        assert (result.cohort.n_patients, result.cohort.methods) == (6, ("CT", "DSA"))
        assert values(result, "VAS", "baseline") == VAS_BEFORE

    def test_a_page_number_beside_the_title(self) -> None:
        """A title with "Page 2/2" at the right, over the header that comes again, is nobody either."""
        title: list[object] = ["Registry of cementoplasty", None, None, None, None]

        result = opened_rows([[*title, "Page 1/2"], HEADER, *ROWS[:3], [*title, "Page 2/2"], HEADER, *ROWS[3:]])

        assert result.cohort is not None and result.cohort.n_patients == 6

    def test_names_of_variables_above_the_header_add_nothing(self) -> None:
        """id, grp, v0, v1 … over 编号, 组别, VAS术前 …: the scores are those of the header alone."""
        codes_above = ["id", "grp", "v0", "v1", "v2", "v3"]
        header = ["编号", "组别", "VAS术前", "VAS术后1周", "ODI术前", "ODI术后1周"]

        result = opened_rows([codes_above, header, *ROWS])

        assert result.cohort is not None
        assert sorted(result.cohort.scores) == [
            ("ODI", "1 week"), ("ODI", "baseline"), ("VAS", "1 week"), ("VAS", "baseline"),
        ]  # fmt: skip


class TestHeadersUnderAScore:
    def test_who_a_patient_is_stands_alone(self) -> None:
        """编号 and 引导方式 under the cells "VAS评分" and "ODI" over their columns are no scores."""
        below = ["编号", "引导方式", "术前", "术后1个月"]
        rows: list[list[object]] = [["VAS评分", None, None, None, "ODI"], [*below, *below]]
        for n in range(6):
            who = [f"P{n}", "CT" if n % 2 else "DSA"]
            rows.append([*who, 8, 3 + n % 2, *who, 60, 20 + n])

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "ODI", "1 month") == [20, 21, 22, 23, 24, 25]
        assert values(result, "VAS", "1 month") == [3, 4, 3, 4, 3, 4]


class TestRangesUnderTheHeader:
    def test_are_no_patient(self) -> None:
        """What may be written (CT/DSA, 0-10, 0-100) below the header is a note; six patients, two methods."""
        result = opened_rows([HEADER, [None, "CT/DSA", "0-10", "0-10", "0-100", "0-100"], *ROWS])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert [one.row for one in result.findings if one.code == "rows_skipped"] == [2]

    def test_a_patient_with_ranges_stays(self) -> None:
        """A patient with a number and scores of 7-8 is a patient."""
        result = opened_rows([HEADER, ["P00", "CT", "7-8", "3-4", "60", "30"], *ROWS])

        assert result.cohort is not None and result.cohort.n_patients == 7

    def test_may_hold_the_legend(self) -> None:
        """1=CT，2=DSA below 组别 explains the codes of the six patients."""
        rows = [[row[0], 1 if row[1] == "CT" else 2, *row[2:]] for row in ROWS]

        result = opened_rows([HEADER, [None, "1=CT，2=DSA", "0-10分", "0-10分", "0-100%", "0-100%"], *rows])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == VAS_BEFORE


class TestUnitsBehindVisits:
    @pytest.mark.parametrize("behind", ["（分）", "(points)", "(0-10分)", "得分", "(n=6)"])
    def test_a_lower_header_of_visits_with_units(self, behind: str) -> None:
        """术前（分） and 术后1月（分） below VAS are a second header row, as 术前 and 术后1月 are."""
        rows = [[row[0], row[1], row[2], row[3]] for row in ROWS]

        result = opened_rows([["编号", "组别", "VAS", None], [None, None, f"术前{behind}", f"术后1月{behind}"], *rows])

        assert values(result, "VAS", "baseline") == VAS_BEFORE
        assert values(result, "VAS", "1 month") == [3, 2, 4, 4, 1, 2]


class TestCategoriesAboveTheHeader:
    CATEGORIES = ("基本信息", None, "手术信息", None, None)

    @pytest.mark.parametrize("is_merged", [False, True])
    @pytest.mark.parametrize(
        ("above", "below"),
        [
            (["VAS评分", None, "ODI评分", None], ["术前", "术后1月", "术前", "术后1月"]),
            (["术前", None, "术后1月", None], ["VAS", "ODI", "VAS", "ODI"]),
        ],
    )
    def test_complete_only_scores_and_visits(self, above: list[str], below: list[str], is_merged: bool) -> None:
        """A score over its visits is read beside categories of other columns, which name none; so are visits."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append([*self.CATEGORIES, *above, "其他"])
        sheet.append(["编号", "年龄", "引导方式", "节段", "水泥量", *below, "渗漏"])
        for n in range(6):
            scores = [8, 3, 60, 20] if above[0] == "VAS评分" else [8, 60, 3, 20]
            sheet.append([n + 1, 50 + n, ("CT", "DSA")[n % 2], "L1", 3.5, *scores, "有" if n == 2 else "无"])
        for span in ("A1:B1", "C1:E1", "F1:G1", "H1:I1") if is_merged else ():
            sheet.merge_cells(span)
        held = io.BytesIO()
        book.save(held)

        result = opened(held.getvalue())

        assert [values(result, "VAS", visit) for visit in ("baseline", "1 month")] == [[8] * 6, [3] * 6]
        assert [values(result, "ODI", visit) for visit in ("baseline", "1 month")] == [[60] * 6, [20] * 6]
        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 3, "DSA": 3}
        assert result.cohort.event_counts("leakage").of("CT")[1] == 3
