"""Uploaded files -> a cohort with what was understood, what must be asked and what is wrong: the way in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.intake.child import read_in_child
from lib.intake.findings import Finding, UnreadableFile
from lib.intake.questions import IntakeQuestion
from lib.intake.settings import ReadingSettings
from lib.intake.workbook import Sheet, Workbook, sheets_of
from lib.registry.cohort import Cohort

MOST_UPLOADED = 200 * 2**20
"""Bytes of one uploaded file."""


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file as it was dropped: its name and its bytes."""

    name: str
    content: bytes


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

    `examples` are up to three cells, none for identifiers. `detail` is the event's name or the kind of identifier.
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
    source: Source
    dropped_identifiers: tuple[str, ...]
    readable: Workbook
    settings: ReadingSettings

    @property
    def blocking(self) -> IntakeQuestion | None:
        """The first question that must be answered before anything is analysed; its code is also a refusal's."""
        return next((question for question in self.questions if not question.is_safe), None)


def open_registry(files: Sequence[SourceFile], settings: ReadingSettings | None = None) -> Opened:
    """Read and interpret the files dropped together. Raises UnreadableFile with one of the published codes."""
    from lib.intake.interpreting import interpret

    return interpret(read(files), settings or ReadingSettings())


def read(files: Sequence[SourceFile]) -> Workbook:
    """The cells of the files, each read in a process of its own. Raises UnreadableFile."""
    sheets: list[Sheet] = []
    formats: list[str] = []
    notices = []
    digest = hashlib.sha256()
    for file in files:
        if len(file.content) > MOST_UPLOADED:
            raise UnreadableFile("reading_too_large")
        digest.update(file.content)
        reply = read_in_child(file.content, _suffix(file.name))
        found = sheets_of(reply, file.name)
        sheets.extend(found)
        formats.append(reply["format"])
        for notice in reply["notices"]:
            notices.append((file.name, notice["code"], notice["parameters"]))
    return Workbook(
        sheets=tuple(sheets),
        files=tuple(file.name for file in files),
        formats=tuple(formats),
        sha256=digest.hexdigest(),
        notices=tuple(notices),
    )


def interpret(workbook: Workbook, settings: ReadingSettings) -> Opened:
    """Understand cells that were read; a changed answer only repeats this. Raises UnreadableFile."""
    from lib.intake.interpreting import interpret as understand

    return understand(workbook, settings)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""


def with_cohort(opened: Opened, cohort: Cohort) -> Opened:
    """The same opening with another cohort."""
    return replace(opened, cohort=cohort)
