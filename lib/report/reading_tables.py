"""How a file was read, as tables: its columns, what was found in its cells, and who is in every number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import pandas as pd

from lib.intake.findings import Finding
from lib.report.language import has_sentence, sentence
from lib.report.wording.names import covariate_name, outcome_name, visit_name
from lib.report.wording.rates import event_name
from lib.report.wording.reasons import FREE_TEXT, PART, finding_message


class ReadColumn(Protocol):
    """One column of the file and what it was taken for."""

    @property
    def column(self) -> str:
        """Its letter."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The letters under which it stands in its sheets."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets or files where it stands; empty where all columns stand in the same."""

    @property
    def header(self) -> str:
        """Its header as written."""

    @property
    def term(self) -> str:
        """What it was taken for."""

    @property
    def reason(self) -> str:
        """Why, as a code."""

    @property
    def outcome(self) -> str | None:
        """The score, if it is one."""

    @property
    def visit(self) -> str | None:
        """The visit of a score column."""

    @property
    def detail(self) -> str:
        """Which event or identifier it is, "" for other columns."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Up to three cells; none for identifiers."""


def columns(mapping: Iterable[ReadColumn], language: str) -> pd.DataFrame:
    """One row per column: letter, header, examples, what it was taken for, and why; its sheet where they differ."""
    mapping = tuple(mapping)
    separator = sentence(language, "columns_page.separator")
    are_apart = any(one.sheets for one in mapping)
    rows = [
        {
            **({"sheet": separator.join(one.sheets)} if are_apart else {}),
            "column": separator.join(one.shown),
            "header": one.header,
            "examples": separator.join(one.examples),
            "taken_for": column_meaning(one, language),
            "why": _reason(one.reason, language),
        }
        for one in mapping
    ]
    heads = ("column", "header", "examples", "taken_for", "why")
    return _named(rows, ("sheet", *heads) if are_apart else heads, "columns_page.heads", language)


def column_meaning(one: ReadColumn, language: str) -> str:
    """What a column was taken for: a score with its visit, a covariate, or an identifier that was dropped."""
    if one.term == "score" and one.outcome is not None:
        name = outcome_name(one.outcome, language)
        if one.visit is None:
            return name
        return sentence(language, "columns_page.score", outcome=name, visit=visit_name(one.visit, language))
    if one.term == "event" and one.detail:
        return sentence(language, "columns.event", event=event_name(one.detail, language))
    key = f"columns.term.{one.detail if one.detail in (FREE_TEXT, PART) else one.term}"
    return sentence(language, key) if has_sentence(language, key) else covariate_name(one.term, language)


def findings(found: Sequence[Finding], language: str) -> pd.DataFrame:
    """One row per finding, as Excel names the cell: severity, sheet, row, column, value, what is wrong, taken as."""
    rows = [
        {
            "severity": sentence(language, f"checks.severity.{one.severity}"),
            "sheet": one.sheet or "",
            "row": _rows(one, language),
            "column": one.column or "",
            "value": one.value or "",
            "message": finding_message(one, language),
            "taken_as": taken_as(one.taken_as, language),
        }
        for one in found
    ]
    heads = ("severity", "sheet", "row", "column", "value", "message", "taken_as")
    return _named(rows, heads, "checks.heads", language)


def _rows(one: Finding, language: str) -> str:
    """The rows that a finding is about, runs of them as 3–7; those of other sheets with the sheet's name."""
    if one.row is None:
        return ""
    by_sheet: dict[str | None, list[int]] = {one.sheet: [one.row]}
    for sheet, row, _ in one.also:
        by_sheet.setdefault(sheet, []).append(row)
    comma = sentence(language, "reading.list")
    own, *others = ((sheet, comma.join(_runs(rows))) for sheet, rows in by_sheet.items())
    return comma.join([own[1], *(f"{sheet} {rows}" for sheet, rows in others)])


def _runs(rows: Sequence[int]) -> list[str]:
    """Row numbers in ascending order, three or more in a row as the first and the last."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [one for run in runs for one in (map(str, run) if len(run) < 3 else (f"{run[0]}–{run[-1]}",))]


def _reason(code: str, language: str) -> str:
    key = f"columns.reason.{code}"
    return sentence(language, key) if has_sentence(language, key) else ""


def taken_as(code: str | None, language: str) -> str:
    """What became of a cell: in words where it is a code of ours, else as it is (a number, a sheet's name)."""
    key = f"taken_as.{code}"
    return sentence(language, key) if has_sentence(language, key) else code or ""


def _named(rows: list[dict[str, str]], names: Sequence[str], key: str, language: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(names), dtype="str")
    return frame.rename(columns={name: sentence(language, f"{key}.{name}") for name in names})
