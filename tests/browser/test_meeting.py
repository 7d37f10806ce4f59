"""Meeting mode on a wall of 1280 × 720 and on a phone: seven screens by the arrow keys, none of which scrolls."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lib.report.language import sentence
from tests.browser.pages_in_browser import drawn, settled, visit
from tests.browser.running_server import RunningServer

WALL, PHONE = {"width": 1280, "height": 720}, {"width": 400, "height": 800}
SCREENS = ["question", "vas_course", "vas_change", "odi_course", "odi_change", "safety", "conclusion"]


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("zh-CN", "zh")])
class TestMeeting:
    def test_seven_screens_that_fit(self, page: Page, server: RunningServer, locale: str, language: str) -> None:
        """From the button through all seven screens by →: each fits, and says whose data these are."""
        page.set_viewport_size(WALL)  # type: ignore[arg-type]
        visit(page, f"{server.address}/outcomes?registry=demo")
        page.locator(".st-key-meeting button").click()

        for name in SCREENS:
            expect(page).to_have_url(re.compile(f"/meeting.*screen={name}"))
            settled(page)
            main = page.get_by_test_id("stMain")
            expect(main.locator(".st-key-meeting_foot")).to_contain_text(sentence(language, "sidebar.synthetic")[:2])
            assert main.evaluate("one => one.scrollHeight <= one.clientHeight"), (locale, name)
            bottom = page.locator(".st-key-meeting_foot").bounding_box()
            assert bottom is not None and bottom["y"] + bottom["height"] <= WALL["height"], name
            page.keyboard.press("ArrowRight")

    @pytest.mark.parametrize("name", SCREENS)
    def test_fits_a_phone(self, page: Page, server: RunningServer, locale: str, language: str, name: str) -> None:
        """On 400 × 800 no screen scrolls, its charts drawn, and no sentence has less than 15 pixels."""
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        visit(page, f"{server.address}/meeting?registry=demo&lang={language}&screen={name}")
        if name.endswith(("course", "change")):
            drawn(page)

        sizes = page.locator(".st-key-said p, .st-key-verdicts p").evaluate_all(
            "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert page.get_by_test_id("stMain").evaluate("one => one.scrollHeight <= one.clientHeight"), locale
        assert sizes and min(sizes) >= 15

    @pytest.mark.parametrize("wall", [(1280, 720), (1440, 900), (1920, 1080)])
    def test_words_fill_the_wall(
        self, page: Page, server: RunningServer, locale: str, language: str, wall: tuple[int, int]
    ) -> None:
        """Question, safety and conclusion end below the middle of any wall, above its foot, and none scrolls."""
        width, height = wall
        page.set_viewport_size({"width": width, "height": height})
        for name in ("question", "safety", "conclusion"):
            visit(page, f"{server.address}/meeting?registry=demo&lang={language}&screen={name}")
            words = page.locator("[class*=st-key-fill_]").bounding_box()
            foot = page.locator(".st-key-meeting_foot").bounding_box()
            assert words is not None and foot is not None
            assert 0.5 * height < words["y"] + words["height"] <= foot["y"], (locale, name)
            assert page.get_by_test_id("stMain").evaluate("one => one.scrollHeight <= one.clientHeight"), (locale, name)

    def test_says_what_the_main_page_says_and_leads_back(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """The change screen has the filtered page's tag, its address opens it again, Esc leads back."""
        page.set_viewport_size(WALL)  # type: ignore[arg-type]
        visit(page, f"{server.address}/outcomes?registry=demo&score=vas&visit=30d&sex=1")
        tag = page.locator(".st-key-verdict strong").first.inner_text()
        page.locator(".st-key-meeting button").click()
        expect(page).to_have_url(re.compile("screen=question"))
        settled(page)

        page.goto(page.url.replace("screen=question", "screen=vas_change"))
        expect(page.locator(".st-key-headline h1")).to_have_text(tag)
        expect(page.locator("[data-testid=stVegaLiteChart] svg.marks")).to_be_visible()
        settled(page)
        page.keyboard.press("Escape")

        expect(page).to_have_url(re.compile("/outcomes.*visit=30d"))
        expect(page.locator(".st-key-verdict strong").first).to_have_text(tag)
        assert "sex=1" in page.url, locale

    def test_a_presenters_remote_control_turns_the_screens(
        self, page: Page, server: RunningServer, locale: str, language: str
    ) -> None:
        """Page Down and Page Up, which such a remote sends, go to the next screen and back; no button is seen twice."""
        visit(page, f"{server.address}/meeting?registry=demo&screen=question&lang={language}")

        for key, name in (("PageDown", "vas_course"), ("PageDown", "vas_change"), ("PageUp", "vas_course")):
            page.keyboard.press(key)
            expect(page).to_have_url(re.compile(f"screen={name}"))
            settled(page)

        assert page.get_by_role("button", name=re.compile(sentence(language, "meeting.next"))).count() == 1, locale

    def test_changes_its_language(self, page: Page, server: RunningServer, locale: str, language: str) -> None:
        """The button with the other language's name gives the same screen in it."""
        other = {"en": "zh", "zh": "en"}[language]
        visit(page, f"{server.address}/meeting?registry=demo&screen=conclusion")
        expect(page.locator(".st-key-headline h1")).to_have_text(sentence(language, "meeting.conclusion"))

        page.locator(".st-key-meeting_language button").click()

        expect(page.locator(".st-key-headline h1")).to_have_text(sentence(other, "meeting.conclusion"))
        assert "screen=conclusion" in page.url, locale
