"""The words of the field: what a covariate is known by, and when."""

from __future__ import annotations

import pytest

from lib.terms import OPERATION_QUARTER, Covariate, is_before_treatment, is_known_later


class TestKnownLater:
    @pytest.mark.parametrize(
        "header",
        ["Follow-up (months)", "followup", "Length of stay", "hospital stay", "Survival time", "Recurrence",
         "reoperation", "随访时间", "住院天数", "术后住院日", "出院去向", "生存期", "是否复发"],
    )  # fmt: skip
    def test_by_the_header(self, header: str) -> None:
        """How long somebody stayed, was followed or lived is known after treatment alone."""
        assert is_known_later(Covariate(name=header, header=header, is_numeric=True))

    @pytest.mark.parametrize("name", ["cement_volume", "operation_time", "opioid 1 month"])
    def test_by_the_term(self, name: str) -> None:
        """What belongs to the procedure, and a dose after it."""
        assert is_known_later(Covariate(name=name, header="X", is_numeric=True))

    @pytest.mark.parametrize(
        ("name", "header"),
        [("sex", "性别"), ("age", "Age"), ("centre", "住院病区"), ("opioid baseline", "Opioid before"),
         ("detection", "渗漏检查方式"), (OPERATION_QUARTER, "手术日期"), ("Operator", "Operator"),
         ("疼痛时间", "疼痛时间")],
    )  # fmt: skip
    def test_what_is_known_before(self, name: str, header: str) -> None:
        """Who the patient is and who treats them are known before; the quarter and the way of looking choose nobody."""
        assert not is_known_later(Covariate(name=name, header=header, is_numeric=False))


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
