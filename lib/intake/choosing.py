"""Which sheet holds the patients, and what it means when several do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from lib.intake.collecting_sheets import without_repeats
from lib.intake.collisions import collision, meaning_of
from lib.intake.copies import without_copies
from lib.intake.dated_rows import with_visits_of_dates
from lib.intake.findings import Finding, Severity, UnreadableFile
from lib.intake.headed_methods import parted_by_headers
from lib.intake.headers import column_term, is_change, score_header
from lib.intake.joining import LEAST_MATCHED, Notes, about_unread, joined
from lib.intake.layout import Head, find_head, find_table
from lib.intake.mean_sheets import without_means
from lib.intake.methods import canonical_method
from lib.intake.own_legends import with_own_legends
from lib.intake.paired_cells import with_pairs_apart
from lib.intake.questions import IntakeQuestion
from lib.intake.same_headers import as_numbers, overlap, under_headers_of
from lib.intake.score_sheets import with_scores_of_the_sheet
from lib.intake.sections import sections
from lib.intake.set_aside import without_set_aside
from lib.intake.settings import ReadingSettings
from lib.intake.shapes import with_one_shape
from lib.intake.sheet_meanings import UNNAMED, meaning_of_sheets, sheets_question
from lib.intake.sheet_names import one_table_per_group, with_visits_of_names
from lib.intake.side_by_side import side_by_side
from lib.intake.stated_units import with_stated_units
from lib.intake.table import Table, stacked
from lib.intake.tall import with_scores_apart
from lib.intake.titles import named_after_titles
from lib.intake.whole_ids import with_whole_ids
from lib.intake.workbook import Sheet, Workbook

_ALIKE = 0.6
"""Share of the columns of the smaller of two tables that the other has, from which on they are of one shape."""

MOST_TABLES, MOST_ROWS_BESIDE, MOST_COMPARISONS = 100, 200_000, 2_000_000
"""Sheets with scores, rows of all sheets but the largest, and the product of both: each sheet is compared with each
other, and comparing more would keep the server from others for long."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Chosen:
    """The table to interpret, what its sheets are (None for one sheet), and questions where the data cannot say.

    `parts` are the tables that were put under one another in it.
    """

    table: Table
    sheets_are: str | None
    findings: tuple[Finding, ...]
    questions: tuple[IntakeQuestion, ...] = ()
    parts: tuple[Table, ...] = ()


def choose(workbook: Workbook, settings: ReadingSettings) -> Chosen:
    """Find the patients among all sheets and files.

    Raises UnreadableFile: empty_sheet, no_rows, no_table_found, columns_not_found, summary_not_patients,
    looks_transposed, too_many_rows, too_many_sheets, study_invalid (a sheet that is not there).
    """
    readable = _readable_sheets(workbook, settings)
    n_rows = sorted(len(sheet.rows) for sheet in readable)
    if sum(n_rows[:-1]) > MOST_ROWS_BESIDE:
        raise UnreadableFile("too_many_rows", limit=MOST_ROWS_BESIDE)
    sheets, labels, heads = _parts(readable, settings)
    tables = {
        index: find_table(sheet, settings.header_row, is_text_file=_is_text(workbook, sheet), head=heads[index])
        for index, sheet in enumerate(sheets)
    }
    found = {
        index: with_scores_apart(with_pairs_apart(with_scores_of_the_sheet(table, sheets[index])))
        for index, table in tables.items() if table is not None
    }  # fmt: skip
    written, found = found, {index: with_whole_ids(table) for index, table in found.items()}
    if settings.header_row is not None and not found:
        raise UnreadableFile("study_invalid", part="header_row", name=str(settings.header_row))
    found, means = without_means(found, labels)
    cut = {name for index, one in found.items() if len(found) > 1 and one is not written[index] for name in one.sheets}
    if settings.sheet is None:
        found, aside = without_set_aside(found, labels)
        means.extend(aside)
    with_scores = [index for index, table in found.items() if n_scores(table) and table.n_rows]
    if not with_scores:
        return _without_scores(sheets, found)
    findings = means + _about_hidden(workbook, [sheets[index] for index in with_scores], settings)
    hidden = frozenset(sheet.name for sheet in sheets if sheet.state != "visible")
    held = [found[i] for i in with_scores]
    _check_comparisons(held)
    names = named_after_titles(
        held, [labels[i] for i in with_scores], [sheets[i] for i in with_scores], [heads[i] for i in with_scores]
    )
    held, names = one_table_per_group(*parted_by_headers(held, names, settings), findings)
    rest = [table for index, table in found.items() if index not in with_scores]
    held = with_visits_of_dates(with_visits_of_names(held, names), rest, findings)
    beside = with_one_shape(held)
    names = [name for place, name in enumerate(names) if place not in beside]
    held = [table for place, table in enumerate(held) if place not in beside]
    held = with_own_legends(held, workbook, {one.name: one for one in labelled(workbook)}, findings)
    chosen = _several(names, held, settings, hidden)
    unread = {one.sheet for one in chosen.findings if one.code == "copy_not_read" and not one.parameters["others"]}
    findings = [one for one in findings if one.sheet not in unread]
    others = [table for table in (*held, *beside.values(), *rest) if table.n_rows]
    others = [table for table in others if all(table is not part for part in chosen.parts)]
    if chosen.sheets_are in ("groups", "centres"):  # the same id is another patient elsewhere
        findings.extend((*about_unread(others), *_about_whole(cut, chosen.table)))
        return replace(chosen, findings=(*findings, *chosen.findings))
    used = set(chosen.table.sheets)
    asked: list[IntakeQuestion] = []
    table = joined(chosen.table, others, settings, Notes(findings=findings, questions=asked))
    if len(used) == 1 and table is chosen.table:
        position = next(index for index in with_scores if sheets[index].name in used)
        findings.extend(_about_choice(sheets, position, len(workbook.sheets)))
    findings.extend(_about_whole(cut, table))
    questions = (*chosen.questions, *asked)
    return replace(chosen, table=table, findings=(*findings, *chosen.findings), questions=questions)


