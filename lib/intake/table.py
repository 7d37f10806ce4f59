"""The rows of patients in a file: columns with headers, each as its distinct cells and a code per row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.findings import MOST_PLACES, Finding, Severity
from lib.intake.vocabulary import all_plain
from lib.intake.workbook import Cell, Codes, letter, texts_of

SHEET_HEADER = "\x00sheet"
"""Header of the column that tells from which sheet or file a row came; no real header can be this."""


@dataclass(frozen=True, eq=False)
class Origin:
    """Where the cells of a column stand that were joined to rows of another sheet: one entry per data row.

    `sheet` indexes the sheets of the table and `row` is the row number that Excel shows, where `sheet` is not −1: such
    a cell stands in its own row. `number` is the column, 0 where the sheet of the row has none.
    """

    sheet: Codes
    row: Codes
    number: Codes

    def at(self, rows: Codes) -> Origin:
        """The same of some of the data rows."""
        return Origin(sheet=self.sheet[rows], row=self.row[rows], number=self.number[rows])


@dataclass(frozen=True, eq=False)
class UsedLevels(Sequence[tuple[Cell, int]]):
    """Distinct cells with how often each occurs; a pair is made when it is asked for, since there may be millions."""

    cells: list[Cell]
    counts: list[int]

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[tuple[Cell, int]]:
        return zip(self.cells, self.counts, strict=True)

    @overload
    def __getitem__(self, place: int) -> tuple[Cell, int]: ...

    @overload
    def __getitem__(self, place: slice) -> UsedLevels: ...

    def __getitem__(self, place: int | slice) -> tuple[Cell, int] | UsedLevels:
        if isinstance(place, slice):
            return UsedLevels(self.cells[place], self.counts[place])
        return self.cells[place], self.counts[place]


@dataclass(frozen=True, kw_only=True, eq=False)
class TableColumn:
    """One column; `codes` has one entry per data row, −1 where the cell is blank. `hint` is a unit given elsewhere.

    In tables under one another `numbers` is where the column stands in each of them, and `units` what each states where
    they differ. `day_first` says how dates are read that leave it open: 03/04/2024.
    """

    number: int
    header: str
    levels: tuple[Cell, ...]
    codes: Codes
    hint: str = ""
    numbers: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    day_first: bool | None = None
    origin: Origin | None = None

    @property
    def letter(self) -> str:
        """The column as Excel names it."""
        return letter(self.number)

    def counts(self) -> Codes:
        """How often each distinct cell occurs."""
        return np.bincount(self.codes + 1, minlength=len(self.levels) + 1)[1:].astype(np.int32)

    def used_levels(self) -> Sequence[tuple[Cell, int]]:
        """The distinct cells that occur in data rows, with how often."""
        return self._used_levels

    @cached_property
    def _used_levels(self) -> UsedLevels:
        counts = self.counts()
        used = np.flatnonzero(counts)
        return UsedLevels([self.levels[place] for place in used.tolist()], counts[used].tolist())

    @cached_property
    def plain_texts(self) -> list[str]:
        """The text of every distinct cell without odd blanks and invisible characters."""
        return all_plain(texts_of(self.levels))

    @cached_property
    def id_codes(self) -> Codes:
        """Codes by the text of an id: 7 and "7 " are one patient, "007" is another; blanks and missing codes are −1."""
        texts = self.plain_texts
        codes = np.append(np.arange(len(texts), dtype=np.int32), np.int32(-1))
        if len(set(texts)) < len(texts):
            first: dict[str, int] = {}
            codes[:-1] = [first.setdefault(text, place) for place, text in enumerate(texts)]
        short = np.flatnonzero(np.fromiter(map(len, texts), np.int32, len(texts)) <= 4).tolist()
        codes[[place for place in short if not texts[place] or absence_of(texts[place])]] = -1
        return codes[self.codes]


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A table of patients. `sheet` indexes `sheets` per row; `row` is the row number that Excel shows.

    `part` tells from which of several tables under one another a row came. With `has_scores_apart` the rows of one
    patient hold different scores and belong together; with `has_visits_apart` each row is of one visit, whichever had
    a column of its own.
    """

    columns: tuple[TableColumn, ...]
    sheets: tuple[str, ...]
    sheet: Codes
    row: Codes
    header_rows: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    is_text_file: bool = False
    part: Codes | None = None
    has_scores_apart: bool = False
    has_visits_apart: bool = False

    @property
    def n_rows(self) -> int:
        """Data rows."""
        return len(self.row)

    def where(self, row: int) -> tuple[str, int]:
        """(sheet, Excel row) of a data row."""
        return self.sheets[int(self.sheet[row])], int(self.row[row])

    def numbers(self, column: TableColumn) -> Codes:
        """Where the column stands, for every data row."""
        if self.part is None or not column.numbers:
            return np.full(self.n_rows, column.number, dtype=np.int32)
        return np.array(column.numbers, dtype=np.int32)[self.part]

    def place(self, column: TableColumn, row: int) -> tuple[str, int, str]:
        """(sheet, Excel row, column as Excel names it, "" for none) of the cell where a data row meets a column."""
        origin = column.origin
        if origin is None:
            number = column.numbers[int(self.part[row])] if self.part is not None and column.numbers else column.number
            return *self.where(row), letter(number)
        is_own = origin.sheet[row] < 0
        sheet, number = self.where(row) if is_own else (self.sheets[int(origin.sheet[row])], int(origin.row[row]))
        return sheet, number, letter(int(origin.number[row]))

    def kept(self, rows: Codes) -> Table:
        """The same table with some of its data rows."""
        columns = tuple(
            replace(column, codes=column.codes[rows], origin=column.origin and column.origin.at(rows))
            for column in self.columns
        )
        part = None if self.part is None else self.part[rows]
        return replace(self, columns=columns, sheet=self.sheet[rows], row=self.row[rows], part=part)


