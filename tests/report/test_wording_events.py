"""What happened, by name: in both languages, and where two columns record the same."""

from __future__ import annotations

import pytest

from lib.report.wording.leak_types import leak_types
from lib.report.wording.rates import event_name


class TestEventName:
    @pytest.mark.parametrize(
        ("event", "english", "chinese"),
        [
            ("leakage", "Cement leakage", "骨水泥渗漏"),
            ("complication (R)", "Complications (column R)", "并发症（R列）"),
            ("Infection (deep)", "Infection (deep)", "Infection (deep)"),
            ("血肿（局部）", "血肿（局部）", "血肿（局部）"),
        ],
    )
    def test_known_names_are_translated_and_a_second_column_is_told_by_its_letter(
        self, event: str, english: str, chinese: str
    ) -> None:
        """Canonical events in the page's language, a registry's own words as they are, brackets and all."""
        assert (event_name(event, "en"), event_name(event, "zh")) == (english, chinese)


class TestLeakTypes:
    def test_types_are_named_in_their_usual_order_however_they_are_written(self) -> None:
        """B, S and C of Yeom et al. 2003 (J Bone Joint Surg Br 85:83): vein of the vertebra, of the segment, cortex."""
        assert leak_types(["S型", "type C", "B+C", "b"], "en") == {
            "b": "B only: along the basivertebral vein",
            "S型": "S: along a segmental vein",
            "type C": "C only: through the cortex",
            "B+C": "B+C",
        }
        assert list(leak_types(["C", "B"], "zh").values()) == ["B型：经椎基底静脉", "C型：经骨皮质缺损处"]

    def test_a_type_that_others_have_among_several_says_that_it_counts_alone(self) -> None:
        """Where B+S stands in a row of its own, the rows of B and S hold those with nothing else, and say so."""
        assert leak_types(["B", "S", "B+S", "C"], "en") == {
            "B": "B only: along the basivertebral vein",
            "S": "S only: along a segmental vein",
            "C": "C: through the cortex",
            "B+S": "B+S",
        }
        assert leak_types(["B", "B+S"], "zh") == {"B": "仅B型：经椎基底静脉", "B+S": "B+S"}

    @pytest.mark.parametrize("words", [["B", "joint"], ["disc", "canal"], ["B", "C", "D"], [], ["B", ""]])
    def test_a_column_with_any_other_word_stays_as_written(self, words: list[str]) -> None:
        """A place, a grade from A to F or a joint of the acetabulum is no type of leakage from a vertebra."""
        assert leak_types(words, "en") == {word: word for word in words}
