"""What the intake noticed: data, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.intake.unreadable import UnreadableFile

__all__ = ["MOST_PLACES", "Finding", "Severity", "UnreadableFile"]

Severity = Literal["error", "warning", "note"]
MOST_PLACES = 500
"""Cells that one finding names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed in the file.

    `row` is 1-based and `column` a letter, as Excel shows them; both None for a whole sheet or file. `value` is the
    cell as found, and None for identifiers, whose values are never kept. `taken_as` says what became of it.
    `parameters` are the figures that the finding's sentence (messages `[findings]`, keyed by `code`) needs. A finding
    that counts several cells stands at the first; `also` are the others (sheet, row, column), `MOST_PLACES` at most.
    """

    severity: Severity
    code: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None
    value: str | None = None
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    taken_as: str | None = None
    also: tuple[tuple[str | None, int, str | None], ...] = ()
