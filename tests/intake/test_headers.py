from __future__ import annotations

import pytest

from lib.intake.headers import column_term, is_change, is_known, score_header, unit_of
from lib.intake.times import is_range
from lib.terms import Visit
from tests.intake.files import opened_rows, values


class TestPainScales:
    @pytest.mark.parametrize(
        "header", ["疼痛评分(VAS)术前", "VAS疼痛 术前", "pain intensity (VAS) pre-op", "EVA douleur avant"]
    )
    def test_pain_is_no_other_score(self, header: str) -> None:
        """A word for pain adds nothing to a scale of pain: all of them are VAS before treatment."""
        score = score_header(header)

        assert score is not None and (score.outcome, score.visit and score.visit.name) == ("VAS", "baseline")

    @pytest.mark.parametrize(
        "header",
        ["功能评分(ODI)术前", "术前ODI功能障碍评分", "腰椎功能(ODI) 术前", "ODI disability pre", "Function (ODI) pre"],
    )
    def test_disability_is_no_other_index(self, header: str) -> None:
        """A word for function adds nothing to the index of disability: all of them are ODI before treatment."""
        score = score_header(header)

        assert score is not None and (score.outcome, score.visit and score.visit.name) == ("ODI", "baseline")


class TestScoreHeader:
    @pytest.mark.parametrize(
        ("header", "outcome", "visit"),
        [
            ("vas_pre", "VAS", "baseline"),
            ("VASpost", "VAS", "post-procedure"),
            ("术前VAS评分", "VAS", "baseline"),
            ("VAS 3 months", "VAS", "3 months"),
            ("疼痛视觉模拟评分(VAS) 术后1周", "VAS", "1 week"),
            ("VAS[术前]", "VAS", "baseline"),
            ("VAS\n术前 ", "VAS", "baseline"),
            ("preop_odi", "ODI", "baseline"),
            ("术后ODI(%)", "ODI", "post-procedure"),
            ("odi_pre (/50)", "ODI", "baseline"),
            ("NRS 1 day", "NRS", "1 day"),
            ("VAS leg pre", "VAS leg", "baseline"),
            ("Oswestry功能障碍指数 术前", "ODI", "baseline"),
            ("VAS (100 mm)", "VAS", None),
            ("odi", "ODI", None),
            ("VAS 术后1月 1 month", "VAS", "1 month"),
            ("术前VAS（2周内）", "VAS", "baseline"),
            ("pain_avg", "pain_avg", None),
            ("Pain (worst) pre", "Pain (worst)", "baseline"),
            ("BPI - worst pain, pre", "BPI - worst pain", "baseline"),
            ("ODI percentage pre", "ODI", "baseline"),
            ("ODI pct preop", "ODI", "baseline"),
            ("ODI (pct)", "ODI", None),
            ("术前ODI百分比", "ODI", "baseline"),
            ("术前疼痛评分", "疼痛评分", "baseline"),
            ("术前 V A S", "VAS", "baseline"),
            ("O D I 术后1月", "ODI", "1 month"),
        ],
    )
    def test_score_and_visit(self, header: str, outcome: str, visit: str | None) -> None:
        """A header gives the score under its name and the visit, whatever the order of the words."""
        found = score_header(header)

        assert found is not None
        assert found.outcome == outcome
        assert (found.visit.name if found.visit else None) == visit

    @pytest.mark.parametrize(
        "header",
        [
            "vascular",
            "canvas",
            "backpain_length",
            "疼痛部位",
            "group",
            "age",
            "cement volume",
            "EQ-VAS pre",
            "EQ-5D VAS 1 month",
            "EQ5D-VAS",
            "Health VAS",
            "VAS satisfaction",
            "VAS满意度",
            "术后1月健康VAS",
        ],
    )
    def test_other_headers(self, header: str) -> None:
        """Words that merely contain VAS, speak of pain without scoring it, or score health are no pain scores."""
        assert score_header(header) is None

    def test_a_code_of_a_visit(self) -> None:
        """BPI_Time2 is BPI at a visit without a day."""
        found = score_header("BPI_Time2")

        assert found is not None
        assert (found.outcome, found.code, found.label) == ("BPI", 2, "Time2")


class TestFootnoteMarks:
    @pytest.mark.parametrize("mark", ["*", "†", "‡", "§", "¶", "‖", "※", "★"])
    def test_they_name_nothing(self, mark: str) -> None:
        """A mark of a footnote or of a required field makes no other score and hides no column."""
        found = score_header(f"VAS{mark} 3 months")

        assert found is not None and (found.outcome, found.visit) == ("VAS", Visit("3 months", 90.0))
        assert column_term(f"Guidance{mark}") == column_term(f"{mark}引导方式") == "method"


