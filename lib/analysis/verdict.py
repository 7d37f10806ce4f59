"""What may be said of two methods at one visit: the code, its role and its stamps, never a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.results import Verdict
from lib.stats.equivalence import judge
from lib.stats.results import Interval, NotEstimable, TestResult
from lib.terms import LAST_FOLLOW_UP, Question, Scale, Visit

TESTED_FROM = 5
"""Patients per method from which there is a verdict at all."""

MARGIN_FROM = 10
"""Patients per method from which equivalence and non-inferiority may be claimed."""

STAMPS = ("O", "X", "E", "S1", "S2", "S3", "N", "V", "Q")
"""Observational; margin not fixed before; exploratory; interval inside, across, beyond the margin; inferior yet
non-inferior; another analysis differs; small sample: in the order they are printed."""

OUTSIDE_THE_MODEL = ("one_follow_up", "visit_without_day")
"""Why a visit has no mixed model whoever was seen at it: said before the number of patients, which counts nobody."""

LEVEL_TOLERANCE = 1e-9
"""A rank interval of few patients may not reach its level; then it is not compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one verdict rests on: a pair at a visit, its estimate, and what the sensitivity analyses found.

    `result` and every one of `others` hold an interval at the level of the family; `n_pairs` is the number of pairs
    of methods in the family. `has_unadjusted` says whether Welch's t test on change has a result. Differences are
    experimental minus control.
    """

    scale: Scale
    visit: Visit
    experimental: str
    control: str
    n_experimental: int
    n_control: int
    result: TestResult | NotEstimable
    others: tuple[TestResult | NotEstimable, ...] = ()
    n_pairs: int = 1
    has_unadjusted: bool = False


def family_level(n_pairs: int) -> float:
    """The level of the verdict's interval: 95% for one pair, simultaneous by Bonferroni (1 − 0.05/m) for m pairs."""
    return 1 - 0.05 / n_pairs


def role_of(question: Question, outcome: str, visit: Visit, pair: tuple[str, str]) -> str:
    """primary: the question's own outcome, visit and pair; secondary: another outcome of it; exploratory: the rest.

    A last follow-up has no common day and is never primary. The pair counts in either direction.
    """
    is_asked = visit.name == question.visit and set(pair) == {question.experimental, question.control}
    if not is_asked or visit.name == LAST_FOLLOW_UP:
        return "exploratory"
    return "primary" if outcome == question.outcome else "secondary"


def judge_pair(evidence: Evidence, question: Question, *, is_filtered_view: bool = False) -> Verdict:
    """The verdict on one pair of methods.

    Fewer than 5 patients in a method: no code (`too_few`, with the smaller `method` and its `n`); 5 to 9: neither
    equivalence nor non-inferiority (stamp Q). A filtered view keeps the estimate, has no code and is exploratory; an
    estimate that does not exist passes its reason on.
    """
    refusal = _refusal(evidence, is_filtered_view)
    margin = question.margins.get(evidence.scale.outcome)
    size = margin.value if margin is not None else None
    pair = (evidence.experimental, evidence.control)
    role = "exploratory" if is_filtered_view else role_of(question, evidence.scale.outcome, evidence.visit, pair)
    result: TestResult | NotEstimable = evidence.result
    code = None
    if refusal is None and isinstance(result, TestResult):
        code = _code(result, evidence, size)
    elif refusal is not None and refusal.reason == "too_few":
        result = refusal
    return Verdict(
        outcome=evidence.scale.outcome,
        visit=evidence.visit,
        scale=evidence.scale,
        experimental=evidence.experimental,
        control=evidence.control,
        analysis=question.analysis,
        role=role,
        level=family_level(evidence.n_pairs),
        margin=size,
        code=code,
        reason=refusal.reason if refusal is not None else None,
        result=result,
        stamps=_stamps(evidence, question, role, code, size),
        n_pairs=evidence.n_pairs,
        has_unadjusted=evidence.has_unadjusted,
        parameters=refusal.parameters if refusal is not None else {},
    )


def _refusal(evidence: Evidence, is_filtered_view: bool) -> NotEstimable | None:
    """Why there is no verdict; None where there is one."""
    if isinstance(evidence.result, NotEstimable) and evidence.result.reason in OUTSIDE_THE_MODEL:
        return evidence.result
    sizes = {evidence.experimental: evidence.n_experimental, evidence.control: evidence.n_control}
    smallest = min(sizes, key=lambda method: sizes[method])
    if sizes[smallest] < TESTED_FROM:
        needed: Mapping[str, float | str] = {"method": smallest, "n": sizes[smallest], "needed": TESTED_FROM}
        return NotEstimable(reason="too_few", parameters=needed)
    if isinstance(evidence.result, NotEstimable):
        return evidence.result
    if is_filtered_view:
        return NotEstimable(reason="filtered_view")
    return None


def _code(result: TestResult, evidence: Evidence, margin: float | None) -> str | None:
    """The code of one estimate under the rules of this pair; None where it has no interval."""
    if result.interval is None:
        return None
    usable = None if _is_small(evidence) else margin
    return judge(result.interval.low, result.interval.high, usable, evidence.scale.better)


def _contradicts(other: TestResult | NotEstimable, code: str, evidence: Evidence, margin: float | None) -> bool:
    """Whether another analysis would give another verdict; one without an interval of the same level cannot tell."""
    if isinstance(other, NotEstimable) or other.interval is None:
        return False
    is_comparable = abs(other.interval.level - family_level(evidence.n_pairs)) < LEVEL_TOLERANCE
    return is_comparable and _code(other, evidence, margin) != code


def _stamps(
    evidence: Evidence, question: Question, role: str, code: str | None, margin: float | None
) -> tuple[str, ...]:
    """The stamps in the order printed; where there is no verdict only what holds of the estimate itself."""
    if isinstance(evidence.result, NotEstimable) or _smallest(evidence) < TESTED_FROM:
        return ()
    found = {"O": not question.randomised, "Q": _is_small(evidence)}
    if code is not None:
        found |= {
            "X": margin is not None and not question.margin_fixed_before_results,
            "E": role == "exploratory",
            "V": any(_contradicts(other, code, evidence, margin) for other in evidence.others),
        }
        if margin is not None and evidence.result.interval is not None:
            found |= _margin_stamps(evidence.result.interval, code, margin, evidence.scale.better)
            found["N"] = found.get("N", False) and not _is_small(evidence)
    return tuple(stamp for stamp in STAMPS if found.get(stamp, False))


def _margin_stamps(interval: Interval, code: str, margin: float, better: int) -> dict[str, bool]:
    """Where a superior or inferior interval lies towards ±margin: inside (S1), across (S2), beyond (S3); N."""
    if code not in ("superior", "inferior"):
        return {}
    near, far = sorted((abs(interval.low), abs(interval.high)))
    worst = min(better * interval.low, better * interval.high)
    return {
        "S1": far < margin,
        "S2": near <= margin <= far,
        "S3": near > margin,
        "N": code == "inferior" and worst > -margin,
    }


def _smallest(evidence: Evidence) -> int:
    return min(evidence.n_experimental, evidence.n_control)


def _is_small(evidence: Evidence) -> bool:
    return _smallest(evidence) < MARGIN_FROM
