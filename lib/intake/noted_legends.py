"""Codes that a note or another sheet explains: 注：组别 1=CT，2=DSA; rows of 变量, 编码, 含义."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lib.intake.explained import explained, group_code, groups_explained
from lib.intake.findings import Finding
from lib.intake.grid import TEXT
from lib.intake.headers import column_term
from lib.intake.legends import share_explained
from lib.intake.methods import canonical_method, guided
from lib.intake.settings import ReadingSettings
from lib.intake.table import Table, TableColumn
from lib.intake.visits import visit_of
from lib.intake.vocabulary import key, names, plain, term_of, vocabulary
from lib.intake.workbook import Cell, GridColumn, Sheet, Workbook
from lib.terms import Visit

_MOST_ROWS = 300
"""Rows of a sheet that may be a list of codes."""

_FEWEST_HEADERS = 3
"""Headers in one row of a sheet from which on it is no list of codes but the table."""

_MOST_CELLS = 200
"""Distinct cells at the begin and the end of a column that may be notes."""

_MOST_CODES = 15
_LONGEST = 600
_SAYS = re.compile(
    r"[=:：＝为]|代表|表示|采用|使用|[(（]|[组組].{0,8}引导|(?<![A-Za-z\d])[TV]\s?\d{1,2}\s?(?:术|pre|base)",
    re.IGNORECASE,
)
_CODE = re.compile(r"-?\d{1,2}(?:\.0)?|[A-Za-z]|[甲乙丙丁]组?")
_VISIT_CODE = re.compile(
    r"(?<![A-Za-z\d])([TVtv]\s?\d{1,2})\s*(?P<sign>[=:：＝为]|代表|表示|[(（]|(?=[^\d\s,;，；。、)）]|(?<=\s)\d))"
    r"\s*([^,;，；。、()（）=:：]{1,40}?)\s*(?=[,;，；。、)）]|$)"
)
_SCORE_CODE = re.compile(
    r"(?<![A-Za-z\d])([A-Za-z]{2,5})\s?(\d{1,2})\s*(?:(?:[=:：＝为]|代表|表示|[(（])\s*|(?=[^\d\s,;，；。、)）])"
    r"|(?<=\s)(?=\d+\s*(?:[A-Za-z]|[天日周月年])))"
    r"([^,;，；。、()（）=:：]{1,40}?)\s*(?=[,;，；。、)）]|$)"
)
_COUNTED_VISIT = re.compile(
    r"(?<![\w.])(\d)\s*(?:[=:：＝为]|代表|表示)\s*([^,;，；。、()（）=:：]{1,24}?)\s*(?=[,;，；。、)）]|$)"
)
_VISIT_LABEL = re.compile(r"[TVtv]\s?\d{1,2}")
_FIRST_COLUMNS = 6
"""Columns in which a code and what it stands for are looked for."""

_SHORTEST_HEADER = 2
LEAST_EXPLAINED = 0.9
"""Share of a column's filled cells that a legend beside it must explain."""

_TERMS = ("sex", "group")

Legend = Mapping[str, str]


def noted_legends(workbook: Workbook, table: Table) -> dict[str, Legend]:
    """Code -> word by the header of the column that it belongs to, where the workbook says so outside the header.

    A column keeps the legend of its own header, and another counts only where it explains nearly all cells.
    Where a note names no column but two methods by the codes of the groups, it belongs to the column of the groups.
    """
    headers = _names_of(table)
    written = {
        name: plain(column.header).casefold() if key(column.header) == name else name
        for name, column in headers.items()
    }
    found: dict[str, Legend] = {}
    for sheet in workbook.sheets:
        notes = list(_notes(sheet))
        said = [one for note in notes for one in _named_in(note, written)]
        said += [*_listed(sheet, headers)] if len(sheet.rows) <= _MOST_ROWS else []
        said += [one for note in (*notes, _together(notes)) for one in _groups_in(note, table)]
        for header, legend in said:
            column = headers[header]
            is_coded = len(column.used_levels()) <= _MOST_CODES and column_term(column.header) != "patient"
            if is_coded and not explained(column.header) and share_explained(column, legend) >= LEAST_EXPLAINED:
                found.setdefault(column.header, legend)
    return found


