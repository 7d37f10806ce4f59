from __future__ import annotations

import pytest

from lib.intake.headers import score_header
from lib.intake.visits import days_of, find_visit, visit_of, visit_of_number
from lib.terms import BASELINE, Visit
from tests.intake.files import opened_rows, values


def test_the_visit_tells_the_rows_of_a_patient_apart() -> None:
    """In a long file the months of follow-up say the same in each row: another column says the visits."""
    rows = [["id", "group", "follow-up (months)", "time", "vas"]]
    for number, (before, after) in enumerate([(8, 3), (7, 2), (9, 4), (6, 1)]):
        shared = [number, "CT" if number < 2 else "DSA", 6 + number % 2]
        rows += [[*shared, "pre", before], [*shared, "post", after]]

    result = opened_rows(rows)

    assert result.source.patients == 4
    assert values(result, "VAS", "baseline") == [8, 7, 9, 6]
    assert values(result, "VAS", "post-procedure") == [3, 2, 4, 1]


class TestFindVisit:
    def test_looks_at_the_beginning_of_a_long_label(self) -> None:
        """Of 32,767 characters the first 500 are looked at: a visit among them is found, one behind them is not."""
        found = find_visit("术后1月 " + "- " * 16_000)

        assert found is not None and found.visit is not None and found.visit.days == 30
        assert find_visit("- " * 16_000 + "术后1月") is None

    @pytest.mark.parametrize(
        ("text", "name", "days"),
        [
            ("术前", "baseline", 0),
            ("术前1d", "baseline", 0),
            ("Pre-op", "baseline", 0),
            ("2 days pre-operation", "baseline", 0),
            ("baseline", "baseline", 0),
            ("入院时", "baseline", 0),
            ("präoperativ", "baseline", 0),
            ("术后第1天", "1 day", 1),
            ("POD1", "1 day", 1),
            ("术后24h", "24 hours", 1),
            ("术后1周", "1 week", 7),
            ("术后1周pain", "1 week", 7),
            ("最近随访", "last follow-up", None),
            ("pre-procedural", "baseline", 0),
            ("术后1个月", "1 month", 30),
            ("1M", "1 month", 30),
            ("VAS at 4/52", "4 weeks", 28),
            ("VAS (3/12)", "3 months", 90),
            ("ODI 5/7", "5 days", 5),
            ("3 mo", "3 months", 90),
            ("术后半年", "6 months", 180),
            ("12 months", "12 months", 365),
            ("术后2年", "2 years", 730),
            ("week 4", "4 weeks", 28),
            ("第三个月", "3 months", 90),
            ("术后即刻", "0 days", 0),
            ("末次随访", "last follow-up", None),
            ("final follow-up", "last follow-up", None),
            ("出院前1d", "discharge", None),
            ("术后", "post-procedure", None),
            ("post", "post-procedure", None),
        ],
    )
    def test_labels_seen_in_the_wild(self, text: str, name: str, days: float | None) -> None:
        """A label becomes its canonical name and its day after the procedure."""
        found = find_visit(text)

        assert found is not None and found.visit is not None
        assert (found.visit.name, found.visit.days) == (name, days)

    @pytest.mark.parametrize(
        ("text", "code", "label"),
        [
            ("T0", 0, "T0"),
            ("BPI_Time2", 2, "Time2"),
            ("visit 3", 3, "visit 3"),
            ("随访1", 1, "随访1"),
            ("VAS Assessment 2", 2, "Assessment 2"),
            ("第2次评估", 2, "第2次评估"),
        ],
    )
    def test_codes_keep_their_label(self, text: str, code: int, label: str) -> None:
        """T0 and Time2 have a number but no day."""
        found = find_visit(text)

        assert found is not None and found.visit is None
        assert (found.code, found.label) == (code, label)

    @pytest.mark.parametrize("text", ["年龄", "leg", "group", "", "duration", "2022年CT", "2022年3月5日"])
    def test_other_words_are_no_visits(self, text: str) -> None:
        """Words without a time are not visits."""
        assert find_visit(text) is None


