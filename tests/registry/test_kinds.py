from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from lib.registry.events import EventCounts, count_event
from lib.registry.kinds import joining_signs, single_kinds


def counted(event: str, of_patients: Sequence[str]) -> EventCounts:
    """One method's patients by what their cells say."""
    names = list(dict.fromkeys(of_patients))
    code = np.array([names.index(one) for one in of_patients], dtype=np.int64)
    n = len(of_patients)
    return count_event(event, (names, code), (("CT",), np.zeros(n, dtype=np.int64)), np.ones(n, dtype=np.bool_))


class TestCountEvent:
    def test_everybody_who_leaked_at_a_place_counts_there(self) -> None:
        """Of 7, counted by hand: 5 leaked, 3 into the vein (2 of them elsewhere too), 3 beside, 1 into the disc."""
        found = counted("leakage", ["静脉", "椎旁", "椎旁 + 静脉", "椎旁＋椎间盘、静脉", "yes", "no", "no"])

        assert {level: found.of("CT", level) for level in found.levels} == {
            "any": (5, 7), "静脉": (3, 7), "椎旁": (3, 7), "椎间盘": (1, 7),
        }  # fmt: skip
        assert found.may_overlap

    def test_nobody_with_several_overlaps_with_nobody(self) -> None:
        """A combination in the file that no counted patient has, and single places, are no overlap."""
        names, code = ["vein", "disc", "vein + disc"], np.array([0, 1, 2], dtype=np.int64)
        methods = (("CT",), np.zeros(3, dtype=np.int64))
        found = count_event("leakage", (names, code), methods, np.array([True, True, False]))

        assert (found.levels, found.events.tolist(), found.may_overlap) == (("any", "vein", "disc"), [[2, 1, 1]], False)

    def test_a_sum_overlaps_where_one_part_does(self) -> None:
        """Two centres, 1 of 2 and 1 of 1 into the vein, one of them into the disc as well: 2 of 3."""
        both = counted("leakage", ["vein", "no"]) + counted("leakage", ["vein + disc"])

        assert (both.of("CT", "vein"), both.of("CT", "disc"), both.may_overlap) == ((2, 3), (1, 3), True)

    def test_types_of_yeom_stay_as_they_are(self) -> None:
        """B+C is a row of its own, since B says there that it counts alone."""
        found = counted("leakage", ["B型", "C型", "B型+C型", "no"])

        assert (found.levels, found.may_overlap) == (("any", "B型", "C型", "B型+C型"), False)

    def test_kinds_of_another_event(self) -> None:
        """A haematoma with pain is one of two haematomas and one of one pain."""
        found = counted("complication", ["haematoma", "haematoma + pain", "no"])

        assert [found.of("CT", level)[0] for level in found.levels] == [2, 2, 1]


class TestJoiningSigns:
    @pytest.mark.parametrize("kind", ["grade 3+", "2+3", "pain (CTCAE 2+, mild)", "血肿、对症处理", "A+B"])
    def test_a_sign_that_joins_no_words(self, kind: str) -> None:
        """A grade, a bracket and a remark behind the sign of a list are no two complications."""
        assert joining_signs("complication", [kind, "pain"]) == ""

    def test_each_once_in_order(self) -> None:
        """A place that is written twice counts once."""
        signs = joining_signs("leakage", ["vein + disc & vein"])

        assert single_kinds("vein + disc & vein", signs) == ("vein", "disc")
