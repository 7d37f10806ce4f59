"""A hospital's sheet with a group per sheet, 失访 and a total row: results at once, marks to take away."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages_in_browser import settled, upload, verdict, visit
from tests.browser.running_server import RunningServer

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
        page.get_by_role("link", name=re.compile("格需查看")).click()
        settled(page)
        with page.expect_download() as taken:
            page.get_by_role("button", name="下载带标记的原表").click()
        taken.value.save_as(tmp_path / "marked.xlsx")

        sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")["CT组"]
        assert [cell.value for cell in sheet[3]] == HEAD
        assert "失访" in (sheet["E6"].value, sheet["E6"].comment.text)
        assert sheet["A20"].comment is not None
