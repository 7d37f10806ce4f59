"""Rows that are not patients: blank in the table, totals, repeated headers, notes and legends below."""

from __future__ import annotations

import re

import numpy as np

from lib.intake.findings import Finding
from lib.intake.grid import TEXT
from lib.intake.slipped_rows import slipped_rows
from lib.intake.summaries import summary_rows
from lib.intake.vocabulary import all_plain, key, plain, words
from lib.intake.workbook import Cell, Codes, Sheet, letter

_NOTE = re.compile(
    r"^(?:注|说明|备注|统计|制表|填表|审核|来源|note|source|legend|\*|※|†)|[:：。；]|\s\S+\s\S+\s", re.IGNORECASE
)
_TOTAL_WORD = re.compile(
    r"平均|均值|均数|合计|总计|小计|总数|标准差|中位数|±|(?<![a-z])(?:mean|means|average|avg|total|totals|subtotal|median)(?![a-z])"
)
"""What makes a short first cell that of a summary wherever it stands: "CT组平均", "mean (DSA)"."""

_LONGEST_TOTAL = 30
_ENDS_IN_WORD = re.compile(r"\D(?:\n|$)")
_AT_ONCE = 256
_MOSTLY = 0.8
_SUMMARY = re.compile(r"\d\s*±\s*\d")


def not_patients(sheet: Sheet, rows: Codes, headers: dict[int, str], findings: list[Finding]) -> Codes:
    """The rows (positions) of patients among `rows`; what is left out is said in `findings`."""
    positions = list(headers)
    filled = sheet.filled[rows][:, positions]
    count = filled.sum(axis=1)
    outside = rows[count == 0]
    if len(outside):
        row, n = int(sheet.rows[outside[0]]), {"n": len(outside)}
        findings.append(
            Finding(severity="warning", code="stray_cells_ignored", sheet=sheet.name or None, row=row, parameters=n)
        )
    else:
        findings.extend(_about_unnamed(sheet, rows, positions))
    rows, filled, count = rows[count > 0], filled[count > 0], count[count > 0]
    if not len(rows):
        return rows
    left_out: dict[int, str] = {}
    _mark_words(sheet, rows, positions, headers, left_out)
    _mark_sparse(sheet, rows, positions, count, left_out)
    _mark_summaries(sheet, rows, positions, left_out)
    remaining = rows[[int(row) not in left_out for row in rows]]
    left_out.update((row, "summary") for row in summary_rows(sheet, remaining, headers))
    remaining = rows[[int(row) not in left_out for row in rows]]
    slipped = slipped_rows(sheet, remaining, positions)
    findings.extend(_about_slipped(sheet, row, number) for row, number in slipped.items())
    kept = np.array([int(row) not in left_out and int(row) not in slipped for row in rows], dtype=np.bool_)
    _report(sheet, left_out, findings)
    return rows[kept]


def _about_unnamed(sheet: Sheet, rows: Codes, positions: list[int]) -> list[Finding]:
    """The cells that stand under no header: how many, and the first of them."""
    others = [position for position in range(len(sheet.columns)) if position not in set(positions)]
    cells = np.argwhere(sheet.filled[rows][:, others])
    if not len(cells):
        return []
    row, place = cells[0]
    found = Finding(
        severity="note",
        code="unnamed_columns_ignored",
        sheet=sheet.name or None,
        row=int(sheet.rows[rows[row]]),
        column=letter(sheet.columns[others[place]].number),
        parameters={"n": len(cells)},
    )
    return [found]


def _about_slipped(sheet: Sheet, row: int, number: int) -> Finding:
    return Finding(
        severity="error",
        code="row_slipped",
        sheet=sheet.name or None,
        row=int(sheet.rows[row]),
        column=letter(number),
        taken_as="left_out",
    )


def _mark_words(
    sheet: Sheet, rows: Codes, positions: list[int], headers: dict[int, str], left_out: dict[int, str]
) -> None:
    """Totals by the first word of a row, and headers repeated on every printed page."""
    totals = words("rows", "totals")
    first = _first_columns(sheet, rows, positions)
    for position in sorted(set(first.tolist())):
        column = sheet.columns[position]
        odd = _odd_words(column.levels, key(headers[position]), totals)
        if not odd:
            continue
        here = rows[(first == position) & np.isin(column.codes[rows], list(odd))]
        for row in here:
            what = odd[int(column.codes[row])]
            if what == "totals" or _repeats_header(sheet, int(row), positions, headers):
                left_out[int(row)] = what


