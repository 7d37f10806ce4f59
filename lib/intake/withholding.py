"""What a registry says of persons other than its patients' numbers: coded by letters, or not kept, and always told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from lib.intake.findings import Finding
from lib.intake.grid import NUMBER, TEXT
from lib.intake.identifiers import holds_identity, identities_in
from lib.intake.measures import NUMERIC_TERMS
from lib.intake.persons import HIDDEN, is_person, is_staff, persons_in, tells_persons, without_persons
from lib.intake.roles import ColumnRole, Roles
from lib.intake.settings import ReadingSettings
from lib.intake.table import SHEET_HEADER, Table, TableColumn, about_column, about_row
from lib.intake.vocabulary import is_one_of, plain
from lib.intake.workbook import Cell, letter

_NEVER_SHOWN = frozenset((
    "score", "patient", "identifier", "visit", "date", "operation_date", "follow_up_date", "death_date", "change",
    "ignored", "sheet", *NUMERIC_TERMS,
))  # fmt: skip
"""Columns whose words are not kept, or whose numbers only are."""

_PLACES = ("centre", "site")
"""Columns of places, which are often called like persons."""

_SHORTEST, _LONGEST = 2, 40
_PATIENT = re.compile(r"(?:患者|病人|[Pp]atient|[Pp]t\.?)\s*[:：]?\s*((?:[A-Z][a-z]+ ){1,2}[A-Z][a-z]+)")
"""A name behind the word for a patient."""

_MOST_NAMED = 200
_MOST_WORDS = 2_000
"""A column of more different words describes nobody, and none of them is kept."""

_LOOKED_AT, _MOST_LONG = 500, 8
"""Characters that are looked at together, and words longer than this of which the whole is: of more, only the begin is
looked at and kept."""

_CUT = re.compile(r"[\W_](?=[^\W_]*$)")

_MOST_WORDS_OF_A_NAME = 3
_AROUND = re.compile(rf"\([^()]*{HIDDEN}[^()]*\)|{HIDDEN}")
_EDGES = " -_:：,，、;；/"
_CODE = re.compile(r"[A-Za-z]|\d{1,3}")


def without_names(roles: Roles, table: Table, settings: ReadingSettings, findings: list[Finding]) -> Roles:
    """The roles with no name of a person and no identity number among the words that are shown.

    Who operates, refers or assesses becomes "术者 A", "术者 B" in the order of the file; other cells that name
    somebody become blank.
    """
    known = _names_of(roles)
    return replace(
        roles,
        roles=tuple(_without_names(_masked(role, known), table, settings, findings) for role in roles.roles),
    )


def _names_of(roles: Roles) -> dict[int, set[str]]:
    """The names in the columns of names, by their length."""
    found: dict[int, set[str]] = {}
    for role in roles.of("identifier"):
        if role.detail == "name":
            for text in (plain(cell.text) for cell in role.column.levels if cell.kind == TEXT):
                if _SHORTEST <= len(text) <= _LONGEST:
                    found.setdefault(len(text), set()).add(text)
    return found


def _masked(role: ColumnRole, known: dict[int, set[str]]) -> ColumnRole:
    """The role with "…" where a word holds a name, of the column of names or by its shape: 是 欧阳震华 becomes 是 ….

    A name that is all of a cell is left to the rules for whole cells.
    """
    column = role.column
    if role.term in _NEVER_SHOWN - {"visit", "sheet"}:
        return role
    levels = tuple(_without(cell, known) for cell in column.levels) if known else column.levels
    if len(levels) <= _MOST_WORDS:
        is_short = sum(len(cell.text) > _LOOKED_AT for cell in levels) > _MOST_LONG
        levels = tuple(
            _without_persons(
                Cell(cell.text[:_LOOKED_AT], TEXT) if is_short and len(cell.text) > _LOOKED_AT else cell,
                is_method=role.term in ("method", "sheet"),
            )
            for cell in levels
        )
    if column.header == SHEET_HEADER:
        levels = _told_apart(levels)
    is_same = all(one is other for one, other in zip(levels, role.column.levels, strict=True))
    return role if is_same else replace(role, column=replace(role.column, levels=levels))


def _told_apart(levels: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Names of sheets, with a letter behind those that are alike once persons are out: patients of two stay apart."""
    texts = [plain(cell.text).casefold() for cell in levels]
    return tuple(
        cell if texts.count(text) == 1 else Cell(f"{cell.text} {letter(place + 1)}", TEXT)
        for place, (cell, text) in enumerate(zip(levels, texts, strict=True))
    )


def _without(cell: Cell, known: dict[int, set[str]]) -> Cell:
    if cell.kind != TEXT:
        return cell
    text = shown = plain(cell.text)
    for length, names in known.items():
        for start in range(len(text) - length + 1):
            if text[start : start + length] in names:
                shown = shown.replace(text[start : start + length], HIDDEN)
    for found in _PATIENT.findall(shown):
        shown = shown.replace(found, HIDDEN)
    return cell if shown == text else Cell(shown, TEXT)


