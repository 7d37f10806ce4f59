"""The words of meeting mode."""

from __future__ import annotations

from lib.report.language import LANGUAGES
from lib.report.wording import meeting
from tests.report.examples import cohort, compared


class TestCourse:
    def test_the_pair_comes_first_in_its_order(self) -> None:
        """Experimental before control, whatever the order of the file."""
        at = compared(cohort()).at("1 month")

        for language in LANGUAGES:
            for pair in (("CT", "DSA"), ("DSA", "CT")):
                said = meeting.course_headline(at, language, pair)
                assert said.index(pair[0]) < said.index(pair[1])

    def test_change_is_not_called_an_effect(self) -> None:
        """The mean change of each method stands with its interval, and that it is no effect of the method."""
        at = compared(cohort()).at("1 month")

        assert "cannot be attributed" in meeting.course_sentence(at, "en")
        assert "不能归因于" in meeting.course_sentence(at, "zh")
