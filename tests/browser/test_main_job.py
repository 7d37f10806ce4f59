"""The main job in a browser: the demo, its controls, its address, an upload, and two visitors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.report.numbers import number
from lib.report.wording import method_name
from tests.browser.conftest import NewVisitor
from tests.browser.pages_in_browser import settled, upload, verdict, visit
from tests.browser.running_server import RunningServer

REAL = Path(__file__).parents[1] / "data" / "real"


def press(page: Page, key: str, label: str | re.Pattern[str]) -> None:
    """Press one button of a control."""
    page.locator(f".st-key-{key} button").filter(has_text=label).click()


def open_demo(page: Page, server: RunningServer) -> Page:
    """The demo's main page."""
    visit(page, server.address)
    page.locator(".st-key-open_demo button").click()
    expect(verdict(page)).to_be_visible()
    return settled(page)


def settings(page: Page) -> str:
    """What the address says of the view."""
    return page.url.partition("?")[2]


class TestDemo:
    def test_every_control_answers_and_the_address_brings_the_view_back(
        self, page: Page, server: RunningServer
    ) -> None:
        """Score, visit twice in a row, methods, a filter and clearing it, a margin; then a reload shows the same."""
        open_demo(page, server)
        expect(verdict(page)).to_contain_text("VAS · 3 months · CT − DSA:")

        press(page, "score", "ODI")
        expect(verdict(page)).to_contain_text("ODI · 3 months")
        press(page, "visit", "1 wk")
        expect(verdict(page)).to_contain_text("ODI · 1 week")
        press(page, "visit", "1 mo")
        expect(verdict(page)).to_contain_text("ODI · 1 month")

        press(page, "filter_method", "CT")
        expect(verdict(page)).to_contain_text("One method only")
        press(page, "filter_method", "CT")
        expect(verdict(page)).to_contain_text("CT − DSA")

        press(page, "filter_1", "Female")
        expect(verdict(page)).to_contain_text("32 after filters (Female)")
        page.locator(".st-key-clear button").click()
        expect(verdict(page)).to_contain_text("no filter")
        press(page, "visit", "3 mo")
        expect(verdict(page)).to_contain_text("ODI · 3 months")
        expect(verdict(page)).to_contain_text("no filter")

        press(page, "filter_1", re.compile("^Male"))
        expect(verdict(page)).to_contain_text("32 after filters (Male)")
        page.locator(".st-key-matters button").first.click()
        page.get_by_text("±5 · half the MCID, Ostelo 2008").click()
        expect(page.locator(".st-key-matters button").first).to_contain_text("Matters from 5")
        settled(page)
        expect(page).to_have_url(re.compile("odi_matters=ostelo2008_half"))
        before, said = settings(page), verdict(page).inner_text()

        page.reload()

        expect(verdict(page)).to_contain_text("32 after filters (Male)")
        expect(page.locator(".st-key-clear button")).to_be_visible()
        settled(page)
        expect(page).to_have_url(re.compile(re.escape(before) + "$"))
        assert verdict(page).inner_text() == said
        expect(page.locator(".st-key-matters button").first).to_contain_text("Matters from 5")

    def test_another_page_of_the_menu_keeps_controls_that_nobody_touched(
        self, page: Page, server: RunningServer
    ) -> None:
        """A link's language, score, visit and turned pair stand on Responders, pressed and in the address, at once."""
        visit(page, f"{server.address}/outcomes?registry=demo&score=odi&visit=30d&pair=2v1&odi_matters=study&lang=zh")
        expect(verdict(page)).to_contain_text("ODI · 术后1个月 · DSA−CT")
        settled(page)
        asked = set(settings(page).split("&"))

        page.get_by_text("结果", exact=True).first.click()
        page.get_by_role("menuitem", name="疗效达标").click()

        expect(page.get_by_role("heading", name="疗效达标", level=1)).to_be_visible()
        for control, pressed in (("score", "ODI"), ("visit", "1月"), ("language", "中文")):
            expect(page.locator(f".st-key-{control} [aria-checked=true]")).to_contain_text(pressed)
        expect(page.locator(".st-key-pair input")).to_have_value("DSA与CT比较")
        settled(page)
        assert set(settings(page).split("&")) == asked

    def test_an_english_link_opens_in_chinese_with_the_same_filters(
        self, page: Page, new_visitor: NewVisitor, server: RunningServer
    ) -> None:
        """The address holds no language: a Chinese browser shows the same patients, visit and score in Chinese."""
        open_demo(page, server)
        press(page, "score", "ODI")
        press(page, "filter_1", "Female")
        expect(verdict(page)).to_contain_text("32 after filters (Female)")
        settled(page)
        expect(page).to_have_url(re.compile("score=odi.*sex=1"))

        colleague = new_visitor(locale="zh-CN")
        visit(colleague, page.url)

        expect(verdict(colleague)).to_contain_text("ODI · 术后3个月")
        expect(verdict(colleague)).to_contain_text("（女）")
        expect(verdict(colleague)).to_contain_text("32例")
        expect(colleague).to_have_url(page.url)

    def test_a_score_absent_at_the_visit_moves_to_the_nearest_and_says_so(
        self, page: Page, server: RunningServer
    ) -> None:
        """ODI was not recorded at 1 day: the page shows 1 week and says it."""
        open_demo(page, server)
        press(page, "visit", "1 d")
        expect(verdict(page)).to_contain_text("VAS · 1 day")

        press(page, "score", "ODI")

        expect(verdict(page)).to_contain_text("ODI · 1 week")
        expect(page.get_by_text("ODI was not recorded at 1 day; showing 1 week.")).to_be_visible()


