"""How the trajectory is laid out: visits in their places, methods with their marks, the room that names need."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from lib.analysis.results import OutcomeComparison, VisitSummary
from lib.report.charts.layers import by, score_axis
from lib.report.charts.places import visit_places
from lib.report.charts.style import ChartStyle, Mark, method_marks, text_width
from lib.report.language import sentence
from lib.report.wording.names import method_name
from lib.stats.describe import Description
from lib.terms import LAST_FOLLOW_UP, Visit

LEFT = 22
"""Pixels from the axis to the first visit."""

SHORT_TITLE = 50
"""Pixels up to which "n CT" names its row; where one is longer, the rows carry the methods' shapes instead."""

WIDEST_LABEL = 96
"""Pixels of a method's name beside its mean; a longer one is shortened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What every layer needs: the visits and their places, the methods and their marks.

    `foot` are the pixels below the scale (visit names, n per method), `right` those beside the last visit
    (labels), `gutter` those before the axis.
    """

    outcome: OutcomeComparison
    style: ChartStyle
    visits: tuple[Visit, ...]
    places: dict[str, float]
    marks: dict[str, Mark]
    foot: int
    right: int
    gutter: int

    @property
    def ticks(self) -> list[float]:
        """The figures of the score axis."""
        scale = self.outcome.scale
        return [round(scale.low + index * (scale.high - scale.low) / 5, 9) for index in range(6)]

    @property
    def x(self) -> alt.X:
        """Time, from 0 to 1."""
        span = [LEFT, by(f"width - {self.right}")]
        return alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], range=span, nice=False, zero=False))

    @property
    def y(self) -> alt.Y:
        """The score, over its whole range."""
        domain = (self.outcome.scale.low, self.outcome.scale.high)
        return score_axis(domain, foot=self.foot, gutter=self.gutter)

    @property
    def joined(self) -> tuple[Visit, ...]:
        """The visits that lines join: baseline and those with a day; where none has a day, those in a known order.

        The last follow-up is never joined: its day differs from patient to patient.
        """
        if any(visit.days is not None for visit in self.visits if not visit.is_baseline):
            return tuple(visit for visit in self.visits if visit.is_baseline or visit.days is not None)
        return tuple(visit for visit in self.visits if visit.name != LAST_FOLLOW_UP)

    @property
    def described(self) -> list[tuple[VisitSummary, Description]]:
        """What can be drawn: the summaries that have values."""
        return [(row, row.description) for row in self.outcome.summaries if isinstance(row.description, Description)]

    def offset(self, method: str) -> float:
        """Pixels by which a method stands beside the visit, so that intervals do not hide each other."""
        methods = list(self.marks)
        return (methods.index(method) - (len(methods) - 1) / 2) * (6 if len(methods) < 3 else 4.5)


def stage(outcome: OutcomeComparison, style: ChartStyle) -> Stage:
    """Lay out a trajectory: as much room beside it as the names need, no more."""
    visits = tuple(sorted(dict.fromkeys(row.visit for row in outcome.summaries), key=lambda visit: visit.order))
    names = [method_name(method, style.language) for method in outcome.methods]
    widest = max((text_width(name, style.font_size + 1) for name in names), default=0.0)
    title = max((text_width(row_title(name, style), style.small) for name in names), default=0.0)
    return Stage(
        outcome=outcome,
        style=style,
        visits=visits,
        places=visit_places(visits),
        marks=method_marks(outcome.methods, style),
        foot=style.sized(44) + style.row * (len(names) - 1),
        right=20 + round(min(style.sized(WIDEST_LABEL), widest)),
        gutter=max(30, 10 + round(title)) if title <= style.sized(SHORT_TITLE) else style.sized(34),
    )


def row_title(name: str, style: ChartStyle) -> str:
    """What stands before the row of a method's patients: "n CT"."""
    return sentence(style.language, "charts.trajectory.n", method=name)
