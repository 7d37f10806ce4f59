"""Sheets whose legends disagree, 1=CT here and 2=CT there: each is decoded by its own before they are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.intake.explained import explained, without_legend
from lib.intake.findings import Finding
from lib.intake.legends import decoded
from lib.intake.noted_legends import Legend, noted_legends
from lib.intake.table import Table
from lib.intake.vocabulary import key
from lib.intake.workbook import Sheet, Workbook


def with_own_legends(
    tables: Sequence[Table], workbook: Workbook, names: Mapping[str, Sheet], findings: list[Finding]
) -> list[Table]:
    """The tables, with words for the codes of a column that not all explain alike, under its header without a legend.

    `names` are the sheets by the names that the tables give them. A table whose column says nothing of its codes keeps
    them. Nothing changes where all legends agree: one of them then counts for all, as it may stand in one sheet only.
    """
    own = [_legends(table, workbook, names) for table in tables] if len(tables) > 1 else []
    told: dict[str, list[Legend]] = {}
    for legends in own:
        for header, legend in legends.items():
            told.setdefault(_bare(header), []).append(_as_said(legend))
    contested = {header for header, said in told.items() if any(one != said[0] for one in said[1:])}
    if not contested:
        return list(tables)
    return [_decoded(table, legends, contested, findings) for table, legends in zip(tables, own, strict=True)]


def _legends(table: Table, workbook: Workbook, names: Mapping[str, Sheet]) -> dict[str, Legend]:
    """Code -> word by header, as the header or the notes in the table's own sheets say."""
    sheets = tuple(names[name] for name in table.sheets if name in names)
    found = dict(noted_legends(replace(workbook, sheets=sheets), table))
    found.update((column.header, legend) for column in table.columns if (legend := explained(column.header)))
    return found


def _decoded(table: Table, legends: Mapping[str, Legend], contested: set[str], findings: list[Finding]) -> Table:
    others = tuple(column for column in table.columns if _bare(column.header) not in contested)
    asked = replace(table, columns=tuple(column for column in table.columns if _bare(column.header) in contested))
    read = decoded(asked, findings, legends)
    own = {
        before.number: replace(after, header=without_legend(after.header))
        for before, after in zip(asked.columns, read.columns, strict=True)
    }
    return replace(table, columns=tuple(column if column in others else own[column.number] for column in table.columns))


def _bare(header: str) -> str:
    return key(without_legend(header))


def _as_said(legend: Legend) -> Legend:
    return {code: key(word) for code, word in legend.items()}
