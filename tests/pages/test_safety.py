"""Safety, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_demo, open_table, settled, table_text, tables

SAFETY = "pages/results/safety.py"
HEAD = "id,guidance,VAS before,VAS 1 month"


def safety(page: AppTest) -> AppTest:
    """The same visitor on Safety."""
    return settled(page.switch_page(SAFETY).run())


def table(leakage: dict[str, list[str]], head: str = "leakage") -> str:
    """A registry with one answer per patient."""
    rows = [(method, answer) for method, given in leakage.items() for answer in given]
    lines = [f"{n},{method},{7 + n % 3},{2 + n % 4},{answer}" for n, (method, answer) in enumerate(rows)]
    return "\n".join([f"{HEAD},{head}", *lines]) + "\n"


def captions(page: AppTest) -> list[str]:
    """What stands in small grey letters, as it is read."""
    return [one.value.replace("\\", "") for one in page.caption]


class TestDemo:
    def test_says_what_the_paper_counted(self) -> None:
        """32/32 and 32/32; 1 and 2 leaks with their difference, and that this is too little to tell."""
        said = markdown(safety(open_demo("en")))

        assert "Technical success: 32/32 (100%) with CT, 32/32 (100%) with DSA" in said
        assert "Cement leakage: 1/32 (3%) with CT, 2/32 (6%) with DSA; risk difference (CT − DSA) −3.1" in said
        assert "−17.3 to 10.3" in said
        assert "Too few events to say whether the rates differ." in said
        assert "lower limit of the two-sided 95% CI 89.1%" in said

    @pytest.mark.parametrize(
        ("language", "rate", "caution"),
        [
            ("en", "Death from any cause: 4/32 (13%) with CT, 2/32 (6%) with DSA", "not an event of the procedure"),
            ("zh", "全因死亡：CT组4/32（13%），DSA组2/32（6%）", "并非手术事件"),
        ],
    )
    def test_deaths_are_told_as_deaths_from_any_cause(self, language: str, rate: str, caution: str) -> None:
        """The six patients of the demo whose cells say died, by method, and that the procedure is not their cause."""
        page = safety(open_demo(language))

        assert rate in markdown(page)
        assert any(caution in one.value for one in page.caption)

    def test_says_so_in_chinese(self) -> None:
        """The same in Chinese."""
        said = markdown(safety(open_demo("zh")))

        assert "骨水泥渗漏：CT组1/32（3%），DSA组2/32（6%）；率差（CT组−DSA组）为−3.1个百分点" in said
        assert "事件数过少，尚不能判断两组率是否不同。" in said


class TestRegistries:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_without_a_column_says_which_is_missing(self, language: str) -> None:
        """No event at all: a sentence with the way to choose a column."""
        page = safety(open_table(table({"CT": ["a"] * 8, "DSA": ["b"] * 8}, head="remark"), language))

        assert sentence(language, "rates.no_event") in markdown(page)

    def test_one_method_has_its_rate(self) -> None:
        """One method: its rate with limits, no comparison."""
        page = safety(open_table(table({"CT": ["yes"] * 2 + ["no"] * 18}), "en"))

        assert "Cement leakage: 2/20 (10%) with CT" in markdown(page)

    def test_no_event_has_an_upper_limit(self) -> None:
        """0/30 in both: up to 11.6% each."""
        page = safety(open_table(table({"CT": ["no"] * 30, "DSA": ["no"] * 30}), "en"))

        assert "none among 30 with CT; upper limit of the two-sided 95% CI 11.6%" in markdown(page)

    def test_three_methods_show_every_pair(self) -> None:
        """Three methods: the pair on screen in the sentence, all three differences in a table."""
        answers = {name: ["yes"] * k + ["no"] * 17 for k, name in enumerate(("CT", "DSA", "CBCT"), start=1)}
        page = safety(open_table(table(answers), "en"))

        assert [len(one) for one in tables(page)][1] == 3
        assert "risk difference (CT − DSA)" in markdown(page)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_leaks_at_several_places_count_at_each(self, language: str) -> None:
        """With CT 1 leaked into the vein, 1 beside, 2 at both: 3 and 3 of 20; said once that one may count twice."""
        answers = {"CT": ["vein", "paravertebral", *["vein + paravertebral"] * 2, *["no"] * 16], "DSA": ["no"] * 20}
        page = safety(open_table(table(answers), language))

        shown = table_text(page)
        assert "vein + paravertebral" not in shown
        assert shown.count("3/20") == 2
        assert captions(page).count(sentence(language, "rates.several_places")) == 1

    def test_one_place_each_needs_no_remark(self) -> None:
        """Where nobody leaked at two places, nothing is said of counting twice."""
        page = safety(open_table(table({"CT": ["vein", "disc", *["no"] * 8], "DSA": ["no"] * 10}), "en"))

        assert captions(page) and sentence("en", "rates.several_places") not in captions(page)

    def test_too_few_patients_keep_the_page_whole(self) -> None:
        """Three patients with CT: the figures and the reason."""
        page = safety(open_table(table({"CT": ["yes", "no", "no"], "DSA": ["no"] * 20}), "en"))

        assert "1/3 (33%) with CT" in markdown(page)
        assert "5 are needed per method" in markdown(page)


class TestCodes:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_column_that_is_not_counted_is_named(self, language: str) -> None:
        """1 and 2 without a legend: the page names the column, and does not say that there is none."""
        page = safety(open_table(table({"CT": ["1"] * 4 + ["2"] * 16, "DSA": ["1"] * 9 + ["2"] * 11}), language))

        assert sentence(language, "rates.no_leakage") not in markdown(page)
        assert sentence(language, "rates.no_event") not in markdown(page)
        assert "“leakage”" in markdown(page)

    @pytest.mark.parametrize(("place", "rate"), [(0, "4/20 (20%) with CT"), (1, "16/20 (80%) with CT")])
    def test_codes_are_explained_in_place(self, place: int, rate: str) -> None:
        """One click says which code is yes, and the rate is there: 4 of 20 patients have 1, 16 have 2."""
        page = safety(open_table(table({"CT": ["1"] * 4 + ["2"] * 16, "DSA": ["1"] * 9 + ["2"] * 11}), "en"))

        page = settled(page.button(key=f"codes_0_{place}").click().run())

        assert rate in markdown(page)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_three_codes_are_explained_in_place(self, language: str) -> None:
        """Of 1, 2 and 3 one is said to be none: 1 leaves 8 of 20 with CT, and 3 of them are of kind 2."""
        given = {"CT": ["1"] * 12 + ["2"] * 3 + ["3"] * 5, "DSA": ["1"] * 10 + ["2"] * 10}
        page = safety(open_table(table(given), language))
        options = [page.button(key=f"codes_0_{place}").label for place in range(3)]
        assert options == [sentence(language, "questions.event_codes_which_no.option_no", no=n) for n in (1, 2, 3)]

        page = settled(page.button(key="codes_0_0").click().run())

        counted = [cell.split(" ")[0].split("（")[0] for cell in tables(page)[0]["CT"] if "/" in cell]
        assert counted == ["8/20", "3/20", "5/20"]

    def test_places_in_codes_are_named_and_explained(self) -> None:
        """A place of leaks in 1 and 2 is named as a column of leakage that waits for the meaning of its codes."""
        given = {"CT": ["1,2"] * 4 + ["2,2"] * 16, "DSA": ["2,1"] * 9 + ["2,2"] * 11}
        page = safety(open_table(table(given, "paravertebral leak,disc leak"), "en"))

        assert "“paravertebral leak”" in markdown(page)
        page = settled(page.button(key="codes_0_0").click().run())
        page = settled(page.button(key="codes_0_0").click().run())

        assert "4/20 (20%) with CT" in markdown(page) and "9/20 (45%) with DSA" in markdown(page)


def leaks(*ways: str) -> str:
    """Forty patients, how leakage was looked for given by turns; nothing said where there is no way."""
    head = "id,guidance,VAS before,VAS 1 month,leakage" + (",leakage detection" if ways else "")
    lines = [
        f"{n},{('CT', 'DSA')[n % 2]},{8 - n % 3},{4 - n % 4},{'yes' if n % 9 == 0 else 'no'}"
        + (f",{ways[n % len(ways)]}" if ways else "")
        for n in range(40)
    ]
    return "\n".join([head, *lines]) + "\n"


class TestLooking:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_asked_per_method_and_warned(self, language: str) -> None:
        """Without a column it is asked; CT with one and radiographs with the other give the warning and its stamp."""
        page = safety(open_table(leaks(), language))
        assert sentence(language, "rates.say_detection")
        page = settled(page.selectbox(key="looked_0").set_value("CT").run())
        assert not page.warning

        page = settled(page.selectbox(key="looked_1").set_value("radiographs").run())

        assert len(page.warning) == 1
        assert sentence(language, "rates.way.radiographs") in page.warning[0].value
        assert sentence(language, "stamps.DET") in markdown(page)

    def test_one_click_to_the_comparable_subset(self) -> None:
        """All 20 with CT and 7 with DSA were looked at by CT: one click keeps them, and the warning is gone."""
        page = safety(open_table(leaks("CT", "CT", "CT", "radiographs", "CT", "radiographs"), "en"))
        assert len(page.warning) == 1

        page = settled(page.button(key="only_way").click().run())

        assert not page.warning
        assert "/7" in table_text(page)

    def test_the_definition_is_kept_and_shown(self) -> None:
        """What is typed stands below the rate and goes into the study."""
        page = safety(open_table(leaks(), "en"))

        page = settled(page.text_input(key="definition_0").set_value("any cement outside the bone on CT").run())

        assert "any cement outside the bone on CT" in markdown(page)
        study = page.session_state["this_visitor"].reading.study
        assert dict(study.definitions) == {"leakage": "any cement outside the bone on CT"}
