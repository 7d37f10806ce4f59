"""What the wording needs of a file that was read: the report layer knows what intake found, not how it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from lib.intake.findings import Finding

Parameters = Mapping[str, str | int | float]


class ReadSource(Protocol):
    """Where the patients came from."""

    @property
    def file(self) -> str:
        """Name of the file."""

    @property
    def sheet(self) -> str | None:
        """Name of the sheet, None where there are none."""

    @property
    def rows(self) -> int:
        """Patient rows read."""

    @property
    def patients(self) -> int:
        """Distinct patients."""


class ReadPatients(Protocol):
    """The patients that were read."""

    @property
    def visit_days(self) -> Mapping[str, float | None]:
        """The visits by name."""

    def facets(self, name: str) -> Mapping[str, int]:
        """Patients per level."""


class TakenColumn(Protocol):
    """One column and what it was taken for."""

    @property
    def header(self) -> str:
        """Its header as written."""

    @property
    def term(self) -> str:
        """What it was taken for: score, method, age and so on."""

    @property
    def outcome(self) -> str | None:
        """The score, if it is one."""

    @property
    def visit(self) -> str | None:
        """The visit of a score or of a dose that is asked for at several."""


class Answer(Protocol):
    """One possible answer to a question."""

    @property
    def code(self) -> str:
        """Which answer."""

    @property
    def parameters(self) -> Parameters:
        """The figures its text needs."""


class AskedQuestion(Protocol):
    """What must be asked before a number can be trusted."""

    @property
    def code(self) -> str:
        """Which question."""

    @property
    def parameters(self) -> Parameters:
        """The figures its texts need."""

    @property
    def reason(self) -> str:
        """Code of the reason for the proposal, "" for none."""


class ReadFile(Protocol):
    """A file that was read and interpreted; `cohort` is None while a question without a safe proposal is open."""

    @property
    def source(self) -> ReadSource:
        """Where it came from."""

    @property
    def cohort(self) -> ReadPatients | None:
        """Its patients."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What was noticed."""

    @property
    def questions(self) -> Sequence[AskedQuestion]:
        """What nobody has answered."""

    @property
    def mapping(self) -> Sequence[TakenColumn]:
        """What each column was taken for."""

    @property
    def dropped_identifiers(self) -> Sequence[str]:
        """Headers of the columns that were not kept."""
