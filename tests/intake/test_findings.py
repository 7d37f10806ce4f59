from __future__ import annotations

import re
from pathlib import Path

import pytest

import lib.intake
from lib.intake.findings import Finding
from lib.intake.sheet_meanings import SHEET_MEANINGS
from lib.report.language import has_sentence
from lib.report.wording import finding_message
from tests.intake.files import opened_rows

SOURCE = "\n".join(path.read_text("utf-8") for path in sorted(Path(lib.intake.__file__).parent.glob("*.py")))
FINDINGS = {
    *re.findall(r'Finding\([^)]*?code="(\w+)"', SOURCE),
    *re.findall(r'about_column\(\s*[\w.]+(?:\[\d\])?,\s*"(\w+)"', SOURCE),
    *re.findall(r'"(\w+)", (?:taken_as|column)=', SOURCE),
    *re.findall(r'note="(\w+)"', SOURCE),
    *(code for code in re.findall(r'"code": "(\w+)"', SOURCE) if code != "reading_too_large"),  # a refusal
    *re.findall(r'_finding\(sheet, "(\w+)"', SOURCE),
    *re.findall(r'finding="(\w+)"', SOURCE),
    *re.findall(r'_rejected\("(\w+)"\)', SOURCE),
}
TAKEN_AS = {*re.findall(r'taken_as="(\w+)"', SOURCE), *SHEET_MEANINGS}
ANSWERS = ("yes", "no", "mean", "first", "last", "separate", "fill", "leave", "none", "unknown", "in_order", "schedule")
REFUSALS = set(re.findall(r'UnreadableFile\(\s*"(\w+)"', SOURCE))
QUESTIONS = {*re.findall(r'IntakeQuestion\(\s*code="(\w+)"', SOURCE), *re.findall(r'question="(\w+)"', SOURCE)}


@pytest.mark.parametrize("language", ["en", "zh"])
class TestSentences:
    def test_every_finding(self, language: str) -> None:
        """Whatever the intake notices has a sentence."""
        assert len(FINDINGS) > 30
        assert [code for code in sorted(FINDINGS) if not has_sentence(language, f"findings.{code}")] == []

    @pytest.mark.parametrize(
        ("header", "cells", "code"),
        [
            ("是否纳入", ["是", "否", "是", "是", "是", "是"], "marked_excluded"),
            ("骨水泥渗漏", ["已做CT"] * 6, "event_mostly_one_text"),
        ],
    )
    def test_a_sentence_that_names_the_header(self, language: str, header: str, cells: list[str], code: str) -> None:
        """The header and the value of a finding stand in its sentence, wherever that names them."""
        rows = [[n, "CT" if n % 2 else "DSA", 8, 3, cell] for n, cell in enumerate(cells, start=1)]
        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1月VAS", header], *rows])
        found = next(one for one in result.findings if one.code == code)

        assert f"“{header}”" in finding_message(found, language)

    def test_a_death_is_not_called_a_missing_value(self, language: str) -> None:
        """A cell that says died was taken as a death, which its finding says; one that says lost is a missing value."""
        words = {3: "died", 4: "lost"}
        rows = [[n, "CT" if n % 2 else "DSA", 7 + n % 2, words.get(n, 2 + n % 3)] for n in range(12)]
        result = opened_rows([["id", "Guidance", "VAS before", "VAS 1 month"], *rows])
        said = {one.value: finding_message(one, language) for one in result.findings if one.code == "missing_values"}
        expected = {
            "en": "Taken as a death, not as a missing value; cells in this column: 1.",
            "zh": "按死亡处理，不作缺失值，共1格。",
        }

        assert said["died"] == expected[language]
        assert said["lost"] != expected[language]

    def test_every_way_to_take_a_cell(self, language: str) -> None:
        """What became of a cell is said in words, not as a code of ours."""
        assert len(TAKEN_AS) > 15
        assert [code for code in sorted(TAKEN_AS) if not has_sentence(language, f"taken_as.{code}")] == []

    def test_every_refusal(self, language: str) -> None:
        """Whatever is refused says what was found and what to do."""
        assert len(REFUSALS) > 15
        parts = [f"refusals.{code}.{part}" for code in sorted(REFUSALS) for part in ("message", "remedy")]
        assert [key for key in parts if not has_sentence(language, key)] == []

    def test_every_question(self, language: str) -> None:
        """Whatever is asked has a title, and a refusal for those who cannot be asked."""
        assert {"mixed_scale", "sheets_are", "ambiguous_columns"} <= QUESTIONS
        assert [code for code in sorted(QUESTIONS) if not has_sentence(language, f"questions.{code}.title")] == []

    def test_a_question_whose_proposal_was_taken(self, language: str) -> None:
        """Before it is answered a question stands among the findings, also where only its title says it."""
        rows = [[n, "CT" if n % 2 else "DSA", 7, 2 + n % 3, "有" if n == 2 else None] for n in range(12)]
        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1月VAS", "渗漏"], *rows])
        titled = Finding(severity="warning", code="similar_header", parameters={"proposals": "x"}, taken_as="yes")

        assert "blank_events" in {one.code for one in result.findings}
        assert all(finding_message(one, language) for one in (*result.findings, titled))
        assert [code for code in ANSWERS if not has_sentence(language, f"taken_as.{code}")] == []
