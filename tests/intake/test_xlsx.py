from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from lib.intake.findings import UnreadableFile
from lib.intake.xlsx import read_xlsx
from tests.intake.files import HEADER, ROWS, codes, opened, values, with_column, xlsx


def changed_xlsx(change: dict[str, tuple[str, str]]) -> bytes:
    """The registry as xlsx with a text replaced in some parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"Sheet1": [HEADER, *ROWS]}))) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name in change:
                before, after = change[name]
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return held.getvalue()


class TestReadXlsx:
    def test_percent_format(self) -> None:
        """0.62 shown as 62% is 62 percent."""
        workbook = openpyxl.load_workbook(io.BytesIO(xlsx({"S": [HEADER, *ROWS]})))
        for row in workbook["S"].iter_rows(min_row=2, min_col=5, max_col=6):
            for cell in row:
                cell.value, cell.number_format = cell.value / 100, "0%"
        held = io.BytesIO()
        workbook.save(held)

        result = opened(held.getvalue())

        assert values(result, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]

    def test_formula_without_a_stored_result(self) -> None:
        """A formula that no program ever calculated is missing, and its cell is named."""
        result = opened(xlsx({"S": [HEADER, *with_column(3, ["=C2-5"])]}))

        assert values(result, "VAS", "post-procedure")[0] is None
        finding = next(finding for finding in result.findings if finding.code == "formulas_without_values")
        assert (finding.row, finding.column) == (2, "D")

    def test_a_column_of_uncalculated_formulas_is_refused(self) -> None:
        """When nothing of a score was ever calculated the file must be saved by Excel first."""
        with pytest.raises(UnreadableFile) as refusal:
            opened(xlsx({"S": [HEADER, *with_column(3, [f"=C{row}-5" for row in range(2, 8)])]}))

        assert refusal.value.code == "formulas_without_values"

    def test_array_formulas_are_formulas(self) -> None:
        """An array formula without a result is missing as well."""
        result = opened(xlsx({"S": [HEADER, *with_column(3, [ArrayFormula("D2", "=C2-5")])]}))

        assert "formulas_without_values" in codes(result)

    def test_a_lying_dimension_is_ignored(self) -> None:
        """The declared size of a sheet is not believed, in either direction."""
        for declared in ("A1", "A1:XFD1048576"):
            content = changed_xlsx(
                {"xl/worksheets/sheet1.xml": ('<dimension ref="A1:F7"', f'<dimension ref="{declared}"')}
            )

            assert values(opened(content), "VAS", "baseline") == [8, 7, 6, 9, 7, 8]

    def test_a_stray_cell_far_away(self) -> None:
        """One cell in the last corner costs nothing and is said."""
        stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        result = opened(changed_xlsx({"xl/worksheets/sheet1.xml": ("</sheetData>", stray)}))

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert "stray_cells_ignored" in codes(result)

    @pytest.mark.parametrize(
        "change",
        [
            ("</sheetData>", ""),
            ('r="A2"', 'r="ZZZZ99999999"'),
            ("<sheetData>", "<sheetData><row><row></row></row>"),
            ("P01", "P&#0;1"),
        ],
    )
    def test_damage_inside(self, change: tuple[str, str]) -> None:
        """Parts that are not well formed or point outside the grid are refused."""
        with pytest.raises(UnreadableFile) as refusal:
            opened(changed_xlsx({"xl/worksheets/sheet1.xml": change}))

        assert refusal.value.code == "corrupt_file"


class TestSharedStrings:
    @staticmethod
    def parts(index: int) -> dict[str, bytes]:
        """A workbook of one shared string, spelled as some .NET programs write it."""
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        sheet = f'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>{index}</v></c></row></sheetData></worksheet>'
        return {
            "xl/workbook.xml": b'<workbook xmlns:r="urn:r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships><Relationship Id="a" Type="{kind}/worksheet" Target="worksheets/sheet.xml"/>'
                f'<Relationship Id="b" Type="{kind}/sharedStrings" Target="SharedStrings.xml"/></Relationships>'
            ).encode(),
            "xl/sharedstrings.xml": b"<sst><si><r><t>V</t></r><r><t>AS</t></r><rPh><t>zz</t></rPh></si></sst>",
            "xl/worksheets/sheet.xml": sheet.encode(),
        }

    def test_runs_without_phonetic_hints(self) -> None:
        """Rich text is one text, and hints for reading it aloud are not part of it."""
        grids, _ = read_xlsx(self.parts(0))

        assert grids[0].reply()["columns"][0]["values"] == ["VAS"]  # type: ignore[index]

    @pytest.mark.parametrize("index", [1, 999, -1])
    def test_a_string_that_does_not_exist(self, index: int) -> None:
        """A cell that points beyond the strings, or before the first of them, is damage."""
        with pytest.raises(UnreadableFile) as refusal:
            read_xlsx(self.parts(index))

        assert refusal.value.code == "corrupt_file"
