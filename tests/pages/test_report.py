"""The Report page, driven from app.py without a browser."""

from __future__ import annotations

import pytest

from lib.report.journal import STYLES
from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_demo, open_table, settled

PAGE = "pages/export/report.py"


@pytest.mark.parametrize("language", LANGUAGES)
class TestReport:
    def test_offers_every_file_and_says_what_it_holds(self, language: str) -> None:
        """Word and Excel, each with what it holds, in the page's language."""
        page = settled(open_demo(language).switch_page(PAGE).run())

        assert page.title[0].value == sentence(language, "menu.report")
        for kind in ("word", "excel"):
            assert sentence(language, f"export.{kind}_about") in markdown(page)

    def test_asks_how_numbers_are_printed(self, language: str) -> None:
        """Four styles above the files, the screen's own first chosen."""
        page = settled(open_demo(language).switch_page(PAGE).run())

        asked = page.segmented_control(key="journal_style")

        assert asked.label == sentence(language, "journal_styles.label")
        assert asked.value == "plain"
        assert list(asked.options) == [sentence(language, f"journal_styles.{style}") for style in STYLES]

    def test_one_method_is_no_error(self, language: str) -> None:
        """A registry with one method still has its report."""
        rows = "\n".join(f"{n},CT,{7 + n % 3},{2 + n % 4}" for n in range(8))
        page = open_table(f"id,guidance,VAS before,VAS 1 month\n{rows}", language)

        page = settled(page.switch_page(PAGE).run())

        assert sentence(language, "export.word_about") in markdown(page)


class TestScript:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_prepared_on_request(self, language: str) -> None:
        """Only after the click; then it says that every number of the results is rebuilt, and how many these are."""
        page = settled(open_demo(language).switch_page(PAGE).run())
        said = sentence(language, "export.script_all", n=4313)
        assert said not in markdown(page)

        page = settled(page.button(key="script_make").click().run())

        assert said in markdown(page)
