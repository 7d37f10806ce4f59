"""What the pages look like: nothing cut off, nothing in the wrong language, the first rows without scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages_in_browser import settled, visit
from tests.browser.running_server import RunningServer

SIZES = [(1440, 900), (1280, 720), (400, 850)]
DEMO = "/outcomes?registry=demo"

CHART = "[data-testid=stVegaLiteChart] svg.marks"

OUTSIDE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const inside = main.clientWidth + 1;
  const pictures = [...main.querySelectorAll('svg.marks')];
  return {
    scrolls: main.scrollWidth > inside,
    pictures: pictures.length,
    cut: pictures.filter(one => one.getBoundingClientRect().right > main.getBoundingClientRect().right + 1).length,
  };
}"""


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("viewport", SIZES)
class TestEverySize:
    def test_no_chart_is_cut_and_the_page_does_not_scroll_sideways(
        self, page: Page, server: RunningServer, viewport: tuple[int, int], locale: str
    ) -> None:
        """Three charts stand whole in the page on a screen, a projector and a phone, in both languages."""
        visit(page, server.address + DEMO)
        expect(page.locator(CHART)).to_have_count(3)
        settled(page)

        found = page.evaluate(OUTSIDE)

        assert found == {"scrolls": False, "pictures": 3, "cut": 0}, (viewport, locale)


class TestHeadings:
    def test_neighbours_are_level(self, page: Page, server: RunningServer) -> None:
        """The headings of what stands side by side begin at the same height, also beside a button."""
        visit(page, server.address + DEMO)
        expect(page.locator(CHART)).to_have_count(3)
        settled(page)

        tops = page.locator(".chart-heading").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")

        assert len(tops) == 5
        assert tops[0] == pytest.approx(tops[1], abs=1)
        assert tops[3] == pytest.approx(tops[4], abs=1)


class TestFirstLook:
    @pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
    def test_rows_one_to_four_need_no_scrolling(self, page: Page, server: RunningServer, locale: str) -> None:
        """At 1440 × 900 title, controls, verdict and both charts are seen at once, in both languages."""
        visit(page, server.address + DEMO)
        expect(page.locator(CHART)).to_have_count(3)
        settled(page)

        box = page.locator(CHART).nth(1).bounding_box()

        assert box is not None, locale
        assert box["y"] + box["height"] <= 900

    @pytest.mark.parametrize(("locale", "word"), [("en-GB", "CT"), ("zh-CN", "术后")])
    def test_every_chart_says_in_words_what_it_shows(
        self, page: Page, server: RunningServer, locale: str, word: str
    ) -> None:
        """A screen reader gets the numbers of each chart, in the page's language."""
        visit(page, server.address + DEMO)
        expect(page.locator(CHART)).to_have_count(3)

        names = page.locator("[data-testid=stVegaLiteChart][role=graphics-document]")
        said = page.locator(".heard").all_inner_texts()

        assert all((one.get_attribute("aria-label") or "").endswith((".", "。")) for one in names.all())
        assert names.count() == len(said) == 3
        assert all(len(words) > 40 and word in words for words in said), (locale, said)

    @pytest.mark.parametrize("locale", ["zh-CN"])
    def test_streamlits_own_words_are_chinese_too(self, page: Page, server: RunningServer, locale: str) -> None:
        """The uploader shows no English button or limit to a Chinese visitor."""
        visit(page, server.address)
        zone = page.locator("[data-testid=stFileUploaderDropzone]")
        expect(zone).to_be_visible()

        english = zone.locator("button p, [data-testid=stFileUploaderDropzoneInstructions] span")
        expect(english).to_have_count(2)
        for word in english.all():
            expect(word).to_have_css("font-size", "0px")
        words = english.evaluate_all("all => all.map(one => getComputedStyle(one, '::after').content)")

        assert words == ['"选择文件"', '"每个文件不超过200 MB"'], locale


class TestKeyboard:
    def test_the_demo_opens_and_the_score_changes_without_a_mouse(self, page: Page, server: RunningServer) -> None:
        """Tab reaches the demo button and Enter presses it; the arrow keys move between the scores."""
        visit(page, server.address)
        page.locator(".st-key-open_demo button").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".st-key-verdict")).to_contain_text("VAS · 3 months")
        settled(page)

        page.locator(".st-key-score button").first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")

        expect(page.locator(".st-key-verdict")).to_contain_text("ODI · 3 months")
