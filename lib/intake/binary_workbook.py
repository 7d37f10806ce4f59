"""xls and xlsb through python-calamine, which may end the process on a hostile file."""

from __future__ import annotations

import datetime
import io

from lib.intake.grid import BOOLEAN, DATE, NUMBER, TEXT, GridBuilder
from lib.intake.unreadable import UnreadableFile

_STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "very_hidden"}


def read_binary(content: bytes) -> tuple[list[GridBuilder], list[dict[str, object]]]:
    """All sheets of the workbook. Raises UnreadableFile password_protected or corrupt_file."""
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        grids = []
        for metadata in workbook.sheets_metadata:
            grid = GridBuilder(metadata.name, _STATES.get(str(metadata.visible).rpartition(".")[2], "visible"))
            _fill(grid, workbook.get_sheet_by_name(metadata.name))
            grids.append(grid)
    except python_calamine.PasswordError as reason:
        raise UnreadableFile("password_protected") from reason
    except (python_calamine.CalamineError, OSError, ValueError) as reason:
        raise UnreadableFile("corrupt_file") from reason
    return grids, []


def _fill(grid: GridBuilder, sheet: object) -> None:
    start = sheet.start  # type: ignore[attr-defined]  # CalamineSheet has no stub
    if start is None:
        return
    first_row, first_column = start[0] + 1, start[1] + 1
    for row, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first_row):  # type: ignore[attr-defined]
        for column, value in enumerate(cells, start=first_column):
            if value == "" or value is None:
                continue
            if isinstance(value, bool):
                grid.add(row, column, BOOLEAN, value)
            elif isinstance(value, int | float):
                grid.add(row, column, NUMBER, float(value))
            elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                grid.add(row, column, DATE, value.isoformat() if hasattr(value, "isoformat") else str(value))
            elif str(value).strip():
                grid.add(row, column, TEXT, str(value))
    for span in sheet.merged_cell_ranges or ():  # type: ignore[attr-defined]
        (top, left), (bottom, right) = span
        grid.merged.append((top + 1, left + 1, bottom + 1, right + 1))
