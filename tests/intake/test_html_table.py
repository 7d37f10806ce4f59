from __future__ import annotations

import pytest

from lib.intake.findings import UnreadableFile
from lib.intake.html_table import read_html
from tests.intake.files import HEADER, ROWS, codes, opened, values


class TestReadHtml:
    def test_the_table_of_a_page(self) -> None:
        """A hospital system's html is read; scripts are neither run nor read."""
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, *ROWS))
        page = f"<html><script>fetch('x')</script><table>{rows}</table></html>"

        result = opened(page.encode(), "export.xls")

        assert values(result, "VAS", "baseline") == [8, 7, 6, 9, 7, 8]
        assert "html_table" in codes(result)

    def test_cells_that_span_rows_and_columns(self) -> None:
        """A header of two rows, with cells over both rows and over three columns, keeps every score under its own."""
        head = (
            "<tr><th rowspan=2>编号</th><th rowspan='2'>引导方式</th><th colspan=2>VAS</th><th colspan=2>ODI</th></tr>"
            "<tr><th>术前</th><th>术后1月</th><th>术前</th><th>术后1月</th></tr>"
        )
        rows = "".join("<tr>" + "".join(f"<td>&nbsp;{cell}</td>" for cell in row) + "</tr>" for row in ROWS)

        result = opened(f"<html><table>{head}{rows}</table></html>".encode(), "export.xls")

        assert values(result, "VAS", "1 month") == [row[3] for row in ROWS]
        assert values(result, "ODI", "baseline") == [row[4] for row in ROWS]

    @pytest.mark.parametrize("span", ["999999999", "-3", "x", "0", "99999999999999999999"])
    def test_spans_beyond_reason(self, span: str) -> None:
        """A cell that claims a billion columns, or none, costs nothing and hides no cell after it."""
        page = f"<table><tr><td rowspan={span} colspan={span}>a</td></tr><tr><td>b</td></tr></table>"

        grids, _ = read_html(page.encode())

        assert len(grids) == 1

    def test_a_page_without_a_table(self) -> None:
        """A web page that holds no table is refused."""
        with pytest.raises(UnreadableFile) as refusal:
            read_html(b"<html><body>hello</body></html>")

        assert refusal.value.code == "html_table"
