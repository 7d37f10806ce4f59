"""The Methods popovers: beside the numbers of every results page, one procedure at a time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages_in_browser import settled, visit
from tests.browser.running_server import RunningServer

PLACES = {"outcomes": 3, "responders": 1, "safety": 1, "patients": 1}
"""The fewest popovers of each page: the verdict, the scores and the comparison on the first."""


@pytest.mark.parametrize(("locale", "menu", "first"), [("en-GB", "Methods", "Asks:"), ("zh-CN", "方法", "检验内容：")])
class TestMethods:
    def test_every_page_tells_how_its_numbers_come_about(
        self, page: Page, server: RunningServer, locale: str, menu: str, first: str
    ) -> None:
        """On each page a click opens test, direction, assumptions, formula and source, in the page's language."""
        for name, fewest in PLACES.items():
            visit(page, f"{server.address}/{name}?registry=demo")
            buttons = page.get_by_role("button", name=menu, exact=True)
            expect(buttons.first).to_be_visible()
            assert buttons.count() >= fewest, (locale, name)

            buttons.last.click()

            card = page.get_by_test_id("stPopoverBody")
            expect(card).to_contain_text(first)
            expect(card.locator("p br")).to_have_count(5)
            page.keyboard.press("Escape")

    def test_another_procedure_can_be_chosen(
        self, page: Page, server: RunningServer, locale: str, menu: str, first: str
    ) -> None:
        """Choosing the rank test in the comparison's popover explains the rank test."""
        visit(page, f"{server.address}/outcomes?registry=demo")
        page.locator(".st-key-methods_between button").click()
        card = page.get_by_test_id("stPopoverBody")

        card.get_by_role("combobox").click()
        page.get_by_role("option", name=re.compile("Whitney")).click()

        settled(page)
        expect(card).to_contain_text("wilcox.test", timeout=15_000)
        expect(card).to_contain_text(first)
