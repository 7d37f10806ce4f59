"""Driving the app without a browser: a page in a language, with the demo or a table of the test's own open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from lxml.html import HtmlElement, fragment_fromstring
from streamlit.testing.v1 import AppTest

from lib.intake.opening import SourceFile, interpret, read
from lib.intake.settings import ReadingSettings
from lib.study import Study
from lib.ui.session import Reading, Visitor

APP = Path(__file__).parents[2] / "app.py"
OUTCOMES = "pages/results/outcomes.py"
LANGUAGES = ("en", "zh")


def outcomes_page(language: str) -> AppTest:
    """Pain and function with nothing open."""
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.session_state["language"] = language
    page.run()
    return settled(page.switch_page(OUTCOMES).run())


def open_demo(language: str) -> AppTest:
    """Pain and function with the demo, opened by its button."""
    page = outcomes_page(language)
    return settled(page.button(key="open_demo").click().run())


def open_link(codes: dict[str, str], language: str, path: str = OUTCOMES) -> AppTest:
    """A page as a link opens it, in a session of its own."""
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.session_state["language"] = language
    page.query_params.update(codes)
    page.run()
    return settled(page.switch_page(path).run())


def open_table(text: str, language: str, study: Study | None = None) -> AppTest:
    """Pain and function with a table that a visitor has uploaded, and their study file if there is one."""
    return open_files({"registry.csv": text}, language, study)


def open_files(texts: Mapping[str, str], language: str, study: Study | None = None) -> AppTest:
    """Pain and function with the files that a visitor has uploaded together, as their text by name."""
    files = tuple(SourceFile(name=name, content=text.encode("utf-8")) for name, text in texts.items())
    workbook = read(files)
    opened = interpret(workbook, ReadingSettings())
    page = AppTest.from_file(str(APP), default_timeout=30)
    page.session_state["language"] = language
    page.session_state["this_visitor"] = Visitor(
        reading=Reading(files=files, workbook=workbook, opened=opened, study=study or Study())
    )
    page.run()
    return settled(page.switch_page(OUTCOMES).run())


def settled(page: AppTest) -> AppTest:
    """The page, which must not have raised."""
    assert not page.exception, [one.value for one in page.exception]
    return page


def markdown(page: AppTest) -> str:
    """Everything that stands in sentences: Markdown without its backslashes, headings and notes below tables."""
    parts = [*(one.value for one in page.markdown), *(one.value for one in page.caption)]
    printed = [part.text_content() for one in _printed(page) for part in one.iter("p")]
    return "\n".join([re.sub(r"\\(.)", r"\1", "\n".join(parts)), *printed])


def tables(page: AppTest) -> list[pd.DataFrame]:
    """Every table as it is read: its head, what heads its rows, its cells."""
    return [_frame(table) for one in _printed(page) for table in one.iter("table")]


def table_text(page: AppTest) -> str:
    """The cells of every table."""
    return "\n".join(str(cell) for one in tables(page) for row in one.to_numpy() for cell in row)


def _printed(page: AppTest) -> list[HtmlElement]:
    return [
        fragment_fromstring(one.value, create_parent=True) for one in page.html if not one.value.startswith("<style")
    ]


def _frame(table: HtmlElement) -> pd.DataFrame:
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    is_headed = table.find("tbody/tr/th") is not None
    frame = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
    return frame.set_index(frame.columns[0]) if is_headed else frame