def _about_whole(cut: Collection[str], table: Table) -> list[Finding]:
    """The sheets of a table, of several, whose patients' numbers were read without the .0 behind them."""
    return [
        Finding(severity="note", code="ids_without_decimals", sheet=name or None, taken_as="number")
        for name in table.sheets if name in cut and len(table.sheets) > 1
    ]  # fmt: skip


def _parts(sheets: list[Sheet], settings: ReadingSettings) -> tuple[list[Sheet], list[str], list[Head | None]]:
    """The sheets with their names and headers; in the place of a sheet of several tables its parts with their labels.

    The header of a part is not looked for yet.
    """
    parts: list[Sheet] = []
    heads: list[Head | None] = []
    labels: list[str] = []
    for sheet in sheets:
        head = find_head(sheet, settings.header_row)
        beside = [] if head is None else side_by_side(sheet, head) or sections(sheet, head)
        names = [label or f"{UNNAMED}{n}" for n, (label, _) in enumerate(beside, start=1)]
        parts += [part for _, part in beside] or [sheet]
        heads += [None] * len(beside) or [head]
        labels += names or [sheet.name]
    return parts, labels if len(set(labels)) == len(labels) else [sheet.name for sheet in parts], heads


def n_scores(table: Table) -> int:
    """Columns whose header names a score."""
    return sum(score_header(column.header) is not None and not is_change(column.header) for column in table.columns)


def _is_text(workbook: Workbook, sheet: Sheet) -> bool:
    return workbook.formats[workbook.files.index(sheet.file)] in ("text", "html")


def _readable_sheets(workbook: Workbook, settings: ReadingSettings) -> list[Sheet]:
    """The sheets that may hold the table, each under a name that tells it from the others."""
    filled = [replace(sheet, name=label(sheet, workbook)) for sheet in workbook.sheets if len(sheet.rows)]
    if settings.sheet is not None:
        written = [sheet for sheet in workbook.sheets if len(sheet.rows)]
        pairs = zip(filled, written, strict=True)
        named = [sheet for sheet, one in pairs if settings.sheet in (sheet.name, one.name)]
        if not named:
            raise UnreadableFile("study_invalid", part="sheet", name=settings.sheet)
        return named
    shown = [sheet for sheet in filled if sheet.state != "very_hidden"] or filled
    if not shown:
        raise UnreadableFile("empty_sheet")
    return shown


def label(sheet: Sheet, workbook: Workbook) -> str:
    """What tells a sheet from the others: its name, or the file's where each file has one sheet."""
    if len(workbook.files) > 1:
        stems = [file.rpartition(".")[0] or file for file in workbook.files]
        stem = stems[workbook.files.index(sheet.file)]
        stem = stem if stems.count(stem) == 1 else sheet.file
        same_file = [one for one in workbook.sheets if one.file == sheet.file and len(one.rows)]
        return stem if len(same_file) == 1 else f"{stem} {sheet.name}"
    return sheet.name


def labelled(workbook: Workbook) -> tuple[Sheet, ...]:
    """The sheets under the names that findings give them, which tell several files apart."""
    return tuple(replace(sheet, name=label(sheet, workbook)) for sheet in workbook.sheets)


def _without_scores(sheets: list[Sheet], found: dict[int, Table]) -> Chosen:
    """The best table for the page Columns, or the reason why there is none."""
    for sheet in sheets:
        if _is_transposed(sheet):
            raise UnreadableFile("looks_transposed")
    for table in found.values():
        if table.n_rows == 0 and n_scores(table):
            skipped = {finding.parameters.get("what") for finding in table.findings if finding.code == "rows_skipped"}
            if "summary" in skipped:
                raise UnreadableFile("summary_not_patients")
            raise UnreadableFile("no_rows", row=table.header_rows[-1])
    full = [table for table in found.values() if table.n_rows]
    if full:
        return Chosen(
            table=max(full, key=lambda table: table.n_rows * len(table.columns)), sheets_are=None, findings=()
        )
    if any(len(sheet.columns) >= 2 and len(sheet.rows) >= 2 for sheet in sheets):
        raise UnreadableFile("columns_not_found", n=max(len(sheet.columns) for sheet in sheets))
    if found:
        raise UnreadableFile("no_rows", row=next(iter(found.values())).header_rows[-1])
    raise UnreadableFile("no_table_found")


