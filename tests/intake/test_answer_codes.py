"""Events coded 1 and 2 without a legend: asked, not used until answered, and read as answered."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.answered import answered
from lib.intake.settings import ReadingSettings, parts_of, settings_of
from tests.intake.files import opened_rows

HEADER = ["编号", "引导方式", "术前VAS", "术后1个月VAS"]


def rows(headers: list[str], *answers: list[Any]) -> list[list[Any]]:
    """Twelve patients with a column per event, each repeating its answers."""
    return [
        [*HEADER, *headers],
        *(
            [f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, *(one[n % len(one)] for one in answers)]
            for n in range(12)
        ),
    ]


def leaks(settings: ReadingSettings | None = None, answers: tuple[Any, ...] = (1, 2, 2)) -> int | None:
    """How many patients leaked; None where it is not counted."""
    cohort = opened_rows(rows(["骨水泥渗漏"], list(answers)), settings).cohort
    assert cohort is not None
    if "leakage" not in cohort.events:
        return None
    found = cohort.events["leakage"]
    return sum(found.levels[code] == "yes" for code in found.code if code >= 0)


class TestAskCodes:
    def test_is_asked_and_nothing_is_counted_until_answered(self) -> None:
        """1 is proposed as yes, yet no answer is taken: the finding and the column say that it is not used."""
        result = opened_rows(rows(["骨水泥渗漏"], [1, 2, 2]))

        (question,) = result.questions
        assert (question.code, question.proposed, question.options[0].parameters["yes"]) == (
            "event_codes_unclear",
            0,
            "1",
        )
        assert question.parameters["counts"] == "骨水泥渗漏: 1 × 4, 2 × 8"
        assert question.taken.code == "unknown" and question.is_safe
        assert [(one.column, one.taken_as) for one in result.findings if one.code == question.code] == [
            ("E", "ignored")
        ]
        assert result.mapping[-1].reason == "not_counted"
        assert leaks() is None

    @pytest.mark.parametrize(("option", "n"), [(0, 4), (1, 8), (2, None)])
    def test_is_read_as_answered(self, option: int, n: int | None) -> None:
        """A third of the cells are 1: 4 of 12 leaked, or 8, or nobody knows; the study file brings the answer back."""
        patch = opened_rows(rows(["骨水泥渗漏"], [1, 2, 2])).questions[0].options[option].patch
        settings = settings_of(parts_of(patch))

        assert leaks(settings) == n
        assert opened_rows(rows(["骨水泥渗漏"], [1, 2, 2]), settings).questions == ()

    def test_the_paper_tells_the_answer(self) -> None:
        """The note on what was answered carries which code is yes."""
        asked = opened_rows(rows(["骨水泥渗漏"], [1, 2, 2]))
        told = answered(opened_rows(rows(["骨水泥渗漏"], [1, 2, 2]), asked.questions[0].options[1].patch))

        assert [(one.code, one.taken_as, one.parameters["yes"]) for one in told] == [
            ("event_codes_unclear", "yes", "2")
        ]

    def test_columns_coded_alike_are_one_question(self) -> None:
        """Leakage, success and a complication in 1 and 2 are asked about together and answered together."""
        headers = ["骨水泥渗漏", "技术成功", "并发症"]
        sheet = rows(headers, [1, 2, 2], [1, 1, 2], [2, 2, 2, 1])
        result = opened_rows(sheet)

        (question,) = result.questions
        assert question.parameters["header"] == "骨水泥渗漏, 技术成功, 并发症"
        cohort = opened_rows(sheet, question.options[0].patch).cohort
        assert cohort is not None and {"leakage", "technical_success", "complication"} <= {*cohort.events}

    def test_a_code_for_not_known_is_told(self) -> None:
        """9 beside 1 and 2 is no third answer: it is asked all the same, and each 9 is named as missing."""
        sheet = rows(["骨水泥渗漏"], [1, 2, 2, 9])
        result = opened_rows(sheet, opened_rows(sheet).questions[0].options[0].patch)

        told = [one for one in result.findings if one.code == "code_without_legend"]
        assert len(told) == 3 and leaks(result.settings, (1, 2, 2, 9)) == 3

    @pytest.mark.parametrize("header", ["骨水泥渗漏(1=无,2=有)", "并发症分级"])
    def test_what_is_explained_is_not_asked(self, header: str) -> None:
        """A legend in the header says it; and numbers under a header of grades are grades."""
        assert opened_rows(rows([header], [1, 2, 2])).questions == ()
