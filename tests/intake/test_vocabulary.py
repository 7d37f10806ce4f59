from __future__ import annotations

from lib.intake.vocabulary import key, loose, plain, term_of


class TestText:
    def test_plain_key_and_loose(self) -> None:
        """Width, invisible characters, case, blanks and punctuation are folded as far as each needs."""
        assert plain(" ＶＡＳ\u200b\n术前 ") == "VAS 术前"
        assert key("C-Arm (guided)") == "carmguided"
        assert loose("BPI_Time1") == "bpi time1"


class TestTermOf:
    def test_traditional_characters(self) -> None:
        """Traditional headers mean what simplified ones do; 合併症 (complications) stays apart from 合并症."""
        assert term_of("events", "骨水泥滲漏") == "leakage" and term_of("columns", "年齡") == "age"
        assert term_of("events", "併發症") == term_of("events", "合併症") == "complication"
        assert term_of("events", "合并症") is None and loose("術後3個月") == "术后3个月"

    def test_short_cement(self) -> None:
        """水泥 alone means 骨水泥: amount, distribution and leakage are known in both forms, brackets or not."""
        assert term_of("columns", "水泥量(ml)") == term_of("columns", "骨水泥量") == "cement_volume"
        assert term_of("columns", "水泥分布") == term_of("columns", "骨水泥分布") == "cement_distribution"
