"""Where the table is in a sheet: header rows, columns, patients; titles, footers, totals and strays left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from lib.intake.column_blocks import columns_of_table
from lib.intake.dittos import with_dittos
from lib.intake.filling_down import filled_down
from lib.intake.findings import Finding
from lib.intake.footers import not_patients
from lib.intake.grid import TEXT
from lib.intake.headers import are_complete, column_term, is_known
from lib.intake.methods import canonical_method
from lib.intake.odi_items import item_asked
from lib.intake.row_labels import are_variable_names, is_unit_row
from lib.intake.spanned_headers import are_parts_below, that_complete
from lib.intake.table import Table, TableColumn
from lib.intake.time_headers import times_below
from lib.intake.vocabulary import is_one_of, key, plain
from lib.intake.workbook import Codes, Sheet

MOST_COLUMNS = 500
_ROWS_SEARCHED = 60
_FEWEST_ITEMS = 5
_ROWS_ABOVE = 3
_NUMBER_LIKE = re.compile(r"(?!\d{1,2}[年月日]$)[-+]?[\d.,:/%\s年月日-]+$")
"""A number or a date; 3月 may be a month after the procedure."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """Header rows by position, the text of each column (by position), unit hints, and a score for comparing sheets.

    `n_above` rows right above the first belong to the header too: what spans its columns.
    """

    rows: tuple[int, ...]
    texts: dict[int, str]
    hints: dict[int, str]
    known: float
    n_above: int = 0


def find_table(
    sheet: Sheet, header_row: int | None = None, *, is_text_file: bool = False, head: Head | None = None
) -> Table | None:
    """The table of a sheet, None when no row looks like a header; `header_row` (Excel's number) or `head` decides it.

    A header row without rows of patients below gives a table without rows.
    """
    head = head or find_head(sheet, header_row)
    if head is None:
        return None
    findings: list[Finding] = []
    columns = columns_of_table(sheet, head.rows[-1], head.texts, findings)
    if len(columns) > MOST_COLUMNS:
        findings.append(_finding(sheet, "extra_columns_ignored", n=len(columns) - MOST_COLUMNS, limit=MOST_COLUMNS))
        columns = columns[:MOST_COLUMNS]
    headers = {position: head.texts[position] for position in columns}
    if head.hints:
        units = Finding(
            severity="note", code="rows_skipped", sheet=sheet.name or None, row=int(sheet.rows[head.rows[-1]]),
            parameters={"what": "units"},
        )  # fmt: skip
        findings.append(units)
    rows = np.arange(head.rows[-1] + 1, len(sheet.rows), dtype=np.int32)
    rows = not_patients(sheet, rows, headers, findings)
    _note_hidden(sheet, rows, columns, findings)
    numbers = {position: sheet.columns[position].number for position in columns}
    codes = filled_down(sheet, {position: headers[position] for position in columns}, rows, findings)
    table_columns = tuple(
        TableColumn(
            number=numbers[position],
            header=headers[position],
            levels=sheet.columns[position].levels,
            codes=codes[position][rows],
            hint=head.hints.get(position, ""),
        )
        for position in columns
    )
    return Table(
        columns=tuple(with_dittos(sheet, list(zip(columns, table_columns, strict=True)), findings)),
        sheets=(sheet.name,),
        sheet=np.zeros(len(rows), dtype=np.int32),
        row=sheet.rows[rows],
        header_rows=tuple(int(sheet.rows[row]) for row in head.rows),
        findings=tuple(findings),
        is_text_file=is_text_file,
    )


def find_head(sheet: Sheet, header_row: int | None = None) -> Head | None:
    """The header rows of a sheet, None when no row looks like a header; `header_row` (Excel's number) decides it."""
    return _named_head(sheet, header_row) if header_row is not None else _find_head(sheet)


def _finding(sheet: Sheet, code: str, **parameters: str | int | float) -> Finding:
    return Finding(severity="warning", code=code, sheet=sheet.name or None, parameters=parameters)


def _row_texts(sheet: Sheet, row: int, limit: int = MOST_COLUMNS + 100) -> dict[int, str]:
    """The text cells of a row that are not numbers, by column position."""
    found: dict[int, str] = {}
    for position in range(min(limit, len(sheet.columns))):
        cell = sheet.cell(row, position)
        if cell is not None and cell.kind == TEXT and not _NUMBER_LIKE.match(plain(str(cell.value)[:60]) or "0"):
            found[position] = plain(str(cell.value))
    return found


def _n_other(sheet: Sheet, row: int, texts: dict[int, str]) -> int:
    limit = min(MOST_COLUMNS + 100, len(sheet.columns))
    return int(sheet.filled[row, :limit].sum()) - len(texts)


def _find_head(sheet: Sheet) -> Head | None:
    best: tuple[float, int] | None = None
    for row in range(min(_ROWS_SEARCHED, len(sheet.rows))):
        texts = _row_texts(sheet, row)
        if len(texts) < 2 or _n_other(sheet, row, texts) > len(texts):
            continue
        known = _n_known(texts)
        if known >= 1 and (best is None or known > best[0] + 0.4):
            best = (known, row)
    if best is None:
        best = _unknown_head(sheet)
    return None if best is None else _with_neighbours(sheet, best[1], best[0])


def _n_known(texts: dict[int, str]) -> float:
    """How many of a row's cells are known as headers; "no" is one once, and an answer where it comes again."""
    answers = {key(text) for text in texts.values() if is_one_of("yes_no", "no", text)}
    return sum(map(is_known, answers)) + sum(is_known(text) for text in texts.values() if key(text) not in answers)


def _unknown_head(sheet: Sheet) -> tuple[float, int] | None:
    """A first full row of distinct words above a row with numbers: a header in words that are not known."""
    for row in range(min(_ROWS_SEARCHED, len(sheet.rows) - 1)):
        texts = _row_texts(sheet, row)
        if len(texts) < 2 or _n_other(sheet, row, texts) or len({key(text) for text in texts.values()}) < len(texts):
            continue
        below = _row_texts(sheet, row + 1)
        if _n_other(sheet, row + 1, below) >= 1:
            return 0.0, row
    return None


def _named_head(sheet: Sheet, header_row: int) -> Head | None:
    found = np.flatnonzero(sheet.rows == header_row)
    if not len(found):
        return None
    texts = texts_of(sheet, int(found[0]))
    return Head(rows=(int(found[0]),), texts=texts, hints={}, known=1.0)


def texts_of(sheet: Sheet, row: int) -> dict[int, str]:
    """Every filled cell of a header row as text: a header may be a number."""
    found: dict[int, str] = {}
    for position in range(len(sheet.columns)):
        cell = sheet.cell(row, position)
        if cell is not None and plain(cell.text):
            found[position] = plain(cell.text)
    return found


def _with_neighbours(sheet: Sheet, row: int, known: float) -> Head:
    """The header row with the rows above and below that belong to it: visits over scores, scores over visits, units."""
    texts, rows, hints, n_above = texts_of(sheet, row), [row], {}, 0
    for above_row in (row - 1, row - 2):
        if above_row < 0 or sheet.rows[above_row + 1] - sheet.rows[above_row] != 1:
            break
        above = texts_of(sheet, above_row)
        if not above or _n_other(sheet, above_row, _row_texts(sheet, above_row)):
            break
        if not _is_upper_row(above, texts) and not (above := that_complete(above, texts)):
            break
        texts = _joined(sheet, above_row, above, texts)
        n_above += 1
    for below_row in (row + 1, row + 2):
        if below_row >= len(sheet.rows):
            break
        below = texts_of(sheet, below_row)
        if timed := times_below(texts, below):
            texts = {**texts, **timed}
            rows.append(below_row)
            break
        if is_unit_row(below):
            hints = below
            rows.append(below_row)
            break
        is_text = bool(below) and not _n_other(sheet, below_row, _row_texts(sheet, below_row))
        if not is_text or not (_is_lower_row(below) or are_parts_below(texts, below)):
            break
        texts = _joined(sheet, rows[-1], texts, below)
        rows.append(below_row)
    texts = {**_reaching_down(sheet, rows[0], texts), **texts}
    return Head(rows=tuple(rows), texts=texts, hints=hints, known=known, n_above=n_above)


def _reaching_down(sheet: Sheet, row: int, texts: dict[int, str]) -> dict[int, str]:
    """Names of filled columns without a header that stand up to three rows above: merged down, or a known term."""
    found: dict[int, str] = {}
    merged = {span[1]: span[0] for span in sheet.merged if span[0] < sheet.rows[row] <= span[2]}
    below = sheet.filled[row + 1 :]
    for position in range(min(len(sheet.columns), MOST_COLUMNS)):
        if position in texts or not below[:, position].any():
            continue
        for above in range(row - 1, max(-1, row - 1 - _ROWS_ABOVE), -1):
            cell = sheet.cell(above, position)
            if cell is None:
                continue
            text = plain(cell.text) if cell.kind == TEXT else ""
            is_merged = merged.get(sheet.columns[position].number) == sheet.rows[above]
            if text and (is_merged or column_term(text) is not None):
                found[position] = text
            break
    return found


def _is_upper_row(above: dict[int, str], texts: dict[int, str]) -> bool:
    """Scores or visits that span columns of the header below, or the names of columns that the row below leaves out.

    A title is neither: one cell counts only when it is the plain name of a score or visit beside other columns. Names
    that a program gives every column (id, grp, v0, v1, v2) say less than the header below.
    """
    if above.keys() >= texts.keys() and are_variable_names([*above.values()]):
        return False
    if len(above) == 1:
        position, text = next(iter(above.items()))
        return position > min(texts) and len(text) <= 20 and is_known(text) > 0 and not are_complete([*texts.values()])
    return sum(is_known(text) > 0 for text in above.values()) >= 0.6 * len(above)


def _is_lower_row(below: dict[int, str]) -> bool:
    texts = below.values()
    methods = [method for method in map(canonical_method, texts) if method is not None]
    items = {item for item in map(item_asked, texts) if item is not None}
    are_methods = len(set(methods)) == len(methods) > 1  # no patient has two: columns of marks
    are_items = len(items) >= _FEWEST_ITEMS
    known = [
        is_known(text) > 0
        or (are_methods and canonical_method(text) is not None)
        or (are_items and item_asked(text) is not None)
        for text in texts
    ]
    return sum(known) >= 0.5 * len(below)


def _joined(sheet: Sheet, upper_row: int, upper: dict[int, str], lower: dict[int, str]) -> dict[int, str]:
    """Upper and lower header in one text; an upper text reaches over its merged cells, or up to the next one."""
    reach = dict(upper)
    last: str | None = None
    spans = [span for span in sheet.merged if span[0] <= sheet.rows[upper_row] <= span[2] and span[3] > span[1]]
    for position in range(len(sheet.columns)):
        number = sheet.columns[position].number
        if position in upper:
            last = upper[position]
        elif position in lower and last is not None:
            inside = [span for span in spans if span[1] <= number <= span[3]]
            if inside or not spans:
                reach[position] = last
    joined = {
        position: f"{reach[position]} {text}" if reach.get(position) and not _stands_alone(text) else text
        for position, text in lower.items()
    }
    return {**{position: text for position, text in reach.items() if text and position not in joined}, **joined}


def _stands_alone(text: str) -> bool:
    """Whether a header says who a patient is or belongs to, whatever stands over it: 编号 under VAS is no score."""
    return column_term(text) in ("patient", "method", "group", "sex", "age", "centre")


def _note_hidden(sheet: Sheet, rows: Codes, columns: list[int], findings: list[Finding]) -> None:
    hidden = [int(row) for row in sheet.rows[rows] if int(row) in sheet.hidden_rows] if sheet.hidden_rows else []
    if hidden:
        findings.append(_finding(sheet, "hidden_rows", n=len(hidden), first=hidden[0]))
    numbers = [sheet.columns[position].number for position in columns]
    hidden_columns = [number for number in numbers if number in sheet.hidden_columns]
    if hidden_columns:
        findings.append(_finding(sheet, "hidden_columns", n=len(hidden_columns)))


def renamed(table: Table, headers: dict[int, str]) -> Table:
    """The table with other headers for some column numbers."""
    columns = tuple(replace(column, header=headers.get(column.number, column.header)) for column in table.columns)
    return replace(table, columns=columns)
