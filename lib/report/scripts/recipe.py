"""What a script must know to read the registry again: where everything stands, and what each cell was taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Name = tuple[str, ...]
Place = tuple[str | int, str, tuple[tuple[int, int], ...]]
"""A sheet by name or number, the method of all its patients ("" where a column says it), and ranges of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`file` is a stand-in for the file's name, which may name somebody; `encoding` and `separator` are a text file's.

    Columns are numbers from 1 and the same on every sheet, rows are Excel's, in the order of the file. `method_column`
    is 0 where every sheet has one method. `methods`, `visits` and the answers of `events` are by the cell's text;
    `scales` are (factor, low, high); `no_scores` are numbers that stand for a missing value, `deaths` and `lost` texts
    in the place of a score that say why there is none. `pairs` are of methods in each direction that is shown, `family`
    those of one direction whose P values are corrected. `better` is −1 where less is better, else +1; `thresholds` are
    (outcome, rule, amount as text) of responders, `timed` the visits of the mixed model. `expected` are the results,
    unrounded, by name; `left` says how many of each list of the results are not rebuilt.

    `measures` are (column, lowest, highest, units behind the numbers), `kinds` (column, the kind by the cell's text
    where that is not the kind itself, whether other texts are kinds, how many the whole file has), `quarters` columns
    of dates, of `n_quarters` in the whole file. `adjusted_for` names the covariates of the analyses of covariance
    beside the baseline, `margins` are those of equivalence, `level` is that of the intervals of rates and `score_level`
    of scores in a family of pairs, `analysis` the one of the verdicts, `matters` what matters to one patient, in
    points. `kinds_of_events` are as `kinds`, for who had the event, and `joining` the signs between several of them; of
    `good_events` the worst answer is no. `site_column` (0: none) names a patient's lesions.

    `death_columns` are (column, 1 for dead and 0 for alive by the cell's text, days until just after which who is alive
    there lived); they count with `death_date_column` and `operation_column` (0: none) at `visit_days`, in order.

    Long files have `patient_columns` (none: a row is a patient) and a `visit_column`; a diary has `windows` (first and
    last day, visit) in the place of `visits`, its days dates where a `procedure_column` says since when.
    """

    file: str
    encoding: str = ""
    separator: str = ","
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
    lost: tuple[str, ...] = ()
    death_columns: tuple[tuple[int, Mapping[str, int], float | None], ...] = ()
    death_date_column: int = 0
    operation_column: int = 0
    visit_days: Mapping[str, float | None] = field(default_factory=dict)
    events: Mapping[str, tuple[int, Mapping[str, int]]]
    kinds_of_events: Mapping[str, tuple[int, Mapping[str, str | None], bool, int]] = field(default_factory=dict)
    joining: Mapping[str, str] = field(default_factory=dict)
    good_events: tuple[str, ...] = ()
    site_column: int = 0
    measures: Mapping[str, tuple[int, float, float, tuple[str, ...]]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[int, Mapping[str, str | None], bool, int]] = field(default_factory=dict)
    quarters: Mapping[str, int] = field(default_factory=dict)
    n_quarters: int = 0
    pairs: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...] = ()
    better: Mapping[str, int]
    thresholds: tuple[tuple[str, str, str], ...]
    timed: Mapping[str, tuple[str, ...]]
    adjusted_for: tuple[str, ...] = ()
    margins: Mapping[str, float] = field(default_factory=dict)
    level: float = 0.95
    score_level: float = 0.95
    analysis: str = ""
    matters: Mapping[str, float] = field(default_factory=dict)
    expected: Mapping[Name, float]
    left: Mapping[str, int] = field(default_factory=dict)
