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

    def test_a_page_without_a_table(self) -> None:
        """A web page that holds no table is refused."""
        with pytest.raises(UnreadableFile) as refusal:
            read_html(b"<html><body>hello</body></html>")

        assert refusal.value.code == "html_table"
