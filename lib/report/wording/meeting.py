"""What meeting mode says that no other page does: the question, and the course of a score in one line."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.results import VisitComparison, Within
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, number, printed_decimals
from lib.report.wording.names import group_name, method_name, outcome_name, unit_name, visit_name
from lib.stats.describe import Description
from lib.stats.results import TestResult
from lib.terms import Question

Pair = tuple[str, str]


def question_headline(methods: Sequence[str], outcomes: Sequence[str], language: str) -> str:
    """What is asked: "CT v DSA: how much do VAS and ODI change?"."""
    names = [method_name(one, language) for one in methods]
    compared = sentence(language, "meeting.against").join(names)
    scores = sentence(language, "meeting.and").join(outcome_name(one, language) for one in outcomes)
    key = "meeting.question_one" if len(outcomes) == 1 else "meeting.question"
    return sentence(language, key, methods=compared, outcomes=scores)


def primary_sentence(question: Question, language: str, adjusted: str = "") -> str:
    """Which comparison is the primary one, and for what it is adjusted; `adjusted` names what beside the baseline."""
    is_also = bool(adjusted) and question.analysis != "mmrm"
    return sentence(
        language,
        "meeting.primary_with" if is_also else "meeting.primary",
        **({"covariates": adjusted} if is_also else {}),
        a=method_name(question.experimental, language),
        b=method_name(question.control, language),
        outcome=outcome_name(question.outcome, language, full=True),
        visit=visit_name(question.visit, language),
    )


def course_headline(comparison: VisitComparison, language: str, pair: Pair | None = None) -> str:
    """The means before and at the visit: "Mean VAS, before → 3 months: CT 7.4 → 2.1, DSA 7.5 → 2.4".

    Both means are of the patients who have both scores; the methods of `pair` come first, experimental before control.
    """
    decimals = printed_decimals(comparison.scale.decimals)
    parts = [
        sentence(
            language,
            "meeting.course_part",
            a=group_name(one.method, language),
            before=number(one.baseline.mean, decimals),
            after=number(one.follow_up.mean, decimals),
        )
        for one in _in_order(comparison, pair)
        if isinstance(one.baseline, Description) and isinstance(one.follow_up, Description)
    ]
    return sentence(
        language,
        "meeting.course",
        outcome=outcome_name(comparison.outcome, language),
        visit=visit_name(comparison.visit, language),
        parts=sentence(language, "numbers.list").join(parts),
    )


def course_sentence(comparison: VisitComparison, language: str, pair: Pair | None = None) -> str:
    """The mean change of every method with its interval; never as an effect of the method."""
    parts = [_change(one, comparison, language) for one in _in_order(comparison, pair)]
    said = sentence(language, "meeting.stop").join(part for part in parts if part)
    return sentence(language, "meeting.changes", changes=said) if said else sentence(language, "meeting.no_change")


def _in_order(comparison: VisitComparison, pair: Pair | None) -> list[Within]:
    first = pair or ()
    return sorted(comparison.within, key=lambda row: first.index(row.method) if row.method in first else len(first))


def _change(within: Within, comparison: VisitComparison, language: str) -> str:
    found = within.paired_t
    if not isinstance(found, TestResult) or found.interval is None:
        return ""
    decimals = printed_decimals(comparison.scale.decimals)
    texts = difference_texts(found.estimate, found.interval.low, found.interval.high, None, decimals=decimals)
    return sentence(
        language,
        "meeting.change",
        a=group_name(within.method, language),
        n=within.n,
        d=texts.estimate,
        unit=unit_name(comparison.scale, language, amount=texts.estimate),
        level=level(found.interval.level),
        low=texts.low,
        high=texts.high,
    )
