"""Analysis plan, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, OUTCOMES, markdown, open_demo, open_table, settled

PLAN = "pages/registry/plan.py"
ROWS = [f"{n},{('CT', 'DSA')[n % 2]},{'FM'[n // 2 % 2]},{50 + n},{8 - n % 3},{5 - n % 5}" for n in range(40)]
TABLE = "\n".join(["id,guidance,sex,age,VAS before,VAS 1 month", *ROWS]) + "\n"


def unseen(language: str) -> AppTest:
    """The plan of a registry of which no result has been on screen."""
    page = open_table(TABLE, language)
    page.session_state["this_visitor"].seen.clear()
    return settled(page.switch_page(PLAN).run())


class TestPlan:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_shows_no_result(self, language: str) -> None:
        """What is asked is on the page, but no estimate: neither a difference nor a P value."""
        shown = markdown(unseen(language))

        assert sentence(language, "document.plan.primary") in shown
        assert "95%" not in shown and "P <" not in shown and "P=" not in shown

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_fixed_before_results(self, language: str) -> None:
        """Fixed unseen, it is declared with its time; the verdict is then the primary one without the stamp."""
        page = unseen(language)
        page = settled(page.radio(key="matters_1").set_value("ostelo2008").run())
        page = settled(page.button(key="plan_fix").click().run())
        declared = sentence(language, "document.declared", at="{at}", fingerprint="{fingerprint}").split("{at}")[0]
        assert declared in markdown(page)

        page = settled(page.switch_page(OUTCOMES).run())

        assert sentence(language, "stamp_notes.X") not in markdown(page)

    def test_fixed_after_results_stays_exploratory(self) -> None:
        """Opened first, fixed later: said so, and the stamp stays."""
        page = settled(open_table(TABLE, "en").switch_page(PLAN).run())
        assert sentence("en", "plan.seen") in markdown(page)
        page = settled(page.radio(key="matters_1").set_value("ostelo2008").run())

        page = settled(page.button(key="plan_fix").click().run())

        assert sentence("en", "document.declared_late", at="x").split(",")[0] in markdown(page)
        page = settled(page.switch_page(OUTCOMES).run())
        assert sentence("en", "stamp_notes.X") in markdown(page)

    def test_covariates_enter_the_model(self) -> None:
        """Adjusted for age, the difference on screen is another one than without."""
        page = settled(open_table(TABLE, "en").switch_page(OUTCOMES).run())
        before = markdown(page)
        page = settled(page.switch_page(PLAN).run())

        page = settled(page.multiselect(key="covariates").set_value(["age"]).run())
        after = markdown(settled(page.switch_page(OUTCOMES).run()))

        assert before != after
        assert page.session_state["this_visitor"].reading.study.asked.covariates == ("age",)

    def test_design(self) -> None:
        """Stated as randomised, the verdict no longer says that it is an association."""
        page = settled(open_demo("en").switch_page(PLAN).run())
        page.selectbox(key="design_randomised").set_value("yes")
        page.text_input(key="design_period").set_value("2014 to 2017")
        page = settled(page.button(key="design_use").click().run())

        study = page.session_state["this_visitor"].reading.study
        page = settled(page.switch_page(OUTCOMES).run())

        assert (study.design.randomised, study.design.period, study.design.ethics) == (True, "2014 to 2017", None)
        assert sentence("en", "stamp_notes.O") not in markdown(page)


class TestFilterOfTheQuestion:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_made_part_of_the_question_and_taken_out(self, language: str) -> None:
        """A filtered view has no P-value verdict; made the question it has, of 20; taken out again it is of all 40."""
        page = open_table(TABLE, language)
        page = settled(page.sidebar.pills(key="filter_1").set_value(["F"]).run())
        assert len(page.button(key="ask_of").label) > 0

        page = settled(page.button(key="ask_of").click().run())

        study = page.session_state["this_visitor"].reading.study
        assert dict(study.asked.filters) == {"sex": ("F",)}
        assert "20" in markdown(page)
        page = settled(page.button(key="everybody").click().run())
        assert dict(page.session_state["this_visitor"].reading.study.asked.filters) == {}
