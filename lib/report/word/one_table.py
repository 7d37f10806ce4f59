"""One table of the screen as a Word document, to be pasted into a manuscript."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from lib.report.word.paper import Paper


def table_document(
    frame: pd.DataFrame, title: str, notes: Iterable[str], provenance: Iterable[str], language: str
) -> bytes:
    """A docx file: title, the table as it is shown, what stands below it, and in the footer whose data these are."""
    paper = Paper(language, title)
    paper.table(frame, title)
    for note in notes:
        paper.note(note)
    paper.footer(provenance)
    return paper.content()