class TestPartsOfUnits:
    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("术后1.5月", 45), ("1.5 months", 45), ("VAS 1,5 Monate", 45), ("一个半月", 45), ("术后两个半月", 75),
            ("术后1年半", 540), ("one and a half years", 540), ("0.5年", 180), ("half a year after treatment", 180),
            ("0.5h", 1 / 48), ("术后30min", 1 / 48), ("术后二十四小时", 1), ("术后四十五天", 45), ("术后次日", 1),
            ("术后1季度", 90), ("术后一季度末", 90), ("术后第二季度", 180), ("術後3個季度", 270),
        ],
    )  # fmt: skip
    def test_are_counted_in_whole_smaller_units(self, text: str, days: float) -> None:
        """A month and a half is 45 days and not five months, and a year and a half 18 months, in any spelling."""
        found = find_visit(text)

        assert found is not None and found.visit is not None
        assert found.visit.days == pytest.approx(days)

    @pytest.mark.parametrize(
        "text", ["出院后1月", "出院1个月", "1 month after discharge", "复查1月", "1月复诊", "VAS_fu1m", "post1m"]
    )
    def test_a_time_since_the_discharge_or_of_a_check_is_a_visit(self, text: str) -> None:
        """A month after the discharge, or the check after a month, is the visit of a month under any word for it."""
        found = find_visit(text)

        assert found is not None and found.visit is not None
        assert found.visit.days == 30

    @pytest.mark.parametrize(
        "text", ["治疗1月后", "满一月", "术后约1月", "1月左右", "术后1月内", "术后1.0月", "≥1月", "手术后1个月余"]
    )
    def test_words_around_a_time_change_nothing(self, text: str) -> None:
        """About a month, a whole month and 1.0 months are the visit of a month, and name no other score."""
        found = find_visit(text)

        assert found is not None and found.visit is not None
        assert (found.visit.days, found.rest) == (30, "")

    @pytest.mark.parametrize("text", ["prior to treatment", "prior to surgery", "就诊时", "首诊", "pre-intervento"])
    def test_words_for_before(self, text: str) -> None:
        """What papers write of a score before treatment is the baseline, with no word left that would name a score."""
        found = find_visit(text)

        assert found is not None and found.visit == Visit(BASELINE, 0.0) and not found.rest


class TestDaysBeforeTheProcedure:
    @pytest.mark.parametrize("text", ["Day -1", "day −2", "D-1", "J-1", "-1天", "-1 week", "VAS day -1", "VAS -1 week"])
    def test_a_minus_is_before(self, text: str) -> None:
        """A day with a minus of its own lies before the procedure and is no follow-up."""
        found = find_visit(text)

        assert found is not None and found.visit == Visit(BASELINE, 0.0)

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("3 Monate", 90), ("1. Tag", 1), ("6 Wochen", 42), ("3 mois", 90), ("2 semanas", 14), ("3 mesi", 90),
            ("1ヶ月", 30), ("1か月", 30), ("POM1", 30), ("POD 7", 7),
        ],
    )  # fmt: skip
    def test_units_of_other_languages(self, text: str, days: int) -> None:
        """German, French, Spanish, Italian and Japanese units are days, weeks and months."""
        found = visit_of(text)

        assert found is not None and found.days == days

    def test_a_window_before_the_procedure_leaves_no_word(self) -> None:
        """术前（2周内） is a score from before treatment, within two weeks of it."""
        found = find_visit("术前（2周内）")

        assert found is not None and (found.visit, found.rest) == (Visit(BASELINE, 0.0), "")

    @pytest.mark.parametrize(("text", "days"), [("VAS-1天", 1), ("Day-7", 7), ("VAS - 1 week", 7), ("VAS-3m", 90)])
    def test_a_stroke_that_parts_words_is_no_minus(self, text: str, days: int) -> None:
        """A stroke written onto words on both sides, or with blanks around it, says nothing of the time."""
        found = find_visit(text)

        assert found is not None and found.visit is not None and found.visit.days == days


class TestVisitOf:
    def test_only_whole_labels(self) -> None:
        """A label with other words beside the visit is not a visit."""
        assert visit_of("1 month") is not None
        assert visit_of("leg 1 month") is None


class TestVisitOfNumber:
    @pytest.mark.parametrize(
        ("number", "header", "name"),
        [(0, "week", "baseline"), (4, "week", "4 weeks"), (6, "随访(月)", "6 months"), (-1, "day", "baseline")],
    )
    def test_the_header_gives_the_unit(self, number: float, header: str, name: str) -> None:
        """4 under "week" is 4 weeks; 0 and less is the baseline."""
        visit = visit_of_number(number, header)

        assert visit is not None and visit.name == name

    def test_no_unit(self) -> None:
        """A number under "time" may be anything."""
        assert visit_of_number(2, "time") is None


class TestDaysOf:
    def test_canonical_names(self) -> None:
        """The day of a canonical name, None where it has none."""
        assert [days_of(name) for name in ("baseline", "3 months", "last follow-up")] == [0, 90, None]


class TestOtherLanguages:
    @pytest.mark.parametrize(
        ("header", "visit"),
        [("EVA J1", "1 day"), ("EVA J30", "30 days"), ("VAS am 1. Tag", "1 day"), ("EVA 1er mois", "1 month"),
         ("EVA 2e semaine", "2 weeks"), ("EVA al 1º mes", "1 month"), ("VAS na 2de week", "2 weeks")],
    )  # fmt: skip
    def test_visits(self, header: str, visit: str) -> None:
        """Abbreviations, ordinals and prepositions of other languages leave nothing of the header but the score."""
        score = score_header(header)

        assert score is not None and score.outcome == "VAS" and score.visit is not None and score.visit.name == visit

    @pytest.mark.parametrize("header", ["VAS 8 am", "VAS 8am", "VAS 3 p.m.", "VAS 1J", "VAS lat 1", "VAS L1", "VAS S1"])
    def test_no_visits(self, header: str) -> None:
        """Times of day, sides and levels are no visits, nor is 1J, a day in French and a year in German."""
        score = score_header(header)

        assert score is not None and score.visit is None
