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


class TestPlacesAndOtherEvents:
    def test_columns_of_places_and_other_events_are_asked_together(self) -> None:
        """Two places of leaks and infections in 1 and 2: one question, and every column is told to be unused."""
        headers = ["椎旁渗漏", "椎间盘渗漏", "切口感染"]
        result = opened_rows(rows(headers, [1, 2, 2, 2], [2, 1, 2, 2], [2, 2, 2, 1]))

        (question,) = result.questions
        assert (question.code, question.taken.code) == ("event_codes_unclear", "unknown")
        assert {*str(question.parameters["header"]).split(", ")} == {*headers}
        told = [one.header for one in result.findings if one.code == question.code]
        assert sorted(map(str, told)) == sorted(headers)
        assert result.cohort is not None and not result.cohort.events

    @pytest.mark.parametrize(("option", "leaked", "infected"), [(0, (6, 3, 3), 3), (1, (12, 9, 9), 9)])
    def test_places_are_read_as_answered(self, option: int, leaked: tuple[int, ...], infected: int) -> None:
        """Every fourth patient has 1 at the one place, every fourth at the other: 6 of 12 leaked, or all."""
        sheet = rows(["椎旁渗漏", "椎间盘渗漏", "切口感染"], [1, 2, 2, 2], [2, 1, 2, 2], [2, 2, 2, 1])
        cohort = opened_rows(sheet, opened_rows(sheet).questions[0].options[option].patch).cohort

        assert cohort is not None
        counts = cohort.event_counts("leakage")
        assert [int(n) for n in counts.events.sum(axis=0)] == [*leaked]
        assert counts.levels == ("any", "椎旁", "椎间盘")
        assert int(cohort.event_counts("infection").events.sum()) == infected


class TestSeveralCodes:
    def test_which_means_none_is_asked_without_a_proposal(self) -> None:
        """1, 2 and 3: nothing is preselected but leaving it out, and the counts stand in the question."""
        result = opened_rows(rows(["骨水泥渗漏"], [1, 1, 2, 3]))

        (question,) = result.questions
        assert question.code == "event_codes_which_no"
        assert [one.code for one in question.options] == ["no", "no", "no", "unknown"]
        assert question.options[question.proposed].code == question.taken.code == "unknown"
        assert question.parameters["counts"] == "骨水泥渗漏: 1 × 6, 2 × 3, 3 × 3"
        assert result.cohort is not None and not result.cohort.events

    @pytest.mark.parametrize(
        ("option", "events"),
        [(0, {"any": 6, "代码2": 3, "代码3": 3}), (1, {"any": 9, "代码1": 6, "代码3": 3}), (3, None)],
    )
    def test_leaks_are_read_as_answered(self, option: int, events: dict[str, int] | None) -> None:
        """6 of 12 are 1 and 3 each 2 and 3: the code said to be none is none, the others are kinds of leaks."""
        sheet = rows(["骨水泥渗漏"], [1, 1, 2, 3])
        settings = settings_of(parts_of(opened_rows(sheet).questions[0].options[option].patch))
        result = opened_rows(sheet, settings)

        assert result.questions == () and result.cohort is not None
        if events is None:
            assert not result.cohort.events
            return
        counts = result.cohort.event_counts("leakage")
        assert dict(zip(counts.levels, counts.events.sum(axis=0).tolist(), strict=True)) == events

    @pytest.mark.parametrize(("option", "n"), [(0, 6), (1, 3), (2, 3)])
    def test_success_is_one_of_them(self, option: int, n: int) -> None:
        """Success in 1, 2 and 3: one of them is success and the others are none."""
        sheet = rows(["技术成功"], [1, 1, 2, 3])
        question = opened_rows(sheet).questions[0]
        cohort = opened_rows(sheet, question.options[option].patch).cohort

        assert question.code == "event_codes_which_yes" and cohort is not None
        counts = cohort.event_counts("technical_success")
        assert (int(counts.events[:, 0].sum()), int(counts.known.sum())) == (n, 12)

    def test_the_paper_tells_the_answer(self) -> None:
        """The note on what was answered carries the code that is none, and the others."""
        sheet = rows(["骨水泥渗漏"], [1, 1, 2, 3])
        told = answered(opened_rows(sheet, opened_rows(sheet).questions[0].options[2].patch))

        assert [(one.code, one.taken_as, one.parameters["no"], one.parameters["others"]) for one in told] == [
            ("event_codes_which_no", "no", "3", "1, 2")
        ]
