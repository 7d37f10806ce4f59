"""What we compute for one golden key, from the parts of its name.

`data_` is the file, `o` the outcome, `g` the group, `w` the moment (pre, post, change), `s` the last part of the key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lib.stats import adjust, balance, effect_size, independent, omnibus, paired, pairwise, rank, spread
from lib.stats.ancova import Ancova, ancova
from lib.stats.describe import Description, describe
from lib.stats.equivalence import TwoOneSided, two_one_sided
from lib.stats.results import NotEstimable, TestResult
from tests.stats import oracle_data as data


def description(found: Description | NotEstimable, s: str) -> Any:
    """One number of a description."""
    assert isinstance(found, Description)
    if s == "mean_ci":
        assert found.mean_interval is not None
        return [found.mean_interval.low, found.mean_interval.high]
    return getattr(found, {"min": "minimum", "max": "maximum"}.get(s, s))


def number_of(found: TestResult | NotEstimable, s: str) -> Any:
    """One number of a test, or the reason why there is none."""
    if s == "error":
        return found.reason if isinstance(found, NotEstimable) else None
    if isinstance(found, NotEstimable):
        return None
    if s == "ci":
        return [found.interval.low, found.interval.high] if found.interval else None
    names = {"t": "statistic", "stat": "statistic", "z": "statistic", "W": "estimate", "p": "p_value",
             "est": "estimate", "diff": "estimate", "se": "standard_error"}  # fmt: skip
    return getattr(found, names.get(s, s))


def scores(data_: str, o: str, g: str, w: str, s: str) -> Any:
    """One number describing a group's scores."""
    return description(describe(*data.scores(data_, o, g, w)), s)


def change_description(data_: str, o: str, g: str, s: str) -> Any:
    """One number describing a group's change."""
    return description(describe(*change_of(data_, o, g)), s)


def change_of(data_: str, o: str, g: str) -> tuple[Any, Any]:
    """The distinct changes of a group's complete pairs, and their weights."""
    found = data.pairs(data_, o, g)
    return found.change, found.weights


def two_groups(data_: str, o: str, w: str) -> tuple[Any, Any, Any, Any]:
    """The values of CT and of DSA."""
    return (*data.scores(data_, o, "CT", w), *data.scores(data_, o, "DSA", w))


def r_method(found: TestResult | NotEstimable, name: str) -> str:
    """The name that wilcox.test prints."""
    assert isinstance(found, TestResult)
    words = {"exact": " exact test", "asymptotic_corrected": " test with continuity correction", "asymptotic": " test"}
    return f"Wilcoxon {name}{words[found.method]}"


def of_change(
    function: Callable[..., TestResult | NotEstimable], part: str = "", *, zeros: bool = True, **options: Any
) -> Callable[..., Any]:
    """A statistic of one group's change; `part` names the number where the key does not."""

    def compute(data_: str, o: str, g: str, s: str = part) -> Any:
        change, weights = change_of(data_, o, g)
        kept = (change != 0) | zeros
        return number_of(function(change[kept], weights[kept], **options), s)

    return compute


def of_groups(function: Callable[..., TestResult | NotEstimable], part: str = "", **options: Any) -> Callable[..., Any]:
    """A statistic of CT minus DSA; `part` names the number where the key does not."""

    def compute(data_: str, o: str, w: str, s: str = part) -> Any:
        return number_of(function(*two_groups(data_, o, w), **options), s)

    return compute


def of_pairs(function: Callable[..., TestResult | NotEstimable], part: str) -> Callable[..., Any]:
    """A statistic of one group's baseline and follow-up."""
    return lambda data_, o, g: number_of(function(*data.pairs(data_, o, g)), part)


METHODS = {"default": "r_default", "approx_cc": "asymptotic_corrected", "approx_nocc": "asymptotic"}


def signed_rank(kind: str, data_: str, o: str, g: str, s: str) -> Any:
    """Wilcoxon's signed ranks as wilcox.test gives them."""
    found = paired.signed_rank(*change_of(data_, o, g), method=METHODS[kind])  # type: ignore[arg-type]  # table above
    return r_method(found, "signed rank") if s == "method" else number_of(found, s)


