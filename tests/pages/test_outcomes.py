"""Pain and function, driven from app.py without a browser."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from lib.analysis.outcomes import compare_outcome
from lib.report import wording
from lib.report.language import sentence
from lib.report.wording import visit_name
from lib.study import view_of
from lib.terms import Visit
from lib.ui import demo
from lib.ui.filters import slider_step
from tests.pages.pages_without_browser import (
    LANGUAGES,
    markdown,
    open_demo,
    open_table,
    outcomes_page,
    settled,
    table_text,
    tables,
)

VISITS = ("before", "1 day", "1 week", "2 weeks", "1 month", "2 months", "3 months", "6 months")


def registry(methods: int, n: int, visits: int = 3, seed: int = 7) -> str:
    """A registry as text: `n` patients spread over `methods` methods, VAS in halves at the first `visits` visits."""
    random = np.random.default_rng(seed)
    names = ("CT", "DSA", "CBCT", "fluoroscopy", "robot", "PVP")[:methods]
    lines = [",".join(["No.", "Guidance", "Sex", *(f"VAS {visit}" for visit in VISITS[:visits])])]
    for i in range(n):
        before = np.round(2 * random.uniform(5, 10)) / 2
        after = np.clip(np.round(2 * random.normal(3, 1.5, visits - 1)) / 2, 0, 10)
        scores = [f"{score:g}" for score in (before, *after)]
        lines.append(",".join([str(i + 1), names[i % methods], "FM"[i % 2], *scores]))
    return "\n".join(lines) + "\n"


class TestNothingOpen:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_offers_to_open_a_registry_or_the_demo(self, language: str) -> None:
        """Without data the page says so and offers both ways in, in the page's language."""
        page = outcomes_page(language)

        labels = [button.label for button in page.button]
        assert page.title[0].value == sentence(language, "open.nothing")
        assert labels == [sentence(language, "open.registry"), sentence(language, "open.demo")]


