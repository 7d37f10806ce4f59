"""Rows that are not patients: blank in the table, totals, repeated headers, notes and legends below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.row_labels import (
    are_variable_names,
    begins_signatures,
    is_example,
    is_remark,
    is_summary_label,
    method_title,
    repeats_header,
)
from lib.intake.slipped_rows import about_slipped, slipped_rows
from lib.intake.summaries import rows_of_deviations, summary_rows
from lib.intake.tables_below import rows_of_table_below
from lib.intake.vocabulary import all_plain, key, plain, words
from lib.intake.workbook import Cell, Codes, GridColumn, Sheet, letter

_NOTE = re.compile(
    r"^(?:注|说明|备注|统计|制表|填表|审核|来源|note|source|legend|\*|※|†)|[:：。；]|\s\S+\s\S+\s", re.IGNORECASE
)
_TOTALS = ("平均", "均值", "均数", "合计", "总计", "小计", "总数", "标准差", "中位数", "±")
_LATIN_TOTALS = ("mean", "means", "average", "avg", "total", "totals", "subtotal", "median")
_TOTAL_WORD = re.compile(f"{'|'.join(_TOTALS)}|(?<![a-z])(?:{'|'.join(_LATIN_TOTALS)})(?![a-z])")
"""What makes a short first cell that of a summary wherever it stands: "CT组平均", "mean (DSA)"."""

_LONGEST_TOTAL = 30
_LONG = 60
_AT_ONCE = 256
_MOSTLY = 0.8
_EXAMPLES_AMONG = 3
_MOST_EXAMPLES = 2
_MOST_REMARKS = 3
_FEWEST_OF_A_LEVEL = 2
_MOST_WORDS = 200
_MOST_TEXTS = 5000
_FAR = 100
_FEWEST_OF_A_PHRASE = 5
_HAN = re.compile(r"[\u4e00-\u9fff]")


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
    left_out.update((int(row), "note") for row in rows_of_table_below(sheet, rows, positions))
    _mark_words(sheet, rows, positions, headers, left_out)
    _mark_examples(sheet, rows, positions, left_out)
    if are_variable_names([cell.text for place in positions if (cell := sheet.cell(int(rows[0]), place)) is not None]):
        left_out[int(rows[0])] = "names"
    _mark_labels(sheet, rows, positions, left_out)
    _mark_sparse(sheet, rows, positions, count, left_out)
    for row in rows_of_deviations(sheet, rows, positions):
        left_out.setdefault(row, "summary")
    remaining = _without(rows, left_out)
    left_out.update((row, "summary") for row in summary_rows(sheet, remaining, headers))
    remaining = _without(rows, left_out)
    slipped = slipped_rows(sheet, remaining, positions)
    findings.extend(about_slipped(sheet, row, number) for row, number in slipped.items())
    _report(sheet, left_out, findings)
    return _without(remaining, slipped)


def _without(rows: Codes, left_out: Mapping[int, object]) -> Codes:
    """The rows without those left out."""
    return rows[~np.isin(rows, [*left_out])] if left_out else rows


def _about_unnamed(sheet: Sheet, rows: Codes, positions: list[int]) -> list[Finding]:
    """The cells that stand under no header: how many, and the first of them; far away they are strays."""
    others = [position for position in range(len(sheet.columns)) if position not in set(positions)]
    cells = np.argwhere(sheet.filled[rows][:, others])
    if not len(cells):
        return []
    row, place = cells[0]
    number, at = sheet.columns[others[place]].number, int(sheet.rows[rows[row]])
    is_far = number - sheet.columns[positions[-1]].number > _FAR
    code, n = ("stray_cells_ignored", len({*cells[:, 0]})) if is_far else ("unnamed_columns_ignored", len(cells))
    return [
        Finding(
            severity="note", code=code, sheet=sheet.name or None, row=at, column=letter(number), parameters={"n": n}
        )
    ]


def _mark_words(
    sheet: Sheet, rows: Codes, positions: list[int], headers: dict[int, str], left_out: dict[int, str]
) -> None:
    """Totals by the first word of a row or the place of its number, and headers repeated on every printed page."""
    totals = words("rows", "totals")
    first = _first_columns(sheet, rows, positions)
    numbered = next((place for place in positions if column_term(headers[place]) == "patient"), positions[0])
    for position in sorted({*first.tolist(), numbered}):
        column = sheet.columns[position]
        odd = _odd_words(column, key(headers[position]), totals)
        here = rows[((first == position) | (position == numbered)) & np.isin(column.codes[rows], list(odd))]
        for row in here:
            what = odd[int(column.codes[row])]
            if what != "header" or _repeats_header(sheet, int(row), positions, headers):
                left_out[int(row)] = what
    for row in [row for row, what in left_out.items() if what == "header" and row - 1 in rows]:
        cells = [cell for position in positions if (cell := sheet.cell(row - 1, position)) is not None]
        are_text = all(cell.kind == TEXT for cell in cells)
        if are_text and (len(cells) == 1 or (len(cells) == 2 and any(is_remark(cell.text) for cell in cells))):
            left_out[row - 1] = "note"  # the title of a printed page


def _mark_examples(sheet: Sheet, rows: Codes, positions: list[int], left_out: dict[int, str]) -> None:
    """The example that a template has right below its header; where many rows are called so it is a code."""
    places = _first_columns(sheet, rows[:_EXAMPLES_AMONG], positions)
    for row, place in zip(rows[:_EXAMPLES_AMONG], places, strict=True):
        column = sheet.columns[place]
        own = column.levels[column.codes[row]]
        if own.kind != TEXT or not is_example(str(own.value)):
            continue
        named = np.array([cell.kind == TEXT and is_example(str(cell.value)) for cell in column.levels] + [False])
        if int(named[column.codes[rows]].sum()) <= _MOST_EXAMPLES < len(rows):
            left_out[int(row)] = "example"


def _mark_labels(sheet: Sheet, rows: Codes, positions: list[int], left_out: dict[int, str]) -> None:
    """Words for a mean where numbers of patients stand, and rows of nothing but titles, counts, pages and codes."""
    place = positions[0]
    column = sheet.columns[place]
    ends_in_word = np.flatnonzero(column.is_text & ~column.ends_in_digit)
    words_here = [code for code in ends_in_word.tolist() if _may_be_label(column.levels[code])]
    few = words_here if len(words_here) <= _MOST_WORDS else []
    labels = [code for code in few if is_summary_label(str(column.levels[code].value))]
    if labels and _is_mostly_numbered(column, rows, labels):
        left_out.update((int(row), "summary") for row in rows[np.isin(column.codes[rows], labels)])
    if len(positions) < _MOST_REMARKS:
        return
    for row in rows[_are_few_words(sheet, rows, positions)]:
        texts = [cell.text for position in positions if (cell := sheet.cell(int(row), position)) is not None]
        if all(is_remark(text) or method_title(text) for text in texts) and any(map(is_remark, texts)):
            left_out.setdefault(int(row), "note")


def _are_few_words(sheet: Sheet, rows: Codes, positions: list[int]) -> NDArray[np.bool_]:
    """Rows with one to three cells, none of them a number."""
    found: NDArray[np.bool_] = sheet.filled[rows][:, positions].sum(axis=1) <= _MOST_REMARKS
    for position in positions:
        column = sheet.columns[position]
        codes = column.codes[rows]
        found &= column.is_text[codes] | (codes < 0)
    return found


def _may_be_label(cell: Cell) -> bool:
    text = str(cell.value)
    return len(text) <= _LONGEST_TOTAL and not text[:1].isdigit() and not text[-1:].isdigit()


def _is_mostly_numbered(column: GridColumn, rows: Codes, labels: Sequence[int] = ()) -> bool:
    """Whether nearly all cells of a column but the labels have a digit: numbers and numbered codes."""
    codes = column.codes[rows]
    others = codes[(codes >= 0) & ~np.isin(codes, labels)]
    return bool(len(others)) and float(np.mean(column.has_digit[others])) >= _MOSTLY


def _odd_words(column: GridColumn, header: str, totals: frozenset[str]) -> dict[int, str]:
    """Codes of cells that say "total", begin signatures or repeat the header. Most are ids: many are seen at once."""
    odd: dict[int, str] = {}
    headers = {header} | (words("columns", term) if (term := column_term(header)) else set())
    lengths = np.fromiter(map(len, column.texts), np.int64, len(column.texts))
    codes = np.flatnonzero(column.is_text[:-1] & (lengths < _LONG))
    texts = all_plain([column.texts[code] for code in codes.tolist()])
    for start in range(0, len(texts), _AT_ONCE):
        some, here = texts[start : start + _AT_ONCE], codes[start : start + _AT_ONCE]
        if column.ends_in_digit[here].all() and not _may_be_odd("\n".join(["", *some]), header):
            continue
        for code, text in zip(here.tolist(), some, strict=True):
            if _total(text, totals):
                odd[code] = "totals"
            elif ":" in text and begins_signatures(text):
                odd[code] = "note"
            elif (header[:1] in text.casefold() or not any(map(str.isdecimal, text))) and key(text) in headers:
                odd[code] = "header"
    return odd


def _may_be_odd(whole: str, header: str) -> bool:
    """Whether one of many lines that all end in a digit may say "total" or the header: these must be somewhere."""
    folded = whole.casefold()
    if any(map(folded.__contains__, (*_TOTALS, *_LATIN_TOTALS))) and _TOTAL_WORD.search(folded):
        return True
    is_missing = whole.isascii() and not all(map(folded.__contains__, header))  # a letter of it is found sooner
    return not is_missing and header in key(whole)


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
    same = sum(cell is not None and repeats_header(cell.text, headers[position]) for position, cell in cells)
    return same >= 2 and same >= 0.5 * sum(cell is not None for _, cell in cells)


def _mark_sparse(sheet: Sheet, rows: Codes, positions: list[int], count: Codes, left_out: dict[int, str]) -> None:
    """Notes and legends: nearly empty rows of words, at the end or after a gap."""
    if len(positions) < 3:
        return
    usual = float(np.median(count))
    numbers = sheet.rows[rows]
    gaps = np.flatnonzero(np.diff(numbers) > 1)
    is_full = count > 0.6 * usual
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
        is_legend = bool(index >= after_gap) and all(cell.kind == TEXT for cell in present)
        is_level = len(present) >= _FEWEST_OF_A_LEVEL and _is_right_below_a_patient(numbers, is_full, int(index))
        is_legend &= not is_level
        is_below = index >= after_gap and not np.any(is_full[index:])
        if is_note or is_legend or is_below:
            left_out[row] = "stray" if is_below and numbers[index] - numbers[index - 1] > _FAR else "note"


def _is_right_below_a_patient(numbers: Codes, is_full: NDArray[np.bool_], index: int) -> bool:
    """Whether no blank row is between a sparse row and a full one above, as where it tells of a further level."""
    while index > 0 and not is_full[index]:
        if numbers[index] - numbers[index - 1] > 1:
            return False
        index -= 1
    return bool(is_full[index])


def _is_note(text: str) -> bool:
    return bool(_NOTE.search(plain(text[:300])))


def _is_heading(sheet: Sheet, rows: Codes, positions: list[int], row: int) -> bool:
    """Whether the only cell of a row is a word among numbers and numbered codes: a heading.

    So is a Chinese phrase with a number in it, such as 以下为2023年补录, where hardly another cell is one.
    """
    place = next(position for position in positions if sheet.cell(row, position) is not None)
    column = sheet.columns[place]
    text = column.levels[int(column.codes[row])].text
    if not _is_mostly_numbered(column, rows):
        return False
    if not any(map(str.isdecimal, text)):
        return True
    used = np.unique(column.codes[rows][column.codes[rows] >= 0])[:_MOST_TEXTS].tolist()
    n_phrases = sum(_is_phrase(column.texts[code]) for code in used)
    return _is_phrase(text) and n_phrases <= min(_MOST_REMARKS, 0.2 * len(used))


def _is_phrase(text: str) -> bool:
    return len(_HAN.findall(text)) >= _FEWEST_OF_A_PHRASE


def _report(sheet: Sheet, left_out: dict[int, str], findings: list[Finding]) -> None:
    numbers = {int(sheet.rows[row]): what for row, what in left_out.items()}
    for number, what in sorted(numbers.items())[:200]:
        code = "several_tables" if what == "header" and number - 1 not in sheet.rows else "rows_skipped"
        code = "stray_cells_ignored" if what == "stray" else code
        shown: dict[str, str | int | float] = {"n": 1} if what == "stray" else {"what": what}
        findings.append(Finding(severity="warning", code=code, sheet=sheet.name or None, row=number, parameters=shown))
