"""The same battery as people write it with pandas, SciPy and statsmodels' formulas, on patient rows.

It leaves out what these libraries do not offer: Hodges–Lehmann estimates with intervals, intervals of effect sizes.
Trocar computes those too, so that the comparison is to its disadvantage.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.weightstats import ttost_ind

EXACT_BELOW = 50
Found = dict[str, Any]


def battery(frame: pd.DataFrame, outcome: str, visit: str, margin: float) -> Found:
    """Everything said of one outcome at one visit: within CT and DSA, and CT minus DSA."""
    kept = pd.DataFrame(
        {
            "method": frame["method"],
            "baseline": frame[f"{outcome} baseline"],
            "follow_up": frame[f"{outcome} {visit}"],
        }
    ).dropna()
    kept["change"] = (kept["follow_up"] - kept["baseline"]).round(6)
    ct, dsa = kept[kept["method"] == "CT"], kept[kept["method"] == "DSA"]
    return {
        "CT": _within(ct),
        "DSA": _within(dsa),
        **_adjusted(kept, margin),
        **_unadjusted(ct, dsa, margin),
    }


def _within(one: pd.DataFrame) -> Found:
    """Scores before, after and their change; paired t, signed rank (R's rule for exactness), effect sizes."""
    change = one["change"]
    t = stats.ttest_rel(one["follow_up"], one["baseline"])
    described = one[["baseline", "follow_up", "change"]].describe()
    spread = np.sqrt((one["baseline"].var() + one["follow_up"].var()) / 2)
    return {
        "describe": described,
        "mean_intervals": [stats.ttest_1samp(one[name], 0).confidence_interval() for name in described.columns],
        "paired_t": (t.statistic, t.df, t.pvalue, t.confidence_interval()),
        "signed_rank": _signed_rank(change),
        "d_z": change.mean() / change.std(),
        "d_av": change.mean() / spread,
    }


def _signed_rank(change: pd.Series[float]) -> float:
    is_exact = len(change) < EXACT_BELOW and (change != 0).all() and change.abs().is_unique
    if is_exact:
        return float(stats.wilcoxon(change, method="exact").pvalue)
    return float(stats.wilcoxon(change, zero_method="wilcox", method="asymptotic", correction=True).pvalue)


def _adjusted(kept: pd.DataFrame, margin: float) -> Found:
    """ANCOVA, ordinary and HC3: difference, adjusted means at the mean baseline, two one-sided tests."""
    name = "C(method, Treatment('DSA'))[T.CT]"
    ordinary = smf.ols("follow_up ~ C(method, Treatment('DSA')) + baseline", data=kept).fit()
    robust = ordinary.get_robustcov_results("HC3", use_t=True)
    place = ordinary.model.exog_names.index(name)
    at_mean = pd.DataFrame({"method": ["CT", "DSA"], "baseline": kept["baseline"].mean()})
    found: Found = {"adjusted_means": robust.get_prediction(at_mean).summary_frame()}
    for label, fit in (("ancova", ordinary), ("ancova_hc3", robust)):
        difference, error = np.asarray(fit.params)[place], np.asarray(fit.bse)[place]
        found[label] = (
            difference,
            error,
            np.asarray(fit.conf_int(0.05))[place],
            np.asarray(fit.conf_int(0.10))[place],
            np.asarray(fit.pvalues)[place],
            stats.t.sf((difference + margin) / error, fit.df_resid),
            stats.t.cdf((difference - margin) / error, fit.df_resid),
        )
    return found


def _unadjusted(ct: pd.DataFrame, dsa: pd.DataFrame, margin: float) -> Found:
    """Welch and Student on the change, Welch on the follow-up, Mann–Whitney, g, Cliff's delta, two one-sided tests."""
    change = ct["change"], dsa["change"]
    found: Found = {}
    for label, pair, is_equal in (
        ("welch_change", change, False),
        ("student_change", change, True),
        ("welch_follow_up", (ct["follow_up"], dsa["follow_up"]), False),
    ):
        t = stats.ttest_ind(*pair, equal_var=is_equal)
        found[label] = (t.statistic, t.df, t.pvalue, t.confidence_interval())
    small = max(len(ct), len(dsa)) < EXACT_BELOW and pd.concat(change).is_unique
    rank = stats.mannwhitneyu(*change, method="exact" if small else "asymptotic")
    found["mann_whitney_change"] = (rank.statistic, rank.pvalue)
    found["cliffs_delta"] = 2 * rank.statistic / (len(ct) * len(dsa)) - 1
    df = len(ct) + len(dsa) - 2
    pooled = np.sqrt(((len(ct) - 1) * change[0].var() + (len(dsa) - 1) * change[1].var()) / df)
    found["hedges_g"] = (1 - 3 / (4 * df - 1)) * (change[0].mean() - change[1].mean()) / pooled
    found["equivalence"] = ttost_ind(*change, -margin, margin, usevar="unequal")
    return found
