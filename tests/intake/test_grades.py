from __future__ import annotations

import pytest

from lib.intake.grades import worst_grade, worst_part


class TestWorstGrade:
    @pytest.mark.parametrize(
        ("text", "grade"),
        [
            ("grade 2", 2), ("CIRSE 3", 3), ("CIRSE grade 1b", 1.2), ("3a级", 3.1), ("CTCAE 4", 4), ("Ⅲ级", 3),
            ("IV级", 4),
            ("SIR B", 2), ("grade C", 3), ("D级", 4), ("2", 2), ("grade 1; grade 3", 3), ("1级、2级", 2),
            ("III", 3), ("C", 3), ("三级", 3), ("一级、二级", 2), ("VI", 6), ("CT", None), ("V1", None),
            ("bleeding", None), ("none", None), ("fever 38.5", None), ("12", None),
        ],
    )  # fmt: skip
    def test_systems_in_use(self, text: str, grade: float | None) -> None:
        """Arabic, Roman and lettered grades with their words; a temperature or a count is no grade."""
        assert worst_grade(text) == grade


class TestWorstPart:
    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("grade 1; grade 3", "grade 3"),
            ("1级、2级", "2级"),
            ("grade 2", "grade 2"),
            ("bleeding and pain", "bleeding and pain"),
        ],
    )
    def test_only_graded_parts_are_chosen_among(self, text: str, part: str) -> None:
        """Of several grades the gravest stands for the patient; a text without grades stays whole."""
        assert worst_part(text) == part
