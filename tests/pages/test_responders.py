"""Responders, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from lib.report.wording import visit_name
from lib.study import Mcid, Study
from lib.terms import Visit
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_demo, open_link, open_table, settled, tables

RESPONDERS = "pages/results/responders.py"


def responders(page: AppTest) -> AppTest:
    """The same visitor on Responders."""
    return settled(page.switch_page(RESPONDERS).run())


def table(*methods: str, score: str = "VAS") -> str:
    """Twelve patients per method."""
    rows = [method for method in methods for _ in range(12)]
    lines = [f"{n},{method},{7 + n % 3},{2 + n % 6}" for n, method in enumerate(rows)]
    return "\n".join([f"id,guidance,{score} before,{score} 1 month", *lines]) + "\n"


def _bare(cell: object) -> str:
    """A cell without the backslashes that keep it from being read as Markdown."""
    return str(cell).replace("\\", "")


class TestResponders:
    def test_demo_shows_both_conventions_for_the_missing(self) -> None:
        """26 of 28 and 29 of 31 among those followed; 26 and 29 of 32 when the missing count as failures."""
        said = markdown(responders(open_demo("en")))

        assert "26/28 (93%) with CT, 29/31 (94%) with DSA" in said
        assert "26/32 (81%) with CT, 29/32 (91%) with DSA" in said

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_notes_where_thresholds_come_from(self, language: str) -> None:
        """None was derived in pelvic metastases, and doses of opioids are not known."""
        said = markdown(responders(open_demo(language)))

        assert sentence(language, "mcid.note") in said
        assert sentence(language, "responders.pain_only") in said

    def test_another_threshold_twice_in_a_row(self) -> None:
        """Each change of the threshold is kept and shown."""
        page = responders(open_demo("en"))

        page.selectbox(key="responder_1").set_value("ostelo2008_percent").run()
        assert "improved by at least 30% of baseline" in markdown(page)
        page.selectbox(key="responder_1").set_value("farrar2001").run()
        assert "improved by at least 2 points" in markdown(settled(page))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_threshold_is_kept_in_the_address(self, language: str) -> None:
        """Two points chosen: the address says so, and the same link opened anew shows it; the suggested needs none."""
        page = responders(open_demo(language))
        assert "vas_responder" not in page.query_params
        page = settled(page.selectbox(key="responder_1").set_value("farrar2001").run())
        assert page.query_params["vas_responder"] == "farrar2001"

        again = open_link({"registry": "demo", "vas_responder": "farrar2001"}, language, RESPONDERS)

        assert again.selectbox(key="responder_1").value == "farrar2001"
        assert markdown(again) == markdown(page)

    def test_every_published_threshold_with_both_conventions(self) -> None:
        """Two points of three sources once: Newcombe −16.9 to 14.5 and, the missing as failures, −27.0 to 8.4 (R)."""
        frame = tables(responders(open_demo("en")))[1]

        rows = {_bare(label): [_bare(cell) for cell in row] for label, row in frame.iterrows()}
        left_out = next(label for label in rows if label.startswith("2 points, missing left out"))
        assert left_out.count(";") == 2
        assert rows[left_out] == ["26/28 (93%)", "29/31 (94%)", "−0.7 (−16.9 to 14.5)"]
        assert rows["2 points, missing as no response"] == ["26/32 (81%)", "29/32 (91%)", "−9.4 (−27.0 to 8.4)"]

    def test_who_could_not_respond_is_counted_also_when_nobody(self) -> None:
        """The demo has nobody whose score before was below the threshold: the row says 0, it is not left out."""
        frame = tables(responders(open_demo("en")))[0]

        label = next(one for one in frame.index if "could not respond" in str(one))
        assert list(frame.loc[label]) == ["0", "0"]

    def test_one_method_has_its_rate(self) -> None:
        """Nothing to compare with: the rate alone."""
        page = responders(open_table(table("CT"), "en"))

        assert "with CT" in markdown(page)
        assert "risk difference" not in markdown(page)

    def test_three_methods_show_the_chosen_pair(self) -> None:
        """CT against DSA, with the rates of all three by state."""
        page = responders(open_table(table("CT", "DSA", "CBCT"), "en"))

        assert "risk difference (CT − DSA)" in markdown(page)
        assert list(tables(page)[0].columns) == ["CT", "CBCT", "DSA"]

    def test_a_score_without_a_threshold_says_so(self) -> None:
        """No source names a threshold for this score."""
        page = responders(open_table(table("CT", "DSA", score="leg pain"), "en"))

        assert "No published threshold is known for" in markdown(page)


class TestConsensus:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_stands_where_both_doses_are_recorded(self, language: str) -> None:
        """At 1 month the demo has the dose, at 3 months it has none: the consensus comes, and is gone again."""
        visits = ["1 month", "3 months"]
        titles = [
            sentence(language, "responders.consensus", outcome="VAS", visit=visit_name(Visit(name, days), language))
            for name, days in zip(visits, (30, 90), strict=True)
        ]
        page = responders(open_demo(language))
        assert titles[1] not in markdown(page)

        page = settled(page.segmented_control(key="visit").set_value("1 month").run())

        assert titles[0] in markdown(page)
        assert sentence(language, "responders.consensus_about") in markdown(page)
        frame = tables(page)[1]
        assert [sum(int(cell) for cell in frame[method]) for method in frame.columns] == [32, 32]

        page = settled(page.segmented_control(key="visit").set_value("3 months").run())
        assert titles[1] not in markdown(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_studys_own_threshold_is_the_one_the_page_opens_with(language: str) -> None:
    """A study that states 1.7 points: the page judges by them, names their source and keeps the published on offer."""
    page = open_table(table("CT", "DSA"), language, Study(mcid={"VAS": Mcid(points=1.7, source="Survey 2026")}))

    page = responders(page)

    choice = page.selectbox(key="responder_1")
    assert choice.value == "chosen"
    assert "1.7" in choice.options[0] and choice.options[0].endswith("Survey 2026")
    assert any("Ostelo 2008" in one for one in choice.options[1:])
    assert "1.7" in markdown(page)
    page = settled(choice.set_value("ostelo2008").run())
    assert page.selectbox(key="responder_1").value == "ostelo2008"
