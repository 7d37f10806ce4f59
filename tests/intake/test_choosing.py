from __future__ import annotations

import io
from unittest import mock

import openpyxl
import pytest

from lib.intake import choosing
from lib.intake.findings import UnreadableFile
from lib.intake.opening import SourceFile, open_registry
from lib.intake.settings import ReadingSettings
from tests.intake.files import HEADER, ROWS, codes, csv, opened, values, xlsx

SCORES = [["id", "vas_pre", "vas_post"], ["a", 8, 2], ["b", 7, 3], ["c", 9, 4]]
METHODS = [["id", "guidance", "age"], ["c", "DSA", 61], ["a", "CT", 54], ["b", "DSA", 70]]


class TestChoose:
    def test_the_sheet_with_patients_is_read(self) -> None:
        """A cover sheet before the data is passed over, and said."""
        result = opened(xlsx({"封面": [["项目说明"], ["版本1"]], "数据": [HEADER, *ROWS]}))

        assert result.source.sheet == "数据"
        assert "choose_sheet" in codes(result)

    def test_methods_in_another_sheet_are_joined_by_the_id(self) -> None:
        """Scores here and methods there come together by the id, not by the place."""
        result = opened(xlsx({"scores": SCORES, "patients": METHODS}))

        assert result.cohort is not None
        assert [result.cohort.methods[i] for i in result.cohort.method] == ["CT", "DSA", "DSA"]
        assert "sheets_joined" in codes(result)

    def test_methods_in_another_file_are_joined_by_the_id(self) -> None:
        """The same in two csv files dropped together."""
        files = [
            SourceFile(name="scores.csv", content=csv(SCORES).encode()),
            SourceFile(name="list.csv", content=csv(METHODS).encode()),
        ]

        result = open_registry(files)

        assert result.cohort is not None
        assert [result.cohort.methods[i] for i in result.cohort.method] == ["CT", "DSA", "DSA"]

    def test_an_id_that_stands_twice_joins_nobody(self) -> None:
        """A list with the same id twice cannot say whose method it is."""
        result = opened(xlsx({"scores": SCORES, "patients": [*METHODS, ["a", "DSA", 50]]}))

        assert result.cohort is not None and result.cohort.methods == ("all patients",)

    def test_one_file_per_group(self) -> None:
        """Two files named after methods are two groups of different patients."""
        files = [
            SourceFile(name="CT组.csv", content=csv([["编号", "术前VAS", "术后VAS"], [1, 8, 2], [2, 7, 3]]).encode()),
            SourceFile(name="DSA组.csv", content=csv([["编号", "术前VAS", "术后VAS"], [1, 9, 4]]).encode()),
        ]

        result = open_registry(files)

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 2, "DSA": 1}

    def test_undecidable_sheets_are_asked_about(self) -> None:
        """Two sheets with the same columns, the same ids and no method may be groups or visits."""
        header = ["id", "VAS"]
        content = xlsx({"A": [header, [1, 8], [2, 7]], "B": [header, [1, 6], [2, 9]]})

        asked = opened(content)
        answered = opened(content, settings=ReadingSettings(sheets_are="groups"))

        assert asked.cohort is None and asked.blocking is not None and asked.blocking.code == "sheets_are"
        assert answered.cohort is not None and answered.cohort.n_patients == 4

    def test_each_sheet_may_have_its_own_unit(self) -> None:
        """One centre writes mm, the other cm; each sheet is judged by itself."""
        header = ["id", "group", "vas_pre", "vas_post"]
        one = [header, ["a", "CT", 80, 20], ["b", "DSA", 70, 30], ["c", "CT", 90, 40]]
        other = [header, ["d", "CT", 8, 2], ["e", "DSA", 7, 3], ["f", "DSA", 9, 4]]

        result = opened(xlsx({"North": one, "South": other}))

        assert values(result, "VAS", "baseline") == [8, 7, 9, 8, 7, 9]


