"""The short lines of a page: who is in, which filters are on, what a score button says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.analysis.mcid import is_preset, preset
from lib.analysis.results import OutcomeComparison, Verdict, VisitComparison
from lib.registry.counts import FlowCounts
from lib.report.differences import is_mixed
from lib.report.language import one_after_another, sentence
from lib.report.numbers import difference_texts, level, number, percent, plain, printed_decimals, signed
from lib.report.wording.names import covariate_name, covariate_names, group_name, level_name, method_name
from lib.stats.results import NotEstimable, TestResult
from lib.terms import Covariate, Filter, Scale
from lib.version import VERSION

_SELF_EXPLAINING = ("sex", "method")


def ledger_line(
    *,
    in_file: int,
    after_filters: int,
    filters: str,
    analysed: Mapping[str, int],
    language: str,
    observed: int | None = None,
) -> str:
    """From the file to the analysis: "64 in file → 41 after filters (Female) → 38 analysed (CT 20, DSA 18)".

    `filters` is the text of the filters that are on, "" for none: "64 in file → 59 analysed (…) · no filter".
    `analysed` holds the patients per method shown; of a mixed model over all visits `observed` counts those among them
    who have a score at this one.
    """
    steps = [sentence(language, "ledger.in_file", n=in_file)]
    if filters:
        steps.append(sentence(language, "ledger.after_filters", n=after_filters, filters=filters))
    by_method = sentence(language, "numbers.list").join(
        counted_name(method_name(name, language), n) for name, n in analysed.items()
    )
    n = sum(analysed.values())
    if observed is not None:
        steps.append(sentence(language, "ledger.analysed_mixed", n=n, methods=by_method, observed=observed))
    else:
        key = "ledger.analysed" if by_method else "ledger.analysed_plain"
        steps.append(sentence(language, key, n=n, methods=by_method))
    line = sentence(language, "ledger.arrow").join(steps)
    if filters:
        return line
    return sentence(language, "ledger.dot").join([line, sentence(language, "ledger.no_filter")])


def provenance(*, is_synthetic: bool, filters: str, sha256: str, language: str) -> list[str]:
    """What stands on everything that leaves: whether patients are real, filters ("" for none), fingerprint, version."""
    said = [sentence(language, "takeaway.synthetic")] if is_synthetic else []
    known = sentence(language, "takeaway.fingerprint", fingerprint=sha256[:8], version=VERSION)
    return [*said, *([filters] if filters else []), known]


def filters_text(filters: Sequence[Filter], covariates: Sequence[Covariate], language: str) -> str:
    """All filters in a few words: "Female, age 60–80"; "" for none."""
    known = {covariate.name: covariate for covariate in covariates}
    return sentence(language, "numbers.list").join(filter_text(one, known.get(one.name), language) for one in filters)


def filter_text(one: Filter, covariate: Covariate | None, language: str) -> str:
    """A filter in a few words: "Female", "age ≥ 60", "age 40–80", "tumour: Lung, Breast".

    A bound at the end of the covariate's observed range says nothing and is left out.
    """
    name = covariate_name(covariate or one.name, language)
    if one.levels is not None:
        levels = [level_name(covariate or one.name, level, language) for level in one.levels]
        key = "filter_words.levels" if one.name in _SELF_EXPLAINING else "filter_words.other"
        return sentence(language, key, name=name, levels=sentence(language, "numbers.list").join(levels))
    low, high = _tight(one, covariate)
    if low is not None and high is not None:
        return sentence(language, "filter_words.range", name=name, low=plain(low), high=plain(high))
    if low is not None:
        return sentence(language, "filter_words.from", name=name, low=plain(low))
    if high is not None:
        return sentence(language, "filter_words.to", name=name, high=plain(high))
    return sentence(language, "filter_words.known", name=name)


def _tight(one: Filter, covariate: Covariate | None) -> tuple[float | None, float | None]:
    """The bounds that exclude somebody."""
    low, high = one.low, one.high
    if covariate is not None and low is not None and covariate.low is not None and low <= covariate.low:
        low = None
    if covariate is not None and high is not None and covariate.high is not None and high >= covariate.high:
        high = None
    return low, high


def score_button(result: TestResult | NotEstimable, scale: Scale, language: str, *, margin: float | None = None) -> str:
    """What stands beside a score's name on its button: "−0.7 (−1.5 to −0.1)"; "" where there is no estimate."""
    if isinstance(result, NotEstimable) or result.interval is None:
        return ""
    low, high = result.interval.low, result.interval.high
    texts = difference_texts(result.estimate, low, high, None, margin=margin, decimals=printed_decimals(scale.decimals))
    estimate = signed(result.estimate, texts.decimals)
    return sentence(language, "score_button.result", estimate=estimate, low=texts.low, high=texts.high)


