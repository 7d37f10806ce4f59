"""What a terminal prints of an analysed registry: the file, what was noticed, and every comparison in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lib.analysis.concurrence import concurrence
from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.analysis.safety import EventComparison
from lib.command.analyse import Analysed
from lib.intake.findings import Finding
from lib.intake.persons import without_persons
from lib.registry.events import ANY
from lib.report.language import sentence
from lib.report.under_verdict import lines_under
from lib.report.wording import (
    concurrence_line,
    finding_message,
    floor_and_ceiling,
    omnibus_sentence,
    outcome_name,
    patients,
    verdict_text,
    visit_name,
    within_sentence,
)
from lib.report.wording.rates import rate_text, single_rate
from lib.terms import Question

MOST_FINDINGS = 20
"""Findings that a terminal shows; the records hold all."""


def summary(analysed: Analysed, language: str) -> str:
    """The whole result as a few lines of text, paragraphs by outcome."""
    source = analysed.opened.source
    size = patients(source.patients, language)
    lines = [sentence(language, "command.source", file=without_persons(source.file), rows=source.rows, patients=size)]
    lines += _findings(analysed.findings, language)
    lines += _times(analysed, language)
    is_filtered = bool(analysed.view.inside or analysed.view.outside)
    for outcome in analysed.outcomes:
        lines += [
            "",
            outcome_name(outcome.outcome, language),
            *_outcome(outcome, analysed, language, is_filtered=is_filtered),
        ]
    for event in analysed.events:
        lines += ["", *_event(event, language, is_filtered=is_filtered)]
    return "\n".join(lines) + "\n"


def _findings(findings: tuple[Finding, ...], language: str) -> list[str]:
    """How many of each severity, then the gravest, one a line."""
    count = Counter(one.severity for one in findings)
    counts = {"errors": count["error"], "warnings": count["warning"], "notes": count["note"]}
    lines = [sentence(language, "command.findings", **counts)]
    gravest = sorted(findings, key=lambda one: ("error", "warning", "note").index(one.severity))
    lines += [f"  {_where(one, language)}" for one in gravest[:MOST_FINDINGS]]
    if len(gravest) > MOST_FINDINGS:
        lines.append(f"  {sentence(language, 'command.more', n=len(gravest) - MOST_FINDINGS)}")
    return lines


def _times(analysed: Analysed, language: str) -> list[str]:
    """The warning where the methods of the question were used in other years."""
    asked = analysed.view.question
    pair = (asked.experimental, asked.control) if isinstance(asked, Question) else None
    line = concurrence_line(concurrence(analysed.view.registry, pair), language)
    return ["", line] if line else []


def _where(finding: Finding, language: str) -> str:
    """A finding's place as Excel shows it and its message."""
    cell = f"{finding.column or ''}{finding.row or ''}"
    place = " ".join(part for part in (without_persons(finding.sheet or ""), cell) if part)
    message = finding_message(finding, language)
    return sentence(language, "command.place", place=place, message=message) if place else message


def _outcome(outcome: OutcomeComparison, analysed: Analysed, language: str, *, is_filtered: bool) -> Iterator[str]:
    if not outcome.visits:
        yield sentence(language, "reasons.no_follow_up_plain")
    for view in outcome.visits:
        if not view.verdicts:
            yield from _changes(view, language)
        for overall in view.omnibus:
            if overall.test == "ancova_hc3_f":
                yield omnibus_sentence(overall, view, language)
        for verdict in view.verdicts:
            yield verdict_text(verdict, language, is_filtered=is_filtered)
            yield from lines_under(view, verdict, analysed.whole.covariates, language)
    together = [round(one.df1) + 1 for view in outcome.visits for one in view.omnibus if one.test == "ancova_hc3_f"]
    if together:
        yield sentence(language, "command.one_model", k=max(together))


def _event(event: EventComparison, language: str, *, is_filtered: bool) -> Iterator[str]:
    """The verdict on every pair's rates with its remarks; with one method its rate."""
    for verdict in event.verdicts:
        yield rate_text(verdict, language, is_filtered=is_filtered)
    if not event.verdicts:
        yield from (single_rate(rate, language) for rate in event.rates if rate.level == ANY)


def _changes(view: VisitComparison, language: str) -> Iterator[str]:
    """One method has nothing to be compared with: its change is the result."""
    for row in view.within:
        said = within_sentence(row, view.scale, language)
        yield sentence(language, "command.at", visit=visit_name(view.visit, language), said=said)
    if at_bounds := floor_and_ceiling(view, None, language):
        yield at_bounds
