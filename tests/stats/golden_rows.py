"""The table of the golden keys: which are compared with what, and which are not, with the reason.

Each entry of COMPARED is a pattern of keys, what computes our answer from the named parts
of the key, and the tolerance.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lib.stats import adjust, effect_size, independent, normality, paired, proportion, rank
from tests.stats import answers, planning_answers, rate_answers, repeated_answers
from tests.stats import oracle_data as data
from tests.stats.answers import of_change, of_groups

CLOSED_FORM = 1e-10
ROOT = 1e-8
REML = 1e-5  # gls itself stops about there
R_SIZE = 5e-6  # three of R's conventions side by side; ours is the strict one, to 1e-8 in test_planning
COMPILED = 1e-7  # coin and exactRankTests print P from their own compiled sums
R_ROOT_SEARCH = 2e-4  # absolute: R looks for Hodges–Lehmann limits under ties with a root search that stops at 1e-4
"""Tolerances, relative unless said otherwise."""

DATA = r"(?P<data>d[1234579]_[a-z]+)/(?P<o>vas|odi)"
PAIRED = DATA + r"/(?P<g>CT|DSA)/paired/"
BETWEEN = DATA + r"/between_(?P<w>change|post|pre)/"
TWO = r"two/(?P<pair>\d+_\d+_vs_\d+_\d+)/"
EMPTY_MARGIN = r"(?!two/(?:32_32_vs_32_32|0_32_vs_0_32)/)"
ZERO_CELL = r"(?!two/(?:32_32_vs_32_32|0_32_vs_0_32|0_32_vs_5_32|3_3_vs_0_3)/)"
WITHOUT_D7 = r"(?!d7)"
WITHOUT_D7_PRE = r"(?!d7_constant/vas/between_pre)"
BETWEEN_MIDDLES = r"(?:d4_zero/vas/between_post|d5_missing/vas/between_pre)/mw_default/est"


class Row(NamedTuple):
    """One kind of key: its pattern, what computes our answer, and the tolerance."""

    pattern: str
    ours: Callable[..., Any]
    tolerance: float | str = CLOSED_FORM
    is_absolute: bool = False

    def matches(self, key: str) -> re.Match[str] | None:
        """Whether a key is of this kind."""
        return re.fullmatch(self.pattern, key)


COMPARED = [
    Row(DATA + r"/(?P<g>CT|DSA)/(?P<w>pre|post)/(?P<s>\w+)", answers.scores),
    Row(PAIRED + r"change/(?P<s>\w+)", answers.change_description),
    Row(PAIRED + r"(?P<s>n)_pairs", answers.change_description),
    Row(WITHOUT_D7 + PAIRED + r"t_paired/(?P<s>\w+)", of_change(paired.paired_t)),
    Row(PAIRED + r"wilcoxon_(?P<kind>default|approx_cc|approx_nocc)/(?P<s>stat|p|method)", answers.signed_rank),
    Row(WITHOUT_D7 + PAIRED + r"wilcoxon_default/(?P<s>ci|est)",
        of_change(paired.hodges_lehmann, zeros=False), R_ROOT_SEARCH, True),
    Row(PAIRED + r"wilcoxon_exact_ties/p", of_change(paired.signed_rank, "p", method="exact_with_ties"), COMPILED),
    Row(PAIRED + r"wilcoxon_pratt/(?P<s>z|p)", of_change(paired.signed_rank, method="pratt"), COMPILED),
    Row(PAIRED + r"hl_walsh_all", of_change(paired.hodges_lehmann, "est")),
    Row(PAIRED + r"hl_walsh_nonzero", of_change(paired.hodges_lehmann, "est", zeros=False)),
    Row(PAIRED + r"rank_biserial_matched", of_change(paired.signed_rank, "est")),
    Row(PAIRED + r"dz", of_change(effect_size.d_z, "est")),
    Row(PAIRED + r"dz_ci", of_change(effect_size.d_z, "ci"), ROOT),
    Row(PAIRED + r"gz", answers.g_z),
    Row(PAIRED + r"dav", answers.of_pairs(effect_size.d_av, "est")),
    Row(PAIRED + r"dav_ci", answers.of_pairs(effect_size.d_av, "ci"), ROOT),
    Row(BETWEEN + r"welch/(?P<s>t|df|p|ci|est|se)", of_groups(independent.welch)),
    Row(BETWEEN + r"student/(?P<s>t|df|p|ci|est|se)", of_groups(independent.student)),
    Row(WITHOUT_D7_PRE + BETWEEN + r"mw_(?P<kind>default|approx_cc|approx_nocc)/(?P<s>stat|p|method)",
        answers.mann_whitney),
    Row(rf"(?!{BETWEEN_MIDDLES})" + BETWEEN + r"mw_default/(?P<s>ci|est)",
        of_groups(rank.mann_whitney), R_ROOT_SEARCH, True),
    Row(BETWEEN + r"mw_exact_ties/p", of_groups(rank.mann_whitney, "p", method="exact_with_ties"), COMPILED),
    Row(BETWEEN + r"hl_median", of_groups(rank.mann_whitney, "est", method="exact_with_ties")),
    Row(BETWEEN + r"cliff", of_groups(effect_size.cliffs_delta, "est")),
    Row(BETWEEN + r"cliff_ci", of_groups(effect_size.cliffs_delta, "ci")),
    Row(BETWEEN + r"cohen_d", of_groups(effect_size.cohen_d, "est")),
    Row(BETWEEN + r"cohen_d_ci", of_groups(effect_size.cohen_d, "ci"), ROOT),
    Row(BETWEEN + r"hedges_g", of_groups(effect_size.hedges_g, "est")),
    Row(BETWEEN + r"hedges_g_ci", of_groups(effect_size.hedges_g, "ci"), ROOT),
    Row(BETWEEN + r"tost/(?P<s>\w+)", answers.tost),
    Row(WITHOUT_D7 + DATA + r"/ancova/(?P<s>[a-zA-Z0-9_]+)", answers.ancova_number),
    Row(DATA + r"/ancova/(?P<a>CT)_vs_DSA/(?P<s>\w+)", answers.ancova_pair),
    Row(r"(?P<data>d6_three)/ancova/(?P<s>[a-zA-Z0-9_]+)", answers.ancova_number),
    Row(r"(?P<data>d6_three)/ancova/(?P<a>CT|Fluoro)_vs_DSA/(?P<s>\w+)", answers.ancova_pair),
    Row(r"(?P<data>d8_long/ancova_t\d)/(?P<s>[a-zA-Z0-9_]+)", answers.ancova_number),
    Row(r"(?P<data>d8_long/ancova_t\d)/(?P<a>CT)_vs_DSA/(?P<s>\w+)", answers.ancova_pair),
    Row(r"d6_three/change/(?P<g>CT|DSA|Fluoro)/(?P<s>\w+)", answers.three_description),
    Row(r"d6_three/change/(?P<test>anova|welch_anova|kruskal)/(?P<s>F|H|df|p)", answers.three_overall),
    Row(r"d6_three/change/pair/(?P<a>\w+)-(?P<b>\w+)/welch/(?P<s>\w+)", answers.three_welch),
    Row(r"d6_three/change/pair_(?P<test>welch|mw)_p_(?P<adjusted>raw|holm)", answers.three_pairs),
    Row(r"d8_long/mmrm_gls/(?P<s>coef|se)", repeated_answers.coefficients, REML),
    Row(r"d8_long/mmrm_gls/reml_ll", repeated_answers.log_likelihood),
    Row(r"d8_long/mmrm_gls/N", repeated_answers.observations),
    Row(WITHOUT_D7 + PAIRED + r"shapiro/(?P<s>W|p)", of_change(normality.shapiro_wilk), ROOT),
    Row(WITHOUT_D7 + BETWEEN + r"brown_forsythe/(?P<s>F|p)", answers.brown_forsythe),
    Row(r"d6_three/change/brown_forsythe/(?P<s>F|p)", answers.three_brown_forsythe),
    Row(r"d6_three/change/games_howell_p", answers.three_games_howell, ROOT),
    Row(r"smd/(?P<s>\w+)", answers.balance_of),
    Row(r"power/t_n_delta(?P<difference>[\d.]+)_sd(?P<sd>[\d.]+)_pow(?P<power>[\d.]+)",
        planning_answers.fractional_size, R_SIZE),
    Row(r"power/t_power_n(?P<n>\d+)_delta(?P<difference>[\d.]+)_sd(?P<sd>[\d.]+)", planning_answers.power, ROOT),
    Row(r"power/tost_n(?P<n>\d+)_sd(?P<sd>[\d.]+)_m(?P<margin>[\d.]+)_d(?P<difference>[\d.]+)",
        planning_answers.equivalence_power),
    Row(r"power/tost_n_per_group_sd(?P<sd>[\d.]+)_m(?P<margin>[\d.]+)_pow(?P<power>[\d.]+)",
        planning_answers.equivalence_size),
    Row(r"prop/(?P<x>\d+)_(?P<n>\d+)/wilson", rate_answers.of_rate(proportion.wilson)),
    Row(r"prop/(?P<x>\d+)_(?P<n>\d+)/clopper", rate_answers.of_rate(proportion.clopper_pearson)),
    Row(TWO + r"fisher/p", rate_answers.fisher_p),
    Row(TWO + r"fisher/(?P<s>or_cond|ci)_tight", rate_answers.odds_ratio, ROOT),
    Row(EMPTY_MARGIN + TWO + r"chisq(?P<yates>_yates|)", rate_answers.chi_squared),
    Row(EMPTY_MARGIN + TWO + r"min_expected", rate_answers.least_expected),
    Row(TWO + r"rd_newcombe(?P<level>95|90)", rate_answers.newcombe),
    Row(TWO + r"rd_mn(?P<level>95|90)", rate_answers.miettinen_nurminen, ROOT),
    Row(TWO + r"rd_equiv_newcombe90_m(?P<margin>\d+)", rate_answers.rates_equivalent),
    Row(ZERO_CELL + TWO + r"rr", rate_answers.of_rates(proportion.risk_ratio, "est")),
    Row(ZERO_CELL + TWO + r"rr_ci_katz", rate_answers.of_rates(proportion.risk_ratio, "ci")),
    Row(r"d6_three/resp_(?P<s>fisher3_p|chisq3)", rate_answers.three_responders),
    Row(r"mcnemar/(?P<s>exact_p|chi2_cc)", rate_answers.mcnemar),
    Row(r"adjust/holm", lambda: adjust.holm(data.golden()["adjust/p"])),
    Row(r"adjust/bh", lambda: adjust.benjamini_hochberg(data.golden()["adjust/p"])),
]  # fmt: skip

REFUSED = [
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/(?P<g>CT|DSA)/paired/t_paired/(?P<s>error)",
        of_change(paired.paired_t), "no_variance"),
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/between_(?P<w>\w+)/welch/(?P<s>error)",
        of_groups(independent.welch), "no_variance"),
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/between_(?P<w>\w+)/student/(?P<s>error)",
        of_groups(independent.student), "no_variance"),
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/between_(?P<w>pre)/mw_approx_n?o?cc/(stat|p|method)",
        of_groups(rank.mann_whitney, "error"), "no_variance"),
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/(?P<g>CT|DSA)/paired/shapiro/(?P<s>error)",
        of_change(normality.shapiro_wilk), "no_variance"),
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/between_(?P<w>\w+)/brown_forsythe/(F|p)",
        answers.brown_forsythe_refusal, "no_variance"),
    Row(r"(?P<data>d7_constant)/(?P<o>vas)/ancova/(error|n|df)", answers.ancova_refusal, "constant_baseline"),
    Row(r"two/(?P<pair>32_32_vs_32_32|0_32_vs_0_32)/(chisq|chisq_yates|min_expected)",
        rate_answers.chi_squared_refusal, "zero_margin"),
    Row(r"two/(?P<pair>32_32_vs_32_32|0_32_vs_0_32|0_32_vs_5_32|3_3_vs_0_3)/(rr|rr_ci_katz)",
        rate_answers.of_rates(proportion.risk_ratio, "error"), "zero_cell"),
]  # fmt: skip
"""Where R stops, divides by zero or drops a term, we refuse; in place of the tolerance stands the reason."""

NOT_COMPARED = {
    r"meta/.*": "R artefact: the versions that wrote the file",
    r"adjust/p": "input of the two adjustments beside it",
    r".*/wilcoxon_default_unrounded/.*": "R artefact: ranks torn apart by the noise of decimals",
    r"d7_constant/vas/(CT|DSA)/paired/wilcoxon_default/(ci|est)":
        "R artefact: a root search without an interval; all changes equal, hl_walsh_all is compared",
    r"d7_constant/vas/between_\w+/mw_default/error": "R artefact: its interval search stops; P is compared (approx_cc)",
    BETWEEN_MIDDLES: "R artefact: its search ends anywhere between the two middle differences; hl_median is compared",
    r".*/effectsize_hedges_g_pkg": "R artefact: right to 4e-5 only (an optimiser); hedges_g_ci is compared",
    r".*/(dav_meansd|srm_corr)": "not part of Trocar: another standardiser, and the plain correlation",
    r".*/levene/(F|p)": "not part of Trocar: Brown–Forsythe is the test of spread",
    r".*/wilson_cc_prop.test_default": "not part of Trocar: odd at x = n/2",
    r"two/.*/fisher/(or_cond|ci)": "R artefact: its root stops at 1e-4; the *_tight keys are compared",
    r"two/.*/(rr_half|rr_half_ci)": "not part of Trocar: no added halves",
    r"two/.*/rd_tost_wald_p_m\d+": "not part of Trocar: Wald gives P = 0 without variance",
    r"d8_long/lmer_ri/.*": "not part of Trocar: no random intercept in place of the MMRM",
    r"d8_long/mmrm_gls/(diff|diff_satterthwaite)": "R artefact: df.error is too liberal, the other is simulated",
    r"d6_three/change/(tukey|pair_pooled_t_holm)": "not part of Trocar: one variance for all; Games–Howell instead",
}  # fmt: skip
"""Keys that are not compared, and why."""
