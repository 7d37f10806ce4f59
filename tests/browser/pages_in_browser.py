"""Waiting for Streamlit: what a test does between a click and a look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

RUN_SECONDS = 20
NOTHING_FADES = """() => document.getAnimations().every(
    one => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""


def settled(page: Page) -> Page:
    """The page once its script has finished and what it sent is drawn; no red box may be on it.

    A part whose module is still on the way is a grey bar until then: a key pressed for such a button is lost.
    Right after a click the script may not have started yet: expect what the click should bring, then call this.
    """
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=RUN_SECONDS * 1000)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    return page


def drawn(page: Page) -> Page:
    """The page once its first chart is drawn: left before, its module is still on the way and the console complains."""
    expect(page.locator("[data-testid=stVegaLiteChart] svg.marks").first).to_be_visible()
    return settled(page)


def still(page: Page) -> Page:
    """The page once nothing on it fades or moves: what is still fading in has less contrast than it will have."""
    page.wait_for_function(NOTHING_FADES)
    return page


def visit(page: Page, address: str) -> Page:
    """The page at `address`, settled."""
    page.goto(address)
    expect(page.locator("[data-testid=stMain]")).to_be_visible(timeout=RUN_SECONDS * 1000)
    return settled(page)


def upload(page: Page, *files: Path) -> None:
    """Drop files on the uploader that is on screen."""
    page.locator("input[type=file]").set_input_files([str(file) for file in files])


def verdict(page: Page) -> Locator:
    """The box with the sentence."""
    return page.locator(".st-key-verdict")
