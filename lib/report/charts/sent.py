"""A chart as it goes to the browser: plain Vega-Lite, each set of rows once and as CSV, which is half as long."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

Row = dict[str, Any]


def as_sent(chart: alt.LayerChart) -> dict[str, Any]:
    """The specification of a chart whose layers carry their rows.

    Altair's own check takes longer than all statistics of a click, so it is left to the tests. Layers with the same
    rows share the first one's.
    """
    specification: dict[str, Any] = chart.to_dict(validate=False)
    names: dict[str, str] = {}
    for number, layer in enumerate(specification["layer"]):
        if "data" not in layer:  # Altair says the same rows of all layers once, above them
            continue
        rows = layer["data"].get("values", [])
        key = json.dumps(rows)
        if key in names:
            layer["data"] = {"name": names[key]}
            continue
        names[key] = f"rows {number}"
        layer["data"] = {"name": names[key], **_data(rows)}
    return specification


def _data(rows: Sequence[Row]) -> dict[str, Any]:
    """Rows as CSV with the type of each column, where that is shorter; a cell that is not there stays empty."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    kinds = {field: _kind(row[field] for row in rows if row.get(field) is not None) for field in fields}
    if len(rows) < 3 or None in kinds.values():
        return {"values": rows}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows([_cell(row.get(field)) for field in fields] for row in rows)
    return {"values": text.getvalue(), "format": {"type": "csv", "parse": kinds}}


def _kind(values: Iterable[Any]) -> str | None:
    """What Vega is to read a column as; None where CSV cannot say it (mixed kinds, lists, an empty text)."""
    found = list(values)
    kinds = {type(value) for value in found}
    if kinds <= {int, float}:
        return "number"
    if kinds == {bool}:
        return "boolean"
    return "string" if kinds == {str} and all(found) else None


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
