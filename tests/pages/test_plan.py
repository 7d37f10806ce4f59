"""Analysis plan, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, OUTCOMES, markdown, open_demo, open_link, open_table, settled

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

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_link_to_it_opens_the_same_view(self, language: str) -> None:
        """Of the demo's women over 50: the address holds both filters as the question's, and brings back every word."""
        page = open_demo(language)
        page.sidebar.pills(key="filter_1").set_value(["F"])
        page = settled(page.sidebar.slider[0].set_value((50.0, 82.0)).run())
        page = settled(page.button(key="ask_of").click().run())
        codes = {key: str(code) for key, code in page.query_params.items()}
        assert {key: code for key, code in codes.items() if key.startswith("asked_")} == {
            "asked_sex": "1",
            "asked_age": "50~",
        }
        assert not {"sex", "age"} & set(codes)

        again = open_link(codes, language)

        assert markdown(again) == markdown(page)
        assert sentence(language, "verdict.tag.filtered_view") not in markdown(again)
        assert len(again.button(key="everybody").label) > 0
        everybody = settled(again.button(key="everybody").click().run())
        assert not any(key.startswith("asked_") for key in everybody.query_params)

    def test_the_demo_keeps_it_in_the_other_language(self) -> None:
        """The Chinese edition of the demo is asked of the same women."""
        page = open_demo("en")
        page = settled(page.sidebar.pills(key="filter_1").set_value(["F"]).run())
        page = settled(page.button(key="ask_of").click().run())

        page = settled(page.segmented_control(key="language").set_value("zh").run())

        study = page.session_state["this_visitor"].reading.study
        assert dict(study.asked.filters) == {"sex": ("F",)}
        assert len(page.button(key="everybody").label) > 0

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_is_recorded_that_results_had_been_seen(self, language: str) -> None:
        """A filter made the question beside results is recorded with its time, and the plan page says so."""
        page = settled(open_demo(language).sidebar.pills(key="filter_1").set_value(["F"]).run())
        page = settled(page.button(key="ask_of").click().run())

        asked = page.session_state["this_visitor"].reading.study.asked
        assert asked.filters_after_results is True
        said = sentence(language, "document.filters_late", at=str(asked.filters_at))
        assert said in markdown(settled(page.switch_page(PLAN).run()))

        page = settled(page.switch_page(OUTCOMES).run())
        page = settled(page.button(key="everybody").click().run())
        asked = page.session_state["this_visitor"].reading.study.asked
        assert (asked.filters_at, asked.filters_after_results) == (None, None)

    def test_what_was_decided_stays_in_the_other_language(self) -> None:
        """Covariates and what was recorded of the filters are those of before the switch."""
        page = settled(open_demo("en").sidebar.pills(key="filter_1").set_value(["F"]).run())
        page = settled(page.button(key="ask_of").click().run())
        page = settled(page.switch_page("pages/results/patients.py").run())
        page = settled(page.multiselect(key="covariates").set_value(["age"]).run())
        before = page.session_state["this_visitor"].reading.study.asked

        page = settled(page.segmented_control(key="language").set_value("zh").run())

        asked = page.session_state["this_visitor"].reading.study.asked
        assert asked.covariates == ("age",)
        assert (asked.filters_at, asked.filters_after_results) == (before.filters_at, True)
        assert dict(asked.filters) == {"sex": ("F",)}

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_fixed_plan_stays_fixed_in_the_other_language(self, language: str) -> None:
        """Fixed unseen in one edition of the demo, the plan is declared in the other, and again in the first."""
        page = open_demo(language)
        page.session_state["this_visitor"].seen.clear()
        page = settled(page.switch_page(PLAN).run())
        page = settled(page.button(key="plan_fix").click().run())
        before = page.session_state["this_visitor"].reading.study

        for other in ("zh" if language == "en" else "en", language):
            page = settled(page.segmented_control(key="language").set_value(other).run())
            declared = sentence(other, "document.declared", at=str(before.fixed.at), fingerprint="{fingerprint}")
            assert declared.split("{fingerprint}")[0] in markdown(page)

        assert page.session_state["this_visitor"].reading.study.asked == before.asked

    def test_seen_results_stay_seen_in_the_other_language(self) -> None:
        """A plan fixed in Chinese after results were read in English is declared as fixed late."""
        page = settled(open_demo("en").switch_page(OUTCOMES).run())
        page = settled(page.switch_page(PLAN).run())
        page = settled(page.segmented_control(key="language").set_value("zh").run())

        page = settled(page.button(key="plan_fix").click().run())

        assert page.session_state["this_visitor"].reading.study.fixed.results_seen
