"""One table taken away: what is copied and what its files hold is what stood on the page."""

from __future__ import annotations

from io import BytesIO

import pandas as pd

from lib.report.word.one_table import table_document
from lib.ui.table_away import as_text
from tests.report.reopened import reopened_word

SCORES = pd.DataFrame(
    {"Before": ["7.5 (1.2); 32", "7.3 (1.2); 32"], "3 months": ["2.1 (1.6); 30", "1.8 (1.2); 26"]},
    index=pd.Index(["DSA", "CT"], name="mean (SD); n"),
)


class TestAsText:
    def test_cells_are_separated_by_tabs(self) -> None:
        """A spreadsheet that takes the text gets the head and every cell at its place."""
        rows = [line.split("\t") for line in as_text(SCORES).split("\n")]

        assert rows == [
            ["mean (SD); n", "Before", "3 months"],
            ["DSA", "7.5 (1.2); 32", "2.1 (1.6); 30"],
            ["CT", "7.3 (1.2); 32", "1.8 (1.2); 26"],
        ]


class TestTableDocument:
    def test_holds_the_table_its_note_and_whose_data_they_are(self) -> None:
        """Reopened, it has the cells of the screen, the line below them, and the fingerprint in its footer."""
        made = table_document(SCORES, "VAS · Scores by visit", ["A note."], ["data 07d5a552"], "en")

        document = reopened_word(BytesIO(made))
        cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
        assert cells == [line.split("\t") for line in as_text(SCORES).split("\n")]
        assert "A note." in [one.text for one in document.paragraphs]
        assert "data 07d5a552" in document.sections[0].footer.paragraphs[0].text
