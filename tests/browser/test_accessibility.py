"""axe-core's rules on every page: nothing serious, in either theme."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewVisitor
from tests.browser.pages_in_browser import settled, still, visit
from tests.browser.running_server import RunningServer

WITH_DEMO = ("outcomes", "responders", "safety", "patients", "columns", "checks", "plan", "report", "limits")
PAGES = ("/", *(f"/{name}?registry=demo" for name in WITH_DEMO))
FOUND_BY_READERS = ("serious", "critical")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
class TestAxe:
    def test_finds_nothing_serious(
        self, new_visitor: NewVisitor, server: RunningServer, address: str, color_scheme: str
    ) -> None:
        """Names, roles and a contrast of 4.5 everywhere; axe itself needs a page without our content policy."""
        page: Page = new_visitor(bypass_csp=True, color_scheme=color_scheme)
        visit(page, server.address + address)
        if "outcomes" in address:
            expect(page.locator("[data-testid=stVegaLiteChart] svg.marks")).to_have_count(3)
        still(settled(page))

        violations = Axe().run(page).response["violations"]

        assert [(one["id"], one["nodes"][0]["target"]) for one in violations if one["impact"] in FOUND_BY_READERS] == []
