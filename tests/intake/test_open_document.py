from __future__ import annotations

import pytest

from lib.intake.findings import UnreadableFile
from lib.intake.open_document import read_open_document


def ods_parts(rows: str) -> dict[str, bytes]:
    """The content of an OpenDocument spreadsheet with these rows."""
    spaces = "".join(f' xmlns:{name}="urn:{name}"' for name in ("office", "table", "text"))
    table = f'<table:table table:name="S">{rows}</table:table>'
    return {"content.xml": f"<office:document-content{spaces}>{table}</office:document-content>".encode()}


class TestReadOpenDocument:
    def test_values_and_repeats(self) -> None:
        """Repeated cells are filled, repeated blanks cost nothing."""
        cell = '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/>'
        blanks = '<table:table-cell table:number-columns-repeated="16384"/>'
        blank = f'<table:table-row table:number-rows-repeated="1048570">{blanks}</table:table-row>'

        grids, _ = read_open_document(ods_parts(f"<table:table-row>{cell}</table:table-row>{blank}"))

        assert [column["number"] for column in grids[0].reply()["columns"]] == [1, 2]  # type: ignore[attr-defined]

    def test_a_value_repeated_beyond_reason(self) -> None:
        """A kilobyte that stands for ten thousand million cells is refused."""
        cell = '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="16384"/>'

        with pytest.raises(UnreadableFile) as refusal:
            read_open_document(
                ods_parts(f'<table:table-row table:number-rows-repeated="1048560">{cell}</table:table-row>')
            )

        assert refusal.value.code == "too_many_cells"

    def test_repeats_are_counted_together(self) -> None:
        """Twenty tables of a value for every row are refused, though each of them alone would be read."""
        cell = '<table:table-cell office:value-type="float" office:value="7"/>'
        row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
        again = f'</table:table><table:table table:name="T">{row}'

        assert len(read_open_document(ods_parts(row))[0]) == 1
        with pytest.raises(UnreadableFile, match="too_many_cells"):
            read_open_document(ods_parts(row + 19 * again))
