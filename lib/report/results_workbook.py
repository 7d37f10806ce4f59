"""Every list of results as a sheet of an Excel workbook: numbers as numbers, and nothing that can become a formula."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING, Cell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from lib.report.formulas import is_like_a_formula
from lib.report.workbook import sheet_names

NOT_SHARED = {"findings": ("value", "parameters", "taken_as")}
"""Columns with cells of the registry; a workbook that is meant to be shared leaves them out."""

SHARE = "proportion"
SCORE = "score units"
_SCORED = (
    "difference", "standard_error", "low", "high", "low90", "high90", "margin", "baseline_mean", "baseline_sd",
    "baseline_median", "baseline_q1", "baseline_q3", "follow_up_mean", "follow_up_sd", "follow_up_median",
    "follow_up_q1", "follow_up_q3", "change_mean", "change_sd", "change_low", "change_high", "hodges_lehmann",
    "hodges_lehmann_low", "hodges_lehmann_high",
)  # fmt: skip
_SHARED = (
    "rate", "rate_missing_as_failure", "low", "high", "wilson_low", "wilson_high", "exact_low", "exact_high",
    "difference", "newcombe_low", "newcombe_high", "miettinen_nurminen_low", "miettinen_nurminen_high", "share",
)  # fmt: skip
UNITS: Mapping[str, Mapping[str, str]] = {
    **{name: dict.fromkeys(_SCORED, SCORE) for name in ("within", "between", "equivalence")},
    **{name: dict.fromkeys(_SHARED, SHARE)
       for name in ("rates", "rate_differences", "lesion_rates", "lesion_differences", "responders",
                    "responder_differences", "baseline")},
}  # fmt: skip


def results_workbook(results: Mapping[str, Any], readme_name: str, readme: Sequence[str]) -> bytes:
    """An xlsx file: a sheet that says what the numbers are, then one sheet per list, its fields and units as heads."""
    lists = {name: rows for name, rows in results.items() if isinstance(rows, list)}
    book = Workbook(write_only=True)
    names = sheet_names([readme_name, *lists])
    first = book.create_sheet(names[0])
    first.column_dimensions["A"].width = 110
    for line in readme:
        first.append([_cell(first, line)])
    for title, (name, rows) in zip(names[1:], lists.items(), strict=True):
        _write(book.create_sheet(title), name, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: WriteOnlyWorksheet, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    left_out = NOT_SHARED.get(name, ())
    fields = [field for field in dict.fromkeys(field for row in rows for field in row) if field not in left_out]
    sheet.freeze_panes = "A2"
    heads = []
    for field in fields:
        unit = UNITS.get(name, {}).get(field)
        head = _cell(sheet, field if unit is None else f"{field} [{unit}]")
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, row.get(field)) for field in fields])


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Cell:
    """A finite number as a number, nothing as an empty cell, everything else as text that stays text when edited."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return WriteOnlyCell(sheet, None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = TYPE_STRING
    if is_like_a_formula(text):
        cell.quotePrefix = True
    return cell