def _without_persons(cell: Cell, *, is_method: bool) -> Cell:
    """A cell with "…" in the place of persons within it; a method loses the place too: CT（张伟） is CT."""
    if cell.kind != TEXT or len(cell.text) < _SHORTEST:
        return cell
    if (is_person(cell.text) and len(cell.text.split()) <= _MOST_WORDS_OF_A_NAME) or _is_identity(cell):
        return cell
    text = plain(cell.text)
    shown = "".join(map(without_persons, _pieces(text)))
    if shown == text:
        return cell
    bare = _AROUND.sub("", shown).strip(_EDGES) if is_method else shown
    return Cell(bare or shown, TEXT)


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that are looked at together, cut between words where there is a gap between any."""
    while len(text) > _LOOKED_AT:
        gap = _CUT.search(text[:_LOOKED_AT])
        stop = gap.end() if gap else _LOOKED_AT
        yield text[:stop]
        text = text[stop:]
    yield text


def _without_names(role: ColumnRole, table: Table, settings: ReadingSettings, findings: list[Finding]) -> ColumnRole:
    if role.term in _NEVER_SHOWN:
        return role
    column = role.column
    texts = [cell.text for cell, _ in column.used_levels() if cell.kind == TEXT]
    is_named = is_staff(column.header) and not all(map(_is_rank, texts))
    if role.term == "method" and settings.methods:
        return role
    if texts and (is_named or (role.term == "method" and tells_persons(texts))):
        coded = _coded(column)
        findings.append(about_column(column, "names_coded", taken_as="letters", n=len(coded.used_levels())))
        return replace(role, column=coded)
    return replace(role, column=_withheld(column, table, findings, are_places=role.term in _PLACES))


def _is_rank(text: str) -> bool:
    """Whether a word says what somebody is and not who: a rank, or a code that the registry made."""
    return is_one_of("person_names", "ranks", text) or _CODE.fullmatch(plain(text)) is not None


def _coded(column: TableColumn) -> TableColumn:
    """The column with a letter in the place of each of its words, in the order in which rows use them."""
    word = "" if column.header == SHEET_HEADER else f"{without_persons(plain(column.header))} "
    spelled = [plain(cell.text).casefold() for cell in column.levels]
    used = column.codes[column.codes >= 0]
    known = list(dict.fromkeys(spelled[int(code)] for code in dict.fromkeys(used.tolist()) if spelled[int(code)]))
    lookup = np.array([known.index(text) if text in known else -1 for text in spelled] + [-1], dtype=np.int32)
    levels = tuple(Cell(f"{word}{letter(place + 1)}", TEXT) for place in range(len(known)))
    return replace(column, levels=levels, codes=lookup[column.codes])


def _withheld(column: TableColumn, table: Table, findings: list[Finding], *, are_places: bool) -> TableColumn:
    """The column with blanks in the place of cells that name somebody; each is told, and none is repeated."""
    used = column.counts() > 0
    named = [
        place
        for place, cell in enumerate(column.levels)
        if used[place] and ((cell.kind == TEXT and not are_places and is_person(cell.text)) or _is_identity(cell))
    ]
    if not named:
        return column
    rows = np.flatnonzero(np.isin(column.codes, named))
    findings.extend(
        about_row(table, int(row), "name_withheld", column=column, taken_as="missing") for row in rows[:_MOST_NAMED]
    )
    levels = tuple(Cell("", TEXT) if place in named else cell for place, cell in enumerate(column.levels))
    return replace(
        column, levels=levels, codes=np.where(np.isin(column.codes, named), -1, column.codes).astype(np.int32)
    )


def _is_identity(cell: Cell) -> bool:
    text = f"{float(cell.value):.0f}" if cell.kind == NUMBER and abs(float(cell.value)) >= 1e10 else cell.text
    return cell.kind in (TEXT, NUMBER) and holds_identity(text)


def without_names_in_headers(table: Table, findings: list[Finding]) -> Table:
    """The table with a letter in the place of each person whom a header names: "VAS 张三 术前" becomes "VAS A 术前"."""
    named = {
        column.number: [*persons_in(column.header), *identities_in(column.header)]
        for column in table.columns
        if column.header != SHEET_HEADER
    }
    known = list(dict.fromkeys(name for found in named.values() for name in found))
    if not known:
        return table
    columns = []
    for column in table.columns:
        header = column.header
        for name in named.get(column.number, ()):
            header = header.replace(name, letter(known.index(name) + 1))
        changed = column if header == column.header else replace(column, header=header)
        if changed is not column:
            findings.append(about_column(changed, "names_in_headers", taken_as="letters"))
        columns.append(changed)
    return replace(table, columns=tuple(columns))