def mixed_model_line(
    result: TestResult,
    scale: Scale,
    language: str,
    *,
    row: FlowCounts,
    margin: float | None = None,
    is_holm: bool = False,
) -> str:
    """The mixed model's row where many are missing: "6 of 32 patients with CT (19%) …: −0.3 (95% CI −1.0 to 0.5 …)".

    `row` is the flow of the method in which most of those with a baseline have no score at the visit.
    """
    if result.interval is None:
        raise ValueError("result must have an interval, but has none")
    low, high, p = result.interval.low, result.interval.high, result.p_value
    missing = row.with_baseline - row.analysed
    texts = difference_texts(
        result.estimate, low, high, p, margin=margin, decimals=printed_decimals(scale.decimals), spaced=language == "en"
    )
    return sentence(
        language,
        "outcomes.mixed_model",
        missing=percent(missing, row.with_baseline),
        without=missing,
        expected=row.with_baseline,
        died=sentence(language, "outcomes.of_whom_died", n=row.died_after_baseline) if row.died_after_baseline else "",
        method=group_name(str(row.method), language),
        difference=texts.estimate,
        evidence=sentence(
            language,
            "verdict.evidence_family" if is_holm else "verdict.evidence",
            level=level(result.interval.level),
            low=texts.low,
            high=texts.high,
            p=texts.p,
            t="" if result.statistic is None else sentence(language, "verdict.t", value=number(result.statistic, 2)),
        ),
    )


def adjustment_line(compared: VisitComparison, verdict: Verdict, covariates: Sequence[Covariate], language: str) -> str:
    """What the comparison is adjusted for beside the baseline and which patients it lacks, or what a mixed model lacks.

    "" where there is nothing but the baseline. `covariates` are the registry's, for their names.
    """
    if not compared.covariates:
        return ""
    said = covariate_names(compared.covariates, covariates, language)
    if verdict.analysis == "mmrm":
        return sentence(language, "outcomes.mixed_not_adjusted", covariates=said)
    pair = (verdict.experimental, verdict.control)
    complete = sum(row.analysed for row in compared.flow if row.method in pair)
    row = compared.between_of(*pair)
    without = complete - row.n_experimental - row.n_control
    if without <= 0:
        return sentence(language, "outcomes.also_adjusted", covariates=said)
    return sentence(language, "outcomes.not_in_model", n=without, total=complete, covariates=said)


def scores_note(
    outcome: OutcomeComparison,
    pair: tuple[str, str] | None,
    covariates: Sequence[Covariate],
    language: str,
    *,
    is_journal: bool = False,
) -> str:
    """What stands below the scores by visit: whose they are, and how the pair's difference was reached, if any."""
    compared = [view for view in outcome.visits if set(pair or ("",)) <= set(view.methods)]
    if not compared:
        return sentence(language, "tables.scores.note_alone")
    is_of_model = any(map(is_mixed, compared))
    key = f"tables.scores.note{'_journal' if is_journal else ''}{'_mixed' if is_of_model else ''}"
    said = [sentence(language, key)]
    adjusted = covariate_names(compared[0].covariates, covariates, language)
    if adjusted:
        key = "outcomes.mixed_not_adjusted" if is_of_model else "tables.scores.also_adjusted"
        said.append(sentence(language, key, covariates=adjusted))
    return one_after_another(said, language)


def counted_name(name: str, n: int) -> str:
    """A name and its patients: "CT 32"; a colon where the name itself ends in a figure: "2: 44"."""
    return f"{name}: {n}" if name[-1:].isdigit() else f"{name} {n}"


def mcid_source(code: str, language: str) -> str:
    """The source of a preset as it is cited in a few words: "Ostelo 2008"; a study's own words as they are."""
    return preset(code).source(language) if is_preset(code) else code


def chance_note(chance: float, language: str) -> str:
    """How far from 0 chance alone carries a standardised mean difference."""
    return sentence(language, "patients.chance", chance=number(chance, 2))
