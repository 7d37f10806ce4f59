"""Columns, driven from app.py without a browser."""

from __future__ import annotations

import pytest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, OUTCOMES, open_table, settled

COLUMNS = "pages/registry/columns.py"


def table() -> str:
    """Sixteen patients with CT and DSA, half of them PVP and half PKP, of whom PKP has the lower VAS afterwards."""
    method, procedure = ("CT", "DSA"), ("PVP", "PKP")
    lines = [f"{n},{method[n % 2]},{procedure[n // 8]},{8 - n % 3},{4 - 2 * (n // 8) + n % 2}" for n in range(16)]
    return "\n".join(["id,guidance,procedure,VAS before,VAS 1 month", *lines]) + "\n"


class TestCompareBy:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_another_column_takes_the_place_of_the_method(self, language: str) -> None:
        """PVP against PKP: the sidebar names the column, and the verdict compares its values."""
        page = settled(open_table(table(), language).switch_page(COLUMNS).run())

        page = settled(page.selectbox(key="compare_by").select("procedure").run())
        page = settled(page.switch_page(OUTCOMES).run())

        assert page.sidebar.pills(key="filter_method").label == "procedure"
        assert page.sidebar.pills(key="filter_method").options == ["PVP 8", "PKP 8"]

    def test_and_gives_it_back(self) -> None:
        """Chosen again, the guidance method is what is compared, under its own name."""
        page = settled(open_table(table(), "en").switch_page(COLUMNS).run())
        page = settled(page.selectbox(key="compare_by").select("procedure").run())

        page = settled(page.selectbox(key="compare_by").select("guidance").run())

        assert page.sidebar.pills(key="filter_method").label == sentence("en", "sidebar.methods")
        assert page.sidebar.pills(key="filter_method").options == ["CT 8", "DSA 8"]

    def test_what_cannot_be_compared_by_is_not_offered(self) -> None:
        """Scores and the patient's number are no groups."""
        page = settled(open_table(table(), "en").switch_page(COLUMNS).run())

        assert page.selectbox(key="compare_by").options == ["guidance", "procedure"]


class TestValues:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_what_a_code_means_can_be_said(self, language: str) -> None:
        """A method that is only a number is a group of that number until it is said which method it is."""
        coded = table().replace("CT", "1").replace("DSA", "2")
        page = settled(open_table(coded, language).switch_page(COLUMNS).run())
        before = page.sidebar.pills(key="filter_method").options

        page.selectbox(key="value_named").select("1")
        page.text_input(key="value_meaning").input("ct引导")
        page = settled(page.button(key="value_apply").click().run())

        assert [sentence(language, "methods.numbered", n=n) in before[n - 1] for n in (1, 2)] == [True, True]
        assert page.sidebar.pills(key="filter_method").options == ["CT 8", before[1]]
