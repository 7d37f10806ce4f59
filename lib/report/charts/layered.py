"""One chart of several layers, as plain Vega-Lite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt


@dataclass(frozen=True, slots=True, kw_only=True)
class LayeredChart:
    """Altair layers that share the frame of the first, and what holds for the whole chart.

    Altair's own layering copies every part several times, which costs more than all statistics of a click.
    """

    layers: tuple[alt.Chart, ...]
    whole: Mapping[str, Any]

    def to_dict(self, *, validate: bool = True) -> dict[str, Any]:
        """The Vega-Lite specification; `validate` checks it against Altair's schema (SchemaValidationError)."""
        layers = [_specification(layer) for layer in self.layers]
        specification = {"$schema": alt.SCHEMA_URL, **self.whole, "layer": layers}
        if validate:
            alt.LayerChart.from_dict(specification, validate=True)
        return specification


def _specification(layer: alt.Chart) -> dict[str, Any]:
    """One layer; its rows stay as they are, as Altair would ask at every step what they are."""
    specification: dict[str, Any] = alt.SchemaBase.to_dict(layer, validate=False, ignore=["data"], context={})
    specification["data"] = {"name": layer.data.name, "values": layer.data.values.to_dict()}
    return specification
