"""Patients, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_demo, open_table, settled, table_text

PATIENTS = "pages/results/patients.py"


def patients(page: AppTest) -> AppTest:
    """The same visitor on Patients."""
    return settled(page.switch_page(PATIENTS).run())


def table(*methods: str, head: str = "age") -> str:
    """Eight patients per method, of 50 to 65 years."""
    rows = [method for method in methods for _ in range(8)]
    lines = [f"{n},{method},{7 + n % 3},{2 + n % 4},{50 + 2 * n % 16}" for n, method in enumerate(rows)]
    return "\n".join([f"id,guidance,VAS before,VAS 1 month,{head}", *lines]) + "\n"


class TestPatients:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_demo_shows_the_baseline_and_who_was_observed(self, language: str) -> None:
        """Half women in both methods, the note on chance, and a table of visits for each score."""
        page = patients(open_demo(language))

        assert "16/32" in table_text(page)
        assert sentence(language, "patients.chance", chance="0.49") in markdown(page)
        assert len(page.table) == 3

    def test_deaths_and_losses_stand_beside_the_observed(self) -> None:
        """48 of 64 have a VAS at 6 months; the others have their reasons."""
        shown = table_text(patients(open_demo("en")))

        assert "died" in shown
        assert "lost" in shown

    def test_one_method_has_no_difference(self) -> None:
        """Nothing to compare: the table without its last column."""
        page = patients(open_table(table("CT"), "en"))

        assert list(page.table[0].value.columns) == ["CT"]

    def test_three_methods_have_one_column_each(self) -> None:
        """Three methods and the largest difference."""
        page = patients(open_table(table("CT", "DSA", "CBCT"), "en"))

        assert list(page.table[0].value.columns) == ["CT", "DSA", "CBCT", "SMD"]

    def test_without_covariates_the_scores_before_stand_alone(self) -> None:
        """A registry of scores only still has its table."""
        page = patients(open_table(table("CT", "DSA", head="remark"), "en"))

        assert "7.9" in table_text(page) or "8.0" in table_text(page)
