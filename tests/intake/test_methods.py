from __future__ import annotations

import pytest

from lib.intake.methods import canonical_method


class TestCanonicalMethod:
    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("ct ", "CT"),
            ("ＣＴ", "CT"),
            ("CT引导下", "CT"),
            ("CT-guided", "CT"),
            ("CT\u00a0组", "CT"),
            ("\u200bDSA", "DSA"),
            ("数字减影血管造影", "DSA"),
            ("C型臂透视", "Fluoroscopy"),
            ("C-arm guided", "Fluoroscopy"),
            ("锥形束CT", "CBCT"),
            ("O型臂导航", "O-arm"),
            ("机器人辅助组", "Robot"),
            ("PVP", None),
            ("在CT引导下第3例,俯卧位", None),
            ("CT'\"`\\", None),
            ("1", None),
            ("CT/透视", None),
            ("CT or DSA", None),
            ("CT？", None),
            ("C臂/透视", "Fluoroscopy"),
        ],
    )
    def test_spellings(self, written: str, name: str | None) -> None:
        """Case, width, blanks and 引导/guided do not matter; sentences and other names are not methods."""
        assert canonical_method(written) == name
