from __future__ import annotations

import pytest

from lib.analysis.detection import Detection, comparable_way, detection_of, stated_detection
from lib.registry.cohort import Cohort
from tests.intake.files import opened_rows


def _cohort(*ways: str | None) -> Cohort:
    """Two patients of each way with CT, then with DSA, in turn."""
    rows = [[f"p{n}", "CT" if n % 2 else "DSA", 8 - n % 3, 3, "no", way] for n, way in enumerate(ways)]
    found = opened_rows([["id", "group", "VAS pre", "VAS 1 month", "leakage", "leakage detection"], *rows]).cohort
    assert found is not None
    return found


class TestStatedDetection:
    def test_one_way_for_all_is_the_same(self) -> None:
        """Said of both methods alike, nothing differs and everybody counts."""
        cohort = _cohort(*[None] * 6)

        found = stated_detection(cohort, {"CT": "CT", "DSA": "CT"})

        assert found is not None and found.is_same and not found.differs
        assert found.counts == {"DSA": (3,), "CT": (3,)}

    def test_two_ways_differ(self) -> None:
        """CT with one method and radiographs with the other is no fair comparison."""
        found = stated_detection(_cohort(*[None] * 6), {"CT": "CT", "DSA": "radiographs"})

        assert found is not None and found.differs

    def test_said_of_one_method_only(self) -> None:
        """Of the other it stays unknown: neither the same nor different."""
        found = stated_detection(_cohort(*[None] * 6), {"CT": "CT"})

        assert found is not None and not found.is_same and not found.differs
        assert found.unknown == {"DSA": 3, "CT": 0}

    def test_nothing_said(self) -> None:
        """Without a word there is no detection."""
        assert stated_detection(_cohort(*[None] * 6), {}) is None


class TestComparableWay:
    def test_the_way_that_both_methods_have(self) -> None:
        """CT was used in 1 of DSA and 2 of CT, radiographs in 2 and none: CT is the common way."""
        cohort = _cohort("CT", "CT", "xray", "CT", "xray", "other")
        found = detection_of(cohort)

        assert found is not None
        assert comparable_way(found) == "CT"

    @pytest.mark.parametrize("counts", [{"CT": (3, 0), "DSA": (0, 3)}, {}])
    def test_no_common_way(self, counts: dict[str, tuple[int, ...]]) -> None:
        """Where each method has its own way there is no comparable subset."""
        unknown = dict.fromkeys(counts, 0)

        assert comparable_way(Detection(ways=("a", "b"), counts=counts, unknown=unknown, differs=True)) is None
