"""The unit of a score on Columns: shown as it was read, changed there, and kept with the study."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from lib.intake.opening import SourceFile, interpret, read
from lib.intake.settings import ReadingSettings, parts_of, settings_of
from lib.registry.cohort import Cohort
from lib.report.language import sentence
from lib.report.wording import reading_line
from lib.study import Study
from lib.ui.session import Reading
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_table, settled

COLUMNS = "pages/registry/columns.py"


def table() -> str:
    """Sixteen patients: VAS from 6 to 8 before and 2 to 4 after, ODI from 24 to 38 before and 10 to 24 after."""
    rows = [f"{n},{('CT', 'DSA')[n % 2]},{8 - n % 3},{4 - n % 3},{24 + n % 8 * 2},{10 + n % 8 * 2}" for n in range(16)]
    return "\n".join(["id,guidance,VAS before,VAS 1 month,ODI before (%),ODI 1 month (%)", *rows]) + "\n"


def cohort_of(page: AppTest) -> Cohort:
    """The patients on screen."""
    cohort: Cohort = page.session_state["this_visitor"].reading.cohort
    return cohort


def numbers(page: AppTest, outcome: str, visit: str) -> list[float]:
    """The distinct scores of a visit, as they are analysed."""
    return [round(float(one), 6) for one in cohort_of(page).scores[outcome, visit].levels]


def columns_page(language: str) -> AppTest:
    """The page Columns with the table open."""
    return settled(open_table(table(), language).switch_page(COLUMNS).run())


class TestUnits:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_score_shows_its_unit_and_range(self, language: str) -> None:
        """VAS 2 to 8 in points, ODI 10 to 38 in percent, each with its scale and direction."""
        page = columns_page(language)

        assert [page.selectbox(key=f"unit_{n}").value for n in (1, 2)] == ["", ""]
        recognised = [
            sentence(
                language, "columns_page.units.recognised_as", unit=sentence(language, f"columns_page.units.{unit}")
            )
            for unit in ("cm", "percent")
        ]
        assert [page.selectbox(key=f"unit_{n}").options[0] for n in (1, 2)] == recognised
        better = sentence(language, "columns_page.lower_better")
        for low, high, top in ((2, 8, "10"), (10, 38, "100%")):
            between = sentence(language, "columns_page.between", low=low, high=high)
            said = sentence(
                language, "columns_page.range", written=between, kept=between, low=0, high=top, better=better
            )
            assert said in markdown(page)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_index_in_points_of_50(self, language: str) -> None:
        """Said to be points of 50, 24 to 38 become 48 to 76%, and the range below says both."""
        page = columns_page(language)

        page = settled(page.selectbox(key="unit_2").select("of50").run())

        assert numbers(page, "ODI", "baseline") == [48, 52, 56, 60, 64, 68, 72, 76]
        assert numbers(page, "VAS", "baseline") == [6, 7, 8]
        said = [sentence(language, "columns_page.between", low=low, high=high) for low, high in ((10, 38), (20, 76))]
        assert all(one in markdown(page) for one in said)
        opened = page.session_state["this_visitor"].reading.opened
        assert sentence(language, "reading.scales.scale_0_50") in reading_line(opened, language)

    def test_and_back(self) -> None:
        """What the file says holds again once the choice is taken back."""
        page = columns_page("en")
        page = settled(page.selectbox(key="unit_1").select("mm").run())
        assert numbers(page, "VAS", "baseline") == [0.6, 0.7, 0.8]

        page = settled(page.selectbox(key="unit_1").select("").run())

        assert numbers(page, "VAS", "baseline") == [6, 7, 8]
        assert page.session_state["this_visitor"].reading.study.settings.scales == ()

    def test_the_study_file_keeps_it(self) -> None:
        """The setting is the study file's `scales`, and the same file read with it gives the same numbers."""
        page = columns_page("en")
        page = settled(page.selectbox(key="unit_2").select("fraction").run())

        settings = page.session_state["this_visitor"].reading.study.settings
        kept = json.loads(json.dumps(parts_of(settings)))
        assert kept == {"scales": {"ODI": {"unit": "fraction"}}}
        assert settings_of(kept) == settings
        assert numbers(page, "ODI", "baseline") == []  # 24 cannot be a fraction: each cell is told
        told = page.session_state["this_visitor"].reading.opened.findings
        assert sum(one.code == "out_of_range" and one.header == "ODI before (%)" for one in told) == 16

    def test_a_question_of_the_unit_is_answered_there(self) -> None:
        """Baselines in mm and follow-ups in cm are refused until somebody says the unit; then results are shown."""
        rows = [f"{n},{('CT', 'DSA')[n % 2]},{60 + n},{n % 4}" for n in range(16)]
        text = "\n".join(["id,guidance,VAS before,VAS 1 month", *rows]) + "\n"
        page = open_table(table(), "en")
        page.session_state["this_visitor"].asked = waiting(text)
        page = settled(page.switch_page(COLUMNS).run())
        assert page.selectbox(key="unit_1").options[0] == sentence("en", "columns_page.units.undecided")

        page = settled(page.selectbox(key="unit_1").select("by_visit").run())

        assert page.session_state["this_visitor"].asked is None
        assert numbers(page, "VAS", "baseline")[:3] == [6, 6.1, 6.2]
        assert numbers(page, "VAS", "1 month") == [0, 1, 2, 3]


