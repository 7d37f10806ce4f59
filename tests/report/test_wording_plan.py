"""The plan in words: whether the question's filters were chosen before or after results."""

from __future__ import annotations

import pytest

from lib.report.wording.plan import filters_sentence
from lib.study import Asked, Study

AT = "2026-11-22T09:00:00Z"


class TestFiltersSentence:
    @pytest.mark.parametrize(
        ("after", "english", "chinese"),
        [
            (
                True,
                f"Filters made part of the question {AT}, after results had been seen: exploratory.",
                f"筛选条件于{AT}纳入研究问题，当时已查看结果：探索性。",
            ),
            (
                False,
                f"Filters made part of the question {AT}, before results were seen.",
                f"筛选条件于{AT}纳入研究问题，当时尚未查看结果。",
            ),
        ],
    )
    def test_says_when_and_whether_results_had_been_seen(self, *, after: bool, english: str, chinese: str) -> None:
        """With its time, in both languages."""
        asked = Asked(filters={"sex": ("F",)}, filters_at=AT, filters_after_results=after)

        assert filters_sentence(Study(asked=asked), "en") == english
        assert filters_sentence(Study(asked=asked), "zh") == chinese

    def test_says_nothing_where_nobody_recorded_it(self) -> None:
        """A study file without the time, and a question without filters."""
        assert filters_sentence(Study(asked=Asked(filters={"sex": ("F",)})), "en") == ""
        assert filters_sentence(Study(asked=Asked(filters_at=AT, filters_after_results=True)), "en") == ""
