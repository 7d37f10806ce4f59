"""A chart as it goes to the browser: plain Vega-Lite without rows, and each set of rows once as an Arrow table.

Streamlit keeps a chart whose specification stays the same and exchanges only the rows that changed, which spares the
browser the compiling of the whole chart at every click. So nothing that follows from a filter belongs into a
specification; it is a field of the rows.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from lib.report.charts.layered import LayeredChart


def as_sent(chart: LayeredChart) -> dict[str, Any]:
    """The specification of a chart whose layers carry their rows: "datasets" holds them, named as the layers name them.

    Altair's own check takes longer than all statistics of a click, so it is left to the tests. Layers with the same
    name and rows share the first one's. Places are sent to six significant figures, a thousandth of a pixel.
    """
    specification: dict[str, Any] = chart.to_dict(validate=False)
    sent: dict[str, list[dict[str, Any]]] = {}
    for number, layer in enumerate(specification["layer"]):
        name, rows = layer["data"]["name"], layer["data"].get("values", [])
        if sent.get(name, rows) != rows:
            name = f"{name} {number}"
        sent[name] = rows
        layer["data"] = {"name": name}
    return {**specification, "datasets": {name: _table(rows) for name, rows in sent.items()}}


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    fields = dict.fromkeys(field for row in rows for field in row)
    return pa.table({field: [_short(row.get(field)) for row in rows] for field in fields})


def _short(value: Any) -> Any:
    """A place or a score without the digits that no screen can show; every other value as it is."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
