"""A sheet whose ODI lies at half of that on the others and never exceeds 50: points of 50 among percentages?"""

from __future__ import annotations

import numpy as np

from lib.intake.findings import Finding
from lib.intake.judging import ByVisit, Part, ScoreCells, values_of
from lib.intake.table import Table
from lib.intake.workbook import number_text
from lib.terms import BASELINE

_FEWEST = 8
_HALF = 50.0
_NEARLY_HALF = 0.65
"""Of the median of the other sheets; a half were all points of 50."""


def half_on_a_sheet(
    columns: list[ScoreCells], by_visit: ByVisit, table: Table, judged: list[Part], findings: list[Finding]
) -> None:
    """A warning for every such sheet, or part of one, of an ODI that was read as percent without a header saying so."""
    role, judgement = columns[0].role, judged[0][-1]
    is_read_as_percent = role.instrument == "ODI" and len(judged) == 1 and judgement.factor == 1
    parts = table.sheet if table.part is None else table.part
    is_open = not judgement.question and not any(cells.role.unit for cells in columns)
    if not is_read_as_percent or not is_open or not len(parts) or parts.min() == parts.max():
        return
    for part in np.unique(parts).tolist():
        here, others = (values_of(by_visit, mask) for mask in (parts == part, parts != part))
        own, theirs = (values.get(BASELINE, np.empty(0)) for values in (here, others))
        if min(len(own), len(theirs)) < _FEWEST or max(map(_top, here.values())) > _HALF or _top(theirs) <= _HALF:
            continue
        medians = float(np.median(own)), float(np.median(theirs))
        told = dict(zip("ab", map(number_text, medians), strict=True))
        if medians[0] <= _NEARLY_HALF * medians[1]:
            findings.append(
                Finding(
                    severity="warning", code="odi_half_on_a_sheet",
                    sheet=table.sheets[int(table.sheet[np.flatnonzero(parts == part)[0]])] or None,
                    column=columns[0].column.letter, header=columns[0].column.header,
                    parameters={"outcome": role.outcome or "", **told},
                )
            )  # fmt: skip


def _top(values: np.ndarray) -> float:
    return float(values.max()) if len(values) else 0.0
