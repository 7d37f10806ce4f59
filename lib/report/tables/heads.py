"""What the heads of a table say of its intervals and P values: the level, and what P was corrected for."""

from __future__ import annotations

from lib.analysis.results import Verdict, VisitComparison
from lib.report.differences import p_kind
from lib.report.language import sentence
from lib.report.numbers import level
from lib.report.tables.cells import Pair


def shown_level(comparison: VisitComparison, pair: Pair) -> float:
    """The level of a pair's intervals: simultaneous where several pairs form a family, else 95%."""
    verdict = _verdict(comparison, pair)
    return 0.95 if verdict is None else verdict.level


def interval_head(comparison: VisitComparison, pair: Pair, language: str) -> str:
    """The head over the intervals: "95% CI", with several pairs "98.3% CI, simultaneous"."""
    verdict = _verdict(comparison, pair)
    key = "interval" if verdict is None or verdict.n_pairs == 1 else "interval_family"
    return sentence(language, f"tables.between.{key}", level=level(shown_level(comparison, pair)))


def p_head(comparison: VisitComparison, pair: Pair, language: str) -> str:
    """The head over the P values: "P", with several pairs "Holm P", in a filtered view "Unadjusted P"."""
    return sentence(language, f"tables.between.{p_kind(comparison, *pair)}")


def _verdict(comparison: VisitComparison, pair: Pair) -> Verdict | None:
    return next((one for one in comparison.verdicts if {one.experimental, one.control} == set(pair)), None)
