"""The few questions that every source of patients answers, whether in memory, in a warehouse or in a centre."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from lib.registry.counts import FlowCounts, Moments, ScoreCounts
from lib.registry.covariates import CovariateCounts
from lib.registry.events import EventCounts
from lib.registry.exposure import ExposureCounts
from lib.registry.lesions import LesionCounts
from lib.terms import Covariate, Filter, Scale, Visit


class Registry(Protocol):
    """A source of patients that gives counts, never rows."""

    @property
    def methods(self) -> tuple[str, ...]:
        """Methods as tables show them: CT first, DSA last, the others in the order first met."""

    @property
    def scales(self) -> Mapping[str, Scale]:
        """Outcomes with their scale, in the order of the file."""

    @property
    def covariates(self) -> tuple[Covariate, ...]:
        """Columns by which patients may be filtered or adjusted."""

    def visits(self, outcome: str) -> tuple[Visit, ...]:
        """The visits at which the outcome has a value, baseline first."""

    def score_counts(self, outcome: str, visit: str, covariates: Iterable[str] = ()) -> ScoreCounts:
        """Joint counts of the complete pairs; at "baseline" the follow-up is the baseline itself."""

    def moments(self, outcome: str) -> tuple[Moments, ...]:
        """Cross-products by method and pattern of missing follow-ups, for patients with a baseline."""

    def flow(self, outcome: str, visit: str) -> tuple[FlowCounts, ...]:
        """Who is left at each step, by method."""

    def covariate_counts(self, name: str) -> CovariateCounts:
        """Patients by method and value of a covariate."""

    @property
    def events(self) -> Mapping[str, object]:
        """Events of which the source knows, by name, in the order of the file."""

    @property
    def graded_by(self) -> Mapping[str, tuple[str, ...]]:
        """By event the systems of its grades, as far as a column names them; several are not one scale."""

    def event_counts(self, event: str) -> EventCounts:
        """Patients with an event, by method and level."""

    def lesion_counts(self, event: str) -> LesionCounts | None:
        """Lesions with an event by method and patient; None where the source counts no lesions."""

    def exposure_counts(self, event: str, covariate: str) -> ExposureCounts:
        """Patients with an event by the values of a covariate, all methods together."""

    def filtered(self, filters: Iterable[Filter]) -> Registry:
        """The same source with only the patients whom every filter keeps."""

    def facets(self, name: str) -> Mapping[str, int]:
        """Patients per level of "method" or of a categorical covariate, in a stable order."""

    @property
    def compared_by(self) -> str:
        """The header of the column that was put in the place of the guidance method, "" for the guidance method."""

    @property
    def n_patients(self) -> int:
        """Distinct patients, also without a method."""
