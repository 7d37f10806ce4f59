"""Why something is not there, in one sentence, for every reason that the code can give."""

from __future__ import annotations

import ast
import re
from itertools import product
from pathlib import Path

import pytest

from lib.intake.findings import Finding
from lib.report.language import LANGUAGES, has_sentence
from lib.report.wording import finding_message, reason_sentence, refusal
from lib.stats.results import NotEstimable

LIB = Path(__file__).parents[2] / "lib"
REASONS = sorted(
    {
        reason
        for layer in ("stats", "analysis")
        for file in sorted((LIB / layer).glob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if "NotEstimable(reason=" in line
        for reason in re.findall(r'(?:reason=|else )"([a-z_]+)"', line)
    }
)

CALLS = [
    {one.arg: one.value for one in node.keywords}
    for file in sorted((LIB / "intake").glob("*.py"))
    for node in ast.walk(ast.parse(file.read_text("utf-8")))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "IntakeQuestion"
]
UNSAFE = sorted(
    {
        code.value
        for call in CALLS
        for code, is_safe in [(call["code"], call.get("is_safe"))]
        if isinstance(code, ast.Constant) and isinstance(is_safe, ast.Constant) and is_safe.value is False
    }
)
"""Questions that must be answered before anything is analysed."""


class TestReasonSentence:
    @pytest.mark.parametrize(("reason", "language"), [*product(REASONS, LANGUAGES)])
    def test_every_reason(self, reason: str, language: str) -> None:
        """Every reason that statistics and analysis can give has a sentence that needs no figures."""
        found = reason_sentence(NotEstimable(reason=reason), language)

        assert reason not in found
        assert "{" not in found

    def test_too_few(self) -> None:
        """How many, in which method, how many are needed; filters are named only where they are on."""
        too_few = NotEstimable(reason="too_few", parameters={"method": "Fluoroscopy", "n": 1, "needed": 5})

        assert reason_sentence(too_few, "en") == (
            "1 patient with Fluoroscopy; 5 are needed per method for a test. Points shown; no P."
        )
        assert reason_sentence(too_few, "zh", is_filtered=True) == (
            "筛选后X线透视仅1例；检验每组至少需5例。仅显示数据点，不给P值。"
        )

    def test_no_variance(self) -> None:
        """The value that all share is named, without float noise."""
        same = NotEstimable(reason="no_variance", parameters={"value": -2.9999999999999996})

        assert reason_sentence(same, "en") == "All differences equal −3; a test cannot be computed."

    def test_one_method(self) -> None:
        """One method is a result with a sentence."""
        alone = NotEstimable(reason="one_method", parameters={"method": "CT", "n": 32})

        assert reason_sentence(alone, "en") == (
            "Only one guidance method was found (CT, 32 patients). "
            "Change over time is shown; there is nothing to compare it with."
        )
        assert reason_sentence(alone, "zh") == ("仅识别到一种引导方式（CT，32例）。可显示前后变化，无法进行组间比较。")

    def test_no_baseline(self) -> None:
        """PRODUCT's sentence for a follow-up without a baseline."""
        missing = NotEstimable(reason="no_baseline", parameters={"outcome": "VAS", "visit": "1 month"})

        assert reason_sentence(missing, "en") == (
            "VAS at 1 month found, but none before treatment; change cannot be computed. Choose the baseline column."
        )
        assert reason_sentence(missing, "zh") == "找到术后1个月VAS，但没有术前VAS，无法计算变化。请指定术前列。"

    def test_unknown(self) -> None:
        """A reason without a sentence is named rather than hidden."""
        assert "solar_eclipse" in reason_sentence(NotEstimable(reason="solar_eclipse"), "en")


class TestFindingMessage:
    @pytest.mark.parametrize(("language", "words"), [("en", "VAS"), ("zh", "VAS按0–100记录")])
    def test_names(self, language: str, words: str) -> None:
        """A finding's sentence takes its figures and names from the finding."""
        finding = Finding(severity="warning", code="scale_0_100", parameters={"outcome": "VAS"})

        assert words in finding_message(finding, language)

    def test_visit_is_translated(self) -> None:
        """A visit among the figures is said in the language of the sentence."""
        finding = Finding(
            severity="warning",
            code="no_followup_values",
            parameters={"visit": "1 month", "outcome": "ODI", "method": "CT"},
        )

        assert "术后1个月" in finding_message(finding, "zh")

    def test_lists_are_divided_as_the_language_divides_them(self) -> None:
        """Codes and their meanings: "1, 2" in English, "1、2" in Chinese."""
        coded = Finding(severity="note", code="coded_groups", column="B", parameters={"names": "1, 2"})
        legend = Finding(severity="note", code="legend_used", column="B", parameters={"legend": "1 = CT, 2 = DSA"})

        assert "(1, 2)" in finding_message(coded, "en") and "（1、2）" in finding_message(coded, "zh")
        assert "1 = CT、2 = DSA" in finding_message(legend, "zh")


class TestRefusal:
    def test_message_and_remedy(self) -> None:
        """A refusal says what was found and what to do."""
        message, remedy = refusal("password_protected", {}, "en")

        assert "password" in message
        assert "save a copy" in remedy

    def test_rows_of_sheets(self) -> None:
        """Where the sheets are known, row 2 of one and row 2 of the other are told apart."""
        rows = {"first": 2, "first_sheet": "CT", "second": 2, "second_sheet": "DSA", "n": 1}
        english, chinese = (refusal("duplicate_patient_conflict", rows, language)[0] for language in ("en", "zh"))

        assert english.startswith("Row 2 of sheet CT and row 2 of sheet DSA are the same patient")
        assert chinese.startswith("工作表CT第2行与工作表DSA第2行为同一患者")
        plain = {"first": 2, "second": 5, "n": 1}
        assert refusal("duplicate_patient_conflict", plain, "en")[0].startswith("Rows 2 and 5 are the same patient")

    def test_no_score(self) -> None:
        """The number of columns is part of the sentence."""
        assert "12" in refusal("columns_not_found", {"n": 12}, "zh")[0]

    def test_only_changes(self) -> None:
        """On the command line columns of changes are named, with what is needed in their place."""
        told = refusal("columns_not_found", {"n": 4, "changes": "ΔVAS 1 month"}, "en", place="command")[1]

        assert told.startswith("These columns hold only changes: ΔVAS 1 month. The score before")

    def test_no_numbers(self) -> None:
        """On the command line, where there is no page, a table without numbers is told how to write scores."""
        with_numbers = refusal("columns_not_found", {"n": 4, "columns": "Age"}, "en", place="command")[1]
        without = refusal("columns_not_found", {"n": 4}, "en", place="command")[1]

        assert "--study" in with_numbers and with_numbers.endswith("Columns with numbers: Age.")
        assert without.startswith("Write a patient in each row") and "Choose it on" not in without

    @pytest.mark.parametrize(("code", "language"), [*product(UNSAFE, LANGUAGES)])
    def test_every_question_that_stops_is_a_refusal_too(self, code: str, language: str) -> None:
        """Where nobody can be asked, such as on the command line, it is said what was found and what to do."""
        assert has_sentence(language, f"refusals.{code}.message") and has_sentence(language, f"refusals.{code}.remedy")
