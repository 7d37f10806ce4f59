"""Meeting mode, driven from app.py without a browser."""

from __future__ import annotations

import pytest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, open_demo, open_table, settled

PAGE = "pages/results/meeting.py"


def table(*methods: str, n: int = 8) -> str:
    """Patients of these methods with VAS before and after."""
    rows = [f"{m}{i},{m},{7 + i % 3},{2 + i % 4}" for m in methods for i in range(n)]
    return "\n".join(["id,guidance,VAS before,VAS 1 month", *rows])


@pytest.mark.parametrize("language", LANGUAGES)
class TestMeeting:
    def test_begins_with_the_question(self, language: str) -> None:
        """The demo's first screen asks for both scores; the seventh button on is reached without an error."""
        page = settled(open_demo(language).switch_page(PAGE).run())

        assert "VAS" in page.title[0].value and "ODI" in page.title[0].value
        for _ in range(6):
            page = settled(page.button(key="meeting_next").click().run())
        assert page.title[0].value == sentence(language, "meeting.conclusion")
        assert page.button(key="meeting_next").disabled

    def test_one_method_skips_what_it_does_not_have(self, language: str) -> None:
        """With one method, one score and no event three screens are left, and none of them compares."""
        page = settled(open_table(table("CT"), language).switch_page(PAGE).run())

        titles = [page.title[0].value]
        while not page.button(key="meeting_next").disabled:
            page = settled(page.button(key="meeting_next").click().run())
            titles.append(page.title[0].value)
        assert len(titles) == 3

    def test_three_methods_and_four_patients(self, language: str) -> None:
        """Three methods, one of them with four patients, are shown on every screen."""
        rows = table("CT", "DSA") + "\n" + "\n".join(table("CBCT", n=4).splitlines()[1:])
        page = settled(open_table(rows, language).switch_page(PAGE).run())

        while not page.button(key="meeting_next").disabled:
            page = settled(page.button(key="meeting_next").click().run())
        assert page.title[0].value == sentence(language, "meeting.conclusion")
