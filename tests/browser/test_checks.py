"""A hospital's sheet with a group per sheet, 失访 and a total row: results at once, marks to take away, no traces."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages_in_browser import settled, upload, verdict, visit
from tests.browser.running_server import ROOT, RunningServer, start_server

CANARIES = ("测试7", "骨水泥注射登记表", "DSA组", "登记表.xlsx")
"""A name, a title, a sheet and the file."""

HEAD = ["序号", "姓名", "术前VAS(mm)", "术后1周VAS", "术后1个月VAS", "末次随访VAS"]


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """Two sheets of sixteen invented patients, both numbered from 1; the third in each is lost after one week."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, shift in (("CT组", 0), ("DSA组", 3)):
        sheet = book.create_sheet(name)
        sheet.append(["骨水泥注射登记表"])
        sheet.append([])
        sheet.append(HEAD)
        for n in range(1, 17):
            scores: list[int | str] = [60 + 2 * n, 30 + n + shift, 20 + n + shift, 12 + n % 5]
            sheet.append([n, f"测试{n}", *([*scores[:2], "失访", "失访"] if n == 3 else scores)])
        sheet.append(["合计", None, 77, 40, 30, 14])
    path = tmp_path / "登记表.xlsx"
    book.save(path)
    return path


@pytest.fixture
def locale() -> str:
    """A Chinese visitor."""
    return "zh-CN"


class TestMessyChineseRegistry:
    def test_needs_no_question_and_comes_back_marked(
        self, page: Page, server: RunningServer, messy: Path, tmp_path: Path
    ) -> None:
        """Nobody is paired across sheets, mm become points, the total row is nobody, and 失访 is marked in its cell."""
        visit(page, server.address)
        upload(page, messy)

        expect(verdict(page)).to_contain_text("文件内32例")
        page.get_by_role("link", name=re.compile("需查看")).click()
        settled(page)
        with page.expect_download() as taken:
            page.get_by_role("button", name="下载带标记的原表").click()
        taken.value.save_as(tmp_path / "marked.xlsx")

        sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")["CT组"]
        assert [cell.value for cell in sheet[3]] == HEAD
        assert "失访" in (sheet["E6"].value, sheet["E6"].comment.text)
        assert sheet["A20"].comment is not None


class TestPrivacy:
    def test_nothing_of_the_file_is_written_or_logged(self, page: Page, messy: Path, tmp_path: Path) -> None:
        """After reading, marking and taking away, no name, title or sheet is in a new file, the log or the address."""
        home = tmp_path / "home"
        home.mkdir()
        began = time.time()
        server = start_server(HOME=str(home), TMPDIR=str(home))
        try:
            visit(page, server.address)
            upload(page, messy)
            expect(verdict(page)).to_contain_text("文件内32例")
            page.get_by_role("link", name=re.compile("需查看")).click()
            settled(page)
            with page.expect_download() as taken:
                page.get_by_role("button", name="下载带标记的原表").click()
            assert taken.value.path().stat().st_size > 0
            address = page.url
        finally:
            server.stop()

        traces = {str(path): path.read_bytes() for path in written_since(began, home, ROOT)}
        traces |= {"log": "".join(server.log).encode(), "address": address.encode()}
        assert {name for name, content in traces.items() if any(word.encode() in content for word in CANARIES)} == set()


def written_since(moment: float, *folders: Path) -> list[Path]:
    """Files that were written since then, without what is installed, compiled or git's own."""
    found: list[Path] = []
    for folder in folders:
        for place, inside, names in os.walk(folder):
            inside[:] = [name for name in inside if name not in (".venv", ".git", "__pycache__", ".pytest_cache")]
            found += [path for path in (Path(place, name) for name in names) if path.stat().st_mtime >= moment - 1]
    return found
