from __future__ import annotations

import pytest

from lib.terms import is_before_treatment


class TestIsBeforeTreatment:
    @pytest.mark.parametrize(
        "header",
        [
            "随访次数", "随访时长(月)", "住院天数", "术后住院日", "出院去向", "患者满意度", "转归", "末次MacNab",
            "Length of stay (d)",
            "Follow-up (months)", "followup_months", "Patient satisfaction", "Discharge to", "Final outcome",
            "Overall survival", "Liegedauer", "Krankenhausaufenthalt", "durée de séjour", "Estancia (días)",
            "cement_volume",
        ],
    )  # fmt: skip
    def test_later(self, header: str) -> None:
        """Follow-up, stay, result and the procedure itself came after the decision to treat."""
        assert not is_before_treatment(header)

    @pytest.mark.parametrize(
        "header",
        [
            "age", "sex", "BMI", "骨密度T值", "既往手术后疼痛", "预计生存期", "预后评分", "住院/门诊",
            "Life expectancy after surgery",
            "Previous surgery outcome", "Preoperative stay", "Tumour", "病程(月)", "Staging", "Fundus",
        ],
    )  # fmt: skip
    def test_before(self, header: str) -> None:
        """What the patient was like, also where it speaks of an earlier treatment or of an expectation."""
        assert is_before_treatment(header)
