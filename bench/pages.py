"""A filter click on the other pages of results, in Chromium: by the size of the registry."""

from __future__ import annotations

import re
import statistics

from playwright.sync_api import Browser

from bench.chromium import ROOT, chromium, served, visitor, wait_for
from bench.click import LARGE, SMALL, drop
from bench.ratio import RUNS, Measured
from bench.simulated import department_csv

PAGES = ("Responders", "Safety", "Patients")

EXPLANATION = """\
Pages: as "Click", on the pages beside the main one: from the pointer on "Female" to the last frame with a new chart."""


def measure() -> list[Measured]:
    """One ratio of time per page."""
    registries = {size: department_csv(size) for size in (SMALL, LARGE)}
    times: dict[tuple[str, int], list[float]] = {(page, size): [] for page in PAGES for size in registries}
    with chromium() as browser, served(ROOT / "lib" / "server.py") as trocar:
        for _ in range(RUNS):
            for (page, size), found in times.items():
                found.append(_click(browser, trocar, registries[size], page))
    medians = {key: statistics.median(found) for key, found in times.items()}
    return [
        Measured(
            what=f"click on {page}, {LARGE:,} patients / {SMALL}",
            value=medians[page, LARGE] / medians[page, SMALL],
            limit=1.2,
            is_at_least=False,
            detail=f"{SMALL} patients {medians[page, SMALL]:.0f} ms, {LARGE:,} {medians[page, LARGE]:.0f} ms",
        )
        for page in PAGES
    ]


def _click(browser: Browser, address: str, registry: bytes, name: str) -> float:
    """Milliseconds on one page, of a new visitor."""
    with visitor(browser) as page:
        page.goto(address)
        drop(page, registry)
        wait_for(page, "charts")
        page.evaluate("noted.charts = null")
        page.get_by_role("button", name="Results", exact=True).click()
        page.get_by_role("menuitem", name=name, exact=True).click()
        wait_for(page, "charts")
        page.get_by_role("button", name=re.compile("^Female")).click()
        return wait_for(page, "charts") - float(page.evaluate("noted.clicked"))
