"""A server, a Chromium, and visitors: what the browser tests are written on.

    def test_opens_the_demo(page: Page, server: RunningServer) -> None:
        page.goto(server.address)
        settled(page)

`page` is one visitor; `new_visitor` makes more, each with cookies of their own. A test fails, beside its own asserts,
when the browser's console held an error or when the server's log held a traceback. To visit in Chinese:
`@pytest.mark.parametrize("locale", ["zh-CN"])`; likewise `viewport` and `color_scheme`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from scripts.ensure_browser import browser_on_this_machine
from tests.browser.running_server import RunningServer, start_server

# A container's shared memory is small, its root has no sandbox, and nothing may call home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# On a link into a page, Streamlit looks for its own root first under the page's name, and is told no.
EXPECTED_404 = ("/_stcore/health", "/_stcore/host-config")

NewVisitor = Callable[..., Page]

expect.set_options(timeout=20_000)  # a busy machine with two cores may take a while; a wrong page never gets there


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser: TROCAR_BROWSER as `make test` names it, else the one on this machine."""
    path = os.environ.get("TROCAR_BROWSER") or browser_on_this_machine()
    if path is None:
        pytest.fail("no Chromium or Chrome was found; make test installs one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_server() -> Iterator[RunningServer]:
    """One server for all tests; ask for `server` instead, which also looks into its log."""
    server = start_server()
    yield server
    server.stop()


@pytest.fixture
def server(shared_server: RunningServer) -> Iterator[RunningServer]:
    """The running server, which must have printed nothing by the end of the test: no traceback, no registry's text."""
    shared_server.log.clear()
    yield shared_server
    fail_on(shared_server.tracebacks())


@pytest.fixture
def cold_server() -> Iterator[Callable[[], RunningServer]]:
    """Starts servers that nobody has visited yet."""
    started: list[RunningServer] = []

    def start() -> RunningServer:
        started.append(start_server())
        return started[-1]

    yield start
    for server in started:
        server.stop()
    fail_on("".join(server.tracebacks() for server in started))


@pytest.fixture
def locale() -> str:
    """The visitor's language."""
    return "en-GB"


@pytest.fixture
def viewport() -> tuple[int, int]:
    """The visitor's window, width and height in pixels."""
    return (1440, 900)


@pytest.fixture
def color_scheme() -> str:
    """The visitor's theme, "light" or "dark"."""
    return "light"


@pytest.fixture
def new_visitor(chromium: Browser, locale: str, viewport: tuple[int, int], color_scheme: str) -> Iterator[NewVisitor]:
    """Makes visitors: each a fresh browser profile with one page. Options of Browser.new_context may be given."""
    problems: list[str] = []
    contexts = []

    def visit(**options: object) -> Page:
        width, height = viewport
        usual = {"locale": locale, "viewport": {"width": width, "height": height}, "color_scheme": color_scheme}
        context = chromium.new_context(**{**usual, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: problems.extend(console_problem(message)))
        page.on("pageerror", lambda error: problems.append(f"uncaught in the page: {error}"))
        return page

    yield visit
    for context in contexts:
        context.close()
    fail_on("\n".join(problems))


@pytest.fixture
def page(new_visitor: NewVisitor) -> Page:
    """One visitor's page."""
    return new_visitor()


def fail_on(problems: str) -> None:
    """Fail with what a server or a browser complained about, if it did."""
    if problems:
        pytest.fail(problems, pytrace=False)


def console_problem(message: ConsoleMessage) -> list[str]:
    """What an error in the console says, with where; nothing for other messages."""
    where = message.location.get("url", "")
    if message.type != "error" or where.endswith(EXPECTED_404):
        return []
    return [f"{message.text} ({where})"]
