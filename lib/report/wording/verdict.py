"""The verdict in words: heading, tag, sentence and stamps, exactly as the statistics allow them to be said."""

from __future__ import annotations

from lib.analysis.results import Verdict
from lib.report.language import one_after_another, sentence
from lib.report.numbers import DifferenceTexts, difference_texts, level, number, plain, printed_decimals
from lib.report.wording.names import group_name, method_name, outcome_name, unit_name, visit_name
from lib.report.wording.reasons import reason_sentence
from lib.stats.results import NotEstimable, TestResult

Parameters = dict[str, str]

_TAGGED_REASONS = ("filtered_view", "one_method")


def verdict_heading(verdict: Verdict, language: str) -> str:
    """Which comparison the verdict is about: "VAS · 1 month · CT − DSA:"."""
    return sentence(language, "verdict.heading", **_names(verdict, language))


def verdict_label(verdict: Verdict, language: str) -> str:
    """The headline tag alone, such as "Favours CT", "Inconclusive" or "Cannot be tested"."""
    if verdict.code is not None:
        key = "superior_inside_margin" if verdict.code == "superior" and "S1" in verdict.stamps else verdict.code
    else:
        key = verdict.reason if verdict.reason in _TAGGED_REASONS else "not_estimable"
    return sentence(language, f"verdict.tag.{key}", **_names(verdict, language), **_margin(verdict, language))


def verdict_tag(verdict: Verdict, language: str) -> str:
    """Heading and tag in one line: "VAS · 1 month · CT − DSA: Inconclusive"."""
    parts = {"heading": verdict_heading(verdict, language), "label": verdict_label(verdict, language)}
    return sentence(language, "verdict.joined", **parts)


def verdict_sentence(verdict: Verdict, language: str, *, is_filtered: bool = False) -> str:
    """What the data show at this visit, in one or two sentences; without a verdict, why there is none.

    `is_filtered` only says that filters are on, so that "2 patients with CT after filters" is said rightly.
    """
    if verdict.code is None and verdict.reason != "filtered_view":
        refusal = NotEstimable(reason=verdict.reason or "unknown", parameters=verdict.parameters)
        said = reason_sentence(refusal, language, is_filtered=is_filtered)
        if verdict.reason != "constant_baseline" or not verdict.has_unadjusted:
            return said
        return one_after_another([said, sentence(language, "verdict.without_baseline")], language)
    if isinstance(verdict.result, NotEstimable):
        return reason_sentence(verdict.result, language, is_filtered=is_filtered)
    key = _sentence_key(verdict, verdict.result)
    return sentence(language, f"verdict.sentence.{key}", **_parameters(verdict, verdict.result, language))


def stamp_sentences(verdict: Verdict, language: str) -> tuple[str, ...]:
    """What qualifies the verdict, one sentence each: how many pairs, then the stamps in order."""
    found: list[str] = []
    if verdict.n_pairs > 1 and not isinstance(verdict.result, NotEstimable):
        found.append(sentence(language, "omnibus.pairs", m=verdict.n_pairs, level=level(verdict.level)))
    parameters = _names(verdict, language) | _margin(verdict, language)
    found.extend(sentence(language, f"stamps.{stamp}", **parameters) for stamp in verdict.stamps)
    return tuple(found)


def presented_stamps(verdict: Verdict, language: str) -> tuple[str, ...]:
    """The stamps where no sensitivity analysis is shown, as on slides: the one that points to them says where."""
    where = (sentence(language, "stamps.where_sensitivity"),) if "V" in verdict.stamps else ()
    return (*stamp_sentences(verdict, language), *where)


def stamp(code: str, language: str) -> str:
    """A stamp in a few words, as the grey line under the verdict has it."""
    return sentence(language, f"stamp_notes.{code}")


