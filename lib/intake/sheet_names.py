"""Sheets named after a group and a score or visit (CT组VAS, CT组术前): those of one group are one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.intake.collecting_sheets import says_method
from lib.intake.findings import Finding
from lib.intake.headers import as_written, instrument_and_rest, score_header
from lib.intake.joining import Notes, has_visits_in_headers, joined
from lib.intake.layout import renamed
from lib.intake.methods import canonical_method
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table
from lib.intake.visits import find_visit
from lib.intake.vocabulary import plain
from lib.terms import BASELINE

_FEWEST_GROUPS, _MOST_GROUPS = 2, 6


@dataclass(frozen=True, slots=True)
class SheetName:
    """What the name of a sheet says: its group as written, the instrument, the visit; "" for nothing.

    `said` is the visit in the words of the sheet.
    """

    group: str
    instrument: str
    visit: str
    said: str = ""


def parts_of_name(name: str) -> SheetName:
    """CT组, VAS and 术后1月 of "CT组 VAS 术后1月"."""
    instrument, rest = instrument_and_rest(name)
    found = find_visit(rest)
    if found is None or found.visit is None:
        return SheetName(as_written(rest, name) if rest else "", instrument or "", "")
    group = as_written(found.rest, name) if found.rest else ""
    said = "" if instrument else plain(name.replace(group, " ", 1).strip(" -_·"))
    return SheetName(group, instrument or "", found.visit.name, said)


def one_table_per_group(
    tables: list[Table], names: Sequence[str], findings: list[Finding]
) -> tuple[list[Table], list[str]]:
    """The tables joined by group, where the names say group and score, or group and visit, of every sheet.

    The same scores and visits stand in every group, and no column says a method: the names do. Otherwise as they were.
    """
    parts = [parts_of_name(name) for name in names]
    groups = {one.group: [i for i, part in enumerate(parts) if part.group == one.group] for one in parts}
    kinds = [sorted((parts[i].instrument, parts[i].visit) for i in places) for places in groups.values()]
    is_grid = (
        _FEWEST_GROUPS <= len(groups) <= _MOST_GROUPS
        and all(len(one) > 1 and len(set(one)) == len(one) and one == kinds[0] for one in kinds)
        and "" not in groups
        and (
            all(canonical_method(group) is not None for group in groups) or not any(group.isdigit() for group in groups)
        )
    )
    if not is_grid or any(any(map(says_method, table.columns)) for table in tables):
        return list(tables), list(names)
    said = {part.visit: part.said for part in reversed(parts)}
    parts = [replace(part, said=said[part.visit]) for part in parts]
    merged = [_one_table([(tables[i], parts[i]) for i in places], findings) for places in groups.values()]
    return merged, list(groups)


def with_visits_of_names(tables: list[Table], names: Sequence[str]) -> list[Table]:
    """The tables of sheets named after visits with these in the headers of their scores, beside one with both in them.

    One with the methods and scores of no visit, beside sheets of later visits, holds those before. Where all sheets
    are visits, or none, they stay as they were.
    """
    found = [find_visit(name) for name in names]
    visits = [one.visit.name if one is not None and one.visit is not None and not one.rest else "" for one in found]
    named = list(zip(tables, visits, map(plain, names), strict=True))
    others = [table for table, visit, _ in named if not visit]
    if len(others) == 1 < len(tables) and BASELINE not in visits and _holds_the_start(others[0]):
        return [_with_visit(table, v or BASELINE, name if v else "") for table, v, name in named]
    if visits.count("") > len(tables) - _FEWEST_GROUPS or not others or not all(map(has_visits_in_headers, others)):
        return tables
    return [_with_visit(table, visit, name) for table, visit, name in named]


def _holds_the_start(table: Table) -> bool:
    """Whether a sheet tells the methods, and scores of no visit."""
    scores = [score for column in table.columns if (score := score_header(column.header)) is not None]
    are_bare = bool(scores) and all(score.visit is None and score.code is None for score in scores)
    return are_bare and any(map(says_method, table.columns))


def _one_table(held: list[tuple[Table, SheetName]], findings: list[Finding]) -> Table:
    """The sheets of one group with their visits in the headers of the scores, joined by the patient's number."""
    named = [_with_visit(table, part.visit, part.said) for table, part in held]
    main = max(named, key=lambda table: table.n_rows)
    others = [table for table in named if table is not main]
    return joined(main, others, ReadingSettings(), Notes(findings=findings, questions=[]))


def _with_visit(table: Table, visit: str, said: str) -> Table:
    """The table with a visit in the headers of its scores, in the words of the sheet where these are understood."""
    scores = {column.number: score_header(column.header) for column in table.columns}
    return renamed(table, {
        column.number: _header(column.header, score.outcome, visit, said) for column in table.columns
        if visit and (score := scores[column.number]) is not None and score.is_exact and score.visit is None
    })  # fmt: skip


def _header(header: str, outcome: str, visit: str, said: str) -> str:
    read = score_header(f"{header} {said}")
    is_understood = read is not None and read.outcome == outcome and read.visit is not None and read.visit.name == visit
    return f"{header} {said if is_understood else visit}"