class TestDemo:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_sentence_on_screen_is_that_of_the_analysis(self, language: str) -> None:
        """What the box says is what compare_outcome finds for the same patients and question."""
        page = open_demo(language)

        files, study = demo.registry(language)
        reading = page.session_state["this_visitor"].reading
        question = view_of(study, reading.cohort).question
        verdict = compare_outcome(reading.cohort, "VAS", question).at("3 months").verdicts[0]
        assert files[0].name.endswith(f"{language}.xlsx")
        assert wording.verdict_sentence(verdict, language) in markdown(page)
        assert wording.verdict_tag(verdict, language) in markdown(page)

    def test_two_changes_in_a_row_both_take_effect(self) -> None:
        """A second change of the visit is not lost (a widget fed back its own value would lose it)."""
        page = open_demo("en")

        page.segmented_control(key="visit").set_value("1 week").run()
        page.segmented_control(key="visit").set_value("1 month").run()

        assert "VAS · 1 month · CT − DSA" in markdown(page)

    def test_a_page_and_back_keeps_the_view(self) -> None:
        """Score and visit are the same after a look at Checks."""
        page = open_demo("en")
        page.segmented_control(key="score").set_value("ODI").run()
        page.segmented_control(key="visit").set_value("1 month").run()

        page.switch_page("pages/registry/checks.py").run()
        page.switch_page("pages/results/outcomes.py").run()

        assert "ODI · 1 month · CT − DSA" in markdown(page)

    def test_filters_that_leave_nobody_keep_the_page_whole(self) -> None:
        """An age range without patients of one method shows values and a reason, no error."""
        page = open_demo("en")
        low = page.slider[0].min

        page.slider[0].set_value((low, low)).run()

        assert not page.exception
        assert "after filters" in markdown(page)

    def test_filters_that_leave_nobody_say_so_and_can_be_cleared(self) -> None:
        """Where no patient matches, the box says so and Clear brings everybody back."""
        page = open_demo("en")
        low = page.slider[0].min
        page.slider[0].set_value((low + 0.4, low + 0.6)).run()
        assert not page.exception
        assert "No patient matches." in markdown(page)

        page.button(key="clear").click().run()

        assert "56 analysed" in markdown(page)

    def test_a_slider_keeps_the_patient_at_the_bound_that_it_shows(self) -> None:
        """Nine steps of 0.1 above 1.5 are 2.4000000000000004 to a machine: of 1.5, 2.4, 2.4 and 9.6 mL, three stay."""
        rows = [f"{i},{'CT' if i % 2 else 'DSA'},{(1.5, 2.4, 2.4, 9.6)[i // 2 % 4]},7,{i % 5}" for i in range(40)]
        text = "\n".join(["No.,Guidance,Cement volume (mL),VAS before,VAS 1 month", *rows])
        page = settled(open_table(text, "en").sidebar.multiselect(key="added").set_value(["cement_volume"]).run())
        volume = page.sidebar.slider[0]
        assert (volume.min, volume.max, volume.step) == (1.5, 9.6, 0.1)

        page = settled(volume.set_value((1.5 + 9 * 0.1, 9.6)).run())

        assert "40 in file → 30 after filters (cement volume (mL) ≥ 2.4)" in markdown(page)
        assert page.query_params["c1"] == "2.4~"
        page = settled(page.button(key="ask_of").click().run())
        asked = page.session_state["this_visitor"].reading.study.asked
        assert dict(asked.filters) == {"cement_volume": (2.4, None)}  # open above: next month's 10 mL are kept

    @pytest.mark.parametrize(
        ("ends", "step"), [((38, 82), 1), ((0, 1), 0.1), ((1.5, 15.0), 0.1), ((0.25, 3), 0.01), ((0.125, 3.125), 0.03)]
    )
    def test_a_slider_steps_as_its_ends_are_written(self, ends: tuple[float, float], step: float) -> None:
        """Whole ends step by one, ends in tenths by a tenth; what is written finer, by a hundredth of the range."""
        assert slider_step(*ends) == pytest.approx(step)

    def test_synthetic_data_are_called_so_beside_the_sentence(self) -> None:
        """The grey line under the sentence says synthetic, where a phone hides the sidebar."""
        assert "synthetic · 64 in file" in markdown(open_demo("en"))
        assert "模拟数据 · 文件内64例" in markdown(open_demo("zh"))

    def test_the_journal_form_prints_plus_minus(self) -> None:
        """The switch gives x̄±s, the form of Chinese journals; without it there is no ± in a cell."""
        page = open_demo("zh")
        before = table_text(page)

        page.toggle(key="journal").set_value(True).run()

        assert "±" not in before
        assert "±" in table_text(page)


class TestRegistries:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("methods", "n", "visits"), [(1, 20, 3), (2, 64, 2), (2, 64, 8), (2, 400, 3), (3, 90, 3), (6, 120, 3)]
    )
    def test_one_to_six_methods_two_to_eight_visits(self, methods: int, n: int, visits: int, language: str) -> None:
        """Every shape of registry gives a whole page with a result and no raw value."""
        page = open_table(registry(methods, n, visits), language)

        shown = markdown(page) + table_text(page)
        assert not page.exception
        assert not any(raw in shown for raw in ("nan", "None", "NaN", "inf"))
        assert (sentence(language, "verdict.tag.one_method") in shown) == (methods == 1)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_one_patient_per_method_is_a_result_with_a_reason(self, language: str) -> None:
        """Two patients: the values are drawn, nothing is tested, and the sentence says how many are needed."""
        page = open_table(registry(2, 2), language)

        assert not page.exception
        assert "5" in markdown(page)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_variance_is_a_result_with_a_reason(self, language: str) -> None:
        """Everybody falls from 8 to 5: the difference cannot be tested and the page says why."""
        rows = "\n".join(f"{i},{'CT' if i % 2 else 'DSA'},8,5" for i in range(1, 21))

        page = open_table(f"No.,Guidance,VAS before,VAS 1 month\n{rows}\n", language)

        assert not page.exception
        assert sentence(language, "verdict.tag.not_estimable") in markdown(page)

    def test_registry_text_is_shown_and_never_interpreted(self) -> None:
        """A method named like Markdown or a formula stands on the screen as written."""
        table = registry(2, 40).replace(",CT,", ",**bold** :red[x],").replace(",DSA,", ",=1+1,")

        page = open_table(table, "en")

        assert not page.exception
        assert r"\*\*bold\*\*" in "".join(one.value for one in page.markdown)


