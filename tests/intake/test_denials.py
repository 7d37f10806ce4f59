"""What denies an event, and what only begins like a denial."""

from __future__ import annotations

import pytest

from lib.intake.denials import denies, is_unclear_denial


class TestDenies:
    @pytest.mark.parametrize(
        "text",
        [
            "No evidence of leakage", "no leakage detected", "none seen", "not detected", "Nil", "0 (none)", "0=no",
            "no complications were observed", "uneventful", "未发现渗漏", "未出现并发症", "无特殊", "无殊",
            "无(0)", "无明显不适", "未见明显骨水泥渗漏", "没有渗漏",
            "无任何并发症", "no cement leakage", "Grade 0",
        ],
    )  # fmt: skip
    def test_that_it_did_not_happen(self, text: str) -> None:
        """The ways in which registries write "none"."""
        assert denies(text)

    @pytest.mark.parametrize(
        "text",
        [
            "暂无", "無", "零", "不存在", "無滲漏", "術中无", "術後未見滲漏", "没有并发症",
            "なし", "無し", "漏出なし", "認めず", "漏出を認めず", "合併症なし", "過程順利", "術後恢復良好",
            "kein", "keine", "keiner", "ohne", "nicht", "kein Austritt", "Keine Komplikationen", "o.B.",
            "aucune", "pas de fuite", "néant", "absence", "sans", "sans fuite", "aucune fuite de ciment",
            "sin fuga", "ninguna", "nessuna", "nessuna perdita", "sin complicaciones",
            "never", "denied", "clear", "free", "0 levels",
            "unremarkable", "NAD", "routine", "minor: none; major: none",
        ],
    )  # fmt: skip
    def test_in_other_languages_and_words(self, text: str) -> None:
        """Traditional Chinese, Japanese, German, French, Spanish and Italian denials, and the words of short notes."""
        assert denies(text)

    @pytest.mark.parametrize(
        "text",
        [
            "minor: none / major: 无", "Minor：无；Major：无", "轻度：无 重度：无", "mild: none, severe: none",
            "serious: no; non-serious: no", "轻微并发症：无，严重并发症：无", "Minor AE: none; Major AE: none",
            "complications: none", "Complication: nil", "AE: none", "leak: no", "並發症：無", "术中：无；术后：无",
            "intraop: none; postop: none", "complications - none", "minor - none; major - none",
        ],
    )  # fmt: skip
    def test_behind_a_label(self, text: str) -> None:
        """A form's labels, each with a denial behind it, say that nothing happened."""
        assert denies(text)

    @pytest.mark.parametrize(
        "text",
        [
            "minor: none; major: haematoma",
            "AE: haematoma",
            "术中：无；术后：血肿",
            "AE: none; fever",
            "major: 无",
            "cement: none",
            "serious AE: none",
        ],
    )
    def test_a_label_with_something_else(self, text: str) -> None:
        """An event behind one label, or only one gravity denied, is no denial."""
        assert not denies(text)

    @pytest.mark.parametrize(
        "text",
        [
            "无法评估", "未复查CT", "no CT done", "no serious complication", "无严重并发症", "无症状渗漏", "少量",
            "minor: none", "症状なし", "sans symptômes", "椎旁", "free fluid", "clear fluid leak",
            "none recorded", "no data", "无力",
        ],
    )  # fmt: skip
    def test_nothing_else(self, text: str) -> None:
        """What only begins with a denial is not one."""
        assert not denies(text)


class TestIsUnclearDenial:
    @pytest.mark.parametrize(
        "text",
        ["无法评估", "未复查CT", "未行CT检查", "no CT done", "not applicable", "无严重并发症", "no major complication",
         "minor: none", "major - none", "others: none", "其他：无", "無法評估", "症状なし",
         "keine Kontrolle", "pas de scanner"],
    )  # fmt: skip
    def test_begins_like_one(self, text: str) -> None:
        """Neither "none" nor an event: whoever reads it must be asked."""
        assert is_unclear_denial(text, is_leakage=True)

    @pytest.mark.parametrize("text", ["无力", "少量", "nodule", "non-union", "Nerve injury", "notable leak", "0.5 ml"])
    def test_other_words(self, text: str) -> None:
        """Weakness is 无力 and is a complication; "non-union" is one, too."""
        assert not is_unclear_denial(text, is_leakage=False)

    def test_without_symptoms(self) -> None:
        """A leak without symptoms is a leak, also among complications; no symptoms is no complication to count."""
        assert not is_unclear_denial("无症状", is_leakage=True)
        assert not is_unclear_denial("无症状性渗漏", is_leakage=False)
        assert is_unclear_denial("无临床症状", is_leakage=False)
