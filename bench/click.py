"""A filter click, from the pointer to the repainted charts, in Chromium: against a page without charts, and by size."""

from __future__ import annotations

import re
import statistics
import zlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocket

from bench.chromium import ROOT, chromium, served, visitor, wait_for
from bench.ratio import RUNS, Measured
from bench.simulated import department_csv

CHARTLESS = Path(__file__).with_name("chartless_page.py")
WITHOUT_CHARTS = Path(__file__).with_name("without_charts.py")
SMALL, LARGE = 64, 100_000

EXPLANATION = """\
Click: a visitor clicks "Female" once; from the pointer going down to the last frame in which a chart was painted.
  chartless  bench/chartless_page.py: the demo, the same sidebar filters, one line of text; until that text changes.
             Served as Streamlit does it: garbage is collected behind every run, for which Trocar does not wait.
  no charts  bench/without_charts.py: Trocar's main page with its words and tables but no chart; until those change.
  Trocar     the main page after dropping a simulated registry of that size; every visitor is new, nothing is cached.
  sent       bytes of the websocket frames that the server sends for the click, deflated as the server is set to do
             (.streamlit/config.toml, enableWebsocketCompression)."""


@dataclass(frozen=True, slots=True)
class Click:
    """One click: how long until the page was painted, and what the server sent."""

    milliseconds: float
    kilobytes: float


def measure() -> list[Measured]:
    """Three ratios of time and one amount of bytes."""
    small, large = (department_csv(patients) for patients in (SMALL, LARGE))
    chartless: list[Click] = []
    without: list[Click] = []
    at_small: list[Click] = []
    at_large: list[Click] = []
    with (
        chromium() as browser,
        served(CHARTLESS, "--runner.postScriptGC", "true") as plain,
        served(WITHOUT_CHARTS) as bare,
        served(ROOT / "lib" / "server.py") as trocar,
    ):
        for _ in range(RUNS):
            chartless.append(_click(browser, plain))
            without.append(_click(browser, bare, small, "text"))
            at_small.append(_click(browser, trocar, small))
            at_large.append(_click(browser, trocar, large))
    plain_ms, without_ms, small_ms, large_ms = (
        statistics.median(click.milliseconds for click in clicks) for clicks in (chartless, without, at_small, at_large)
    )
    sent = max(click.kilobytes for click in at_large)
    times = f"chartless {plain_ms:.0f} ms, {SMALL} patients {small_ms:.0f} ms, {LARGE:,} patients {large_ms:.0f} ms"
    return [
        Measured(
            what=f"click, {SMALL} patients / page without charts",
            value=small_ms / plain_ms,
            limit=2.5,
            is_at_least=False,
            detail=times,
        ),
        Measured(
            what=f"click, {SMALL} patients / this page without its charts",
            value=small_ms / without_ms,
            limit=2.5,
            is_at_least=False,
            detail=f"without its charts {without_ms:.0f} ms",
        ),
        Measured(
            what=f"click, {LARGE:,} patients / {SMALL}",
            value=large_ms / small_ms,
            limit=1.2,
            is_at_least=False,
            detail=times,
        ),
        Measured(
            what=f"sent per click, {LARGE:,} patients",
            value=sent,
            limit=40,
            is_at_least=False,
            detail=f"largest of {RUNS}; {SMALL} patients {max(click.kilobytes for click in at_small):.1f} kB",
            unit="kB",
        ),
    ]


def _click(browser: Browser, address: str, registry: bytes | None = None, awaited: str = "charts") -> Click:
    with visitor(browser) as page:
        sent: list[int] = []
        page.on("websocket", lambda socket: _count(socket, sent))
        page.goto(address)
        what = "text" if registry is None else awaited
        if registry is not None:
            drop(page, registry)
        wait_for(page, what)
        sent.clear()
        page.get_by_role("button", name=re.compile("^Female")).click()
        painted = wait_for(page, what)
        return Click(painted - float(page.evaluate("noted.clicked")), sum(sent) / 1000)


def drop(page: Page, registry: bytes) -> None:
    """Drop a file on the first page."""
    files = [{"name": "registry.csv", "mimeType": "text/csv", "buffer": registry}]
    page.locator("input[type=file]").first.set_input_files(files)  # type: ignore[arg-type]


def _count(socket: WebSocket, sent: list[int]) -> None:
    """Note the size of every frame as it travels: deflated, each with what earlier ones taught (RFC 7692)."""
    deflate = zlib.compressobj(wbits=-12)  # the window that the server offers

    def note(frame: str | bytes) -> None:
        payload = frame.encode() if isinstance(frame, str) else frame
        sent.append(len(deflate.compress(payload)) + len(deflate.flush(zlib.Z_SYNC_FLUSH)))

    socket.on("framereceived", note)
