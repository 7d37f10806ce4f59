"""How a file was read, in words: the sidebar's line, what was understood without asking, and the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from unicodedata import normalize

from lib.intake.findings import Finding
from lib.report.language import has_sentence, one_after_another, sentence
from lib.report.wording.names import counted, covariate_name, method_name, outcome_name, patients
from lib.report.wording.parameters import worded
from lib.report.wording.read_file import Answer, AskedQuestion, ReadFile
from lib.report.wording.reasons import FREE_TEXT, decision, finding_message, is_death
from lib.terms import opioid_at

_SHOWN_HEADERS = 3
_CONVERTED = ("scale_0_100", "scale_0_1", "scale_0_50", "scale_0_45", "scale_header_mm")
_UNITS = ("odi_up_to_50", "scale_header_mm", "mixed_scale")
"""Questions for the unit of a score."""

_NOT_USED = ("ignored", "missing", "not_counted")
"""What became of a whole column that was not understood."""


def reading_line(opened: ReadFile, language: str) -> str:
    """How the file was read: "64 patients · 6 visits · VAS read as 0–100 mm · to look at: 3 cells"."""
    parts = [patients(opened.source.patients, language)]
    if opened.cohort is not None:
        parts.append(counted("reading.visits", len(opened.cohort.visit_days), language))
    parts.extend(_read_as(opened.findings, language))
    parts.append(_to_look_at(opened.findings, language))
    return sentence(language, "ledger.dot").join(parts)


def how_read(findings: Sequence[Finding], language: str) -> str:
    """What a paper must say of the file: scores converted, what was decided, how many rows were no patients; or ""."""
    decided = [decision(one, language) for one in findings]
    pairs = tuple(zip(findings, decided, strict=True))
    units_decided = {one.parameters.get("outcome") for one, line in pairs if line and one.code in _UNITS}
    said = [
        finding_message(one, language)
        for one, line in pairs
        if one.code in _CONVERTED and not line and one.parameters.get("outcome") not in units_decided
    ]
    said += [sentence(language, "reading.odi_computed") for one in findings if one.code == "odi_computed"]
    said += [line for line in decided if line]
    n = sum(one.code == "rows_skipped" for one in findings)
    if n:
        said.append(counted("reading.left_out", n, language))
    return one_after_another(dict.fromkeys(said), language)


def _to_look_at(findings: Sequence[Finding], language: str) -> str:
    """How many cells, rows and columns to look at: "3 cells, 1 row to look at"; or that all was understood."""
    cells: set[tuple[str | None, int | None, str | None]] = set()
    rows: set[tuple[str | None, int | None]] = set()
    columns: set[str | None] = set()
    for one in findings:
        if one.row is None:
            is_open = one.taken_as in _NOT_USED or (one.severity != "note" and one.taken_as != "dropped")
            columns |= {one.column} if one.column is not None and is_open else set()
        elif one.severity != "note" and one.column is None:
            rows.add((one.sheet, one.row))
        elif one.severity != "note":
            cells |= {(one.sheet, one.row, one.column), *one.also}
    found = (("cells", len(cells)), ("rows", len(rows)), ("columns", len(columns)))
    counts = [counted(f"reading.{kind}", n, language) for kind, n in found if n]
    if not counts:
        return sentence(language, "reading.clean")
    return sentence(language, "reading.to_look_at", counts=sentence(language, "reading.list").join(counts))


def source_line(opened: ReadFile, language: str) -> str:
    """The file, its sheet and its rows: "followup 2024.xlsx · sheet CT · 64 rows"."""
    parts = [opened.source.file]
    if opened.source.sheet:
        parts.append(sentence(language, "reading.sheet", sheet=opened.source.sheet))
    parts.append(counted("reading.rows", opened.source.rows, language))
    return sentence(language, "ledger.dot").join(parts)


def understood_lines(opened: ReadFile, language: str) -> list[str]:
    """What was recognised without asking, one line each.

    Methods, scores, covariates, the words that stand for a missing score, remarks on the whole file or a column, what
    was dropped; nothing that a question asks.
    """
    lines = [*_methods(opened, language), *_scores(opened, language), *_covariates(opened, language)]
    lines.extend(_missing(opened.findings, language))
    open_ones = [one for one in opened.findings if one.severity != "error" and one.row is None]
    said = (_remark(one, language) for one in open_ones if not _is_asked(one, opened.questions))
    lines.extend(dict.fromkeys(said))
    texts = {one.header for one in opened.findings if one.parameters.get("kind") == FREE_TEXT}
    dropped = [header for header in opened.dropped_identifiers if header not in texts]
    if dropped:
        headers = sentence(language, "reading.list").join(dropped)
        lines.append(sentence(language, "reading.dropped", headers=headers))
    return lines


def _is_asked(finding: Finding, questions: Sequence[AskedQuestion]) -> bool:
    """Whether a finding tells what an open question asks: of its code, or the unit of a score that is asked for."""
    known = finding.parameters
    for question in questions:
        asked = question.parameters
        is_alike = all(known[name] == asked[name] for name in known.keys() & asked.keys())
        is_unit = question.code in _UNITS and finding.code in _CONVERTED and "outcome" in known.keys() & asked.keys()
        if is_alike and (finding.code == question.code or is_unit):
            return True
    return False


def _remark(finding: Finding, language: str) -> str:
    """What was noticed of a column, with its letter and header; an identifier by its letter alone."""
    said = finding_message(finding, language)
    quoted = sentence(language, "reading.quoted", header=finding.header or "")
    if finding.column is None or quoted in said:
        return said
    is_identifier = finding.taken_as == "dropped" and finding.parameters.get("kind") != FREE_TEXT
    key = "reading.at_letter" if is_identifier or not finding.header else "reading.in_column"
    return sentence(language, key, column=finding.column, header=finding.header or "", said=said)


def question_title(question: AskedQuestion, language: str) -> str:
    """The question itself."""
    key, known = f"questions.{question.code}.title", question.parameters
    is_alone = str(known.get("visit", "")).casefold() == str(known.get("outcome")).casefold()  # a score without a visit
    key = f"{key}_alone" if is_alone and has_sentence(language, f"{key}_alone") else key
    return sentence(language, key, **worded(known, language))


def question_reason(question: AskedQuestion, language: str) -> str:
    """Why this answer is proposed; "" where there is no reason to give."""
    reason = f"_{question.reason}" if question.reason else ""
    key = f"questions.{question.code}.reason{reason}"
    if "first_sheet" in question.parameters and has_sentence(language, f"{key}_sheets"):
        key = f"{key}_sheets"
    return sentence(language, key, **worded(question.parameters, language)) if has_sentence(language, key) else ""


def question_option(question: AskedQuestion, option: Answer, language: str) -> str:
    """One answer, as its button says it."""
    known = worded({**question.parameters, **option.parameters}, language)
    return sentence(language, f"questions.{question.code}.option_{option.code}", **known)


def _read_as(findings: Sequence[Finding], language: str) -> list[str]:
    """For every score that was converted the range it was read in, said once."""
    found: dict[str, str] = {}
    for finding in findings:
        key = f"reading.scales.{finding.code}"
        if "outcome" in finding.parameters and has_sentence(language, key):
            name = outcome_name(str(finding.parameters["outcome"]), language)
            found[name] = sentence(language, "reading.read_as", outcome=name, unit=sentence(language, key))
    return list(found.values())


def _methods(opened: ReadFile, language: str) -> list[str]:
    if opened.cohort is None:
        return []
    count = opened.cohort.facets("method")
    methods = sentence(language, "reading.list").join(
        sentence(language, "reading.counted", name=method_name(name, language), n=n) for name, n in count.items()
    )
    headers = [column.header for column in opened.mapping if column.term in ("method", "group")]
    if not methods:
        return []
    key = "reading.methods_from" if headers else "reading.methods"
    return [sentence(language, key, header=_headers(headers, language), methods=methods)]


def _scores(opened: ReadFile, language: str) -> list[str]:
    by_outcome: dict[str, list[str]] = {}
    for column in opened.mapping:
        if column.term == "score" and column.outcome is not None:
            by_outcome.setdefault(column.outcome, []).append(column.header)
    return [
        sentence(language, "reading.taken", headers=_headers(headers, language), term=outcome_name(outcome, language))
        for outcome, headers in by_outcome.items()
    ]


def _covariates(opened: ReadFile, language: str) -> list[str]:
    found: list[str] = []
    for column in opened.mapping:
        at = column.term == "opioid" and column.visit
        name = covariate_name(opioid_at(at) if at else column.term, language)
        if (
            has_sentence(language, f"covariates.{column.term}")
            and column.term != "method"
            and not _is_same(name, column.header)
        ):
            found.append(sentence(language, "reading.taken", headers=_headers([column.header], language), term=name))
    return found


def _is_same(name: str, header: str) -> bool:
    """Whether a header already says the term, in whatever letters."""
    return normalize("NFKC", name).casefold() == normalize("NFKC", header).casefold()


def _missing(findings: Sequence[Finding], language: str) -> list[str]:
    """The words that stand for a death or a missing score and how many cells hold each."""
    deaths: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for finding in findings:
        if finding.code == "missing_values" and finding.value is not None:
            cells = deaths if is_death(finding) else missing
            cells[finding.value] += int(finding.parameters.get("n", 1))
    return [
        sentence(language, f"reading.{name}", values=_counted(cells, language))
        for name, cells in (("deaths", deaths), ("missing", missing))
        if cells
    ]


def _counted(cells: Mapping[str, int], language: str) -> str:
    values = [
        sentence(language, "reading.counted", name=sentence(language, "reading.quoted", header=value), n=n)
        for value, n in cells.items()
    ]
    return sentence(language, "reading.list").join(values)


def _headers(headers: Sequence[str], language: str) -> str:
    """Column headers in quotation marks, the first few of many."""
    shown = [sentence(language, "reading.quoted", header=header) for header in headers[:_SHOWN_HEADERS]]
    text = sentence(language, "reading.list").join(shown)
    return f"{text} …" if len(headers) > _SHOWN_HEADERS else text