def mann_whitney(kind: str, data_: str, o: str, w: str, s: str) -> Any:
    """Mann–Whitney as wilcox.test gives it."""
    found = rank.mann_whitney(*two_groups(data_, o, w), method=METHODS[kind])  # type: ignore[arg-type]  # table above
    return r_method(found, "rank sum") if s == "method" else number_of(found, s)


def g_z(data_: str, o: str, g: str) -> float:
    """Hedges's correction of d_z."""
    found = effect_size.d_z(*change_of(data_, o, g))
    assert isinstance(found, TestResult)
    return found.estimate * effect_size.small_sample_correction(found.n - 1)


def tost(data_: str, o: str, w: str, s: str) -> Any:
    """Two one-sided Welch tests against the margin of the oracle."""
    margin = {"odi": 10.0}.get(o, 15.0 if data_ == "d9_noties" else 1.5)
    found = independent.welch(*two_groups(data_, o, w), level=0.9)
    assert isinstance(found, TestResult)
    if s in ("ci90", "margin"):
        return number_of(found, "ci") if s == "ci90" else margin
    if s.startswith("t_"):
        return (found.estimate + (margin if s == "t_lower" else -margin)) / found.standard_error  # type: ignore[operator]
    tests = both_sides(found, margin)
    return {"p_lower": tests.p_lower, "p": tests.p_value}.get(s, tests.p_upper)


def both_sides(found: TestResult, margin: float) -> TwoOneSided:
    """The two one-sided tests of an estimate."""
    assert found.standard_error is not None
    assert found.df is not None
    return two_one_sided(found.estimate, found.standard_error, found.df, margin)


def fitted(data_: str, o: str) -> tuple[Ancova | NotEstimable, list[str]]:
    """The ANCOVA of a data file, and its groups."""
    if data_.startswith("d8_long"):
        return fitted_long(int(data_[-1]))
    names = ["DSA", "CT", "Fluoro"] if data_ == "d6_three" else ["DSA", "CT"]
    code = np.array([names.index(g) if g else np.nan for g in data.groups(data_)])
    columns = data.count_rows(data.numbers(data_, f"{o}_post"), data.numbers(data_, f"{o}_pre"), code)
    follow_up, baseline, group, weights = columns
    return ancova(follow_up, baseline, group, weights, groups=len(names)), names


def fitted_long(time: int) -> tuple[Ancova | NotEstimable, list[str]]:
    """The ANCOVA at one time point of d8."""
    names = ["DSA", "CT"]
    index, score = data.numbers("d8_long", "tidx"), data.numbers("d8_long", "vas")
    code = np.array([names.index(g) for g in data.groups("d8_long")], dtype=float)[index == 1]
    columns = data.count_rows(score[index == time], score[index == 1], code)
    follow_up, baseline, group, weights = columns
    return ancova(follow_up, baseline, group, weights, groups=2), names


def ancova_number(s: str, data_: str, o: str = "vas") -> Any:
    """One number of an ANCOVA as a whole."""
    fit, names = fitted(data_, o)
    if isinstance(fit, NotEstimable):
        return fit.reason if s == "error" else None
    if s in ("adj_means", "adj_means_se"):
        part = "est" if s == "adj_means" else "se"
        return {name: number_of(fit.adjusted_follow_up(place, robust=False), part) for place, name in enumerate(names)}
    if s.startswith("interaction"):
        found = fit.interaction()
        assert isinstance(found, omnibus.OverallTest)
        return found.statistic if s.endswith("_F") else found.p_value
    if s == "group_F_type2_p":
        overall = fit.overall()
        assert isinstance(overall, omnibus.OverallTest)
        return overall.p_value
    return {
        "n": fit.n,
        "df": fit.df,
        "resid_sd": fit.residual_sd,
        "baseline_slope": fit.baseline_slope.estimate,
        "baseline_p": fit.baseline_slope.p_value,
    }[s]


