"""Every list of results as a sheet of an Excel workbook: numbers as numbers, and nothing that can become a formula."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from lib.report.language import LANGUAGES, has_sentence, sentence
from lib.report.wording.names import covariate_name, method_name, outcome_name, visit_name
from lib.report.wording.rates import event_name
from lib.report.workbook import FONT, SIZE, excel_text, sheet_names

NOT_SHARED = {"findings": ("value", "parameters", "taken_as")}
"""Columns with cells of the registry; a workbook that is meant to be shared leaves them out."""

NARROWEST, BROADEST = 11, 70
"""Letters of a column's width, at least and at most."""

SHARE, SCORE = "proportion", "score"
"""Units of numbers, keys of the messages [result_units]."""
_SCORED = (
    "difference", "standard_error", "low", "high", "low90", "high90", "margin", "baseline_mean", "baseline_sd",
    "baseline_median", "baseline_q1", "baseline_q3", "follow_up_mean", "follow_up_sd", "follow_up_median",
    "follow_up_q1", "follow_up_q3", "change_mean", "change_sd", "change_low", "change_high", "hodges_lehmann",
    "hodges_lehmann_low", "hodges_lehmann_high",
)  # fmt: skip
_SHARED = (
    "rate", "rate_missing_as_failure", "low_missing_as_failure", "high_missing_as_failure",
    "difference_missing_as_failure", "low", "high", "wilson_low", "wilson_high", "exact_low", "exact_high",
    "difference", "newcombe_low", "newcombe_high", "miettinen_nurminen_low", "miettinen_nurminen_high", "share",
    "standard_error",
)  # fmt: skip
UNITS: Mapping[str, Mapping[str, str]] = {
    **{name: dict.fromkeys(_SCORED, SCORE) for name in ("within", "between", "equivalence")},
    **{name: dict.fromkeys(_SHARED, SHARE)
       for name in ("rates", "rate_differences", "rate_differences_within_centres", "lesion_rates",
                    "lesion_differences", "responders", "responder_differences", "consensus", "exposure", "baseline")},
}  # fmt: skip


_NAMED: Mapping[str, Callable[[str, str], str]] = {
    "visit": visit_name,
    **dict.fromkeys(("method", "experimental", "control"), method_name),
    "event": event_name,
    "covariate": covariate_name,
    "outcome": outcome_name,
}


def results_workbook(results: Mapping[str, Any], readme: Sequence[str], language: str) -> bytes:
    """An xlsx file: a sheet that says what the numbers are, then one per list that has rows, in words of the language.

    Heads name field and unit; the first sheet has the key to the names of the command line's fields. Sentences are
    those of the language alone.
    """
    lists = {name: rows for name, rows in results.items() if isinstance(rows, list)}
    filled = {name: rows for name, rows in lists.items() if rows}
    book = Workbook(write_only=True)
    titles = [sentence(language, f"result_lists.{name}") for name in filled]
    names = sheet_names([sentence(language, "export.readme"), *titles])
    first = book.create_sheet(names[0])
    first.column_dimensions["A"].width = 110
    empty = [sentence(language, f"result_lists.{name}") for name in lists if name not in filled]
    missing = sentence(language, "export.about.empty", lists=sentence(language, "reading.list").join(empty))
    for line in (*readme, *([missing] if empty else []), sentence(language, "export.about.key")):
        first.append([_cell(first, line)])
    for field in dict.fromkeys(field for name, rows in filled.items() for field in _fields(name, rows, language)):
        first.append([_cell(first, _head(field, language)), _cell(first, field)])
    for title, (name, rows) in zip(names[1:], filled.items(), strict=True):
        _write(book.create_sheet(title), name, rows, language)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fields(name: str, rows: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """The fields of a list, without what is not shared and without the sentences of other languages."""
    others = tuple(f"_{one}" for one in LANGUAGES if one != language)
    left_out = NOT_SHARED.get(name, ())
    fields = dict.fromkeys(field for row in rows for field in row)
    return [field for field in fields if field not in left_out and not field.endswith(others)]


def _in_words(field: str, value: object, language: str) -> object:
    """Visits, methods and events by the names that screens give them; everything else as it is."""
    named = _NAMED.get(field)
    return named(value, language) if named is not None and isinstance(value, str) else value


def _head(field: str, language: str) -> str:
    key = f"result_fields.{field}"
    return sentence(language, key) if has_sentence(language, key) else field


def _write(sheet: Any, name: str, rows: Sequence[Mapping[str, Any]], language: str) -> None:
    fields = _fields(name, rows, language)
    sheet.freeze_panes = "A2"
    heads = []
    for field in fields:
        unit = UNITS.get(name, {}).get(field)
        shown = "" if unit is None else f" [{sentence(language, f'result_units.{unit}')}]"
        head = _cell(sheet, f"{_head(field, language)}{shown}")
        head.font, head.alignment = Font(name=FONT, size=SIZE, bold=True), Alignment(wrap_text=True, vertical="top")
        heads.append(head)
    table = [[_cell(sheet, _in_words(field, row.get(field), language)) for field in fields] for row in rows]
    for place, column in enumerate(zip(heads, *table, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    for cells in (heads, *table):
        sheet.append(cells)


def _width(column: Sequence[Cell]) -> float:
    """Letters that a column needs: its head stands on two lines, texts on one as far as that is not too broad."""
    head, *texts = (_letters(str(cell.value)) if isinstance(cell.value, str) else 0 for cell in column)
    return min(max(NARROWEST, head / 2 + 3, *(text + 2 for text in texts)), BROADEST)


def _letters(text: str) -> int:
    """How many letters wide a text is: a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Cell:
    """A finite number as a number, nothing as an empty cell, everything else as text that stays text when edited."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return WriteOnlyCell(sheet, None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    cell = WriteOnlyCell(sheet)
    excel_text(cell, text)
    return cell
