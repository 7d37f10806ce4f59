"""Servers and a Chromium that notes when a page has painted what a click or a start should bring."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.ensure_browser import browser_on_this_machine

ROOT = Path(__file__).parents[1]
QUIET = 500
"""Milliseconds without painting after which a page is taken to be done; the time itself ends at the last painting."""

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

NOTE_PAINTING = """
    const noted = window.noted = {clicked: null, charts: null, text: null};
    const awaited = {};  // one frame is asked for once, however many changes it shows
    const painted = (what) => {
        if (awaited[what]) return;
        awaited[what] = true;
        requestAnimationFrame(() => { awaited[what] = false; noted[what] = performance.now(); });
    };
    addEventListener("pointerdown", () => {
        Object.assign(noted, {clicked: performance.now(), charts: null, text: null});
    }, true);
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            const element = target.nodeType === 1 ? target : target.parentElement;
            if (element?.closest("[data-testid=stVegaLiteChart]")) painted("charts");
            if (element?.closest("[data-testid=stMain]")) painted("text");
        }
    }).observe(document, {subtree: true, childList: true, characterData: true});
"""
"""Streamlit lets Vega draw SVG, so that charts and text change in the document; the frame that shows it is noted."""


def browser_path() -> str | None:
    """Where the browser is; None lets Playwright take its own. Not to be asked while Playwright runs."""
    return os.environ.get("TROCAR_BROWSER") or browser_on_this_machine()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    path = browser_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser) -> Iterator[Page]:
    """A new visitor whose page notes its painting."""
    context: BrowserContext = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.add_init_script(NOTE_PAINTING)
    page = context.new_page()
    page.set_default_timeout(120_000)
    yield page
    context.close()


@contextmanager
def served(script: Path, *options: str) -> Iterator[str]:
    """The address of a Streamlit script as soon as its server answers; `options` go before those of our config.toml."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), *options]
    process = subprocess.Popen(
        [*command, "--server.address", "localhost"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(process, port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(page: Page, what: str) -> float:
    """Wait until `what` ("charts" or "text") has been painted and nothing follows; when that was, in page time (ms)."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_function(
        "([what, quiet]) => noted[what] !== null && performance.now() - noted[what] > quiet"
        " && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'",
        arg=[what, QUIET],
    )
    return float(page.evaluate("what => noted[what]", what))


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(6000):
        with socket.socket() as probe:
            if probe.connect_ex(("localhost", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.01)
    raise RuntimeError(f"the server on port {port} did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
