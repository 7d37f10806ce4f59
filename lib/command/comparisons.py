"""What the analysis returns, as flat lists of flat records: unrounded, every list a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from lib.analysis.between import EQUIVALENCE_ANALYSES
from lib.analysis.family import OMNIBUS_TESTS
from lib.analysis.results import Between, OutcomeComparison, Verdict, VisitComparison, Within
from lib.registry.protocol import Registry
from lib.report.language import LANGUAGES
from lib.report.numbers import MINUS
from lib.report.under_verdict import lines_under
from lib.report.wording import covariate_names, procedure_name, stamp_sentences, verdict_sentence, verdict_tag
from lib.stats.describe import Description
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import Covariate

Record = dict[str, Any]
Estimate = TestResult | NotEstimable

_WITHOUT_P = ("hedges_g", "cliffs_delta")


def flow_records(registry: Registry) -> list[Record]:
    """Who is left at each step towards each follow-up, by method; method null: none recorded."""
    return [
        asdict(row) | {"not_recorded": row.not_recorded}
        for outcome in registry.scales
        for visit in registry.visits(outcome)
        if not visit.is_baseline
        for row in registry.flow(outcome, visit.name)
    ]


def within_records(outcomes: Iterable[OutcomeComparison]) -> list[Record]:
    """Each method by itself at each follow-up."""
    return [
        _place(view) | _within(row) | _at_bounds(view, row.method) for view in _visits(outcomes) for row in view.within
    ]


def between_records(outcomes: Iterable[OutcomeComparison], language: str) -> list[Record]:
    """Every pair by every analysis, with the procedure in words of the language."""
    return [
        _place(view) | _pair(row) | {"n_experimental": row.n_experimental, "n_control": row.n_control}
        | {"analysis": row.analysis, "procedure": _procedure(row, view, language)}
        | _estimate(row.result) | {"level": _level(row.result)}
        for view in _visits(outcomes)
        for row in view.between
    ]  # fmt: skip


def equivalence_records(outcomes: Iterable[OutcomeComparison], margins: Sequence[tuple[str, float]]) -> list[Record]:
    """Two one-sided tests of every pair of an outcome that has a margin; what is not estimable is null."""
    sizes = dict(margins)
    found: list[Record] = []
    for view in _visits(outcomes):
        known = {(row.experimental, row.control, row.analysis): row for row in view.equivalence}
        for row in view.between:
            if view.outcome not in sizes or row.analysis not in EQUIVALENCE_ANALYSES:
                continue
            one = known.get((row.experimental, row.control, row.analysis))
            found.append(
                _place(view) | _pair(row)
                | {
                    "margin": sizes[view.outcome],
                    "analysis": row.analysis,
                    "alpha": one.alpha if one else None,
                    "p_lower": one.p_lower if one else None,
                    "p_upper": one.p_upper if one else None,
                    "low": one.interval.low if one else None,
                    "high": one.interval.high if one else None,
                    "low90": one.interval_90.low if one else None,
                    "high90": one.interval_90.high if one else None,
                    "reason": _reason(row.result),
                }
            )  # fmt: skip
    return found


def verdict_records(
    outcomes: Iterable[OutcomeComparison], covariates: Sequence[Covariate], *, is_filtered: bool = False
) -> list[Record]:
    """What may be said of every pair at every follow-up, as codes and in both languages."""
    return [
        _verdict(verdict, is_filtered)
        | {f"under_{one}": _plain_lines(lines_under(view, verdict, covariates, one)) for one in LANGUAGES}
        for view in _visits(outcomes)
        for verdict in view.verdicts
    ]


def omnibus_records(outcomes: Iterable[OutcomeComparison]) -> list[Record]:
    """The overall tests where there are three methods or more."""
    found: list[Record] = []
    for view in _visits(outcomes):
        known = {row.test: row for row in view.omnibus}
        for test in OMNIBUS_TESTS:
            if test in known:
                found.append(_place(view) | asdict(known[test]) | {"reason": None})
            elif test in view.omnibus_refusals:
                nothing = dict.fromkeys(("statistic", "df1", "df2", "p_value"))
                found.append(_place(view) | {"test": test} | nothing | {"reason": view.omnibus_refusals[test].reason})
    return found


def pairwise_records(outcomes: Iterable[OutcomeComparison]) -> list[Record]:
    """Every pair's P value by every test, plain and by Holm, where there are three methods or more."""
    found: list[Record] = []
    for view in _visits(outcomes):
        known = {(row.experimental, row.control, row.analysis): row for row in view.pairwise}
        for row in view.between if len(view.methods) > 2 else ():
            if row.analysis in _WITHOUT_P:
                continue
            one = known.get((row.experimental, row.control, row.analysis))
            p_values = {"p_value": one.p_value if one else None, "p_holm": one.p_holm if one else None}
            found.append(
                _place(view) | _pair(row) | {"analysis": row.analysis} | p_values | {"reason": _reason(row.result)}
            )
    return found


