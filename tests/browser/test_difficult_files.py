"""Difficult files of every kind dropped into the real app, one after another, by one visitor who never reloads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lib.report.wording.reasons import refusal
from tests.browser.pages_in_browser import settled, visit
from tests.browser.running_server import RunningServer
from tests.difficult.every_file import EVERY_FILE
from tests.difficult.file import DifficultFile

LARGEST = 2_000_000
"""Bytes beyond which a file is left to the tests without a browser."""

EVERYTHING = 25


def _one_of_each() -> list[DifficultFile]:
    """One file per kind and verdict, the first of each, until there are 25; then further ones from the front."""
    seen: dict[tuple[str, str], DifficultFile] = {}
    small = [file for file in EVERY_FILE if file.verdict != "either" and len(file.content) < LARGEST]
    for file in small:
        seen.setdefault((file.kind, file.verdict), file)
    chosen = list(seen.values())[:EVERYTHING]
    return chosen + [file for file in small if file not in chosen][: EVERYTHING - len(chosen)]


def _chunks() -> Iterator[list[DifficultFile]]:
    chosen = _one_of_each()
    for start in range(0, len(chosen), 9):
        yield chosen[start : start + 9]


@pytest.mark.parametrize("files", list(_chunks()), ids=lambda files: f"{files[0].name[:3]}-{files[-1].name[:3]}")
class TestDifficultFiles:
    def test_are_all_answered(self, page: Page, server: RunningServer, files: list[DifficultFile]) -> None:
        """Results, a question, or the sentence of the refusal; never a traceback on screen or in the log."""
        for file in files:
            visit(page, server.address)
            page.locator("input[type=file]").first.set_input_files(
                [{"name": file.name, "mimeType": "application/octet-stream", "buffer": file.content}]
            )
            if file.verdict == "reject":
                _refused(page, file)
            else:
                answered = page.locator(".st-key-verdict, .st-key-cancel, .st-key-compare_by")
                expect(answered.first, f"{file.name}: {file.why}").to_be_visible(timeout=60_000)
            settled(page)


def _refused(page: Page, file: DifficultFile) -> None:
    """The reason of its code, or the question that must be answered first, or Columns where no score was found."""
    said = page.locator("[data-testid=stAlert], .st-key-cancel, .st-key-column_apply")
    expect(said.first, f"{file.name}: {file.why}").to_be_visible(timeout=60_000)
    alert = page.locator("[data-testid=stAlert]")
    if alert.count() and "{" not in refusal_text(file.code):
        expect(alert.first).to_contain_text(refusal_text(file.code))


def refusal_text(code: str) -> str:
    """What is said of a code, as far as it holds no figures of the file."""
    try:
        return refusal(code, {}, "en")[0]
    except KeyError:
        return "{"