class TestAnotherScore:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_declared_with_range_and_direction(self, language: str) -> None:
        """KPS from 0 to 100, higher is better: both columns are read as it, and the change is compared that way."""
        rows = [f"{n},{('CT', 'DSA')[n % 2]},{8 - n % 3},{4 - n % 3},{40 + n},{60 + n}" for n in range(16)]
        text = "\n".join(["id,guidance,VAS before,VAS 1 month,Karnofsky 1,Karnofsky 2", *rows]) + "\n"
        page = settled(open_table(text, language).switch_page(COLUMNS).run())

        page.selectbox(key="column_changed").select("Karnofsky 1")
        page = settled(page.selectbox(key="column_meaning").select("another_score").run())
        assert page.button(key="column_apply").disabled
        page.text_input(key="score_name").input("KPS")
        page.number_input(key="score_high").set_value(100)
        page.selectbox(key="column_visit").select("baseline")
        page = settled(page.run())
        assert page.button(key="column_apply").disabled  # the direction is never assumed
        page = settled(page.radio(key="score_direction").set_value(False).run())
        page = settled(page.button(key="column_apply").click().run())
        page.selectbox(key="column_changed").select("Karnofsky 2")
        page = settled(page.selectbox(key="column_meaning").select("KPS").run())
        page.selectbox(key="column_visit").select("1 month")
        page = settled(page.button(key="column_apply").click().run())

        assert numbers(page, "KPS", "baseline") == [40 + n for n in range(16)]
        assert numbers(page, "KPS", "1 month") == [60 + n for n in range(16)]
        assert numbers(page, "VAS", "baseline") == [6, 7, 8]
        scale = cohort_of(page).scales["KPS"]
        assert (scale.low, scale.high, scale.lower_is_better) == (0, 100, False)
        better = sentence(language, "columns_page.higher_better")
        ranges = [sentence(language, "columns_page.between", low=40, high=75)] * 2
        said = sentence(
            language, "columns_page.range", written=ranges[0], kept=ranges[1], low=0, high=100, better=better
        )
        assert said in markdown(page)


def waiting(text: str) -> Reading:
    """A table that waits for an answer."""
    files = (SourceFile(name="registry.csv", content=text.encode()),)
    workbook = read(files)
    return Reading(files=files, workbook=workbook, opened=interpret(workbook, ReadingSettings()), study=Study())
