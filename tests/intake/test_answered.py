"""What was answered in reading is heard again for the paper."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.answered import answered
from lib.intake.interpreting import interpret
from lib.intake.settings import ReadingSettings, ScaleSetting
from tests.intake.files import opened, xlsx

ROWS: list[list[Any]] = [
    [n, ("CT", "DSA")[n % 2], 8 - n % 3, 3 + n % 2, 40 + 2 * (n % 5), 20 + 2 * (n % 4), None if n % 4 else "是"]
    for n in range(1, 17)
]
HEADER = ["编号", "引导方式", "术前VAS", "术后1月VAS", "术前ODI", "术后1月ODI", "骨水泥渗漏"]
ASKED = opened(xlsx({"S": [HEADER, *ROWS]}))


class TestAnswered:
    @pytest.mark.parametrize("unit", ["percent", "of50"])
    def test_is_a_note_with_the_answer(self, unit: str) -> None:
        """ODI never exceeds 50: whichever unit was answered is told once, and the blanks, still open, are not."""
        settings = ReadingSettings(scales=(ScaleSetting(outcome="ODI", unit=unit),))

        found = answered(interpret(ASKED.readable, settings))

        assert [(one.severity, one.code, one.taken_as) for one in found] == [("note", "odi_up_to_50", unit)]

    def test_of_every_question(self) -> None:
        """Both answers, in the order of the questions, each with its figures."""
        asked = {question.code: question for question in ASKED.questions}
        settings = ReadingSettings(scales=(ScaleSetting(outcome="ODI", unit="of50"),))
        settings = settings.merged(asked["blank_events"].options[1].patch)

        found = {one.code: one for one in answered(interpret(ASKED.readable, settings))}

        assert {code: one.taken_as for code, one in found.items()} == {
            "odi_up_to_50": "of50",
            "blank_events": "unknown",
        }
        assert found["blank_events"].parameters["n"] == 12

    def test_proposals_and_statements_are_no_answers(self) -> None:
        """What nobody answered is told as taken elsewhere; a range that no question asks for is not told."""
        declared = ReadingSettings(scales=(ScaleSetting(outcome="VAS", unit="cm"),))

        assert answered(ASKED) == ()
        assert answered(interpret(ASKED.readable, declared)) == ()