def noted_visits(workbook: Workbook) -> tuple[tuple[str, str], ...]:
    """(label, visit) of counted visits that a note tells: T0=术前，T1=术后1个月; VAS1术前，VAS2术后1月; else empty.

    A sheet may list them below one another. Empty too where two notes say different things of one label.
    """
    notes = (note for sheet in workbook.sheets for note in _notes(sheet))
    first: tuple[tuple[str, str], ...] = ()
    in_notes = (said for note in notes for said in (_visits_in(note), _score_visits_in(note), _counted_in(note)))
    for found in (*in_notes, *map(_listed_visits, workbook.sheets)):
        known = tuple((label, visit.name) for label, visit in found if visit is not None)
        if len(known) > 1 and len(dict(known)) == len(known) == len(found):
            if any(dict(first).get(label, name) != name for label, name in known):
                return ()
            first = first or known
    return first


def _visits_in(note: str) -> list[tuple[str, Visit | None]]:
    """T0=术前，T1=术后1周; without a sign, T0术前, only what names a visit: T12椎体 is a vertebra."""
    said = [(match[1].upper(), visit_of(match[3]), match["sign"]) for match in _VISIT_CODE.finditer(note)]
    return [(label, visit) for label, visit, sign in said if sign or visit is not None]


def _score_visits_in(note: str) -> list[tuple[str, Visit | None]]:
    """VAS1术前, VAS2术后1月: under the names of the columns, and under the bare numbers that several scores share."""
    scores = names("outcomes")
    said = [
        (f"{match[1].upper()}{match[2]}", match[2], visit_of(match[3]))
        for match in _SCORE_CODE.finditer(note)
        if key(match[1]) in scores
    ]
    return list(dict.fromkeys((label, visit) for one, number, visit in said for label in (one, number)))


def _counted_in(note: str) -> list[tuple[str, Visit | None]]:
    """1=术前，2=术后1周，3=术后1月: under the bare numbers and behind the names of the scores."""
    said = [(match[1], visit_of(match[2])) for match in _COUNTED_VISIT.finditer(note)]
    if not said or not any(visit is not None and visit.is_baseline for _, visit in said):
        return []
    scores = [name.upper() for name in vocabulary()["outcomes"]]
    return [(f"{name}{number}", visit) for number, visit in said for name in ("", *scores)]


def _listed_visits(sheet: Sheet) -> list[tuple[str, Visit | None]]:
    """Rows that begin with T0 and 术前, T1 and 术后1周: a list of codes on a sheet of its own."""
    if not 1 < len(sheet.rows) <= _MOST_ROWS:
        return []
    said: dict[str, Visit | None] = {}
    n_first = min(_FIRST_COLUMNS, len(sheet.columns))
    for row in range(len(sheet.rows)):
        texts = [plain(cell.text) for p in range(n_first) if (cell := sheet.cell(row, p)) is not None]
        if len(texts) > 1 and _VISIT_LABEL.fullmatch(texts[0]):
            said.setdefault(texts[0].upper(), visit_of(texts[1]))
    return [*said.items()]


def with_noted_visits(workbook: Workbook, settings: ReadingSettings, findings: list[Finding]) -> ReadingSettings:
    """The settings with the visits that a note explains, under what the user says of them; it is told."""
    said = noted_visits(workbook)
    if not said:
        return settings
    n_bare = sum(label.isdigit() for label, _ in said)
    are_bare = len(said) > 2 * n_bare > 0  # of several scores: the numbers say it in fewer words
    shown = ", ".join(f"{label} = {name}" for label, name in said if label.isdigit() == are_bare)
    findings.append(Finding(severity="note", code="visit_legend_used", parameters={"labels": shown}))
    return ReadingSettings(visits=said).merged(settings)


