"""What a script must know to read the registry again: where everything stands, and what each cell was taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Name = tuple[str, ...]
Place = tuple[str | int, str, tuple[tuple[int, int], ...]]
"""A sheet by name or number, the method of all its patients ("" where a column says it), and ranges of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`file` is a stand-in for the file's name, which may name somebody.

    Columns are numbers from 1 and the same on every sheet, rows are Excel's, in the order of the file. `method_column`
    is 0 where every sheet has one method. `methods`, `visits` and the answers of `events` are by the cell's text;
    `scales` are (factor, low, high); `no_scores` are numbers that stand for a missing value, `deaths` texts in the
    place of a score that say why there is none. `better` is −1 where less is better, else +1; `thresholds` are
    (outcome, rule, amount as text) of responders, `timed` the visits of the mixed model. `expected` are the results,
    unrounded, by name. `adjusted` names what the analyses of covariance are adjusted for beside the baseline: those are
    not rebuilt.

    Long files have `patient_columns` (none: a row is a patient) and a `visit_column`; a diary has `windows` (first and
    last day, visit) in the place of `visits`, its days dates where a `procedure_column` says since when.
    """

    file: str
    places: tuple[Place, ...]
    patient_columns: tuple[int, ...] = ()
    visit_column: int = 0
    visits: Mapping[str, str] = field(default_factory=dict)
    windows: tuple[tuple[float, float, str], ...] = ()
    procedure_column: int = 0
    method_column: int
    methods: Mapping[str, str]
    scores: tuple[tuple[str, str, int], ...]
    scales: Mapping[str, tuple[float, float, float]]
    no_scores: Mapping[str, tuple[float, ...]]
    deaths: tuple[str, ...]
    events: Mapping[str, tuple[int, Mapping[str, int]]]
    pairs: tuple[tuple[str, str], ...]
    better: Mapping[str, int]
    thresholds: tuple[tuple[str, str, str], ...]
    timed: Mapping[str, tuple[str, ...]]
    expected: Mapping[Name, float]
    adjusted: str = ""
