"""What is told of a registry beside its numbers: its columns, the labels of its visits, where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lib.intake.choosing import label
from lib.intake.findings import Finding
from lib.intake.grid import NUMBER
from lib.intake.opened import MappedColumn, Recognised, Source
from lib.intake.persons import without_persons
from lib.intake.roles import ColumnRole, Roles
from lib.intake.table import SHEET_HEADER, Table, TableColumn
from lib.intake.timeline import RowVisits
from lib.intake.vocabulary import loose, pattern, plain
from lib.intake.workbook import Cell, Workbook, letter, number_text
from lib.registry.cohort import Cohort

NOT_COUNTED = "not_counted"
"""The reason of a column of an event that could not be counted."""

_MOSTLY_SHARED = 0.6
"""Words of a column that has fewer rows per word are nobody's examples, not even those of two rows."""

_LOOKED_AT, _LONG_NUMBER, _MOST_EXAMPLES = 200, 100_000, 3

UNCOUNTED = ("event_codes_unclear", "event_too_many_categories")
"""The findings about such a column."""


def noticed(workbook: Workbook) -> list[Finding]:
    """What was noticed while the bytes were read, with its row, and its file where several were opened together."""
    found: list[Finding] = []
    for file, code, parameters in workbook.notices:
        row = int(parameters["row"]) if "row" in parameters else None
        home = next((sheet for sheet in workbook.sheets if sheet.file == file), None) if row is not None else None
        sheet = label(home, workbook) or None if home is not None else None
        found.append(Finding(severity="warning", code=code, sheet=sheet, row=row, parameters=parameters))
    return found


def mapped_columns(table: Table, roles: Roles, findings: Sequence[Finding]) -> tuple[MappedColumn, ...]:
    """What every column was taken for, without the column made of the names of the sheets.

    An event that could not be counted by the findings is said to be so. The sheets of a column are named where not all
    columns stand in the same.
    """
    sheets = [
        () if role.column.header == SHEET_HEADER else sheets_of_column(table, role.column) for role in roles.roles
    ]
    differ = len({one for one in sheets if one}) > 1
    unused = {(one.column, one.header) for one in findings if one.code in UNCOUNTED}
    return tuple(
        MappedColumn(
            column=role.column.letter,
            header=role.column.header,
            term=role.term,
            outcome=role.outcome,
            visit=role.visit.name if role.visit is not None else None,
            reason=NOT_COUNTED if (role.column.letter, role.column.header) in unused else role.reason,
            confidence=role.confidence,
            examples=_examples(role),
            detail=role.detail,
            n_levels=len(role.column.used_levels()),
            sheets=of_column if differ else (),
            letters=letters_of_column(table, role.column),
        )
        for role, of_column in zip(roles.roles, sheets, strict=True)
        if role.column.header != SHEET_HEADER
    )


def sheets_of_column(table: Table, column: TableColumn) -> tuple[str, ...]:
    """The sheets or files in which a column has filled cells, in their order; where it has none, those of the rows."""
    is_filled = column.codes >= 0
    sheet = table.sheet
    if column.origin is not None:
        is_own = (column.origin.sheet < 0) & (column.origin.number > 0)
        sheet = np.where(is_own, table.sheet, column.origin.sheet)
    found = np.bincount((sheet[is_filled] if is_filled.any() else sheet) + 1)[1:]
    return tuple(table.sheets[place] for place in np.flatnonzero(found).tolist())


def letters_of_column(table: Table, column: TableColumn) -> tuple[str, ...]:
    """The letters under which a column with filled cells stands in its sheets, in their order; none where it has none.

    Empty too where it has its own in all.
    """
    is_filled = column.codes >= 0
    if column.origin is not None:
        numbers = np.flatnonzero(np.bincount(column.origin.number[is_filled])).tolist()
    elif table.part is not None and column.numbers:
        parts = np.flatnonzero(np.bincount(table.part[is_filled]))
        numbers = [column.numbers[part] for part in parts.tolist()]
    else:
        numbers = [column.number]
    found = tuple(letter(number) for number in dict.fromkeys(numbers) if number > 0)
    return () if found == (column.letter,) else found


def with_sheets(findings: Sequence[Finding], mapping: Sequence[MappedColumn]) -> tuple[Finding, ...]:
    """The findings about whole columns with sheet and letter of the column, where it stands in one of several."""
    known: dict[tuple[str | None, str | None], set[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for one in mapping:
        known.setdefault((one.column, one.header), set()).add((one.sheets, one.shown))
    told = {
        place: (names[0], letters[0])
        for place, ((names, letters), *others) in known.items()
        if not others and len(names) == len(letters) == 1
    }
    return tuple(
        replace(one, sheet=told[one.column, one.header][0], column=told[one.column, one.header][1])
        if one.sheet is None and one.row is None and (one.column, one.header) in told
        else one
        for one in findings
    )


def _examples(role: ColumnRole) -> tuple[str, ...]:
    """Up to three cells; none of a column that says who a patient is, and no word or date that one row alone has."""
    if role.term in ("identifier", "patient"):
        return ()
    used = role.column.used_levels()
    is_shared = len(used) <= _MOSTLY_SHARED * int((role.column.codes >= 0).sum())
    shared: dict[str, None] = {}
    for cell, n in used[:_LOOKED_AT]:
        if (n > 1 and is_shared) or _says_nobody(cell):
            shared[plain(_shown(cell))] = None
        if len(shared) == _MOST_EXAMPLES:
            break
    return tuple(without_persons(text)[:40] for text in shared)


def _shown(cell: Cell) -> str:
    """The cell's text; of a number four decimals."""
    return number_text(round(float(cell.value), 4)) if cell.kind == NUMBER else cell.text


def _says_nobody(cell: Cell) -> bool:
    """A number as scores and measures have them: one that a single row has may be shown."""
    return cell.kind == NUMBER and abs(float(cell.value)) < _LONG_NUMBER


def visit_labels(roles: Roles, visits: RowVisits | None) -> tuple[Recognised, ...]:
    """The labels of the visits as the file writes them, with their names and how many rows they have."""
    if visits is not None:
        return tuple(Recognised(raw=without_persons(raw), name=name, n=n) for raw, name, n in visits.labels)
    return tuple(
        Recognised(raw=role.column.header, name=role.visit.name, n=int((role.column.codes >= 0).sum()))
        for role in roles.of("score")
        if role.visit is not None
    )


def source_of(workbook: Workbook, table: Table, cohort: Cohort | None) -> Source:
    """The file, its sheets and its size."""
    return Source(
        file=" + ".join(workbook.files),
        sheet=" + ".join(name for name in table.sheets if name),
        sha256=workbook.sha256,
        rows=table.n_rows,
        patients=0 if cohort is None else cohort.n_patients,
        columns=sum(column.header != SHEET_HEADER for column in table.columns),
    )


def says_synthetic(workbook: Workbook) -> bool:
    """Whether a sheet's name or one of its first cells says that the data are made up."""
    form = pattern("rows", "synthetic")
    for sheet in workbook.sheets:
        if form.search(loose(sheet.name)):
            return True
        for column in sheet.columns[:20]:
            if any(isinstance(cell.value, str) and form.search(loose(cell.value[:200])) for cell in column.levels[:20]):
                return True
    return False