def _names_of(table: Table) -> dict[str, TableColumn]:
    """The columns by their headers, and those of an event, the sex or the groups by its other names too."""
    found = {key(column.header): column for column in table.columns if len(key(column.header)) >= _SHORTEST_HEADER}
    by_term: dict[str, list[TableColumn]] = {}
    for column in found.values():
        term = term_of("events", column.header) or column_term(column.header) or ""
        by_term.setdefault("group" if term == "method" else term, []).append(column)
    for section in ("events", "columns"):
        for name, term in names(section).items():
            columns = by_term.get("group" if term == "method" else term, [])
            is_told = section == "events" or term in _TERMS
            if is_told and len(columns) == 1 and len(name) >= _SHORTEST_HEADER + name.isascii():
                found.setdefault(name, columns[0])
    return found


def _notes(sheet: Sheet) -> Iterator[str]:
    for column in sheet.columns:
        for cell in _outer(column):
            if cell.kind == TEXT and _SAYS.search(cell.text) and len(cell.text) <= _LONGEST:
                yield plain(cell.text)


def _outer(column: GridColumn) -> tuple[Cell, ...]:
    levels = column.levels
    return levels if len(levels) <= 2 * _MOST_CELLS else (*levels[:_MOST_CELLS], *levels[-_MOST_CELLS:])


def _named_in(note: str, written_names: Mapping[str, str]) -> Iterator[tuple[str, Legend]]:
    """The legend behind each header that a note names, up to the next one."""
    folded = note.casefold()
    places: list[tuple[int, int, str]] = []
    for name, written in written_names.items():
        start = folded.find(written)
        if start >= 0:
            places.append((start, start + len(written), name))
    places = [one for one in places if not any(o is not one and o[0] <= one[0] and one[1] <= o[1] for o in places)]
    places.sort()
    for position, (_, end, name) in enumerate(places):
        until = places[position + 1][0] if position + 1 < len(places) else len(note)
        segment = note[end:until]
        legend = _explained(segment) or _explained(re.split("[;；。\n]", segment)[0])
        if legend:
            yield name, legend


def _explained(text: str) -> Legend:
    return explained(f"x ({text.strip(' :：,，;；。()（）')})")


def _listed(sheet: Sheet, headers: Mapping[str, TableColumn]) -> Iterator[tuple[str, Legend]]:
    """Rows of header, code and word, the header in the first of them or in each; or the legend beside the header."""
    current = ""
    found: dict[str, dict[str, str]] = {}
    for row in range(len(sheet.rows)):
        texts = [
            plain(cell.text) for place in range(len(sheet.columns)) if (cell := sheet.cell(row, place)) is not None
        ]
        if sum(key(text) in headers for text in texts) >= _FEWEST_HEADERS:
            return  # the table itself
        if texts and key(texts[0]) in headers:
            current, texts = key(texts[0]), texts[1:]
        elif texts and not _CODE.fullmatch(texts[0]):
            current = ""
        if current and len(texts) == 1 and explained(f"x ({texts[0]})"):
            yield current, explained(f"x ({texts[0]})")
        if current and len(texts) >= 2 and _CODE.fullmatch(texts[0]) and not _CODE.fullmatch(texts[1]):
            code = texts[0].removesuffix(".0") if texts[0][0] in "-0123456789" else group_code(texts[0])
            found.setdefault(current, {})[code] = texts[1]
    yield from ((name, legend) for name, legend in found.items() if len(legend) > 1)


def _together(notes: list[str]) -> str:
    """The notes of a sheet as one, where they are few: A组=CT引导 and B组=DSA引导 in a cell each."""
    return "；".join(notes) if len(notes) <= _MOST_CODES else ""


def _groups_in(note: str, table: Table) -> Iterator[tuple[str, Legend]]:
    """A组为CT引导，B组为DSA引导 for the one column of groups whose cells are these codes."""
    legend = groups_explained(note)
    if len(legend) < 2 or not all(canonical_method(word) or guided(word) for word in legend.values()):
        return
    columns = [column for column in table.columns if column_term(column.header) in ("group", "method")]
    fitting = [column for column in columns if share_explained(column, legend) >= LEAST_EXPLAINED]
    if len(fitting) == 1 and len(key(fitting[0].header)) >= _SHORTEST_HEADER:
        yield key(fitting[0].header), legend
