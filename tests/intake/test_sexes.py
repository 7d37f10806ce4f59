from __future__ import annotations

from lib.intake.sexes import sexes_of


class TestSexesOf:
    def test_languages(self) -> None:
        """Words and letters for women and men, of several languages; anything else is neither."""
        assert sexes_of(["女", "男", "weiblich", "homme", "mujer", "uomo", "vrouw", "여", "x"]) == [
            "F", "M", "F", "M", "F", "M", "F", "F", None
        ]  # fmt: skip

    def test_m_is_a_woman_beside_h_alone(self) -> None:
        """H and M are hombre and mujer, but H and F homme and femme, and M and F male and female."""
        assert sexes_of(["H", "M"]) == ["M", "F"]
        assert sexes_of(["H", "F"]) == ["M", "F"]
        assert sexes_of(["M", "F"]) == ["M", "F"]
