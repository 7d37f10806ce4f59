"""Floor and ceiling: how many patients have the lowest or the highest score there is, where differences are hidden."""

from __future__ import annotations

from lib.analysis.results import AtBound
from lib.registry.counts import ScoreCounts
from lib.stats.describe import share_at
from lib.stats.results import NotEstimable
from lib.terms import Scale


def at_bounds(counts: ScoreCounts, scale: Scale) -> tuple[AtBound, ...]:
    """Every method's complete pairs at the lowest and the highest possible score, before treatment and at the visit."""
    found: list[AtBound] = []
    for method in counts.methods:
        pairs = counts.of(method)
        for is_baseline, scores in ((True, pairs.baseline), (False, pairs.follow_up)):
            for is_floor, bound in ((True, scale.low), (False, scale.high)):
                share = share_at(scores, pairs.count, bound)
                if not isinstance(share, NotEstimable):
                    found.append(
                        AtBound(
                            method=method,
                            is_baseline=is_baseline,
                            is_floor=is_floor,
                            n=round(share * pairs.n),
                            total=pairs.n,
                        )
                    )
    return tuple(found)
