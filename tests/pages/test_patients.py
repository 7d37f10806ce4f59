"""Patients, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_demo, open_table, settled, table_text, tables

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
        """Half women in both methods, the note on chance, and everybody in the file at the head of the flow."""
        page = patients(open_demo(language))

        assert "16/32" in table_text(page)
        assert sentence(language, "patients.chance", chance="0.49") in markdown(page)
        assert [one.label for one in page.button].count(sentence(language, "flow.in_file", n=32)) == 2

    def test_the_flow_adds_up(self) -> None:
        """At 6 months 23 of 32 with CT have a VAS, 4 died, 3 were lost, and of 2 the file does not say why."""
        labels = [one.label for one in patients(open_demo("en")).button]

        start = labels.index("6 months: 23 observed")
        assert labels[start : start + 4] == ["6 months: 23 observed", "died 4", "lost 3", "not recorded 2"]

    def test_a_number_opens_the_list_of_its_patients_and_another_one_after_it(self) -> None:
        """Twice in a row: the 4 who died, then the 2 of whom nothing is recorded, each with its row in the file."""
        page = patients(open_demo("en"))

        for step, n in (("died", 4), ("not_recorded", 2)):
            page.button(key=f"flow_VAS_6 months_0_{step}").click().run()
            listed = tables(page)[-1]
            assert [*listed.columns] == ["Patient", "Sheet", "Row"]
            assert len(listed) == n

    def test_a_covariate_ticked_here_enters_the_comparison(self) -> None:
        """Age beside the baseline: one row more, other figures there than without it, and the plan page has it too."""
        page = patients(open_demo("en"))
        before = tables(page)[1]

        page.multiselect(key="covariates").set_value(["age"]).run()

        after = tables(page)[1]
        assert len(after) == len(before) + 1 == 4
        assert after.index[-1] == "Adjusted for the score before and age"
        assert after.iloc[:3].equals(before)
        plan = settled(page.switch_page("pages/registry/plan.py").run())
        assert plan.multiselect(key="covariates").value == ["age"]

    def test_opioids_afterwards_stand_by_method(self) -> None:
        """The demo records the dose at 1 month by method; where nothing is recorded that is said instead."""
        shown = patients(open_demo("en"))
        assert "opioid dose at 1 month" in str([list(one.index) for one in tables(shown)]).casefold().replace("\\", "")

        without = patients(open_table(table("CT", "DSA"), "en"))
        assert sentence("en", "patients.no_co_treatment") in [one.value for one in without.caption]

    def test_p_comes_on_request(self) -> None:
        """No P at first; the switch adds a column and says which tests; pressed again it is gone."""
        page = patients(open_demo("en"))
        assert "P" not in tables(page)[0].columns

        page.toggle(key="baseline_p").set_value(True).run()
        assert tables(page)[0]["P"].iloc[0].replace("\\", "") == "> 0.99"  # 16/32 women in both
        assert sentence("en", "patients.p_note") in [one.value for one in page.caption]

        page.toggle(key="baseline_p").set_value(False).run()
        assert "P" not in tables(page)[0].columns

    def test_one_method_has_no_difference(self) -> None:
        """Nothing to compare: the table without its last column."""
        page = patients(open_table(table("CT"), "en"))

        assert list(tables(page)[0].columns) == ["CT"]

    def test_three_methods_have_one_column_each(self) -> None:
        """Three methods and the largest difference."""
        page = patients(open_table(table("CT", "DSA", "CBCT"), "en"))

        assert list(tables(page)[0].columns) == ["CT", "CBCT", "DSA", "SMD"]

    def test_without_covariates_the_scores_before_stand_alone(self) -> None:
        """A registry of scores only still has its table."""
        page = patients(open_table(table("CT", "DSA", head="remark"), "en"))

        assert "7.9" in table_text(page) or "8.0" in table_text(page)