def _odd_words(levels: tuple[Cell, ...], header: str, totals: frozenset[str]) -> dict[int, str]:
    """Codes of cells that say "total", or the header again. Most cells are ids: many are seen through at once."""
    odd: dict[int, str] = {}
    codes = [code for code, cell in enumerate(levels) if cell.kind == TEXT and len(str(cell.value)) < 60]
    texts = all_plain([str(levels[code].value) for code in codes])
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        if not _may_be_odd(some, header):
            continue
        for code, text in zip(codes[start : start + _AT_ONCE], some, strict=True):
            if _total(text, totals):
                odd[code] = "totals"
            elif header[:1] in text.casefold() and key(text) == header:
                odd[code] = "header"
    return odd


def _may_be_odd(texts: list[str], header: str) -> bool:
    """Whether one of these texts may say "total" or the header: none does where all end in a digit and hold neither."""
    whole = "\n" + "\n".join(texts)
    return bool(_ENDS_IN_WORD.search(whole) or _TOTAL_WORD.search(whole.casefold())) or header in key(whole)


def _total(text: str, totals: frozenset[str]) -> bool:
    """The whole text is a word for a summary, or its first word before a colon or bracket, or it has a plain one."""
    if not text[-1:].isdigit() and (key(text) in totals or key(re.split(r"\s*[:：(（]", text)[0]) in totals):
        return True
    return len(text) <= _LONGEST_TOTAL and bool(_TOTAL_WORD.search(text.casefold()))


def _first_columns(sheet: Sheet, rows: Codes, positions: list[int]) -> Codes:
    filled = sheet.filled[rows][:, positions]
    first: Codes = np.array(positions, dtype=np.int32)[filled.argmax(axis=1)]
    return first


def _repeats_header(sheet: Sheet, row: int, positions: list[int], headers: dict[int, str]) -> bool:
    cells = [(position, sheet.cell(row, position)) for position in positions]
    same = sum(cell is not None and key(cell.text) == key(headers[position]) for position, cell in cells)
    return same >= 2 and same >= 0.5 * sum(cell is not None for _, cell in cells)


def _mark_sparse(sheet: Sheet, rows: Codes, positions: list[int], count: Codes, left_out: dict[int, str]) -> None:
    """Notes and legends: nearly empty rows of words, at the end or after a gap."""
    if len(positions) < 3:
        return
    usual = float(np.median(count))
    numbers = sheet.rows[rows]
    gaps = np.flatnonzero(np.diff(numbers) > 1)
    after_gap = int(gaps[0]) + 1 if len(gaps) else len(rows)
    for index in np.flatnonzero(count <= max(1, 0.4 * usual)):
        row = int(rows[index])
        cells = [sheet.cell(row, position) for position in positions]
        present = [cell for cell in cells if cell is not None]
        is_note = (
            len(present) == 1
            and present[0].kind == TEXT
            and (_is_note(str(present[0].value)) or _is_heading(sheet, rows, positions, row))
        )
        is_legend = index >= after_gap and all(cell.kind == TEXT for cell in present)
        is_below = index >= after_gap and not np.any(count[index:] > 0.6 * usual)
        if is_note or is_legend or is_below:
            left_out[row] = "note"


def _is_note(text: str) -> bool:
    return bool(_NOTE.search(plain(text[:300])))


def _is_heading(sheet: Sheet, rows: Codes, positions: list[int], row: int) -> bool:
    """Whether the only cell of a row is a word among numbers and numbered codes: a heading."""
    place = next(position for position in positions if sheet.cell(row, position) is not None)
    column = sheet.columns[place]
    has_digit = np.array([any(map(str.isdecimal, cell.text)) for cell in column.levels] + [False])
    codes = column.codes[rows]
    return not has_digit[int(column.codes[row])] and float(np.mean(has_digit[codes[codes >= 0]])) >= _MOSTLY


def _mark_summaries(sheet: Sheet, rows: Codes, positions: list[int], left_out: dict[int, str]) -> None:
    """Rows of mean±SD."""
    for position in positions:
        column = sheet.columns[position]
        odd = [
            c
            for c, cell in enumerate(column.levels)
            if cell.kind == TEXT and "±" in str(cell.value) and _SUMMARY.search(str(cell.value))
        ]
        if odd:
            for row in rows[np.isin(column.codes[rows], odd)]:
                left_out.setdefault(int(row), "summary")


def _report(sheet: Sheet, left_out: dict[int, str], findings: list[Finding]) -> None:
    numbers = {int(sheet.rows[row]): what for row, what in left_out.items()}
    for number, what in sorted(numbers.items())[:200]:
        code = "several_tables" if what == "header" and number - 1 not in sheet.rows else "rows_skipped"
        findings.append(
            Finding(severity="warning", code=code, sheet=sheet.name or None, row=number, parameters={"what": what})
        )
