"""Patients in memory, from an upload: the only source that also knows single patients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lib.registry.counts import FlowCounts, Integers, Moments, ScoreCounts
from lib.registry.covariates import CovariateCounts, count_covariate
from lib.registry.design import design, level_text
from lib.registry.distinct import distinct_numbers, distinct_rows, grouped
from lib.registry.events import EventCounts, count_event
from lib.registry.exposure import ExposureCounts, count_exposure
from lib.registry.flow import count_flow
from lib.registry.lesions import LesionCounts, Lesions, count_lesions
from lib.registry.prepared import Prepared
from lib.terms import BASELINE, Covariate, Filter, Scale, Visit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One value per patient, stored as its distinct values and a code per patient.

    `levels` are numbers in ascending order, or text in the order first met; `code` indexes them, −1 where the
    patient has none; `absence` (scores only) says why, as a position in ABSENCES.
    """

    levels: tuple[float, ...] | tuple[str, ...]
    code: Integers
    absence: NDArray[np.int8] | None = None

    @classmethod
    def of_numbers(cls, values: NDArray[np.float64], absence: NDArray[np.int8] | None = None) -> Column:
        """A column from one number per patient, NaN where there is none."""
        present = np.isfinite(values)
        levels, inverse = distinct_numbers(values[present])
        code = np.full(len(values), -1, dtype=np.int64)
        code[present] = inverse
        return cls(levels=tuple(levels.tolist()), code=code, absence=absence)

    @classmethod
    def of_text(cls, values: Iterable[str | None]) -> Column:
        """A column from one text per patient, None where there is none."""
        levels: dict[str, int] = {}
        code = [-1 if value is None else levels.setdefault(value, len(levels)) for value in values]
        return cls(levels=tuple(levels), code=np.array(code, dtype=np.int64))

    @property
    def numbers(self) -> NDArray[np.float64]:
        """One number per patient, NaN where there is none."""
        return np.append(np.array(self.levels, dtype=np.float64), np.nan)[self.code]