def ancova_pair(s: str, a: str, data_: str, o: str = "vas") -> Any:
    """One number of the comparison of a group with DSA."""
    fit, names = fitted(data_, o)
    assert isinstance(fit, Ancova)
    robust = s.startswith("hc3_")
    found = fit.difference(names.index(a), 0, robust=robust, level=0.9 if s == "ci90" else 0.95)
    assert isinstance(found, TestResult)
    if s in ("tost_p", "ni_p"):
        tests = both_sides(found, {"odi": 10.0}.get(o, 15.0 if data_ == "d9_noties" else 1.5))
        return tests.p_value if s == "tost_p" else tests.p_upper
    return number_of(found, "ci" if s == "ci90" else s.removeprefix("hc3_"))


def ancova_refusal(data_: str, o: str) -> Any:
    """Why the ANCOVA is refused."""
    return ancova_number("error", data_, o)


def three(g: str) -> data.Counts:
    """The changes of one group of d6."""
    mine = data.groups("d6_three") == g
    return data.count(np.round(data.numbers("d6_three", "vas_post") - data.numbers("d6_three", "vas_pre"), 6)[mine])


def three_description(g: str, s: str) -> Any:
    """One number describing the change of one group of d6."""
    return description(describe(*three(g)), s)


def three_welch(a: str, b: str, s: str) -> Any:
    """One number of Welch's test of two groups of d6."""
    return number_of(independent.welch(*three(a), *three(b)), s)


def three_overall(test: str, s: str) -> Any:
    """One number of an overall test of d6."""
    found = getattr(omnibus, test)([three(g) for g in ("CT", "DSA", "Fluoro")])
    return [found.df1, found.df2] if s == "df" else found.p_value if s == "p" else found.statistic


def three_pairs(test: str, adjusted: str) -> dict[str, float | None]:
    """The P values of the three pairs of d6."""
    chosen = {"welch": independent.welch,
              "mw": lambda *args: rank.mann_whitney(*args, method="asymptotic_corrected")}[test]  # fmt: skip
    names = [("CT", "DSA"), ("CT", "Fluoro"), ("DSA", "Fluoro")]
    raw = [chosen(*three(a), *three(b)).p_value for a, b in names]  # type: ignore[operator]  # two callables
    p_values = adjust.holm(raw) if adjusted == "holm" else raw
    return {f"{a}-{b}": p for (a, b), p in zip(names, p_values, strict=True)}


def brown_forsythe(data_: str, o: str, w: str, s: str) -> Any:
    """F or P of the Brown–Forsythe test."""
    found = spread.brown_forsythe([data.scores(data_, o, g, w) for g in ("CT", "DSA")])
    assert isinstance(found, omnibus.OverallTest)
    return found.statistic if s == "F" else found.p_value


def brown_forsythe_refusal(data_: str, o: str, w: str) -> Any:
    """Why there is no Brown–Forsythe test."""
    found = spread.brown_forsythe([data.scores(data_, o, g, w) for g in ("CT", "DSA")])
    assert isinstance(found, NotEstimable)
    return found.reason


def three_brown_forsythe(s: str) -> Any:
    """F or P of the Brown–Forsythe test of d6."""
    found = spread.brown_forsythe([three(g) for g in ("CT", "DSA", "Fluoro")])
    assert isinstance(found, omnibus.OverallTest)
    return found.statistic if s == "F" else found.p_value


def three_games_howell() -> dict[str, Any]:
    """P of the three pairs of d6 by Games–Howell."""
    names = ("CT", "DSA", "Fluoro")
    found = pairwise.games_howell([three(g) for g in names])
    return {f"{names[i]}-{names[j]}": number_of(test, "p") for (i, j), test in found.items()}


def balance_of(s: str) -> Any:
    """A standardised mean difference of d1."""
    group = data.groups("d1_seed")
    if s == "age":
        age = data.numbers("d1_seed", "age")
        return balance.continuous(*data.count(age[group == "CT"]), *data.count(age[group == "DSA"]))
    column = np.array([row["sex" if s == "sexM" else "tumour"] for row in data.rows("d1_seed")])
    counts = {g: [int((column[group == g] == level).sum()) for level in np.unique(column)] for g in ("CT", "DSA")}
    if s == "sexM":
        return balance.binary(counts["CT"][1], 32, counts["DSA"][1], 32)
    return balance.categorical(counts["CT"], counts["DSA"])
