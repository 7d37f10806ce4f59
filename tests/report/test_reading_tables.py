"""How a file was read, as tables."""

from __future__ import annotations

import pytest

from lib.intake.findings import Finding
from lib.intake.opening import MappedColumn
from lib.report import reading_tables

LANGUAGES = ("en", "zh")


def column(term: str, **known: str) -> MappedColumn:
    """A column C with the header "术前VAS" taken for something."""
    return MappedColumn(column="C", header="术前VAS", term=term, reason="header", confidence=0.9, **known)


class TestColumns:
    @pytest.mark.parametrize(
        ("language", "meaning", "reason"),
        [("en", "VAS, Before", "recognised by its header"), ("zh", "VAS，术前", "表头可识别")],
    )
    def test_says_what_a_score_is_and_why(self, language: str, meaning: str, reason: str) -> None:
        """A score column is named with its visit, in the page's language."""
        frame = reading_tables.columns([column("score", outcome="VAS", visit="baseline")], language)

        assert frame.iloc[0].tolist()[:3] == ["C", "术前VAS", ""]
        assert frame.iloc[0, 3] == meaning

    @pytest.mark.parametrize(("language", "meaning"), [("en", "event: Cement leakage"), ("zh", "事件：骨水泥渗漏")])
    def test_says_which_event_it_is(self, language: str, meaning: str) -> None:
        """Not only that it is one: a registry has several."""
        frame = reading_tables.columns([column("event", detail="leakage")], language)

        assert frame.iloc[0, 3] == meaning

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("term", ["method", "patient", "visit", "event", "identifier", "date", "change", "other"])
    def test_no_term_is_shown_as_a_code(self, term: str, language: str) -> None:
        """Every meaning has words in both languages."""
        frame = reading_tables.columns([column(term)], language)

        assert frame.iloc[0, 3]
        assert language == "en" or frame.iloc[0, 3] != term


class TestFindings:
    def test_names_the_cell_as_excel_does(self) -> None:
        """Row 12, column K, the value as written and what became of it."""
        finding = Finding(
            severity="note", code="missing_values", sheet="患者登记", row=12, column="K", value="/",
            parameters={"n": 1}, taken_as="missing",
        )  # fmt: skip

        row = reading_tables.findings([finding], "zh").iloc[0].tolist()

        assert row[:5] == ["提示", "患者登记", "12", "K", "/"]
        assert row[6] == "缺失"

    def test_names_every_row_that_is_counted(self) -> None:
        """Six cells of one kind: the first, a run of three and two of another sheet, none of them left to guess."""
        also = (("A", 5, "C"), ("A", 6, "C"), ("A", 7, "C"), ("B", 2, "D"), ("B", 9, "D"))
        finding = Finding(severity="note", code="missing_values", sheet="A", row=2, column="C", also=also,
                          parameters={"n": 6})  # fmt: skip

        assert reading_tables.findings([finding], "en").iloc[0, 2] == "2, 5–7, B 2, 9"

    def test_a_number_stays_what_it_is(self) -> None:
        """A cell that was taken as 7.5 says 7.5."""
        finding = Finding(severity="note", code="parsed_text", parameters={"n": 1}, taken_as="7.5")

        assert reading_tables.findings([finding], "en").iloc[0, 6] == "7.5"

    def test_no_finding_gives_an_empty_table_with_its_heads(self) -> None:
        """A clean file still has the columns of the list."""
        frame = reading_tables.findings([], "en")

        assert frame.empty
        assert frame.columns[0] == "Severity"