def stacked(tables: list[Table], sheet_labels: list[str]) -> Table:
    """Tables under one another, columns matched by header; a column SHEET_HEADER holds the label of each table."""
    n_rows = [table.n_rows for table in tables]
    headers: dict[tuple[str, int], list[tuple[int, TableColumn]]] = {}
    for position, table in enumerate(tables):
        seen: dict[str, int] = {}
        for column in table.columns:
            nth = seen[column.header] = seen.get(column.header, -1) + 1
            headers.setdefault((column.header, nth), []).append((position, column))
    offsets = np.concatenate([[0], np.cumsum(n_rows)])
    label = TableColumn(
        number=0,
        header=SHEET_HEADER,
        levels=tuple(Cell(text, "t") for text in sheet_labels),
        codes=np.repeat(np.arange(len(tables), dtype=np.int32), n_rows),
    )
    sheets = tuple(dict.fromkeys(name for table in tables for name in table.sheets))
    columns = [
        replace(_stack_column(parts, offsets), origin=_stack_origins(parts, tables, offsets, sheets))
        for parts in headers.values()
    ]
    sheet = np.concatenate([
        np.array([sheets.index(name) for name in table.sheets], dtype=np.int32)[table.sheet] for table in tables
    ])  # fmt: skip
    return Table(
        columns=(*columns, label),
        sheets=sheets,
        sheet=sheet,
        row=np.concatenate([table.row for table in tables]),
        header_rows=tables[0].header_rows,
        findings=tuple(finding for table in tables for finding in table.findings),
        is_text_file=all(table.is_text_file for table in tables),
        part=label.codes,
        has_scores_apart=any(table.has_scores_apart for table in tables),
    )


def _stack_column(parts: list[tuple[int, TableColumn]], offsets: Codes) -> TableColumn:
    codes = np.full(int(offsets[-1]), -1, dtype=np.int32)
    levels: dict[Cell, int] = {}
    for position, column in parts:
        new = np.array([levels.setdefault(cell, len(levels)) for cell in column.levels] + [-1], dtype=np.int32)
        codes[offsets[position] : offsets[position + 1]] = new[column.codes]
    first, numbers = parts[0][1], dict.fromkeys(range(len(offsets) - 1), parts[0][1].number)
    numbers.update((position, column.number) for position, column in parts)
    return replace(first, levels=tuple(levels), codes=codes, numbers=tuple(numbers.values()))


def _stack_origins(
    parts: list[tuple[int, TableColumn]], tables: list[Table], offsets: Codes, sheets: tuple[str, ...]
) -> Origin | None:
    """Where the cells of stacked columns stand, if some were joined from another sheet before."""
    if all(column.origin is None for _, column in parts):
        return None
    found = Origin(*(np.full(int(offsets[-1]), blank, dtype=np.int32) for blank in (-1, 0, 0)))
    for position, column in parts:
        table, here = tables[position], slice(offsets[position], offsets[position + 1])
        own = column.origin or Origin(np.full_like(table.row, -1), table.row, table.numbers(column))
        moved = np.array([*(sheets.index(name) for name in table.sheets), -1], dtype=np.int32)
        found.sheet[here], found.row[here], found.number[here] = moved[own.sheet], own.row, own.number
    return found


def about_column(
    column: TableColumn,
    code: str,
    *,
    severity: Severity = "warning",
    taken_as: str | None = None,
    **parameters: str | int | float,
) -> Finding:
    """A finding about a whole column; the column of sheet names has neither letter nor header."""
    is_real = column.header != SHEET_HEADER
    return Finding(
        severity=severity,
        code=code,
        column=column.letter if is_real else None,
        header=column.header if is_real else None,
        parameters=parameters,
        taken_as=taken_as,
    )


def about_rows(
    table: Table,
    rows: Sequence[int],
    code: str,
    *,
    column: TableColumn,
    severity: Severity = "warning",
    value: str | None = None,
    taken_as: str | None = None,
    **parameters: str | int | float,
) -> Finding:
    """One finding about several cells of a column, how many in its parameter `n`."""
    first, *others = sorted(rows)
    found = about_row(
        table, first, code, severity=severity, column=column, value=value, taken_as=taken_as, n=len(rows), **parameters
    )
    places = (about_row(table, row, code, column=column) for row in others[: MOST_PLACES - 1])
    return replace(found, also=tuple((one.sheet, one.row or 0, one.column) for one in places))


def about_row(
    table: Table,
    row: int,
    code: str,
    *,
    severity: Severity = "warning",
    column: TableColumn | None = None,
    value: str | None = None,
    taken_as: str | None = None,
    **parameters: str | int | float,
) -> Finding:
    """A finding about a data row, or about the cell where it meets a column."""
    is_real = column is not None and column.header != SHEET_HEADER
    sheet, number, shown = (*table.where(row), None) if column is None else table.place(column, row)
    return Finding(
        severity=severity,
        code=code,
        sheet=sheet or None,
        row=number,
        column=(shown or None) if is_real else None,
        header=column.header if column is not None and is_real else None,
        value=value,
        parameters=parameters,
        taken_as=taken_as,
    )
