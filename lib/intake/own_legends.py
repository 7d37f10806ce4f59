"""Sheets whose legends disagree, 1=CT here and 2=CT there: each is decoded by its own before they are put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from lib.intake.answer_codes import PAIR, codes_of
from lib.intake.explained import explained, without_legend
from lib.intake.findings import Finding
from lib.intake.headers import speaks_of_grades
from lib.intake.legends import decoded, share_explained
from lib.intake.noted_legends import LEAST_EXPLAINED, Legend, noted_legends
from lib.intake.table import Table
from lib.intake.vocabulary import key, term_of
from lib.intake.workbook import Sheet, Workbook


def with_own_legends(
    tables: Sequence[Table], workbook: Workbook, names: Mapping[str, Sheet], findings: list[Finding]
) -> list[Table]:
    """The tables, with words for the codes of a column that not all explain alike, under its header without a legend.

    `names` are the sheets by the names that the tables give them. A table whose column says nothing of its codes keeps
    them. Nothing changes where one legend explains all tables, as it may stand in one sheet only. Without any, 1 and 2
    of an event are not counted beside tables that write it with 0 or in words.
    """
    if len(tables) < 2:
        return list(tables)
    own = [_legends(table, workbook, names) for table in tables]
    told: dict[str, list[Legend]] = {}
    for legends in own:
        for header, legend in legends.items():
            told.setdefault(_bare(header), []).append(_as_said(legend))
    contested = {
        header
        for header, said in told.items()
        if any(one != said[0] for one in said[1:]) or not _explains_all(header, said[0], tables)
    }
    read = [
        _decoded(table, legends, contested, findings) if contested else table
        for table, legends in zip(tables, own, strict=True)
    ]
    return _without_other_codes(read, findings)


def _explains_all(header: str, legend: Legend, tables: Sequence[Table]) -> bool:
    """Whether a legend explains the column of that name in every table that has it."""
    columns = (column for table in tables for column in table.columns if _bare(column.header) == header)
    return all(share_explained(column, legend) >= LEAST_EXPLAINED for column in columns if column.used_levels())


def _without_other_codes(tables: list[Table], findings: list[Finding]) -> list[Table]:
    """The tables without an event's 1 and 2 where other tables write it with 0 or in words: is 2 yes or no there?"""
    columns = [(place, column) for place, table in enumerate(tables) for column in table.columns]
    events = [(place, column) for place, column in columns if _is_answered(column.header)]
    for place, column in events:
        others = [one for there, one in events if there != place and _bare(one.header) == _bare(column.header)]
        if codes_of(column, "") != PAIR or all(codes_of(one, "") or not one.used_levels() for one in others):
            continue
        findings.append(
            Finding(severity="warning", code="codes_differ_between_sheets", sheet=tables[place].sheets[0] or None,
                    column=column.letter, header=column.header, taken_as="missing",
                    parameters={"n": int(sum(n for _, n in column.used_levels()))})
        )  # fmt: skip
        blank = replace(column, codes=np.full_like(column.codes, -1))
        kept = tuple(blank if one is column else one for one in tables[place].columns)
        tables[place] = replace(tables[place], columns=kept)
    return tables


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


def _is_answered(header: str) -> bool:
    return term_of("events", header) is not None and not speaks_of_grades(header)


def _bare(header: str) -> str:
    return key(without_legend(header))


def _as_said(legend: Legend) -> Legend:
    return {code: key(word) for code, word in legend.items()}
