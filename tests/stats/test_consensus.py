"""The International Consensus response, patient by patient as its definition reads."""

from __future__ import annotations

import pytest

from lib.stats.consensus import consensus


def state(pain: tuple[float, float], dose: tuple[float, float]) -> str:
    """The state of one patient: pain before and after, dose before and after."""
    found = consensus(([pain[0]], [pain[1]]), ([dose[0]], [dose[1]]), [1])
    names = ("complete", "partial", "neither", "not_assessable")
    counted = {name: getattr(found, name) for name in names}
    assert sum(counted.values()) == 1
    return max(counted, key=lambda name: counted[name])


class TestConsensus:
    @pytest.mark.parametrize(
        ("pain", "dose", "expected"),
        [
            ((8, 0), (60, 60), "complete"),
            ((8, 0), (0, 0), "complete"),
            ((8, 0), (60, 61), "neither"),  # free of pain, and of more opioids
            ((1, 0), (60, 60), "complete"),
            ((8, 6), (60, 60), "partial"),
            ((8, 6.1), (60, 60), "neither"),
            ((8, 2), (60, 70), "neither"),
            ((2.3, 0.3), (0, 0), "partial"),  # 2.3 − 0.3 is 2
            ((8, 8), (60, 45), "partial"),  # a quarter less
            ((8, 8), (60, 46), "neither"),
            ((8, 8.1), (60, 0), "neither"),  # less opioids, and more pain
            ((8, 8), (0, 0), "neither"),  # nothing to take less of
            ((0, 0), (60, 0), "not_assessable"),
        ],
    )
    def test_each_patient_as_the_definition_reads(
        self, pain: tuple[float, float], dose: tuple[float, float], expected: str
    ) -> None:
        """Chow 2012, read sentence by sentence."""
        assert state(pain, dose) == expected

    def test_patients_are_weighted(self) -> None:
        """Three alike and two alike are five, of whom three responded."""
        found = consensus(([8, 8], [0, 8]), ([60, 60], [60, 60]), [3, 2])

        assert (found.responded, found.assessed) == (3, 5)

    def test_nobody(self) -> None:
        """Without patients every state is empty."""
        assert consensus(([], []), ([], []), []).assessed == 0

    @pytest.mark.parametrize(("pain", "dose"), [((-1, 0), (60, 60)), ((8, 0), (60, -5))])
    def test_refuses_what_cannot_be(self, pain: tuple[float, float], dose: tuple[float, float]) -> None:
        """Neither pain nor a dose lies below 0."""
        with pytest.raises(ValueError, match="must not be below 0"):
            state(pain, dose)