def verdict_text(verdict: Verdict, language: str, *, is_filtered: bool = False) -> str:
    """Tag, sentence and stamps as one paragraph to copy.

    An inconclusive verdict without a margin ends with the advice to choose one.
    """
    parts = [
        sentence(language, "verdict.as_sentence", tag=verdict_tag(verdict, language)),
        verdict_sentence(verdict, language, is_filtered=is_filtered),
        *stamp_sentences(verdict, language),
    ]
    if needs_margin(verdict):
        parts.append(sentence(language, "verdict.no_margin"))
    return one_after_another(parts, language)


def needs_margin(verdict: Verdict) -> bool:
    """Whether a margin could still turn this verdict into equivalence or non-inferiority."""
    return verdict.code == "inconclusive" and verdict.margin is None


def _sentence_key(verdict: Verdict, result: TestResult) -> str:
    """The template; a simultaneous interval may contain 0 although the P value of its pair is below 0.05."""
    if verdict.code is None:
        return "filtered_view"
    is_family = result.p_value is None or result.p_value < 0.05
    return "inconclusive_family" if verdict.code == "inconclusive" and is_family else verdict.code


def _names(verdict: Verdict, language: str) -> Parameters:
    return {
        "outcome": outcome_name(verdict.outcome, language),
        "visit": visit_name(verdict.visit, language),
        "a": group_name(verdict.experimental, language),
        "b": group_name(verdict.control, language),
        "a_name": method_name(verdict.experimental, language),
        "b_name": method_name(verdict.control, language),
    }


def _margin(verdict: Verdict, language: str) -> Parameters:
    if verdict.margin is None:
        return {}
    shown = plain(verdict.margin)
    return {"margin": shown, "margin_unit": unit_name(verdict.scale, language, amount=shown)}


def _parameters(verdict: Verdict, result: TestResult, language: str) -> Parameters:
    """Everything a sentence may need: names, figures, margin and direction words."""
    texts = _texts(verdict, result, language)
    limits = {"level": level(verdict.level), "low": texts.low, "high": texts.high}
    interval = sentence(language, "verdict.evidence_without_p", **limits)
    evidence = interval
    if texts.p is not None:  # the P values of a family of pairs are Holm's
        key = "verdict.evidence_family" if verdict.n_pairs > 1 else "verdict.evidence"
        t = "" if result.statistic is None else sentence(language, "verdict.t", value=number(result.statistic, 2))
        evidence = sentence(language, key, p=texts.p, t=t, **limits)
    return {
        **_names(verdict, language),
        **_margin(verdict, language),
        **_direction(verdict, result, texts, language),
        "d": texts.estimate,
        "unit": unit_name(verdict.scale, language, amount=texts.estimate),
        "interval": interval,
        "evidence": evidence,
    }


def _texts(verdict: Verdict, result: TestResult, language: str) -> DifferenceTexts:
    if result.interval is None:
        raise ValueError(f"result must have an interval to be worded, but {result.method or 'it'} has none")
    return difference_texts(
        result.estimate,
        result.interval.low,
        result.interval.high,
        result.p_value,
        margin=verdict.margin,
        decimals=printed_decimals(verdict.scale.decimals),
        spaced=language != "zh",
    )


def _direction(verdict: Verdict, result: TestResult, texts: DifferenceTexts, language: str) -> Parameters:
    """Which way is better, which way the difference lies, and how far the interval reaches either way."""
    is_lower_better = verdict.scale.lower_is_better
    interval = result.interval
    if interval is None:
        return {}
    towards_better, towards_worse = interval.high, -interval.low
    if is_lower_better:
        towards_better, towards_worse = -interval.low, interval.high
    found = {
        "direction": sentence(language, "verdict.word.lower" if result.estimate < 0 else "verdict.word.higher"),
        "better": sentence(language, "verdict.word.low" if is_lower_better else "verdict.word.high"),
        "best": number(towards_better, texts.decimals),
        "worst": number(towards_worse, texts.decimals),
    }
    if verdict.margin is not None:
        key = "verdict.word.upper_limit" if is_lower_better else "verdict.word.lower_limit"
        found["limit"] = sentence(language, key, margin=plain(verdict.margin))
    return found