def ascii_minus(text: str) -> str:
    """Text for a file that machines read: the minus sign as ASCII writes it."""
    return text.replace(MINUS, "-")


def _visits(outcomes: Iterable[OutcomeComparison]) -> Iterator[VisitComparison]:
    return (view for outcome in outcomes for view in outcome.visits)


def _place(view: VisitComparison) -> Record:
    return {"outcome": view.outcome, "visit": view.visit.name}


def _pair(row: Between | Verdict) -> Record:
    return {"experimental": row.experimental, "control": row.control}


def _within(row: Within) -> Record:
    refused = [one.reason for one in (row.change, row.paired_t, row.d_z, row.d_av) if isinstance(one, NotEstimable)]
    mean_interval = row.change.mean_interval if isinstance(row.change, Description) else None
    return (
        {"method": row.method, "n": row.n}
        | _description("baseline", row.baseline)
        | _description("follow_up", row.follow_up)
        | {"change_mean": _of(row.change, "mean"), "change_sd": _of(row.change, "sd")}
        | _limits("change", mean_interval)
        | {"paired_t": _of(row.paired_t, "statistic"), "paired_df": _of(row.paired_t, "df")}
        | {"paired_p": _of(row.paired_t, "p_value")}
        | {"signed_rank_v": _of(row.signed_rank, "statistic"), "signed_rank_p": _of(row.signed_rank, "p_value")}
        | {"signed_rank_method": _of(row.signed_rank, "method")}
        | {"signed_rank_exact_p": None if row.signed_rank_exact is None else _of(row.signed_rank_exact, "p_value")}
        | {"hodges_lehmann": _of(row.hodges_lehmann, "estimate")}
        | _limits("hodges_lehmann", _of(row.hodges_lehmann, "interval"))
        | {"d_z": _of(row.d_z, "estimate")}
        | _limits("d_z", _of(row.d_z, "interval"))
        | {"d_av": _of(row.d_av, "estimate"), "reason": next(iter(refused), _reason(row.signed_rank))}
    )


def _at_bounds(view: VisitComparison, method: str) -> Record:
    """The shares of a method at either end of the score, before treatment and at the visit; null without patients."""
    known = {(one.method, one.is_baseline, one.is_floor): one.share for one in view.at_bounds}
    return {
        f"{time}_at_{end}": known.get((method, time == "baseline", end == "lowest"))
        for time in ("baseline", "follow_up")
        for end in ("lowest", "highest")
    }


def _plain_lines(lines: Iterable[str]) -> list[str]:
    return [ascii_minus(one) for one in lines]


def _description(name: str, one: Description | NotEstimable) -> Record:
    return {f"{name}_{field}": _of(one, field) for field in ("mean", "sd", "median", "q1", "q3")}


def _limits(name: str, interval: Interval | None) -> Record:
    return {
        f"{name}_low": interval.low if interval is not None else None,
        f"{name}_high": interval.high if interval is not None else None,
    }


def _of(result: Description | Estimate, field: str) -> Any:
    return None if isinstance(result, NotEstimable) else getattr(result, field)


def _reason(result: Estimate) -> str | None:
    return result.reason if isinstance(result, NotEstimable) else None


def _estimate(result: Estimate) -> Record:
    interval = _of(result, "interval")
    return {
        "difference": _of(result, "estimate"),
        "standard_error": _of(result, "standard_error"),
        "low": interval.low if interval is not None else None,
        "high": interval.high if interval is not None else None,
        "statistic": _of(result, "statistic"),
        "df": _of(result, "df"),
        "p_value": _of(result, "p_value"),
        "reason": _reason(result),
    }


def _level(result: Estimate) -> float | None:
    """The level of the interval; a rank interval of few patients may not reach 95%."""
    interval = _of(result, "interval")
    return None if interval is None else interval.level


def _procedure(row: Between, view: VisitComparison, language: str) -> str:
    method = row.result.method if isinstance(row.result, TestResult) else ""
    adjusted = covariate_names(view.covariates, (), language)
    name = procedure_name(row.analysis, method, language, n_methods=len(view.methods), adjusted=adjusted)
    return ascii_minus(name)


def _verdict(verdict: Verdict, is_filtered: bool) -> Record:
    tags, sentences, stamps = {}, {}, {}
    for language in LANGUAGES:
        tags[f"tag_{language}"] = ascii_minus(verdict_tag(verdict, language))
        said = verdict_sentence(verdict, language, is_filtered=is_filtered)
        sentences[f"sentence_{language}"] = ascii_minus(said)
        stamps[f"stamps_{language}"] = [ascii_minus(one) for one in stamp_sentences(verdict, language)]
    codes = {"verdict": verdict.code, "reason": verdict.reason, "parameters": dict(verdict.parameters)}
    return (
        {"outcome": verdict.outcome, "visit": verdict.visit.name}
        | _pair(verdict)
        | {"analysis": verdict.analysis, "role": verdict.role, "level": verdict.level, "margin": verdict.margin}
        | codes
        | tags
        | sentences
        | {"stamps": list(verdict.stamps)}
        | stamps
    )
