"""The Report page in a browser: the files are taken away and opened again."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from lib.report.language import sentence
from lib.report.slides.deck import JOINER
from tests.browser.pages_in_browser import settled, visit
from tests.browser.running_server import RunningServer
from tests.report.reopened import reopened_slides, reopened_word


def odi_as_ama_prints_it(page: Page, server: RunningServer) -> None:
    """The demo's Report page with AMA chosen above the files, and ODI on screen."""
    visit(page, f"{server.address}/report?registry=demo")
    page.locator(".st-key-journal_style button").filter(has_text="AMA").click()
    page.locator(".st-key-score button").filter(has_text="ODI").click()
    expect(page).to_have_url(re.compile("score=odi"))
    settled(page)


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("zh-CN", "zh")])
class TestReport:
    def test_word_says_what_the_screen_says(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """The main page's verdict, its role and its sentence stand word for word in the Word file taken from there."""
        visit(page, f"{server.address}/outcomes?registry=demo&score=odi")
        box = page.locator(".st-key-verdict")
        expect(box).to_be_visible()
        said = [one.strip() for one in box.inner_text().splitlines() if one.strip()]

        page.goto(page.url.replace("/outcomes", "/report"))
        settled(page)
        with page.expect_download(timeout=60_000) as taken:
            page.get_by_role("button", name=sentence(language, "export.word")).click()

        document = reopened_word(taken.value.path())
        paragraphs = [one.text for one in document.paragraphs]
        tag = said[0].removesuffix(f" {sentence(language, 'verdict.role.secondary')}")
        assert tag != said[0], locale
        at = paragraphs.index(tag)
        assert paragraphs[at + 1 : at + 3] == [said[1], sentence(language, "verdict.role.secondary")]

    def test_word_prints_numbers_as_the_chosen_journal(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """AMA chosen beside the button: no P in the file has a zero before its point, and the screen keeps its own."""
        odi_as_ama_prints_it(page, server)

        with page.expect_download(timeout=60_000) as taken:
            page.get_by_role("button", name=sentence(language, "export.word")).click()

        said = [one.text for one in reopened_word(taken.value.path()).paragraphs]
        printed = [found for text in said for found in re.findall(r"P ?[<>=] ?[\d.]+", text)]
        assert printed and all(re.search(r" ?\.\d+$", one) and "0." not in one for one in printed), locale
        page.goto(page.url.replace("/report", "/outcomes"))
        expect(page.locator(".printed").first).to_contain_text("0.44")

    def test_slides_and_excel_follow_the_chosen_journal(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """AMA chosen above the files: slides and Excel results have no P with a zero before its point."""
        odi_as_ama_prints_it(page, server)
        files = {}
        for kind in ("slides", "excel"):
            with page.expect_download(timeout=60_000) as taken:
                page.get_by_role("button", name=sentence(language, f"export.{kind}")).click()
            files[kind] = BytesIO(Path(taken.value.path()).read_bytes())

        shapes = [shape for slide in reopened_slides(files["slides"]).slides for shape in slide.shapes]
        sheets = openpyxl.load_workbook(files["excel"]).worksheets
        cells = [cell for sheet in sheets for row in sheet.values for cell in row]
        said = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        for texts in (said, [cell for cell in cells if isinstance(cell, str)]):
            printed = [found for text in texts for found in re.findall(r"P ?[<>=] ?[\d.]+", text)]
            assert printed and not [one for one in printed if "0." in one], locale

    def test_a_copied_table_follows_the_chosen_journal(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """The Chinese form chosen on Report: the scores are copied as x̄±s, and stand on the page as before."""
        visit(page, f"{server.address}/report?registry=demo")
        page.locator(".st-key-journal_style button").filter(has_text="±").click()
        page.locator(".st-key-score button").filter(has_text="ODI").click()
        expect(page).to_have_url(re.compile("score=odi"))
        settled(page)

        page.get_by_text(sentence(language, "menu.results"), exact=True).first.click()
        page.get_by_role("menuitem", name=sentence(language, "menu.outcomes")).click()
        expect(page).to_have_url(re.compile("/outcomes"))
        settled(page)
        page.locator(".st-key-away_scores button").first.click()
        copied = page.locator("[data-testid=stPopoverBody]")
        expect(copied.locator("code")).to_contain_text("±")
        style = sentence(language, "journal_styles.chinese")
        expect(copied).to_contain_text(sentence(language, "table_away.style", style=style))
        expect(page.locator(".printed").first).not_to_contain_text("±")

    def test_slides_say_what_the_screen_says(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """The verdict of the main page is the title of a slide, its sentence stands below and in the notes."""
        visit(page, f"{server.address}/outcomes?registry=demo")
        box = page.locator(".st-key-verdict")
        expect(box).to_be_visible()
        said = [one.strip() for one in box.inner_text().splitlines() if one.strip()]

        page.goto(page.url.replace("/outcomes", "/report"))
        settled(page)
        with page.expect_download(timeout=60_000) as taken:
            page.get_by_role("button", name=sentence(language, "export.slides")).click()

        slides = list(reopened_slides(str(taken.value.path())).slides)
        tag = said[0].removesuffix(f" {sentence(language, 'verdict.role.primary')}")
        slide = next(one for one in slides if one.shapes.title.text_frame.text.replace(JOINER, "") == tag)
        words = [shape.text_frame.text.replace(JOINER, "") for shape in slide.shapes if shape.has_text_frame]
        assert said[1] in words, locale
        assert said[1] in slide.notes_slide.notes_text_frame.text

    def test_excel_opens_with_every_list(self, page: Page, server: RunningServer, locale: str, language: str) -> None:
        """The workbook opens, its first sheet says what the numbers are, and the comparison is in it."""
        visit(page, f"{server.address}/report?registry=demo")

        with page.expect_download(timeout=60_000) as taken:
            page.get_by_role("button", name=sentence(language, "export.excel")).click()

        book = openpyxl.load_workbook(BytesIO(taken.value.path().read_bytes()))
        wanted = ("within", "between", "verdicts", "rates", "baseline")
        assert {sentence(language, f"result_lists.{name}") for name in wanted} <= set(book.sheetnames), locale
        assert book[sentence(language, "result_lists.between")].max_row > 10
