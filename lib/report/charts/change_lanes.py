"""The lanes of the change chart: where they lie, and what the browser works out as the chart gets narrower."""

from __future__ import annotations

from dataclasses import dataclass

PATIENTS_AT = 0.45
MEAN_AT = 0.88
"""Where in a lane of width 1 the patients and the bold mean stand: side by side."""

DIFFERENCE_WIDTH = 0.95
GAP = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Patient lanes of width 1 from 0 on, then a gap, then the difference lanes.

    `left` and `right` are the pixels kept free beside them, `widest_name` those of the longest method, `row` the
    height of one row of words. Expressions are Vega's, and follow the width of the chart.
    """

    methods: int
    differences: int
    left: int
    right: int
    widest_name: float
    row: int

    @property
    def _beside(self) -> float:
        """A single lane keeps about the width that it has beside another."""
        return 0.5 if self.methods == 1 else 0.0

    @property
    def start(self) -> float:
        """Where the lanes begin."""
        return -self._beside

    @property
    def patients_end(self) -> float:
        """Where the patient lanes end."""
        return self.methods + self._beside

    @property
    def end(self) -> float:
        """Where the last lane ends."""
        return self.difference(self.differences - 1)[1] if self.differences else self.patients_end

    def difference(self, index: int) -> tuple[float, float]:
        """Left and right end of a difference lane."""
        begin = self.patients_end + GAP + DIFFERENCE_WIDTH * index
        return begin, begin + DIFFERENCE_WIDTH

    def difference_middle(self, index: int) -> float:
        """The middle of a difference lane."""
        return round(sum(self.difference(index)) / 2, 4)

    @property
    def lane(self) -> str:
        """Expression: the pixels of one lane."""
        return f"((width - {self.left + self.right}) / {round(self.end - self.start, 4)})"

    @property
    def is_tight(self) -> str:
        """Expression: whether the names do not fit side by side, so that every other one stands a row higher."""
        return f"({self.lane} < {round(self.widest_name) + 6})"

    @property
    def foot(self) -> str:
        """Expression: the pixels below the scale, for two rows of words or three."""
        return f"({self.is_tight} ? {self.foot_pixels + self.row} : {self.foot_pixels})"

    @property
    def foot_pixels(self) -> int:
        """The pixels below the scale where names fit side by side."""
        return 2 * self.row + 14

    def name_height(self, lane: int) -> str:
        """Expression: the pixels by which the name of a lane stands above the bottom."""
        low = self.row + 8
        return f"({self.is_tight} ? {low + self.row} : {low})" if lane % 2 == 0 else str(low)
