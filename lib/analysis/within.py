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
    changes = pairs.changes
    return Within(
        method=method,
        n=pairs.n,
        baseline=describe(pairs.baseline, pairs.count),
        follow_up=describe(pairs.follow_up, pairs.count),
        change=describe(*changes),
        paired_t=paired_t(*changes),
        signed_rank=signed_rank(*changes),
        hodges_lehmann=hodges_lehmann(*changes),
        d_z=d_z(*changes),
        d_av=d_av(pairs.baseline, pairs.follow_up, pairs.count),
        signed_rank_exact=(
            signed_rank(*changes, method="exact_with_ties") if TESTED_FROM <= pairs.n < MARGIN_FROM else None
        ),
    )