class TestIsChange:
    @pytest.mark.parametrize(
        "header", ["BPI_change", "VAS变化值", "ΔVAS", "∆VAS", "△VAS", "VAS下降值", "疼痛缓解率", "ODI % change",
                   "ODI percent change", "ODI变化百分比", "ODI改善率", "VAS pct", "ODI percentage of baseline",
                   "ODI 1 month (% change)", "VAS percent change"]
    )  # fmt: skip
    def test_changes(self, header: str) -> None:
        """A ready-made change is not a visit."""
        assert is_change(header)

    @pytest.mark.parametrize("header", ["ODI percentage pre", "ODI pct preop", "ODI (pct)", "术前ODI百分比", "ODI (%)"])
    def test_percent_is_the_unit_of_odi(self, header: str) -> None:
        """An ODI in percent is no change, and its unit is percent."""
        assert not is_change(header)
        assert unit_of(header) == "percent"

    @pytest.mark.parametrize("header", ["VAS 1 month", "180 d VAS", "180 d_ODI", "术后30 d-VAS", "30d VAS"])
    def test_visits(self, header: str) -> None:
        """A visit is not a change, and the d of its days is no difference."""
        assert not is_change(header)


class TestUnitOf:
    @pytest.mark.parametrize(
        ("header", "unit"),
        [
            ("VAS (mm)", "mm"),
            ("VAS 0-100", "mm"),
            ("VAS(0-10分)", "cm"),
            ("ODI (/50)", "of50"),
            ("ODI(%)", "percent"),
            ("VAS", None),
        ],
    )
    def test_units(self, header: str, unit: str | None) -> None:
        """The unit that a header names."""
        assert unit_of(header) == unit


class TestIsKnown:
    def test_headers_visits_and_values(self) -> None:
        """Terms and scores are surely headers, visits perhaps, values not."""
        assert [is_known(text) for text in ("编号", "vas_pre", "术前", "P001", "CT")] == [1, 1, 0.5, 0, 0]


class TestPatientNumber:
    @pytest.mark.parametrize(
        "header",
        ["病人ID", "Patienten-Nr.", "Nr. Patient", "患者唯一编号", "受试者标识", "Pat. No.", "Código paciente",
         "筛选号", "Randomization No."],
    )  # fmt: skip
    def test_two_words(self, header: str) -> None:
        """A word for a patient and one for a number, in either order, name the patient's number."""
        assert column_term(header) == "patient"

    @pytest.mark.parametrize(
        "header", ["患者姓名", "Patient name", "患者年龄", "Number of patients", "病人来源", "Patient code name"]
    )
    def test_other_words(self, header: str) -> None:
        """A name, an age or a count of patients is no number of a patient."""
        assert column_term(header) != "patient"


class TestOneVisitLessAnother:
    @pytest.mark.parametrize(
        "header", ["VAS(术前-术后)", "ODI术前-术后1月", "VAS 术后1月 - 术前", "VAS post-pre", "VAS pre – post"]
    )
    def test_is_a_change(self, header: str) -> None:
        """A header of two visits with a minus between them holds differences, not scores."""
        assert is_change(header)

    @pytest.mark.parametrize(
        "header", ["VAS评分(术前-术后) 术前", "VAS 术前-1天", "VAS pre-op", "VAS post-op", "术后1月-VAS", "VAS-术前"]
    )
    def test_is_none(self, header: str) -> None:
        """A day before, a stroke between words, and a title over visits of their own are no differences."""
        assert not is_change(header)


class TestOwnNames:
    def test_small_and_capital_letters_are_one_score(self) -> None:
        """A "Pre-procedure pain score" and a "Pain score 1 month" are one score before and after."""
        headers = ["ID", "group", "Pre-procedure pain score (0-10)", "Pain score at discharge", "Pain score 1 month"]

        result = opened_rows(
            [headers, *([n, "CT" if n < 6 else "DSA", 6 + n % 4, 2 + n % 3, n % 3] for n in range(12))]
        )

        assert result.cohort is not None
        assert set(result.cohort.scales) == {"Pain score"}
        assert values(result, "Pain score", "baseline") == [6.0 + n % 4 for n in range(12)]


@pytest.mark.parametrize("header", ["VAS分级", "ODI版本", "VAS评估者", "ODI grade", "VAS rater"])
def test_what_is_told_about_a_score_is_no_score(header: str) -> None:
    """A grade of the VAS, the version of the ODI and who asked are no scores of their own."""
    assert score_header(header) is None


@pytest.mark.parametrize("header", ["VAS改变", "ODI提高", "VAS降幅", "ODI gain", "VAS 1月-术前", "ODI 3 months - pre"])
def test_other_words_for_a_change(header: str) -> None:
    """By how much a score changed is no visit of it."""
    assert is_change(header)


class TestRangesOfTime:
    @pytest.mark.parametrize(
        ("header", "visit"), [("术后1-3天VAS", "3 days"), ("VAS 3 to 6 months", "6 months"), ("VAS(2~4周)", "4 weeks")]
    )
    def test_the_later_end_is_the_visit(self, header: str, visit: str) -> None:
        """术后1-3天 is day 3, and that it was a range is said."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, n % 3] for n in range(12)]

        result = opened_rows([["ID", "group", "VAS pre", header], *rows])

        assert values(result, "VAS", visit) == [float(n % 3) for n in range(12)]
        assert [one.column for one in result.findings if one.code == "visit_is_range"] == ["D"]

    @pytest.mark.parametrize("header", ["VAS(0-10分)", "VAS 0-100mm", "2023-3月VAS"])
    def test_others_are_none(self, header: str) -> None:
        """The ends of a scale and a month of a year are no range of time."""
        assert not is_range(header)