class TestUpload:
    def test_a_real_trial_shows_the_numbers_of_its_truth(self, page: Page, server: RunningServer) -> None:
        """Ashar 2022: n, means and SDs of pain at both visits, as computed independently, stand on the screen."""
        truth = json.loads((REAL / "truth" / "ashar2022_outcomes_demographics.csv.json").read_text("utf-8"))
        pain = next(one for one in truth["outcomes"] if one["outcome"] == "pain_avg")
        visit(page, server.address)

        upload(page, REAL / "ashar2022_outcomes_demographics.csv")
        answer_if_asked(page)
        press(page, "score", "pain_avg")
        expect(verdict(page)).to_contain_text("pain_avg")

        table = page.locator(".printed").first
        for name, group in pain["groups"].items():
            row = table.locator("tr").filter(has=page.locator("th").get_by_text(method_name(name, "en"), exact=True))
            mean, spread = number(group["followup_mean"], 1), number(group["followup_sd"], 1)
            shown = f"{mean} ({spread}); {group['n_pairs']}"
            expect(row.locator("td").last).to_have_text(shown)

    def test_replacing_the_file_keeps_the_view_and_counts_the_changed_cells(
        self, page: Page, server: RunningServer, tmp_path: Path
    ) -> None:
        """The file with one cell corrected comes back: score and filter stay, one cell is counted as changed."""
        original = REAL / "ashar2022_bpi_wide.csv"
        text = original.read_text("utf-8")
        assert "\n12,3,1,1,2.5,2.75,0.25\n" in text
        corrected = tmp_path / original.name
        corrected.write_text(text.replace("\n12,3,1,1,2.5,2.75,0.25\n", "\n12,3,1,1,2.5,2.25,0.25\n"), "utf-8")
        visit(page, server.address)
        upload(page, original)
        answer_if_asked(page)
        press(page, "filter_1", re.compile("^code 1"))
        expect(verdict(page)).to_contain_text("after filters")

        page.get_by_role("button", name="Replace file").click()
        upload(page, corrected)

        expect(page.get_by_text("Read again: 151 patients; cells changed: 1.")).to_be_visible()
        expect(verdict(page)).to_contain_text("after filters")

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("letter.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is not a spreadsheet"),
            ("empty.csv", b"", "empty"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused_and_the_demo_stays(
        self, page: Page, server: RunningServer, tmp_path: Path, name: str, content: bytes, said: str
    ) -> None:
        """Not a sheet, empty: a sentence that names the file and what to do, and what was open is still there."""
        file = tmp_path / name
        file.write_bytes(content)
        open_demo(page, server)

        page.get_by_role("button", name="Replace file").click()
        upload(page, file)

        expect(page.locator("[data-testid=stAlert]")).to_contain_text(f"“{name}”: ")
        expect(page.locator("[data-testid=stAlert]")).to_contain_text(said)
        expect(verdict(page)).to_contain_text("VAS · 3 months · CT − DSA")

    def test_a_file_without_a_score_asks_for_the_column_and_can_be_left(
        self, page: Page, server: RunningServer, tmp_path: Path
    ) -> None:
        """No recognisable score: a sentence with a way to Columns, and Cancel leads back to what was open."""
        file = tmp_path / "no_score.csv"
        file.write_text("id,guidance,colour\n1,CT,red\n2,DSA,blue\n", "utf-8")
        open_demo(page, server)

        page.get_by_role("button", name="Replace file").click()
        upload(page, file)

        expect(page.get_by_role("heading", name="No scores to show results for")).to_be_visible()
        expect(page.get_by_text("No VAS or ODI column was recognised among 3 columns")).to_be_visible()
        expect(page.get_by_role("link", name="Choose the columns")).to_be_visible()
        page.locator(".st-key-cancel button").click()
        expect(page.locator("[data-testid=stSidebar]")).to_contain_text("Demo registry")


class TestVisitors:
    def test_two_visitors_never_see_each_others_data(
        self, page: Page, new_visitor: NewVisitor, server: RunningServer
    ) -> None:
        """One opens a trial, the other the demo; each keeps their own, and a third finds nothing open."""
        visit(page, server.address)
        upload(page, REAL / "ashar2022_bpi_wide.csv")
        answer_if_asked(page)
        other = open_demo(new_visitor(), server)

        press(page, "filter_method", re.compile("^Group 1"))
        expect(verdict(page)).to_contain_text("BPI")
        expect(verdict(other)).to_contain_text("VAS · 3 months · CT − DSA")
        expect(other.locator("[data-testid=stSidebar]")).not_to_contain_text("ashar")

        third = new_visitor()
        visit(third, page.url)
        expect(third.get_by_text("Open the same file again")).to_be_visible()
        expect(third.locator("body")).not_to_contain_text("BPI")
        assert "ashar" not in page.url


def answer_if_asked(page: Page) -> None:
    """Take the proposals where the file left something to ask."""
    either = page.locator(".st-key-use_answers button, .st-key-verdict").first
    expect(either).to_be_visible()
    if page.locator(".st-key-use_answers button").count():
        page.locator(".st-key-use_answers button").click()
        expect(verdict(page)).to_be_visible()
    settled(page)
