"""Change and difference in one chart: every patient, the adjusted means, and the difference on the shifted axis."""

from __future__ import annotations

from collections.abc import Sequence

from lib.analysis.results import VisitComparison
from lib.registry.cohort import Patient
from lib.registry.counts import ScoreCounts
from lib.report.charts import change_layers
from lib.report.charts.change_stage import Pair
from lib.report.charts.change_stage import stage as layout
from lib.report.charts.difference_layers import difference_lanes
from lib.report.charts.layered import LayeredChart
from lib.report.charts.layers import frame
from lib.report.charts.patients import DOTS_UP_TO, dots_or_bars
from lib.report.charts.style import ChartStyle, finished
from lib.report.differences import shown_difference
from lib.report.language import sentence
from lib.report.numbers import difference_texts, level, number, printed_decimals
from lib.report.wording.names import method_name, outcome_name, visit_name
from lib.stats.describe import Description
from lib.stats.results import TestResult


def change_and_difference(
    comparison: VisitComparison,
    counts: ScoreCounts,
    patients: Sequence[Patient],
    pair: Pair | None,
    mcid: float | None,
    margin: float | None,
    style: ChartStyle,
) -> LayeredChart:
    """A lane per method, then one difference lane per method minus the control of `pair` (experimental, control).

    Change is follow-up minus baseline. The difference axis is the change axis shifted so that its zero lies at the
    control's adjusted mean. Up to 150 patients in `counts` each has a dot (without `patients`, a dot without a name);
    above, a centred bar per score step. `mcid` and `margin` are sizes in the unit of the score, or None. What cannot
    be estimated is left out; the patients stay.
    """
    stage = layout(comparison, counts, pair, has_mcid=mcid is not None, style=style)
    behind, before = difference_lanes(stage, margin)
    drawn = [
        frame(stage.x, stage.y),
        *change_layers.background(stage),
        *behind,
        *dots_or_bars(stage, counts, patients),
        *(change_layers.mcid_line(stage, mcid) if mcid is not None else ()),
        *before,
        *change_layers.means(stage),
        *change_layers.lane_names(stage),
    ]
    return finished(drawn, style)


def heading(comparison: VisitComparison, counts: ScoreCounts, language: str) -> tuple[str, str]:
    """Title and subtitle: what a dot or a bar is, what the bold mark is, the level of the differences if not 95%."""
    kind = "bars" if counts.n > DOTS_UP_TO else "dots"
    mark = "adjusted" if comparison.adjusted_means else "raw"
    parts = [sentence(language, f"charts.change.{kind}"), sentence(language, f"charts.change.{mark}")]
    levels = {level(verdict.level) for verdict in comparison.verdicts} - {level(0.95)}
    parts.extend(sentence(language, "charts.change.difference_level", level=one) for one in sorted(levels))
    title = sentence(language, "charts.change.title", visit=visit_name(comparison.visit, language))
    return title, sentence(language, "charts.dot").join(parts)


def alternative_text(
    comparison: VisitComparison, pair: Pair | None, language: str, *, margin: float | None = None
) -> str:
    """The mean change of every method and the difference of every method from the control, in words."""
    rows: list[str] = []
    decimals = printed_decimals(comparison.scale.decimals)
    for within in comparison.within:
        method = method_name(within.method, language)
        if isinstance(within.change, Description):
            change = number(within.change.mean, decimals)
            rows.append(sentence(language, "charts.change.alternative_row", method=method, change=change, n=within.n))
        else:
            rows.append(sentence(language, "charts.change.alternative_empty", method=method))
    if pair is not None and set(pair) <= set(comparison.methods):
        others = [method for method in comparison.methods if method != pair[1]]
        rows.extend(_difference_in_words(comparison, other, pair[1], language, margin) for other in others)
    return sentence(
        language,
        "charts.change.alternative",
        outcome=outcome_name(comparison.outcome, language),
        visit=visit_name(comparison.visit, language),
        rows=sentence(language, "charts.list").join(row for row in rows if row),
    )


def _difference_in_words(
    comparison: VisitComparison, experimental: str, control: str, language: str, margin: float | None
) -> str:
    result = shown_difference(comparison, experimental, control)
    if not isinstance(result, TestResult) or result.interval is None:
        return ""
    texts = difference_texts(
        result.estimate, result.interval.low, result.interval.high, result.p_value,
        margin=margin, decimals=printed_decimals(comparison.scale.decimals),
    )  # fmt: skip
    names = {"experimental": method_name(experimental, language), "control": method_name(control, language)}
    shown = level(result.interval.level)
    return sentence(
        language,
        "charts.change.alternative_difference",
        pair=sentence(language, "charts.difference", **names),
        estimate=texts.estimate,
        interval=sentence(language, "charts.interval", level=shown, low=texts.low, high=texts.high),
    )
