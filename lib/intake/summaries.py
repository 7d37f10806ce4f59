"""Rows without a number of a patient that hold the means, deviations or sums of the rows above, whatever they lack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import clean_score
from lib.intake.grid import NUMBER, TEXT
from lib.intake.headers import column_term
from lib.intake.row_labels import is_count
from lib.intake.vocabulary import is_one_of
from lib.intake.workbook import Cell, Codes, Sheet

Floats = NDArray[np.float64]

_DEVIATION = re.compile(r"\d\s*(?:±|\+\s?/?\s?-)\s*\d")
_PLAIN_NUMBER = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})?\s*")
_MOST_CANDIDATES = 50
"""More rows without a number than this are a way of writing, not summaries."""

_MOST_DECIMALS = 9
_MOST_WORDS = 12
"""A column of more different words groups nobody."""

_FEW_WORDS = 0.2

_SURELY = 4
"""So many means at once are no coincidence, even where none has more decimals than the patients' values."""


def _sum(x: Floats) -> float:
    return float(np.sum(x))


_STATISTICS: tuple[Callable[[Floats], float], ...] = (
    lambda x: float(np.mean(x)),
    lambda x: float(np.std(x, ddof=1)) if len(x) > 1 else np.nan,
    lambda x: float(np.std(x)),
    _sum,
    lambda x: float(np.std(x, ddof=1) / np.sqrt(len(x))) if len(x) > 1 else np.nan,
)
_BESIDE: tuple[Callable[[Floats], float], ...] = (
    lambda x: float(np.median(x)),
    lambda x: float(np.min(x)),
    lambda x: float(np.max(x)),
    lambda x: float(len(x)),
)
"""What looks like a patient's own values, and so is believed only beside another summary."""


def rows_of_deviations(sheet: Sheet, rows: Codes, positions: Sequence[int]) -> Iterator[int]:
    """The rows (positions) of mean±SD, and below them of what compares them: t, P.

    A row with more plain numbers than such cells is a patient's, oddly filled.
    """
    found: dict[int, int] = {}
    for position in positions:
        column = sheet.columns[position]
        if not any(map(column.whole.__contains__, ("±", "+/-", "+-", "+ -"))):
            continue
        odd = [c for c, cell in enumerate(column.levels) if cell.kind == TEXT and _DEVIATION.search(str(cell.value))]
        for row in rows[np.isin(column.codes[rows], odd)].tolist():
            found[row] = found.get(row, 0) + 1
    summaries: list[int] = []
    for row, n in found.items():
        cells = [sheet.cell(row, position) for position in positions[1:]]
        if sum(cell is not None and _is_plain_number(cell) for cell in cells) <= n:
            summaries.append(row)
    yield from summaries
    for row in rows[rows > min(summaries)].tolist() if summaries else ():
        first = next((cell for position in positions if (cell := sheet.cell(row, position)) is not None), None)
        if first is not None and is_one_of("rows", "tests", first.text):
            yield row


def _is_plain_number(cell: Cell) -> bool:
    return cell.kind == NUMBER or (cell.kind == TEXT and _PLAIN_NUMBER.fullmatch(str(cell.value)) is not None)


def summary_rows(sheet: Sheet, rows: Codes, headers: dict[int, str]) -> Iterator[int]:
    """The rows (positions) that hold nothing but statistics of other rows, to the decimals written.

    So taken when a row has no number of a patient, or a word among numbers (without such a column: none of the usual
    words), at least two figures, all of one statistic of all rows, of the block above, or of the rows with the same
    word; and one has more decimals than any patient's value, or all are above every patient's, or there are four.
    Below all patients a row without any word whose figures all have more decimals is enough. So is how many were lost.
    """
    candidates = _without_a_number(sheet, rows, headers)
    if not len(candidates) or len(candidates) > _MOST_CANDIDATES or len(candidates) >= len(rows) - 1:
        return
    positions = [place for place, header in headers.items() if column_term(header) != "patient"]
    figures = {place: _figures(sheet, place, rows) for place in positions}
    is_patient = ~np.isin(rows, candidates)
    found: list[int] = []
    for row in candidates:
        here = int(np.flatnonzero(rows == row)[0])
        own = {place: values[here] for place, values in figures.items() if np.isfinite(values[here])}
        if len(own) < 2:
            if _is_tally([cell for place in headers if (cell := sheet.cell(int(row), place)) is not None]):
                yield int(row)
            continue
        if not is_patient[here:].any() and _is_finer_and_bare(sheet, row, own, figures, is_patient):
            found.append(here)
            yield int(row)
            continue
        for among in _references(sheet, rows, here, is_patient, positions):
            if _is_summary(own, figures, among, is_beside=bool(found) and here - 1 in found):
                found.append(here)
                yield int(row)
                break


