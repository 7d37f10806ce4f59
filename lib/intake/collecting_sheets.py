"""A sheet of all patients beside sheets with some of them each: 全部 beside CT组 and DSA组."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from lib.intake.findings import Finding
from lib.intake.headers import column_term
from lib.intake.methods import method_share
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import all_plain, key

_FEWEST_TABLES = 3
_NEARLY_ALL = 0.9
_MOSTLY = 0.8
_TELLING = 0.5
"""So large a share of rows must differ from all others, lest two groups with few different scores seem the same."""


def says_method(column: TableColumn) -> bool:
    """Whether a column tells the guidance method or the group, by its header or by what stands in it."""
    return column_term(column.header) in ("method", "group") or method_share(column) >= _MOSTLY


def without_repeats(tables: Sequence[Table], labels: Sequence[str]) -> tuple[list[int], list[Finding]]:
    """The positions of the tables to read, each patient in one of them, and what was left out.

    Of a table of all rows and tables with some of the rows each, the first is read where it tells the method, else the
    others. What the patients are numbered does not matter: the sheets of the groups may each count from 1.
    """
    everyone = list(range(len(tables)))
    if len(tables) < _FEWEST_TABLES:
        return everyone, []
    whole = max(everyone, key=lambda i: tables[i].n_rows)
    parts = [i for i in everyone if i != whole]
    n_repeated = _n_repeated(tables[whole], [tables[i] for i in parts])
    n_parts = sum(tables[i].n_rows for i in parts)
    if n_repeated < _NEARLY_ALL * max(n_parts, tables[whole].n_rows):
        return everyone, []
    is_whole_read = any(map(says_method, tables[whole].columns))
    n_unread = n_parts if is_whole_read else tables[whole].n_rows
    finding = Finding(
        severity="note" if n_unread == n_repeated else "warning",
        code="sheet_holds_others" if is_whole_read else "sheet_repeats_others",
        sheet=labels[whole],
        parameters={"sheets": len(parts), "n": n_repeated, "k": n_unread - n_repeated},
    )
    return [whole] if is_whole_read else parts, [finding]


def _n_repeated(whole: Table, parts: Sequence[Table]) -> int:
    """Rows of the parts that stand in the whole too; 0 where rows do not tell patients apart."""
    n_parts = sum(table.n_rows for table in parts)
    if min(n_parts, whole.n_rows) < _NEARLY_ALL * max(n_parts, whole.n_rows):
        return 0
    headers = set.intersection(*({key(column.header) for column in _compared(table)} for table in (whole, *parts)))
    known = Counter(_rows(whole, headers))
    if len(known) < _TELLING * whole.n_rows:
        return 0
    return (known & Counter(row for table in parts for row in _rows(table, headers))).total()


def _compared(table: Table) -> Iterator[TableColumn]:
    """Every column but the number of the patient, which may begin anew."""
    return (column for column in table.columns if column_term(column.header) != "patient")


def _rows(table: Table, headers: set[str]) -> Iterator[tuple[str, ...]]:
    """The texts of each row under these headers, in the order of the headers."""
    columns = sorted(
        ((key(column.header), column) for column in _compared(table) if key(column.header) in headers),
        key=lambda pair: pair[0],
    )
    texts = []
    for _, column in columns:
        of_level = [*all_plain([cell.text for cell in column.levels]), ""]
        texts.append([of_level[code] for code in column.codes])
    return zip(*texts, strict=True)
