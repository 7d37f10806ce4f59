"""A registry as it was understood: what every page and the command line work on."""

from __future__ import annotations

from dataclasses import dataclass

from lib.intake.findings import Finding
from lib.intake.questions import IntakeQuestion
from lib.intake.settings import ReadingSettings
from lib.intake.units import ReadScale
from lib.intake.workbook import Workbook
from lib.registry.cohort import Cohort


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the numbers come from: `rows` patient rows read, `patients` distinct patients, also without a method."""

    file: str
    sheet: str
    sha256: str
    rows: int
    patients: int
    columns: int


@dataclass(frozen=True, kw_only=True)
class MappedColumn:
    """What a column was taken for, for the page Columns: `column` is its letter, `reason` a code ([columns] messages).

    `examples` are up to three cells, none for identifiers. `detail` is the event's name or the kind of identifier,
    `n_levels` how many different values the column has. `sheets` names where it stands, where the columns of a registry
    stand in different sheets or files, and `letters` are those it has there, or in tables side by side, where others.
    """

    column: str
    header: str
    term: str
    reason: str
    confidence: float
    outcome: str | None = None
    visit: str | None = None
    examples: tuple[str, ...] = ()
    detail: str = ""
    n_levels: int = 0
    sheets: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """The letters under which it stands in its sheets."""
        return self.letters or (self.column,)


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A value as written, the name it was taken for, and in how many rows it stands."""

    raw: str
    name: str
    n: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """A registry as it was understood.

    `cohort` is None only while a question without a safe proposal is open: `blocking` is that question.
    """

    cohort: Cohort | None
    questions: tuple[IntakeQuestion, ...]
    findings: tuple[Finding, ...]
    mapping: tuple[MappedColumn, ...]
    method_values: tuple[Recognised, ...]
    visit_labels: tuple[Recognised, ...]
    scales: tuple[ReadScale, ...]
    source: Source
    dropped_identifiers: tuple[str, ...]
    readable: Workbook
    settings: ReadingSettings

    @property
    def blocking(self) -> IntakeQuestion | None:
        """The first question that must be answered before anything is analysed; its code is also a refusal's."""
        return next((question for question in self.questions if not question.is_safe), None)