def _is_tally(cells: list[Cell]) -> bool:
    """Whether the cells of a row only say how many were lost or died: 失访 beside 3, "Died" beside "2 patients"."""
    if len(cells) != 2 or cells[0].kind != TEXT:
        return False
    is_status = any(is_one_of("missing", why, cells[0].text) for why in ("lost", "died"))
    return is_status and (_is_plain_number(cells[1]) or is_count(cells[1].text))


def _without_a_number(sheet: Sheet, rows: Codes, headers: dict[int, str]) -> Codes:
    """Rows without a patient's number; where no column has one, without any of the words that other rows have."""
    who = [place for place, header in headers.items() if column_term(header) == "patient"]
    who = who or [place for place in headers if _is_of_words(sheet, place, rows)]
    if not who:
        return rows[-3:]
    blank = ~sheet.filled[rows][:, who].any(axis=1) | _are_words_among_numbers(sheet, who[0], rows)
    found: Codes = rows[blank]
    return found


def _are_words_among_numbers(sheet: Sheet, place: int, rows: Codes) -> NDArray[np.bool_]:
    """Rows with a word in a column where nearly all others have a digit, so a label rather than a patient's number."""
    column = sheet.columns[place]
    codes = column.codes[rows]
    is_filled = codes >= 0
    is_word = is_filled & ~column.has_digit[codes]
    return is_word if is_filled.any() and is_word.sum() <= _FEW_WORDS * is_filled.sum() else np.zeros_like(is_word)


def _is_of_words(sheet: Sheet, place: int, rows: Codes) -> bool:
    column = sheet.columns[place]
    codes = column.codes[rows]
    words = np.array([cell.kind == TEXT and clean_score(cell).number is None for cell in column.levels] + [False])
    return bool(np.mean(words[codes]) > 0.5) if len(codes) else False


def _figures(sheet: Sheet, place: int, rows: Codes) -> Floats:
    column = sheet.columns[place]
    read = [clean_score(cell, is_text_file=True).number for cell in column.levels]
    return np.array([np.nan if number is None else number for number in read] + [np.nan])[column.codes[rows]]


def _references(
    sheet: Sheet, rows: Codes, here: int, is_patient: NDArray[np.bool_], positions: Sequence[int]
) -> Iterator[NDArray[np.bool_]]:
    """The rows that a summary may be of: all, the block above, those of its own word, or of any where it has none."""
    yield is_patient
    order = np.arange(len(rows))
    breaks = np.flatnonzero(~is_patient[:here])
    last = max((int(one) for one in breaks if is_patient[one:here].any()), default=-1)
    yield is_patient & (order > last) & (order < here)
    for place in positions:
        column = sheet.columns[place]
        codes = column.codes[rows]
        own = int(codes[here])
        known = np.unique(codes[is_patient & (codes >= 0)]) if own < 0 else np.array([own])
        if len(known) <= _MOST_WORDS:
            for code in known:
                if column.levels[int(code)].kind == TEXT:
                    yield is_patient & (codes == code)


def _is_finer_and_bare(
    sheet: Sheet, row: np.int32, own: dict[int, float], figures: dict[int, Floats], is_patient: NDArray[np.bool_]
) -> bool:
    """Whether a row below all patients has no word and every figure more decimals than any patient's.

    Such are the means of patients who stand elsewhere: of all sections, or of rows that were taken out.
    """
    cells = (sheet.cell(int(row), int(place)) for place in np.flatnonzero(sheet.filled[row]))
    if any(cell is not None and cell.kind == TEXT and clean_score(cell).number is None for cell in cells):
        return False
    patients = {place: figures[place][is_patient & np.isfinite(figures[place])] for place in own}
    return all(
        decimals_of(figure) > max(map(decimals_of, np.unique(patients[place])[:200]), default=_MOST_DECIMALS)
        for place, figure in own.items()
    )


def _is_summary(
    own: dict[int, float], figures: dict[int, Floats], among: NDArray[np.bool_], *, is_beside: bool
) -> bool:
    if among.sum() < 2:
        return False
    values = {place: figures[place][among] for place in own}
    values = {place: one[np.isfinite(one)] for place, one in values.items()}
    if any(len(one) == 0 for one in values.values()):
        return False
    is_finer = any(
        decimals_of(own[place]) > max(map(decimals_of, np.unique(one)[:200])) for place, one in values.items()
    )
    if all(own[place] > np.max(one) for place, one in values.items()) and _all_equal(own, values, _sum):
        return True
    if (is_finer or len(own) >= _SURELY) and any(_all_equal(own, values, one) for one in _STATISTICS):
        return True
    return is_beside and any(_all_equal(own, values, one) for one in _BESIDE)


def _all_equal(own: dict[int, float], values: dict[int, Floats], statistic: Callable[[Floats], float]) -> bool:
    return all(
        abs(statistic(values[place]) - figure) <= 0.5 * 10.0 ** -decimals_of(figure) + 1e-9
        for place, figure in own.items()
    )


def decimals_of(figure: float) -> int:
    """Decimals as written, at most nine."""
    text = f"{figure:.{_MOST_DECIMALS}f}".rstrip("0")
    return len(text) - text.index(".") - 1
