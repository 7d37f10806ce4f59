"""Text with separators: encoding and separator found, text kept as text. Standard library only."""

from __future__ import annotations

import csv
import io
import re

from lib.intake.encodings import decoded_from
from lib.intake.grid import TEXT, GridBuilder
from lib.intake.unreadable import UnreadableFile

MOST_COLUMNS = 16_384
SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?$", re.IGNORECASE)


def read_delimited(content: bytes, name: str) -> tuple[list[GridBuilder], list[dict[str, object]]]:
    """The one table of a csv or tsv file as a sheet called `name`.

    Raises UnreadableFile: nul_bytes, encoding, csv_quotes, too_many_columns, no_table_found.
    """
    text, encoding = decoded_from(content)
    lines = text[:4096].splitlines(keepends=True)
    skipped = 0
    separator = None
    match = _SEPARATOR_LINE.match(lines[0]) if lines else None
    if match:
        separator, skipped, text = match[1], 1, text[len(lines[0]) :]
    grid = GridBuilder(name)
    separator = separator or _separator(text)
    grid.encoding, grid.separator = encoding, separator
    _fill(grid, text, separator, skipped)
    return [grid], grid.notices


def _fill(grid: GridBuilder, text: str, separator: str, skipped: int) -> None:
    """Cells row by row; the row number is that of the record, which is what a spreadsheet program shows."""
    records = _records(text, separator, skipped)
    width = _usual_width(records)
    has_begun = False
    for number, fields in records:
        filled = [(column, field) for column, field in enumerate(fields, start=1) if field.strip()]
        has_begun = has_begun or len(fields) == width
        if has_begun and len(filled) > 1 and (filled[-1][0] > width or len(fields) < width):
            grid.notices.append({"code": "ragged_rows", "parameters": {"row": number}})
            if filled[-1][0] > width:
                filled = filled[:1]  # which of the fields is one too many cannot be known
        for column, field in filled:
            grid.add(number, column, TEXT, field)


def _records(text: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    """(number, fields) of every record."""
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for number, fields in enumerate(reader, start=skipped + 1):
            if len(fields) > MOST_COLUMNS:
                raise UnreadableFile("too_many_columns", n=len(fields), limit=MOST_COLUMNS)
            records.append((number, fields))
    except csv.Error as reason:
        raise UnreadableFile("csv_quotes", line=reader.line_num + skipped) from reason
    return records


def _usual_width(records: list[tuple[int, list[str]]]) -> int:
    """How many fields most records have that are not blank; the limit where they do not agree."""
    counts: dict[int, int] = {}
    for _, fields in records:
        if any(field.strip() for field in fields):
            counts[len(fields)] = counts.get(len(fields), 0) + 1
    usual = max(counts, key=lambda width: counts[width], default=0)
    return usual if usual > 1 and counts[usual] >= 0.5 * sum(counts.values()) else MOST_COLUMNS


def _separator(text: str) -> str:
    """The separator that gives the most lines the same number of fields, more than one."""
    best, best_score = ",", (0.0, 0)
    for candidate in SEPARATORS:
        rows = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=candidate)
        counts: dict[int, int] = {}
        try:
            for _, fields in zip(range(200), rows, strict=False):
                if any(field.strip() for field in fields):
                    counts[len(fields)] = counts.get(len(fields), 0) + 1
        except csv.Error:
            continue
        wide = {width: n for width, n in counts.items() if width > 1}
        if wide:
            width = max(wide, key=lambda known: (wide[known], known))
            score = (round(wide[width] / sum(counts.values()), 1), width)
            if score > best_score:
                best, best_score = candidate, score
    return best
