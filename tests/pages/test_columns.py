"""Columns, driven from app.py without a browser."""

from __future__ import annotations

import pytest

from lib.report.language import sentence
from lib.report.wording import visit_name
from tests.pages.pages_without_browser import LANGUAGES, OUTCOMES, open_files, open_table, settled, tables

COLUMNS = "pages/registry/columns.py"


def table() -> str:
    """Sixteen patients with CT and DSA, half of them PVP and half PKP, of whom PKP has the lower VAS afterwards."""
    method, procedure = ("CT", "DSA"), ("PVP", "PKP")
    lines = [f"{n},{method[n % 2]},{procedure[n // 8]},{8 - n % 3},{4 - 2 * (n // 8) + n % 2}" for n in range(16)]
    return "\n".join(["id,guidance,procedure,VAS before,VAS 1 month", *lines]) + "\n"


def own_table(method: str) -> str:
    """The table of one method, in a file of its own without a column that names it."""
    lines = [line.split(",") for line in table().splitlines()]
    return "\n".join(
        ",".join([f"{method}{number}" if number.isdigit() else number, *rest]) for number, _, *rest in lines
    )


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

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_and_gives_methods_of_file_names_back(self, language: str) -> None:
        """Named by no column, the guidance methods can be compared again after another column was."""
        both = {f"{name}.csv": own_table(name) for name in ("CT", "DSA")}
        page = settled(open_files(both, language).switch_page(COLUMNS).run())
        named = sentence(language, "columns_page.compare_by_recognised")
        assert page.selectbox(key="compare_by").options == [named, "procedure"]
        page = settled(page.selectbox(key="compare_by").select("procedure").run())
        assert page.sidebar.pills(key="filter_method").options == ["PVP 16", "PKP 16"]

        page = settled(page.selectbox(key="compare_by").select("").run())

        assert page.sidebar.pills(key="filter_method").options == ["CT 16", "DSA 16"]

    def test_what_cannot_be_compared_by_is_not_offered(self) -> None:
        """Scores and the patient's number are no groups."""
        page = settled(open_table(table(), "en").switch_page(COLUMNS).run())

        assert page.selectbox(key="compare_by").options == ["guidance", "procedure"]


class TestMeanings:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_offered_in_words(self, language: str) -> None:
        """No meaning that a column may be given is shown by its name in the code."""
        page = settled(open_table(table(), language).switch_page(COLUMNS).run())

        assert not [one for one in page.selectbox(key="column_meaning").options if "_" in one]


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

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_visit_can_be_called_by_another_name(self, language: str) -> None:
        """VAS and ODI of "1 month" were taken after six weeks: said once, both stand there, in the page's language."""
        wide = table().replace("VAS 1 month", "VAS 1 month,ODI 1 month").replace("VAS before", "VAS before,ODI before")
        wide = "\n".join(line if "id" in line else _with_odi(line) for line in wide.splitlines())
        page = settled(open_table(wide, language).switch_page(COLUMNS).run())

        page.selectbox(key="visit_named").select("1 month")
        page.text_input(key="visit_meaning").input("术后6周")
        page = settled(page.button(key="visit_apply").click().run())

        cohort = page.session_state["this_visitor"].reading.cohort
        assert [[visit.name for visit in cohort.visits(score)] for score in ("VAS", "ODI")] == [
            ["baseline", "6 weeks"]
        ] * 2
        assert visit_name("6 weeks", language) in " ".join(page.selectbox(key="visit_named").options)

    def test_so_can_a_label_of_a_long_file(self) -> None:
        """A label that names no day, "end", is the visit after a year once that is said."""
        rows = [line.split(",") for line in table().splitlines()[1:]]
        long = "\n".join(
            f"{n},{method},{visit},{score}"
            for n, method, _, *scores in rows
            for visit, score in zip(("before", "end"), scores, strict=True)
        )
        page = settled(open_table("id,guidance,visit,VAS\n" + long + "\n", "en").switch_page(COLUMNS).run())

        page.selectbox(key="visit_named").select("end")
        page.text_input(key="visit_meaning").input("1 year")
        page = settled(page.button(key="visit_apply").click().run())

        visits = page.session_state["this_visitor"].reading.cohort.visits("VAS")
        assert [(visit.name, visit.days) for visit in visits] == [("baseline", 0.0), ("1 year", 365.0)]


class TestSheets:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_columns_of_joined_files_name_their_file(self, language: str) -> None:
        """Two files with a column C each: every column stands with its file, and the patients' numbers with both."""
        disability = "id,ODI before,ODI 1 month\n" + "".join(
            f"{n},{60 + n % 9},{20 + n % 9}\n" for n in (*range(13), 99)
        )
        page = open_files({"pain.csv": table(), "function.csv": disability}, language)

        shown = tables(settled(page.switch_page(COLUMNS).run()))[0]
        heads = [sentence(language, f"columns_page.heads.{head}") for head in ("sheet", "column", "header")]
        both = sentence(language, "columns_page.separator").join(["pain", "function"])
        assert shown[heads].to_numpy().tolist() == [
            [both, "A", "id"], ["pain", "B", "guidance"], ["pain", "C", "procedure"], ["pain", "D", "VAS before"],
            ["pain", "E", "VAS 1 month"], ["function", "B", "ODI before"], ["function", "C", "ODI 1 month"],
        ]  # fmt: skip

    def test_one_sheet_is_not_named(self) -> None:
        """Where all columns stand in the same sheet there is no column for it."""
        shown = tables(settled(open_table(table(), "en").switch_page(COLUMNS).run()))[0]

        assert sentence("en", "columns_page.heads.sheet") not in shown


def _with_odi(line: str) -> str:
    *first, before, after = line.split(",")
    return ",".join([*first, before, str(6 * int(before)), after, str(6 * int(after))])
