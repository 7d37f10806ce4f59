"""What a column was taken for."""

from __future__ import annotations

from dataclasses import dataclass

from lib.intake.table import TableColumn
from lib.registry.cohort import Column
from lib.terms import Visit

OWN_SCALE = "computed"
"""The detail of a score that was computed, and so is in per cent whatever other columns of it are."""


@dataclass(frozen=True, kw_only=True)
class ColumnRole:
    """What a column was taken for.

    `term` is score, patient, method, visit, event, identifier, date, change, a covariate's term, "other" (a covariate
    under its own header) or "ignored".

    `detail` is the event's name, the place of a leak, the kind of identifier, "computed" for a score made of others, or
    "part" of what is read with another
    column; `code` and `label` belong to a visit
    without meaning. `answers` are those of an event, one per row, where they were read from several columns.
    """

    column: TableColumn
    term: str
    reason: str
    confidence: float = 1.0
    outcome: str | None = None
    instrument: str | None = None
    visit: Visit | None = None
    code: int | None = None
    label: str = ""
    unit: str | None = None
    detail: str = ""
    answers: Column | None = None


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The roles of all columns of a table, in its order; `key` are the columns that the user named as the key.

    A column of the key may have a role of its own: the centre, the method.
    """

    roles: tuple[ColumnRole, ...]
    sheets_are: str | None = None
    key: tuple[TableColumn, ...] = ()

    def of(self, term: str) -> tuple[ColumnRole, ...]:
        """The columns taken for a term."""
        return tuple(role for role in self.roles if role.term == term)

    @property
    def is_long(self) -> bool:
        """Whether each row is one visit of a patient."""
        return bool(self.of("visit"))