def _check_comparisons(tables: list[Table]) -> None:
    n_beside = sum(sorted(table.n_rows for table in tables)[:-1])
    limit = min(MOST_TABLES, MOST_COMPARISONS // max(n_beside, 1))
    if len(tables) > limit:
        raise UnreadableFile("too_many_sheets", n=len(tables), limit=limit)


def _is_transposed(sheet: Sheet) -> bool:
    """Headers run down the first column."""
    if len(sheet.columns) < 4 or len(sheet.rows) > 60:
        return False
    texts = [cell.text for cell in (sheet.cell(row, 0) for row in range(len(sheet.rows))) if cell is not None]
    scores = sum(score_header(text) is not None for text in texts)
    others = sum(column_term(text) is not None for text in texts)
    return scores >= 2 and others >= 1


def _about_hidden(workbook: Workbook, used: list[Sheet], settings: ReadingSettings) -> list[Finding]:
    read = [
        Finding(severity="warning", code="hidden_sheet_read", sheet=sheet.name)
        for sheet in used
        if sheet.state != "visible"
    ]
    others = [sheet for sheet in labelled(workbook) if sheet.state != "visible" and len(sheet.rows)]
    n = len([sheet for sheet in others if sheet.name not in {one.name for one in used}])
    if n and settings.sheet is None:
        severity: Severity = "warning" if any(sheet.state == "very_hidden" for sheet in others) else "note"
        read.append(Finding(severity=severity, code="hidden_sheet_present", parameters={"n": n}))
    return read


def _about_choice(sheets: list[Sheet], index: int, n_sheets: int) -> list[Finding]:
    if n_sheets == 1 and sheets[index].state == "visible":
        return []
    severity = "warning" if index > 0 or sheets[index].state != "visible" else "note"
    return [
        Finding(severity=severity, code="choose_sheet", sheet=sheets[index].name, taken_as=sheets[index].name)  # type: ignore[arg-type]
    ]


def _several(names: list[str], tables: list[Table], settings: ReadingSettings, hidden: frozenset[str]) -> Chosen:
    """Sheets of the same shape under one another, from the one with the most scores on.

    A sheet of another shape belongs under them where it has the same numbers for plainly different patients.
    """
    best = max(range(len(tables)), key=lambda i: n_scores(tables[i]) * tables[i].n_rows)
    groups = [canonical_method(name) for name in names]
    are_groups = None not in groups and len(set(groups)) == len(groups)
    places = [i for i in range(len(tables)) if are_groups or i == best or _is_under(tables[best], tables[i])]
    parts = tuple(tables[i] for i in places)
    read, repeated = without_repeats(parts, [names[i] for i in places])
    labels = [names[places[i]] for i in read]
    held = [parts[i] for i in read]
    asked = None
    if settings.sheets_are in (None, "parts"):
        once = without_copies(held, labels, hidden)
        held, labels, asked = list(once.tables), list(once.labels), None if settings.sheets_are else once.question
        repeated.extend(once.findings)
        parts = tuple(part for part in parts if all(part is not one for one in once.beside))
    if len(held) == 1:
        questions = () if asked is None else (asked,)
        return Chosen(table=held[0], sheets_are=None, findings=tuple(repeated), questions=questions, parts=parts)
    meaning, is_sure = meaning_of_sheets(held, labels, settings.sheets_are)
    alike = [under_headers_of(tables[best], one) for one in as_numbers(held)]
    table = with_stated_units(stacked(alike, labels), held, alike)
    are_beside = len({name for one in held for name in one.sheets}) < len(held)
    code = "several_tables_read" if are_beside else "combine_sheets"
    findings = [*repeated, Finding(severity="note", code=code, parameters={"n": len(held)}, taken_as=meaning)]
    if meaning == "centres" and settings.sheets_are != "centres":
        findings.append(Finding(severity="warning", code="ids_restart_by_sheet", taken_as="with_sheet"))
    open_one = asked or (None if is_sure else sheets_question(meaning))
    questions = () if open_one is None else (open_one,)
    return Chosen(table=table, sheets_are=meaning, findings=tuple(findings), questions=questions, parts=parts)


def _is_under(one: Table, other: Table) -> bool:
    """Whether a table holds more rows of another: the same columns, or other patients under the same numbers.

    A table of the same patients with another score, whatever the columns beside it, is joined instead.
    """
    met = collision(one, other)
    if met.are_others:
        return True
    scores = [{meaning for column in table.columns if (meaning := meaning_of(column.header)) and meaning[0] == "score"}
              for table in (one, other)]  # fmt: skip
    has_other_scores = all(scores) and not scores[0] & scores[1]
    return overlap(one, other) >= _ALIKE and not (has_other_scores and met.shared >= LEAST_MATCHED * met.smaller)
