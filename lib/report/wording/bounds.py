"""Floor and ceiling effects in words."""

from __future__ import annotations

from lib.analysis.results import AtBound, VisitComparison
from lib.report.language import one_after_another, sentence
from lib.report.numbers import percent, plain
from lib.report.wording.names import method_name, outcome_name, visit_name


def floor_and_ceiling(compared: VisitComparison, pair: tuple[str, str] | None, language: str) -> str:
    """A sentence for each end of the score and time at which too many of a method are; "" where none are.

    Of all methods without a `pair`.
    """
    methods = compared.methods if pair is None else pair
    said = []
    for is_baseline in (True, False):
        for is_floor in (True, False):
            much = [
                one
                for one in compared.at_bounds
                if one.is_much and one.method in methods and (one.is_baseline, one.is_floor) == (is_baseline, is_floor)
            ]
            if much:
                said.append(_sentence(compared, much, language))
    return one_after_another(said, language)


def _sentence(compared: VisitComparison, much: list[AtBound], language: str) -> str:
    first = much[0]
    name, visit = outcome_name(compared.outcome, language), visit_name(compared.visit, language)
    at_baseline = sentence(language, "patients.before", outcome=name)
    at_visit = sentence(language, "outcomes.score_at", outcome=name, visit=visit)
    shares = [
        sentence(
            language,
            "document.share",
            method=method_name(one.method, language),
            n=one.n,
            total=one.total,
            percent=percent(one.n, one.total),
        )
        for one in much
    ]
    return sentence(
        language,
        f"outcomes.{'floor' if first.is_floor else 'ceiling'}",
        score=at_baseline if first.is_baseline else at_visit,
        value=plain(compared.scale.low if first.is_floor else compared.scale.high),
        shares=sentence(language, "columns_page.separator").join(shares),
    )
