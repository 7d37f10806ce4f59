"""What a test reads off a chart's specification: its layers by the name of their data, its rows, its words."""

from __future__ import annotations

import json
import zlib
from typing import Any

from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from lib.report.charts.layered import LayeredChart
from lib.report.charts.sent import as_sent

Spec = dict[str, Any]
_CHECKED: set[str] = set()


def spec_of(chart: LayeredChart) -> Spec:
    """The specification as a browser gets it, checked by Altair: once for all charts that differ in their rows only."""
    spec: Spec = json.loads(json.dumps(chart.to_dict(validate=False)))
    without_rows = [{**layer, "data": layer["data"]["name"]} for layer in spec["layer"]]
    form = json.dumps({**spec, "layer": without_rows})
    if form not in _CHECKED:
        chart.to_dict(validate=True)
        _CHECKED.add(form)
    return spec


def layers_of(spec: Spec, name: str) -> list[Spec]:
    """The layers drawn from the data of this name."""
    return [layer for layer in spec["layer"] if layer["data"]["name"] == name]


def rows_of(spec: Spec, name: str) -> list[Spec]:
    """The rows of the first layer with this data; none where there is no such layer."""
    found = layers_of(spec, name)
    rows: list[Spec] = found[0]["data"]["values"] if found else []
    return rows


def texts_of(spec: Spec) -> list[str]:
    """Every word on the chart and in its tooltips."""
    keys = ("text", "tip", "lines", "change")
    values = [row for layer in spec["layer"] for row in layer["data"]["values"]]
    return [str(row[key]) for row in values for key in keys if key in row]


def domain_of(spec: Spec, axis: str) -> list[float]:
    """The domain of the frame's axis."""
    domain: list[float] = layers_of(spec, "frame")[0]["encoding"][axis]["scale"]["domain"]
    return domain


def size_of(chart: LayeredChart) -> int:
    """Bytes that travel for it: the specification as ASCII JSON and its rows as Arrow, deflated as the server does."""
    specification = as_sent(chart)
    tables = [convert_anything_to_arrow_bytes(table) for table in specification.pop("datasets").values()]
    return len(zlib.compress(json.dumps(specification).encode() + b"".join(tables)))


def with_rows(sent: Spec) -> Spec:
    """What is sent, with the rows back in the layers as the browser has them."""
    tables = {name: table.to_pylist() for name, table in sent["datasets"].items()}
    layers = [{**layer, "data": {"values": tables[layer["data"]["name"]]}} for layer in sent["layer"]]
    return {**{key: value for key, value in sent.items() if key != "datasets"}, "layer": layers}
