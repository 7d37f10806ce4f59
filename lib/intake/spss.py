"""SPSS files (sav, zsav) through pyreadstat: labels instead of codes wherever somebody gave them."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from typing import Any

from lib.intake.grid import DATE, MOST_CELLS, NUMBER, TEXT, GridBuilder
from lib.intake.unreadable import UnreadableFile

Variable = list[Any]
_ENCODINGS = (None, "GB18030")
"""As the file says; old Chinese files say nothing."""


def read_spss(content: bytes) -> tuple[list[GridBuilder], list[dict[str, object]]]:
    """The variables as columns of one sheet, their labels as headers where every label is given to one variable only.

    A code stands as its label where all codes of its variable have one (1 is CT, 2 is DSA) or where it means missing
    (−99 is 失访); a missing code without a label is a blank cell. Raises UnreadableFile corrupt_file, too_many_cells.
    """
    variables, metadata = _read(content)
    grid = GridBuilder("")
    headers = _headers(list(metadata.column_names), list(metadata.column_labels))
    columns = [
        _shown(
            variables[name],
            metadata.variable_value_labels.get(name, {}),
            metadata.missing_ranges.get(name, []),
        )
        for name in metadata.column_names
    ]
    for position, header in enumerate(headers, start=1):
        grid.add(1, position, TEXT, header)
    for row in range(max((len(column) for column in columns), default=0)):
        for position, column in enumerate(columns, start=1):
            _add(grid, row + 2, position, column[row])
    return [grid], []


def _read(content: bytes) -> tuple[dict[str, Variable], Any]:
    import pyreadstat

    for encoding in _ENCODINGS:
        try:
            _, metadata = pyreadstat.read_sav(io.BytesIO(content), metadataonly=True, encoding=encoding)
            if (metadata.number_rows or 0) * len(metadata.column_names) > MOST_CELLS:
                raise UnreadableFile("too_many_cells", limit=MOST_CELLS)
            return pyreadstat.read_sav(io.BytesIO(content), user_missing=True, output_format="dict", encoding=encoding)
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError, ValueError, OSError):
            continue
    raise UnreadableFile("corrupt_file")


def _headers(names: list[str], labels: list[str | None]) -> list[str]:
    """The label of each variable, its name where it has none of its own."""
    given = Counter(label.strip() for label in labels if label)
    return [
        label.strip() if label and label.strip() and given[label.strip()] == 1 else name
        for name, label in zip(names, labels, strict=True)
    ]


def _shown(values: Variable, labels: dict[Any, str], missing: list[dict[str, Any]]) -> Variable:
    """What a reader of the file would see in each cell; None for a blank one."""
    known = {value: label.strip() for value, label in labels.items() if label.strip()}
    is_missing = {value: any(_lies_in(value, one) for one in missing) for value in set(values) if value is not None}
    are_all_labelled = all(value in known for value, absent in is_missing.items() if not absent)
    shown = {value: known.get(value) if absent or are_all_labelled else value for value, absent in is_missing.items()}
    return [shown.get(value) for value in values]


def _lies_in(value: Any, limits: dict[str, Any]) -> bool:
    low, high = limits["lo"], limits["hi"]
    return type(value) is type(low) and bool(low <= value <= high)


def _add(grid: GridBuilder, row: int, column: int, value: Any) -> None:
    if isinstance(value, str):
        if value.strip():
            grid.add(row, column, TEXT, value)
    elif isinstance(value, datetime.date | datetime.time):
        grid.add(row, column, DATE, value.isoformat())
    elif isinstance(value, int | float):
        number = float(value)
        if number == number:  # noqa: PLR0124 (NaN is a blank cell)
            grid.add(row, column, NUMBER, number)
