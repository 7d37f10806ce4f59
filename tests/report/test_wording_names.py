"""Names in both languages; what is not canonical stays as the registry writes it."""

from __future__ import annotations

import pytest

from lib.report.wording import (
    covariate_name,
    group_name,
    level_name,
    method_name,
    outcome_name,
    patients,
    role_name,
    unit_name,
    visit_name,
)
from lib.terms import METHODS, ODI, VAS, Covariate, Visit

SEX = Covariate(name="sex", header="性别", is_numeric=False, levels=("F", "M"))
TUMOUR = Covariate(name="Tumour.type", header="Tumour.type", is_numeric=False, levels=("Lung",))


class TestVisitName:
    @pytest.mark.parametrize(
        ("name", "english", "short", "chinese", "short_chinese"),
        [
            ("baseline", "Before", "Pre", "术前", "术前"),
            ("6 hours", "6 hours", "6 h", "术后6小时", "6小时"),
            ("1 day", "1 day", "1 d", "术后1天", "1天"),
            ("3 days", "3 days", "3 d", "术后3天", "3天"),
            ("1 week", "1 week", "1 wk", "术后1周", "1周"),
            ("1 month", "1 month", "1 mo", "术后1个月", "1月"),
            ("6 months", "6 months", "6 mo", "术后6个月", "6月"),
            ("1 year", "1 year", "1 y", "术后1年", "1年"),
            ("last follow-up", "last follow-up", "last", "末次随访", "末次"),
            ("Week 4 (call)", "Week 4 (call)", "Week 4 (call)", "Week 4 (call)", "Week 4 (call)"),
        ],
    )
    def test_words(self, name: str, english: str, short: str, chinese: str, short_chinese: str) -> None:
        """Canonical visits are translated, in full and short; any other is shown as it is."""
        visit = Visit(name, None)

        assert (visit_name(visit, "en"), visit_name(visit, "en", short=True)) == (english, short)
        assert (visit_name(visit, "zh"), visit_name(visit, "zh", short=True)) == (chinese, short_chinese)

    def test_by_name(self) -> None:
        """A visit may be given by its name alone."""
        assert visit_name("1 month", "zh") == "术后1个月"

    def test_bare_number(self) -> None:
        """A visit that is only counted is said to be one: "ODI at 2" reads as a score of 2."""
        assert [visit_name("2", "en"), visit_name("2", "zh")] == ["visit 2", "随访2"]
        assert visit_name("T2", "en") == "T2"


class TestMethodName:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_every_canonical_method(self, language: str) -> None:
        """Every canonical method has a name in both languages."""
        assert all(method_name(name, language) for name in METHODS)

    def test_own_names(self) -> None:
        """The registry's own method is not translated, even where it reads like a key of ours."""
        assert method_name("none", "zh") == "none"
        assert method_name("X线透视+CT", "en") == "X线透视+CT"

    def test_nobody(self) -> None:
        """Patients without a method are named as such."""
        assert (method_name(None, "en"), method_name(None, "zh")) == ("no method recorded", "未记录引导方式")

    def test_bare_number(self) -> None:
        """A method coded by a number that nothing explains is a group of that number, also where it is a sentence's."""
        assert [method_name("2", "en"), method_name("2", "zh"), group_name("2", "zh")] == ["Group 2", "第2组", "第2组"]
        assert method_name("2D", "en") == "2D"


class TestGroupName:
    @pytest.mark.parametrize(("name", "text"), [("CT", "CT组"), ("CT组", "CT组"), ("Fluoroscopy", "X线透视组")])
    def test_chinese(self, name: str, text: str) -> None:
        """A group ends in 组 once, also where the registry's name has it already."""
        assert group_name(name, "zh") == text

    def test_english(self) -> None:
        """English names the method itself."""
        assert group_name("CT", "en") == "CT"


class TestRoleName:
    def test_only_randomised_is_a_trial_group(self) -> None:
        """试验组 is for randomised studies only, else 观察组."""
        assert role_name("experimental", "zh") == "观察组"
        assert role_name("experimental", "zh", randomised=True) == "试验组"
        assert role_name("control", "zh") == "对照组"


class TestOutcomeName:
    def test_names(self) -> None:
        """Known scores have a full name, others their header."""
        assert outcome_name("ODI", "zh", full=True) == "Oswestry功能障碍指数（ODI）"
        assert outcome_name("JOA 评分", "en", full=True) == "JOA 评分"


class TestUnitName:
    def test_units(self) -> None:
        """VAS differs by points, ODI by percentage points; exactly 1 is singular in English."""
        assert (unit_name(VAS, "en"), unit_name(ODI, "en")) == ("points", "percentage points")
        assert (unit_name(VAS, "zh"), unit_name(ODI, "zh")) == ("分", "个百分点")
        assert (unit_name(VAS, "en", amount="1"), unit_name(VAS, "en", amount="1.0")) == ("point", "points")


class TestPatients:
    @pytest.mark.parametrize(("n", "text"), [(0, "0 patients"), (1, "1 patient"), (2, "2 patients")])
    def test_number(self, n: int, text: str) -> None:
        """One patient is singular, none is plural."""
        assert patients(n, "en") == text


class TestCovariateName:
    def test_recognised(self) -> None:
        """A recognised term is translated, whatever the header's language."""
        assert (covariate_name(SEX, "en"), covariate_name(SEX, "zh")) == ("sex", "性别")

    def test_header(self) -> None:
        """Another column keeps its header, also with a dot in it."""
        assert covariate_name(TUMOUR, "zh") == "Tumour.type"


class TestLevelName:
    def test_sex(self) -> None:
        """F and M are words; any other spelling stays."""
        assert (level_name(SEX, "F", "en"), level_name(SEX, "M", "zh")) == ("Female", "男")
        assert level_name(SEX, "不详", "en") == "不详"
        assert (level_name(SEX, "1", "zh"), level_name(SEX, 2.0, "en")) == ("编码1", "code 2")

    def test_other(self) -> None:
        """Other levels stay as written, a number without needless decimals."""
        assert level_name(TUMOUR, "F", "en") == "F"
        assert level_name(TUMOUR, 2.0, "en") == "2"