class TestMostRows:
    def test_rows_beside_the_largest_sheet(self) -> None:
        """Three rows of a second sheet are one too many where two are allowed; the largest may have any number."""
        header = ["id", "group", "vas_pre", "vas_post"]
        largest = [header, *[[f"a{n}", "CT" if n % 2 else "DSA", 8, 2 + n % 3] for n in range(12)]]

        with mock.patch.object(choosing, "MOST_ROWS_BESIDE", 2):
            assert opened(xlsx({"All": largest, "Note": [["one"], ["two"]]})).cohort is not None
            with pytest.raises(UnreadableFile, match="too_many_rows"):
                opened(xlsx({"All": largest, "Note": [["one"], ["two"], ["three"]]}))

    def test_sheets_with_patients(self) -> None:
        """Three sheets with scores are one too many where two are allowed; sheets without scores do not count."""
        two = {"CT": [HEADER, *ROWS], "DSA": [HEADER, *ROWS], "Note": [["one"], ["two"]]}

        with mock.patch.object(choosing, "MOST_TABLES", 2):
            assert opened(xlsx(two)).source.rows
            with pytest.raises(UnreadableFile, match="too_many_sheets"):
                opened(xlsx({**two, "Fluoroscopy": [HEADER, *ROWS]}))


class TestCopies:
    """A sheet and its copy are the same patients, whatever the sheets are called."""

    SHEET = (
        ("编号", "方法", "术前VAS", "术后1月VAS"),
        *[(n, "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 2) for n in range(1, 11)],
    )

    def test_a_copy_counts_nobody_twice(self) -> None:
        """Ten patients in the sheet and in its copy are ten; each repeated row is told."""
        result = opened(xlsx({"Sheet1": self.SHEET, "Sheet1 (2)": self.SHEET}))

        assert result.cohort is not None
        assert result.cohort.n_patients == 10
        assert [one.code for one in result.findings].count("duplicate_rows") == 10

    def test_a_corrected_copy_is_asked_about(self) -> None:
        """One score differs: which row counts is asked, and nothing is analysed before."""
        corrected = [list(row) for row in self.SHEET]
        corrected[4][3] = 9

        result = opened(xlsx({"登记": self.SHEET, "修改版": corrected}))

        assert result.cohort is None
        assert [one.code for one in result.questions] == ["duplicate_patient_conflict"]

    def test_a_copy_without_methods(self) -> None:
        """Also where no column says the method two equal sheets are no two groups."""
        rows = [[row[0], *row[2:]] for row in self.SHEET]

        result = opened(xlsx({"甲": rows, "乙": rows}))

        assert result.cohort is not None
        assert result.cohort.n_patients == 10

    def test_a_file_per_centre_with_a_sheet_per_group(self) -> None:
        """CT组 and DSA组 of two files, all numbered from 1: two methods, and every row is a patient of its own."""
        header = ["序号", "术前VAS", "术后1月VAS"]
        scores = {
            "一院 CT组": "83 62 71 94",
            "一院 DSA组": "75 84 61 92",
            "二院 CT组": "64 73 95 81",
            "二院 DSA组": "91 65 82 74",
        }
        rows = {name: [[n, *map(int, pair)] for n, pair in enumerate(said.split(), 1)] for name, said in scores.items()}

        result = open_registry([
            SourceFile(
                name=f"{centre}.xlsx",
                content=xlsx({group: [header, *rows[f"{centre} {group}"]] for group in ("CT组", "DSA组")}),
            )
            for centre in ("一院", "二院")
        ])  # fmt: skip

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 8, "DSA": 8}
        assert not result.questions and result.cohort.n_patients == 16


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_announced(state: str) -> None:
    """A hidden list of names beside the scores is told, whatever its kind of hiding, and no name is kept."""
    book = openpyxl.load_workbook(
        io.BytesIO(
            xlsx({"data": [HEADER, *ROWS], "names": [["patient_id", "姓名"], *([r[0], "测试甲"] for r in ROWS)]})
        )
    )
    book["names"].sheet_state = state
    held = io.BytesIO()
    book.save(held)

    result = opened(held.getvalue())

    assert "hidden_sheet_present" in codes(result)
    assert values(result, "VAS", "baseline") == [8, 7, 6, 9, 7, 8]
