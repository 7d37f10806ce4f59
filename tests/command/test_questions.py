"""What the study answers, what its absence leaves to the proposals, and what it may not say."""

from __future__ import annotations

import json

import pytest

from lib.__main__ import main
from tests.command.registries import WHOLE, the_one


class TestOpenQuestions:
    @pytest.fixture
    def half_marks(self, registry):
        """ODI never above 50, of which the header does not say whether it is percent."""
        rows = [["id", "guidance", "ODI pre", "ODI 1 month"]]
        rows += [[f"P{i}", ("CT", "DSA")[i % 2], str(25 + i % 13), str(8 + i % 7)] for i in range(30)]
        return registry(rows)

    def test_safe_proposal_is_taken_and_said(self, analyse, half_marks):
        """A question that nobody answers is answered by its proposal, with a warning."""
        found = analyse(half_marks)

        warning = the_one(found["findings"], code="odi_up_to_50")
        assert warning["severity"] == "warning"
        assert warning["taken_as"]
        assert warning["message"]

    def test_study_answers(self, analyse, half_marks):
        """A study that names the unit leaves nothing to ask."""
        percent, of_50 = (analyse(half_marks, {"scales": {"ODI": {"unit": unit}}}) for unit in ("percent", "of50"))

        assert not [one for one in percent["findings"] if one["code"] == "odi_up_to_50"]
        before, after = (the_one(found["within"], method="CT")["baseline_mean"] for found in (percent, of_50))
        assert after == pytest.approx(2 * before, rel=1e-12)

    def test_unsafe_question_ends_with_its_code(self, analyse, registry):
        """Centimetres and millimetres in one score are not analysed until somebody says which."""
        rows = [["id", "guidance", "VAS pre", "VAS 1 month"]]
        rows += [[f"P{i}", ("CT", "DSA")[i % 2], str(60 + i) if i < 15 else str(6 + i % 4), "3"] for i in range(30)]
        found = analyse(registry(rows), expected=2)

        assert found["error"]["code"] == "mixed_scale"


class TestStudy:
    def test_scores_replace_the_proposal(self, analyse):
        """Where scores are named only these are analysed."""
        found = analyse(WHOLE, {"scores": [{"outcome": "ODI", "column": "odi"}]})

        assert {row["outcome"] for row in found["within"]} == {"ODI"}

    def test_methods_merge(self, analyse):
        """Methods that are named are renamed; the others keep their name."""
        found = analyse(WHOLE, {"methods": {"1": "CT", "3": "DSA"}})

        assert {row["method"] for row in found["within"]} == {"CT", "2", "DSA"}
        assert the_one(found["verdicts"], role="primary")["experimental"] == "CT"

    def test_visits_merge(self, analyse):
        """A visit that is named has its name and its day."""
        found = analyse(WHOLE, {"visits": {"1": "baseline", "2": "1 month"}})

        assert {row["visit"] for row in found["within"]} == {"1 month"}

    @pytest.mark.parametrize(
        "study",
        [
            {"filter": {}},
            {"columns": {"method": "arm"}},
            {"scores": [{"outcome": "VAS", "visit": "baseline", "column": "vas"}]},
            {"question": {"outcome": "EQ-5D"}},
            {"question": {"experimental": "PRT"}},
            {"filters": {"weather": ["rain"]}},
        ],
    )
    def test_invalid(self, analyse, study):
        """An unknown key, or a name that is not there, ends with 2 and study_invalid."""
        found = analyse(WHOLE, study, expected=2)

        assert found["error"]["code"] == "study_invalid"
        assert found["error"]["message"]
        assert found["error"]["remedy"]

    @pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b'{"schema": 1e400}'])
    def test_unreadable(self, capsysbinary, tmp_path, text):
        """A study that is no study ends with 2, never with a traceback."""
        (tmp_path / "study.json").write_bytes(text)

        status = main(["analyse", str(WHOLE), "--study", str(tmp_path / "study.json"), "--json", "-"])

        assert status == 2
        assert json.loads(capsysbinary.readouterr().out)["error"]["code"] == "study_invalid"
