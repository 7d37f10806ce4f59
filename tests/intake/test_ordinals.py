"""Levels with an order of their own stand in it, others as the file has them."""

from __future__ import annotations

import pytest

from lib.intake.ordinals import in_order, ordered
from lib.registry.cohort import Column
from tests.intake.files import opened_rows


class TestInOrder:
    @pytest.mark.parametrize(
        "expected",
        [
            ("1级", "2级", "3级"),
            ("CIRSE 1a", "CIRSE 1b", "CIRSE 2", "CIRSE 3"),
            ("I", "II", "III", "IV"),
            ("差", "中", "好"),
            ("poor", "Fair", "good", "excellent"),
            ("无", "轻度", "中度", "重度"),
            ("稀薄期", "黏稠期", "面团期"),
            ("<60", "60-70", "70-80", "≥80"),
            ("9", "10", "11"),
            ("early", "late"),
        ],
    )
    def test_from_low_to_high(self, expected: tuple[str, ...]) -> None:
        """Whatever the order in the file, the levels stand as a reader ranks them."""
        assert in_order(expected[::-1]) == expected

    @pytest.mark.parametrize("levels", [("lung", "breast", "liver"), ("好", "肺癌"), ("vein", "disc", "2")])
    def test_others_stay_as_they_are(self, levels: tuple[str, ...]) -> None:
        """Without one order for all of them nothing is moved."""
        assert in_order(levels) == levels


class TestOrdered:
    def test_patients_keep_their_level(self) -> None:
        """Levels move and codes with them; no and yes stay in front."""
        column = Column.of_text(["no", "3级", None, "1级", "yes", "2级"])

        found = ordered(column)

        assert found.levels == ("no", "yes", "1级", "2级", "3级")
        assert [found.levels[code] if code >= 0 else None for code in found.code] == [
            "no",
            "3级",
            None,
            "1级",
            "yes",
            "2级",
        ]


class TestRegistry:
    def test_grades_and_distribution_of_a_registry(self) -> None:
        """The file begins with grade 3 and good; both stand in their order, and each patient keeps the own."""
        rows = [["P1", "CT", 7, 2, "3级", "好"], ["P2", "DSA", 8, 3, "1级", "差"], ["P3", "CT", 6, 1, "无", "中"]]
        head = ["id", "引导方式", "术前VAS", "术后1月VAS", "并发症", "骨水泥分布"]

        cohort = opened_rows([head, *rows]).cohort

        assert cohort is not None
        assert cohort.event_counts("complication").levels[1:] == ("1级", "3级")
        column = cohort.covariate_columns["cement_distribution"]
        assert column.levels == ("差", "中", "好")
        assert [column.levels[code] for code in column.code] == ["好", "差", "中"]
