"""A chart as it goes to the browser: plain Vega-Lite, each set of rows once and column by column.

Columns name each field once and Vega flattens them into rows again. (It reads CSV, which is as short, by evaluating a
string, and `lib/server.py` forbids that.)
"""

from __future__ import annotations

import json
from typing import Any

from lib.report.charts.layered import LayeredChart

FEW = 2
"""So many rows are shorter as they are."""


def as_sent(chart: LayeredChart) -> dict[str, Any]:
    """The specification of a chart whose layers carry their rows.

    Altair's own check takes longer than all statistics of a click, so it is left to the tests. Layers with the same
    rows share the first one's. Places are sent to six significant figures, a thousandth of a pixel.
    """
    specification: dict[str, Any] = chart.to_dict(validate=False)
    names: dict[str, str] = {}
    for number, layer in enumerate(specification["layer"]):
        rows = layer["data"].get("values", [])
        fields = list(dict.fromkeys(field for row in rows for field in row))
        is_long = len(rows) > FEW
        if is_long:
            layer["transform"] = [{"flatten": fields}, *layer.get("transform", [])]
        key = json.dumps(rows)
        if key in names:
            layer["data"] = {"name": names[key]}
            continue
        names[key] = f"rows {number}"
        columns = [{field: [_short(row.get(field)) for row in rows] for field in fields}]
        layer["data"] = {"name": names[key], "values": columns if is_long else rows}
    return specification


def _short(value: Any) -> Any:
    """A place or a score without the digits that no screen can show; every other value as it is."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