@dataclass(frozen=True, kw_only=True, eq=False)
class Patient:
    """One patient as a picture shows them: a label made here, and where the row stands in the file."""

    label: str
    sheet: str
    row: int
    method: str
    scores: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Cohort:
    """The patients of an upload, without identifiers; `kept` marks those whom the filters keep.

    `scores` is keyed by (outcome, visit name), `events` by name, with "no", "yes" and categories as levels; `sheet`
    and `row` say where each patient's first row stands, as Excel shows it. `compared_by` is the header of a column
    put in the place of the guidance method; `graded_by` are the systems of an event's grades. Every array has one entry
    per patient. A filtered cohort shares its arrays with the whole one, and what was `prepared` of them.
    """

    methods: tuple[str, ...]
    method: Integers
    scores: Mapping[tuple[str, str], Column]
    visit_days: Mapping[str, float | None]
    scales: Mapping[str, Scale]
    covariate_columns: Mapping[str, Column]
    covariates: tuple[Covariate, ...]
    sheet: tuple[str, ...]
    row: Integers
    kept: NDArray[np.bool_]
    is_synthetic: bool = False
    events: Mapping[str, Column] = field(default_factory=dict)
    lesions: Mapping[str, Lesions] = field(default_factory=dict)
    filters: tuple[Filter, ...] = field(default=())
    compared_by: str = ""
    graded_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    prepared: Prepared = field(default_factory=Prepared, repr=False)

    @property
    def n_patients(self) -> int:
        """Patients whom the filters keep, also without a method."""
        return int(self.kept.sum())

    def visits(self, outcome: str) -> tuple[Visit, ...]:
        """The visits of one outcome, baseline first, then by day."""
        found = (Visit(name, self.visit_days[name]) for known, name in self.scores if known == outcome)
        return tuple(sorted(found, key=lambda visit: visit.order))

    def filtered(self, filters: Iterable[Filter]) -> Cohort:
        """The same patients, of whom only those are kept whom every filter keeps.

        A filter on "method" also takes the other methods out of `methods`.
        """
        added = tuple(filters)
        kept = self.kept.copy()
        for one in added:
            kept &= self._passes(one)
        cohort = replace(self, kept=kept, filters=(*self.filters, *added))
        for one in added:
            if one.name == "method" and one.levels is not None:
                cohort = cohort._with_methods(one.levels)
        return cohort

    def _with_methods(self, levels: tuple[str, ...]) -> Cohort:
        methods = tuple(name for name in self.methods if name in levels)
        position = [methods.index(name) if name in methods else -1 for name in self.methods]
        return replace(self, methods=methods, method=np.array([*position, -1], dtype=np.int64)[self.method])

    def facets(self, name: str) -> Mapping[str, int]:
        """Patients kept per level of "method" or of a categorical covariate; levels without patients stay, with 0."""
        levels, code = self._coded(name)
        count = np.bincount(code[self._who] + 1, minlength=len(levels) + 1)[1:]
        return {level_text(level): int(n) for level, n in zip(levels, count, strict=True)}

    def score_counts(self, outcome: str, visit: str, covariates: Iterable[str] = ()) -> ScoreCounts:
        """Joint counts of the complete pairs of patients with a method (and with every covariate named)."""
        names = tuple(covariates)
        known = self._counted.get((outcome, visit, names))
        if known is None:
            known = self._counted[outcome, visit, names] = self._count(outcome, visit, names)
        return known

    @cached_property
    def _counted(self) -> dict[tuple[str, str, tuple[str, ...]], ScoreCounts]:
        return {}

    def _count(self, outcome: str, visit: str, names: tuple[str, ...]) -> ScoreCounts:
        baseline, follow_up = self._column(outcome, BASELINE), self._column(outcome, visit)
        others = [self.covariate_columns[name] for name in names]
        codes = [self.method, self.prepared.pairs(outcome, visit, baseline, follow_up), *(c.code for c in others)]
        sizes = [len(self.methods), len(baseline.levels) * len(follow_up.levels), *(len(c.levels) for c in others)]
        rows, count = distinct_rows(codes, sizes, self.kept)
        design_matrix, design_names = design(names, others, rows[2:], self.covariates, n_rows=len(count))
        before, after = np.divmod(rows[1], max(1, len(follow_up.levels)))
        return ScoreCounts(
            outcome=outcome,
            visit=visit,
            methods=self.methods,
            method=rows[0],
            baseline=np.array(baseline.levels, dtype=np.float64)[before],
            follow_up=np.array(follow_up.levels, dtype=np.float64)[after],
            count=count,
            covariates=design_matrix,
            covariate_names=design_names,
        )

    def moments(self, outcome: str) -> tuple[Moments, ...]:
        """Cross-products by method and pattern of missing follow-ups, for patients with a baseline and a method."""
        visits = [visit.name for visit in self.visits(outcome) if not visit.is_baseline and visit.days is not None]
        columns = [self._column(outcome, name) for name in (BASELINE, *visits)]
        course = self.prepared.course(outcome, columns)
        who = self._who[(self.method[self._who] >= 0) & (columns[0].code[self._who] >= 0)]
        order, starts = grouped([self.method[who], course.pattern[who]], [len(self.methods), course.n_patterns])
        who = who[order]
        found: list[Moments] = []
        for start, end in pairwise([*starts.tolist(), len(who)]):
            observed, cross_products = course.cross_products(who[start:end])
            found.append(
                Moments(
                    method=self.methods[self.method[who[start]]],
                    visits=tuple(visits),
                    observed=observed,
                    cross_products=cross_products,
                )
            )
        return tuple(found)

    def flow(self, outcome: str, visit: str) -> tuple[FlowCounts, ...]:
        """Who is left at each step towards the change at a visit, by method and for those without a method."""
        if (outcome, visit) not in self._flows:
            step = self.prepared.steps(outcome, visit, self._column(outcome, BASELINE), self._column(outcome, visit))
            self._flows[outcome, visit] = count_flow(
                (outcome, visit), self.methods, self.method[self._who], step[self._who]
            )
        return self._flows[outcome, visit]

    @cached_property
    def _flows(self) -> dict[tuple[str, str], tuple[FlowCounts, ...]]:
        """What `flow` has counted: a page asks for the same visit several times."""
        return {}

    @cached_property
    def _who(self) -> Integers:
        """The positions of the kept patients."""
        return np.flatnonzero(self.kept)

    def covariate_counts(self, name: str) -> CovariateCounts:
        """The values of a covariate among the kept patients of each method."""
        held = self.covariate_columns[name]
        counts, missing = count_covariate((held.levels, held.code), (self.methods, self.method), self.kept)
        is_numeric = next(one.is_numeric for one in self.covariates if one.name == name)
        levels = held.levels if is_numeric else tuple(level_text(level) for level in held.levels)
        return CovariateCounts(
            name=name, is_numeric=is_numeric, methods=self.methods, levels=levels, counts=counts, missing=missing
        )

    def event_counts(self, event: str) -> EventCounts:
        """How often an event happened among the kept patients of each method."""
        held = self.events[event]
        answers = [level_text(level) for level in held.levels]
        return count_event(event, (answers, held.code), (self.methods, self.method), self.kept)

    def lesion_counts(self, event: str) -> LesionCounts | None:
        """Lesions with an event among the kept patients of each method; None where nobody has several lesions."""
        held = self.lesions.get(event)
        who = np.flatnonzero(self.kept & (self.method >= 0))
        return None if held is None else count_lesions(event, held, self.methods, self.method, who)

    def exposure_counts(self, event: str, covariate: str) -> ExposureCounts:
        """An event by the values of a covariate, among the kept patients of all methods."""
        held, by = self.events[event], self.covariate_columns[covariate]
        answers = tuple(str(level) for level in held.levels)
        who = self.kept & (self.method >= 0)
        return count_exposure((event, covariate), (answers, held.code), (by.levels, by.code), who)

    def patients(self, outcome: str) -> tuple[Patient, ...]:
        """The kept patients with a method and a baseline, with their scores by visit: for pictures of few patients."""
        columns = {visit.name: self._column(outcome, visit.name).numbers for visit in self.visits(outcome)}
        if BASELINE not in columns:
            return ()
        shown = np.flatnonzero(self.kept & (self.method >= 0) & np.isfinite(columns[BASELINE]))
        return tuple(
            Patient(
                label=self.labels[i],
                sheet=self.sheet[i],
                row=int(self.row[i]),
                method=self.methods[self.method[i]],
                scores={name: float(values[i]) for name, values in columns.items() if np.isfinite(values[i])},
            )
            for i in shown
        )

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """P001, P002 … in the order of the file: the only name a patient has here."""
        width = max(3, len(str(len(self.method))))
        return tuple(f"P{position:0{width}d}" for position in range(1, len(self.method) + 1))

    def _column(self, outcome: str, visit: str) -> Column:
        known = self.scores.get((outcome, visit))
        return known if known is not None else Column(levels=(), code=np.full(len(self.method), -1, dtype=np.int64))

    def _coded(self, name: str) -> tuple[tuple[float, ...] | tuple[str, ...], Integers]:
        if name == "method":
            return self.methods, self.method
        column = self.covariate_columns[name]
        return column.levels, column.code

    def _passes(self, one: Filter) -> NDArray[np.bool_]:
        levels, code = self._coded(one.name)
        if one.levels is not None:
            wanted = [level_text(level) in one.levels for level in levels]
        elif any(isinstance(level, str) for level in levels):
            raise ValueError(f"a filter with low and high needs numbers, and {one.name!r} holds text")
        else:
            low = -np.inf if one.low is None else one.low
            high = np.inf if one.high is None else one.high
            wanted = [low <= float(level) <= high for level in levels]
        passes: NDArray[np.bool_] = np.append(np.array(wanted, dtype=np.bool_), False)[code]
        return passes
