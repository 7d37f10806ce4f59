"""Sheets whose name says that they hold no patients of the study: 排除病例, 模板, "Excluded", "Template"."""

from __future__ import annotations

from collections.abc import Mapping

from lib.intake.findings import Finding
from lib.intake.table import Table
from lib.intake.vocabulary import loose, pattern

_NOT = ("未", "不", "non ", "not ")


def without_set_aside(found: Mapping[int, Table], labels: list[str]) -> tuple[dict[int, Table], list[Finding]]:
    """The tables to read, and a finding for each that is left out by its name; all of them where no other has rows."""
    aside = {index: word for index, table in found.items() if table.n_rows and (word := _word(labels[index]))}
    kept = {index: table for index, table in found.items() if index not in aside}
    if not any(table.n_rows for table in kept.values()):
        return dict(found), []
    told = [
        Finding(
            severity="warning", code="sheet_set_aside", sheet=labels[index], taken_as="left_out",
            parameters={"n": found[index].n_rows},
        )
        for index in aside
    ]  # fmt: skip
    return kept, told


def _word(label: str) -> str:
    """The word in a sheet's name that says so, or ""."""
    name = loose(label)
    match = pattern("rows", "sheets_set_aside").search(name)
    return "" if match is None or name[: match.start()].endswith(_NOT) else match[0]
