from __future__ import annotations

import pytest

from lib.intake.similar import corrected
from tests.intake.files import codes, opened_rows, values


def _registry(*headers: str) -> list[list[object]]:
    """Twelve patients under these five headers."""
    rows = [[f"p{i}", "CT" if i % 2 else "DSA", 8 - i % 3, 4 - i % 4, 110 + i] for i in range(12)]
    return [list(headers), *rows]


class TestCorrected:
    @pytest.mark.parametrize(
        ("header", "meant"),
        [
            ("VSA术前", "VAS术前"),
            ("0DI 3 months", "ODI 3 months"),
            ("疼痛视觉模似评分 术前", "疼痛视觉模拟评分 术前"),
            ("引到方式", "引导方式"),
            ("Oswetry 3 months", "oswestry 3 months"),
        ],
    )
    def test_one_word_is_put_right(self, header: str, meant: str) -> None:
        """Two letters swapped, a zero for an O, a wrong character, a letter left out."""
        assert meant in set(corrected(header))

    @pytest.mark.parametrize("header", ["Age", "leg pain", "hgb", "性别", "KPS", "VAS 1 month"])
    def test_other_words_stay(self, header: str) -> None:
        """Short and correct words are nobody's misspelling."""
        assert list(corrected(header)) == []


class TestAskSimilar:
    def test_a_misspelt_score_is_asked_about(self) -> None:
        """Both VSA columns are proposed as VAS in one question; the proposal is carried out and a warning says so."""
        result = opened_rows(_registry("id", "group", "VSA pre", "VSA 1 month", "hgb"))

        assert [question.code for question in result.questions] == ["similar_header"]
        assert result.questions[0].parameters["proposals"] == "VSA pre → VAS pre; VSA 1 month → VAS 1 month"
        assert values(result, "VAS", "1 month")[:4] == [4, 3, 2, 1]
        assert "similar_header" in codes(result)

    def test_no_is_an_answer(self) -> None:
        """Declined, the columns stay what they are and the question is not put again."""
        rows = _registry("id", "group", "VSA pre", "VSA 1 month", "hgb")
        declined = opened_rows(rows).questions[0].options[1].patch

        result = opened_rows(rows, declined)

        assert result.blocking is not None and result.blocking.code == "columns_not_found"

    def test_one_of_several_scores(self) -> None:
        """A misspelt follow-up beside a right baseline joins it, and the baseline stays."""
        result = opened_rows(_registry("id", "group", "VAS pre", "VSA 1 month", "hgb"))

        assert values(result, "VAS", "baseline")[:3] == [8, 7, 6]
        assert values(result, "VAS", "1 month")[:4] == [4, 3, 2, 1]

    def test_values_must_fit(self) -> None:
        """A "VAR" of 110 and more is no VAS, and is not asked about."""
        result = opened_rows(_registry("id", "group", "VAS pre", "VAS 1 month", "VAR 1 week"))

        assert result.questions == ()

    def test_what_is_asked_only_then(self) -> None:
        """Where the proposed reading opens a question of its own (raw points or percent), that one is asked as well."""
        rows = [["id", "group", "ODl pre", "ODl 1 month"]]
        rows += [[f"p{i}", "CT" if i % 2 else "DSA", 40 - 2 * (i % 5), 20 - 2 * (i % 4)] for i in range(12)]  # type: ignore[list-item]

        result = opened_rows(rows)

        assert [question.code for question in result.questions] == ["similar_header", "odi_up_to_50"]

    @pytest.mark.parametrize("header", ["随访时长(月)", "随访次数n", "folow-up (months)"])
    def test_a_length_of_follow_up_is_no_visit(self, header: str) -> None:
        """Where the scores name their visits a column of months is not taken for the visit of the row."""
        rows = [["ID", "组别", "术前VAS", "术后1月VAS", header]]
        rows += [[n, "CT" if n % 2 else "DSA", 8, 3, 3 + n] for n in range(1, 13)]  # type: ignore[list-item]

        result = opened_rows(rows)

        assert result.questions == ()
        assert values(result, "VAS", "1 month") == [3] * 12
