"""Which rows belong to which patient. Nobody is ever paired with somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.intake.findings import Finding
from lib.intake.table import Table, TableColumn, about_row
from lib.intake.workbook import Codes

_MOST_NAMED = 200
_FEWEST_RESTARTED = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Patients:
    """`of_row` numbers the patient of every data row in the order of the file; `first_row` has one entry per patient.

    A row without an id is a patient of its own.
    """

    of_row: Codes
    first_row: Codes
    has_key: bool

    @property
    def n(self) -> int:
        """Patients."""
        return len(self.first_row)

    @property
    def have_a_row_each(self) -> bool:
        """Whether every row is another patient, so that rows and patients have the same numbers."""
        return self.n == len(self.of_row)


def identify(table: Table, key_columns: tuple[TableColumn, ...], findings: list[Finding]) -> Patients:
    """Patients by their key columns (all must be filled); without key columns every row is a patient."""
    n_rows = table.n_rows
    if not key_columns:
        return Patients(
            of_row=np.arange(n_rows, dtype=np.int32), first_row=np.arange(n_rows, dtype=np.int32), has_key=False
        )
    combined = key_codes(key_columns)
    missing = combined < 0
    combined[missing] = -1 - np.arange(n_rows)[missing]
    findings.extend(
        about_row(table, int(row), "missing_id", column=key_columns[0], taken_as="own_patient")
        for row in np.flatnonzero(missing)[:_MOST_NAMED]
    )
    return numbered(combined)


def numbered(of_row: NDArray[np.int64]) -> Patients:
    """Patients in the order of the file: rows with the same number belong together."""
    _, first, inverse = np.unique(of_row, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Patients(of_row=rank[inverse], first_row=first[order].astype(np.int32), has_key=True)


def key_codes(key_columns: Sequence[TableColumn]) -> NDArray[np.int64]:
    """A number per row for what the key columns say together, −1 where one of them says nothing."""
    parts = [column.id_codes for column in key_columns]
    combined = parts[0].astype(np.int64)
    for part in parts[1:]:
        _, combined = np.unique(combined * (int(part.max(initial=0)) + 2) + part, return_inverse=True)
    combined[np.any([part < 0 for part in parts], axis=0)] = -1
    return combined


def ids_restart(key_columns: tuple[TableColumn, ...], method: Codes) -> bool:
    """Whether each method counts its patients from the same numbers on, so that an id means nobody without its method.

    So taken when nearly every id of the smallest method (at least three) stands under another method as well;
    `method` numbers the method of each row. A few such ids are no rule but a mistake, and are asked about.
    """
    ids = key_codes(key_columns)
    known = (ids >= 0) & (method >= 0)
    n_ids = int(ids.max(initial=0)) + 1
    if n_ids >= np.count_nonzero(known):  # no id stands twice
        return False
    of_method, ids = np.divmod(np.unique(method[known].astype(np.int64) * n_ids + ids[known]), n_ids)
    codes, sizes = np.unique(of_method, return_counts=True)
    if len(codes) < 2:
        return False
    is_smallest = of_method == codes[np.argmin(sizes)]
    n_shared = np.count_nonzero(np.isin(ids[is_smallest], ids[~is_smallest]))
    return bool(sizes.min() >= _FEWEST_RESTARTED and n_shared >= 0.8 * sizes.min())


def repeated_rows(of_row: Codes, visit_of_row: Codes | None) -> list[Codes]:
    """Groups of rows that are the same patient (and the same visit, in a long file), each in the order of the file.

    Rows without a visit are at none, and no two of them are at the same.
    """
    key = of_row.astype(np.int64)
    if visit_of_row is not None:
        key = key * (int(visit_of_row.max(initial=0)) + 2) + visit_of_row
    order = np.argsort(key, kind="stable")
    if visit_of_row is not None:
        order = order[visit_of_row[order] >= 0]
    ordered = key[order]
    starts = (
        np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        if len(ordered)
        else np.empty(0, dtype=np.int64)
    )
    ends = np.concatenate([starts[1:], [len(ordered)]]) if len(starts) else starts
    long = np.flatnonzero(ends - starts > 1)
    return [order[starts[i] : ends[i]].astype(np.int32) for i in long]


def first_filled(codes: Codes, patients: Patients) -> Codes:
    """The code of each patient's first row that has one, −1 where none has."""
    if patients.have_a_row_each:
        return codes.astype(np.int32)
    found = np.full(patients.n, -1, dtype=np.int32)
    filled = np.flatnonzero(codes >= 0)[::-1]  # assigned backwards, so that the first row wins
    found[patients.of_row[filled]] = codes[filled]
    return found


def n_varying(codes: Codes, patients: Patients) -> tuple[int, int]:
    """(patients with different values in their rows, patients with more than one filled row)."""
    if patients.have_a_row_each:
        return 0, 0
    filled = np.flatnonzero(codes >= 0)
    rows = np.bincount(patients.of_row[filled], minlength=patients.n)
    different = np.zeros(patients.n, dtype=np.bool_)
    first = first_filled(codes, patients)
    different[patients.of_row[filled][codes[filled] != first[patients.of_row[filled]]]] = True
    return int(different.sum()), int((rows > 1).sum())
