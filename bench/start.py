"""A cold start, from the command to the painted main page: against a page that draws the same charts from a literal."""

from __future__ import annotations

import json
import pprint
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from bench.chromium import ROOT, chromium, served, visitor, wait_for
from bench.ratio import Measured, alternating

MAIN_PAGE = "/outcomes?registry=demo"

EXPLANATION = """\
Start: from starting the server's process until Chromium has painted the charts of the first page it opens.
  Trocar   lib/server.py, opened at the demo's main page: the demo is read and compared, charts and tables are drawn.
  literal  a Streamlit script that holds the same Vega-Lite charts as a Python literal and only draws them."""


def measure() -> list[Measured]:
    """One ratio."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        literal = Path(folder) / "literal_page.py"
        literal.write_text(literal_page(main_page_charts()), encoding="utf-8")
        ours, theirs = alternating(
            lambda: _seconds(browser, ROOT / "lib" / "server.py", MAIN_PAGE),
            lambda: _seconds(browser, literal, "/"),
        )
    return [
        Measured(
            what="cold start / page of literal charts",
            value=ours / theirs,
            limit=1.5,
            is_at_least=False,
            detail=f"Trocar {ours:.2f} s, literal {theirs:.2f} s",
        )
    ]


def main_page_charts() -> list[dict[str, Any]]:
    """The Vega-Lite charts of the demo's main page, data inside, as Trocar sends them to the browser."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["registry"] = "demo"
    app.run().switch_page(str(ROOT / "pages" / "results" / "outcomes.py")).run()
    charts = [_with_data(element.proto) for element in app.get("vega_lite_chart")]
    if not charts:
        raise LookupError("the main page drew no chart")
    return charts


def literal_page(charts: list[dict[str, Any]]) -> str:
    """A script that draws these charts."""
    return (
        "import streamlit as st\n\n"
        "st.set_page_config(layout='wide')\n"
        f"charts = {pprint.pformat(charts, width=120)}\n"
        "for chart in charts:\n"
        "    st.vega_lite_chart(chart, theme=None, width='stretch')\n"
    )


def _with_data(chart: Any) -> dict[str, Any]:
    """A chart as Streamlit sends it, Arrow tables beside the specification, as one self-contained specification."""
    specification: dict[str, Any] = json.loads(chart.spec)
    specification["datasets"] = {one.name: _rows(one.data.data) for one in chart.datasets}
    if chart.data.data:
        specification["data"] = {"values": _rows(chart.data.data)}
    return specification


def _rows(arrow: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.ipc.open_stream(arrow).read_all().to_pylist()
    return found


def _seconds(browser: Browser, script: Path, path: str) -> float:
    start = time.time()
    with served(script) as address, visitor(browser) as page:
        page.goto(address + path)
        painted = wait_for(page, "charts")
        return float(page.evaluate("performance.timeOrigin")) / 1000 + painted / 1000 - start
