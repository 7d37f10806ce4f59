"""A sheet of means beside the patients (统计, 汇总: a row per method with how many and the mean scores) is nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from lib.intake.cleaning import clean_score
from lib.intake.collisions import Meaning, id_column, meaning_of
from lib.intake.findings import Finding, UnreadableFile
from lib.intake.methods import canonical_method
from lib.intake.summaries import decimals_of
from lib.intake.table import Table, TableColumn
from lib.intake.vocabulary import is_one_of, key, plain

Scores = dict[Meaning, NDArray[np.float64]]

_IN_BRACKETS = re.compile(r"\d+\.\d+\s*[(\[]\s*\d+(?:\.\d+)?\s*[)\]]")
_MOST_ROWS = 12
_FEWEST_MEANS = 2
_NEARLY_ALL = 0.8


def without_means(found: Mapping[int, Table], labels: list[str]) -> tuple[dict[int, Table], list[Finding]]:
    """The tables of patients among `found`, and a finding for each sheet of means.

    Such a sheet has no number of a patient, and words for statistics in every row, or a different method (or "total")
    in every row and either a column that says how many, or scores like 7.2 (1.1), or figures that are the means of the
    patients' scores in the other tables, or a row for every other sheet, which has the row's method for its name.
    Raises UnreadableFile: summary_not_patients, where nothing else is there.
    """
    means = [
        index
        for index, table in found.items()
        if _says_statistics(table)
        or (
            _may_be_means(table)
            and (
                (any(map(_counts, table.columns)) and _group(table) is not None)
                or (_group(table) is not None and _are_in_brackets(table))
                or _names_sheets(table, [labels[one] for one in found if one != index])
                or _are_means_of(table, [(found[one], labels[one]) for one in found if one != index])
            )
        )
    ]
    kept = {index: table for index, table in found.items() if index not in means}
    if means and not any(table.n_rows for table in kept.values()):
        raise UnreadableFile("summary_not_patients")
    told = [
        Finding(
            severity="warning", code="means_not_read", sheet=labels[index], row=int(found[index].row[0]),
            parameters={"n": found[index].n_rows}, taken_as="left_out",
        )
        for index in means
    ]  # fmt: skip
    return kept, told


def _may_be_means(table: Table) -> bool:
    if id_column(table) is not None or not 0 < table.n_rows <= _MOST_ROWS:
        return False
    return _group(table) is not None or any(map(_counts, table.columns))


def _says_statistics(table: Table) -> bool:
    """Whether a column of a small table without numbers of patients holds words for statistics alone: 均值, 标准差."""
    if id_column(table) is not None or not _FEWEST_MEANS <= table.n_rows <= _MOST_ROWS:
        return False
    return any(
        bool((column.codes >= 0).all())
        and len(column.used_levels()) >= _FEWEST_MEANS
        and all(
            is_one_of("rows", "totals", cell.text) or is_one_of("rows", "statistics", cell.text)
            for cell, _ in column.used_levels()
        )
        for column in table.columns
    )


def _are_in_brackets(table: Table) -> bool:
    """Whether every score is a mean with its deviation in brackets: 7.2 (1.1)."""
    scores = [column for column in table.columns if (meaning_of(column.header) or ("",))[0] == "score"]
    texts = [plain(cell.text) for column in scores for cell, _ in column.used_levels()]
    return table.n_rows >= _FEWEST_MEANS and bool(texts) and all(map(_IN_BRACKETS.fullmatch, texts))


def _group(table: Table) -> TableColumn | None:
    """The column that names a method in every row; without a header it is not among the columns."""
    return next((column for column in table.columns if _names_groups(column, table.n_rows)), None)


def _names_groups(column: TableColumn, n_rows: int) -> bool:
    """Whether every row has another method in this column, or a word for all of them."""
    cells = column.used_levels()
    if len(cells) != n_rows or any(n > 1 for _, n in cells):
        return False
    named = [canonical_method(cell.text) for cell, _ in cells]
    methods = [one for one in named if one is not None]
    are_known = all(one or is_one_of("rows", "totals", cell.text) for one, (cell, _) in zip(named, cells, strict=True))
    return are_known and 0 < len(methods) == len(set(methods))


def _names_sheets(table: Table, labels: list[str]) -> bool:
    """Whether the rows are the methods after which the other sheets are named, one row each."""
    group = _group(table)
    sheets = [canonical_method(label) for label in labels]
    named = [] if group is None else [canonical_method(cell.text) for cell, _ in group.used_levels()]
    return len(sheets) > 1 and None not in sheets and {*sheets} == {*named} - {None}


def _counts(column: TableColumn) -> bool:
    """Whether a column says how many patients: 例数, n."""
    numbers = [clean_score(cell).number for cell, _ in column.used_levels()]
    are_whole = all(number is not None and number >= 1 and float(number).is_integer() for number in numbers)
    return bool(numbers) and are_whole and is_one_of("rows", "counts", column.header)


def _are_means_of(table: Table, others: list[tuple[Table, str]]) -> bool:
    """Whether nearly all scores of a table are means, as rounded there, of the patients of each row's method.

    Where no column names the method a row may be of any.
    """
    group = _group(table)
    patients = [pair for other, label in others for pair in _scores_by_method(other, label)]
    everyone = {None, *(name for name, _ in patients)}
    matched = compared = 0
    for row in range(table.n_rows):
        own = None if group is None else canonical_method(group.levels[group.codes[row]].text)
        figures = [(meaning_of(column.header), _number(column, row)) for column in table.columns]
        scores = [(meaning, one) for meaning, one in figures if meaning and meaning[0] == "score" and one is not None]
        names = everyone if group is None else {own}
        found = [[_is_mean(figure, meaning, patients, name) for meaning, figure in scores] for name in names]
        best = max(found, key=lambda row_found: row_found.count(True), default=[])
        compared += len([one for one in best if one is not None])
        matched += best.count(True)
    return matched >= max(_FEWEST_MEANS, _NEARLY_ALL * compared)


def _is_mean(
    figure: float, meaning: Meaning, patients: list[tuple[str | None, Scores]], method: str | None
) -> bool | None:
    """Whether a figure is the mean of one score under a method, or of all; None where nobody has that score."""
    values = [one for name, scores in patients if method in (None, name) for one in scores.get(meaning, ())]
    return abs(float(np.mean(values)) - figure) <= 0.5 * 10.0 ** -decimals_of(figure) + 1e-9 if values else None


def _number(column: TableColumn, row: int) -> float | None:
    code = int(column.codes[row])
    return clean_score(column.levels[code]).number if code >= 0 else None


def _scores_by_method(table: Table, label: str) -> Iterator[tuple[str | None, Scores]]:
    """The scores of the patients of each method, which a column or the sheet's name tells."""
    group = next((column for column in table.columns if meaning_of(column.header) == ("method",)), None)
    named = [canonical_method(cell.text) or key(cell.text) for cell in group.levels] if group is not None else []
    known: set[str | None] = {*named} if group is not None else {canonical_method(label)}
    for name in known:
        here = np.array([one == name for one in named] + [False])[group.codes] if group is not None else slice(None)
        scores: Scores = {}
        for column in table.columns:
            meaning = meaning_of(column.header)
            if meaning is not None and meaning[0] == "score":
                read = [clean_score(cell).number for cell in column.levels]
                values = np.array([np.nan if one is None else one for one in read] + [np.nan])[column.codes][here]
                scores[meaning] = values[np.isfinite(values)]
        yield name, scores
