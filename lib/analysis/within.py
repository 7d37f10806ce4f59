"""One method by itself: scores before and after, and their change."""

from __future__ import annotations

from lib.analysis.results import Within
from lib.analysis.verdict import MARGIN_FROM, TESTED_FROM
from lib.registry.counts import PairedCounts
from lib.stats.describe import describe
from lib.stats.effect_size import d_av, d_z
from lib.stats.paired import hodges_lehmann, paired_t, signed_rank


def within_method(method: str, pairs: PairedCounts) -> Within:
    """Everything said of one method from its complete pairs; change is follow-up minus baseline."""
    change, count = pairs.change, pairs.count
    return Within(
        method=method,
        n=pairs.n,
        baseline=describe(pairs.baseline, count),
        follow_up=describe(pairs.follow_up, count),
        change=describe(change, count),
        paired_t=paired_t(change, count),
        signed_rank=signed_rank(change, count),
        hodges_lehmann=hodges_lehmann(change, count),
        d_z=d_z(change, count),
        d_av=d_av(pairs.baseline, pairs.follow_up, count),
        signed_rank_exact=(
            signed_rank(change, count, method="exact_with_ties") if TESTED_FROM <= pairs.n < MARGIN_FROM else None
        ),
    )
