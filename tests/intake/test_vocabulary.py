from __future__ import annotations

from lib.intake.vocabulary import key, loose, plain


class TestText:
    def test_plain_key_and_loose(self) -> None:
        """Width, invisible characters, case, blanks and punctuation are folded as far as each needs."""
        assert plain(" ＶＡＳ\u200b\n术前 ") == "VAS 术前"
        assert key("C-Arm (guided)") == "carmguided"
        assert loose("BPI_Time1") == "bpi time1"