class TestMissing:
    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "6 of 32 patients with CT (19%) have no score here (2 died)"),
            ("zh", "CT组32例中6例（19%）无评分（其中死亡2例）"),
        ],
    )
    def test_says_of_how_many_and_who_died(self, language: str, said: str) -> None:
        """Of 32 with CT 26 have a VAS at 3 months; two of the six others died (data/make_demo.py)."""
        assert said in markdown(open_demo(language)).replace("\\", "")


class TestRoles:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_primary_secondary_and_exploratory_are_told_apart(self, language: str) -> None:
        """VAS at 3 months is the demo's primary comparison, ODI secondary, any other visit exploratory and small."""
        page = open_demo(language)
        assert _headline(page).endswith(f"** :small[:gray[{sentence(language, 'verdict.role.primary')}]]")
        assert sentence(language, "verdict.visit.primary", visit=_visit("3 months", 90, language)) in _columns(page)

        page = settled(page.segmented_control(key="score").set_value("ODI").run())
        assert _headline(page).endswith(f"** :small[:gray[{sentence(language, 'verdict.role.secondary')}]]")
        assert sentence(language, "verdict.visit.secondary", visit=_visit("3 months", 90, language)) in _columns(page)

        page = settled(page.segmented_control(key="visit").set_value("1 month").run())
        assert _headline(page).startswith(":small[**")
        assert sentence(language, "verdict.role.exploratory") in _headline(page)
        assert sentence(language, "stamp_notes.E") in markdown(page)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_score_buttons_show_it(self, language: str) -> None:
        """The primary comparison's result is bold on its button, the secondary plain, an exploratory one slanted."""
        page = open_demo(language)
        vas, odi = page.segmented_control(key="score").options
        assert ":small[**" in vas
        assert ":small[" in odi and "*" not in odi

        page = settled(page.segmented_control(key="visit").set_value("1 month").run())
        for label in page.segmented_control(key="score").options:
            assert ":small[*" in label and "**" not in label

    def test_every_value_of_a_filter_leaves_nobody_out(self) -> None:
        """Women and men together are all 64 patients of the demo: no filter, and the verdict stays what it was."""
        before = markdown(open_demo("en"))

        page = settled(open_demo("en").sidebar.pills(key="filter_1").set_value(["F", "M"]).run())

        assert markdown(page) == before

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_filtered_view_is_exploratory(self, language: str) -> None:
        """Only women: nothing is primary until the filter is part of the question."""
        page = settled(open_demo(language).sidebar.pills(key="filter_1").set_value(["F"]).run())
        assert sentence(language, "verdict.role.exploratory") in _headline(page)
        assert sentence(language, "verdict.all_exploratory") in markdown(page)

        page = settled(page.button(key="ask_of").click().run())
        assert sentence(language, "verdict.role.primary") in _headline(page)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_filter_on_what_is_known_later_is_cautioned(self, language: str) -> None:
        """The cement volume is known once the procedure is over; the caution comes with the filter, not for the age."""
        page = settled(open_demo(language).sidebar.multiselect(key="added").set_value(["cement_volume"]).run())
        volume = next(one for one in page.sidebar.slider if one.max == 15.0)
        caution = sentence(language, "sidebar.known_later", name=volume.label)
        ages = settled(page.sidebar.slider[0].set_value((50.0, 82.0)).run())
        assert caution not in [one.value for one in ages.sidebar.caption]

        page = settled(volume.set_value((3.0, 15.0)).run())

        assert caution in [one.value for one in page.sidebar.caption]


def _headline(page: AppTest) -> str:
    """The verdict's headline."""
    said = next(str(one.value) for one in page.markdown if ":small[:gray[" in one.value and "**" in one.value)
    return said.split("\n\n")[0]


def _visit(name: str, days: float, language: str) -> str:
    return visit_name(Visit(name, days), language)


def _columns(page: AppTest) -> list[str]:
    """The heads of the scores by visit."""
    return [str(one).replace("\\", "") for one in tables(page)[0].columns]
