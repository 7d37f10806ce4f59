"""Codes that a header explains: 骨水泥渗漏(0=有,1=无), "Sex (1=male, 2=female)", "VAS 1 month (99=missing)"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lib.intake.cleaning import absence_of
from lib.intake.explained import explained, group_code
from lib.intake.findings import Finding
from lib.intake.grid import BOOLEAN, NUMBER, TEXT
from lib.intake.headers import score_header
from lib.intake.identifiers import identifier_kind
from lib.intake.table import SHEET_HEADER, Table, TableColumn, about_column, about_row
from lib.intake.vocabulary import is_one_of, plain
from lib.intake.workbook import Cell

_CODE = re.compile(r"-?\d{1,3}(?:\.0+)?")
_MOST_NAMED = 200


def decoded(table: Table, findings: list[Finding], noted: Mapping[str, Mapping[str, str]] | None = None) -> Table:
    """The table with the words of their header's legend in the place of codes; each such column is told.

    `noted` holds legends by header that notes or other sheets give; a header's own stands before.
    Of a score only codes for "missing" are decoded: 0=no pain, 10=worst names the ends of a scale. A number that the
    legend does not explain becomes blank and is told; a legend of one answer of two says what the other is.
    """
    others = noted or {}
    columns = tuple(_decoded(column, table, findings, others.get(column.header, {})) for column in table.columns)
    return (
        table if all(a is b for a, b in zip(columns, table.columns, strict=True)) else replace(table, columns=columns)
    )


def share_explained(column: TableColumn, legend: Mapping[str, str]) -> float:
    """The share of the filled cells that a legend explains."""
    counts = column.counts().tolist()
    known = [_code(cell, dict(legend)) in legend for cell in column.levels]
    return float(sum(n for n, is_known in zip(counts, known, strict=True) if is_known) / max(1, sum(counts)))


def _decoded(column: TableColumn, table: Table, findings: list[Finding], noted: Mapping[str, str]) -> TableColumn:
    if column.header == SHEET_HEADER:
        return column
    beside = explained(f"x ({column.hint})") if column.hint else {}
    legend = _with_the_other(explained(column.header) or beside or dict(noted))
    is_score = score_header(column.header) is not None
    if is_score:
        legend = {code: word for code, word in legend.items() if absence_of(word)}
    if not legend:
        return column
    codes = [_code(cell, legend) for cell in column.levels]
    if not any(code in legend for code in codes) or identifier_kind(column) is not None:
        return column
    used = column.counts() > 0
    unknown = [not is_score and code is not None and code not in legend for code in codes]
    levels = tuple(
        Cell(legend[code], TEXT) if code in legend else Cell("", TEXT) if odd else cell
        for cell, code, odd in zip(column.levels, codes, unknown, strict=True)
    )
    blank = [place for place, odd in enumerate(unknown) if odd and used[place]]
    is_blank = np.isin(column.codes, blank)
    said = ", ".join(f"{code} = {word}" for code, word in legend.items())[:80]
    findings.append(about_column(column, "legend_used", taken_as="words", severity="note", legend=said))
    findings.extend(
        about_row(table, int(row), "code_without_legend", column=column, taken_as="missing", legend=said)
        for row in np.flatnonzero(is_blank)[:_MOST_NAMED]
    )
    return replace(column, levels=levels, codes=np.where(is_blank, -1, column.codes).astype(np.int32))


def _code(cell: Cell, legend: dict[str, str]) -> str | None:
    """The code in a cell, as a legend writes it; None where a cell is no small whole number nor a code of groups."""
    if cell.kind == BOOLEAN:
        return str(int(bool(cell.value)))
    text = plain(cell.text)
    if cell.kind == TEXT and group_code(text) in legend:
        return group_code(text)
    if cell.kind not in (NUMBER, TEXT) or not _CODE.fullmatch(text):
        return None
    return str(int(float(text)))


def _with_the_other(legend: dict[str, str]) -> dict[str, str]:
    """With "no" for 1 where only 0 is explained, and that as "yes"; likewise the other three."""
    if len(legend) != 1:
        return legend
    ((code, word),) = legend.items()
    if code not in ("0", "1"):
        return legend
    other = "1" if code == "0" else "0"
    if is_one_of("yes_no", "yes", word):
        return {**legend, other: "no"}
    return {**legend, other: "yes"} if is_one_of("yes_no", "no", word) else legend
