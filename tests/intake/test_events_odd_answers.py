"""Answers of event columns as registries really write them: signs, grade 0, doubt, death; counted by hand."""

from __future__ import annotations

import pytest

from lib.intake.grades import worst_grade
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.registry.events import NOT


def cohort(header: str, answers: list[str], *, scores: str = "VAS pre,VAS 1 month", values: str = "7,2") -> Cohort:
    """One method, a patient per answer."""
    lines = [f"ID,method,{scores},{header}", *(f"P{n},CT,{values},{one}" for n, one in enumerate(answers))]
    found = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert found is not None
    return found


class TestAnswers:
    @pytest.mark.parametrize(
        ("header", "event", "answers", "with_event", "known"),
        [
            ("骨水泥渗漏", "leakage", ["(-)", "(+)", "(-)", "（＋）"], 2, 4),
            ("骨水泥渗漏", "leakage", ["（－）", "（＋）", "－", "＋"], 2, 4),
            ("Complications", "complication", ["CIRSE 0", "CIRSE 1", "Grade 0", "SIR 0"], 1, 4),
            ("骨水泥渗漏", "leakage", ["0例", "0 mL", "有", "无"], 1, 4),
            ("骨水泥渗漏", "leakage", ["无", "有", "可疑", "疑似"], 1, 2),
            ("Cement leakage", "leakage", ["None", "disc", "possible leak", "unclear"], 1, 2),
            ("骨水泥渗漏", "leakage", ["有/无", "有", "无", "无"], 1, 3),
            ("并发症", "complication", ["无", "死亡", "血肿", "无"], 2, 4),
        ],
    )
    def test_counted_by_hand(self, header: str, event: str, answers: list[str], with_event: int, known: int) -> None:
        """Denials, grade 0 and negative signs are no event; doubt is not known; death under complications is one."""
        counts = cohort(header, answers).event_counts(event)

        assert counts.of("CT") == (with_event, known)

    def test_bare_numbers_beside_a_lettered_grade_are_grades(self) -> None:
        """1, 2, none, 3a: three patients with a complication, one of each grade."""
        counts = cohort("并发症", ["1", "2", "none", "3a"]).event_counts("complication")

        assert [counts.of("CT", level) for level in ("1", "2", "3a")] == [(1, 4)] * 3

    @pytest.mark.parametrize(
        ("milder", "graver"),
        [
            ("Grade I", "Grade IIIa"), ("Clavien-Dindo I", "Clavien-Dindo IIIb"), ("I", "IIIa"),
            ("CTCAE G1", "CTCAE G3"), ("SIR A", "SIR major"), ("minor", "major"), ("轻度", "重度"), ("A类", "C类"),
            ("一类", "三类"), ("1 (minor)", "3 (major)"), ("Grade 4", "死亡"),
        ],
    )  # fmt: skip
    def test_the_graver_grade_is_worse(self, milder: str, graver: str) -> None:
        """Each pair of one system ranks as that system does, death above all."""
        low, high = worst_grade(milder), worst_grade(graver)

        assert low is not None
        assert high is not None
        assert low < high


class TestUnits:
    @pytest.mark.parametrize(
        ("scores", "values", "outcome", "before", "after"),
        [
            ("ODI pre (%),ODI 1 month (/50)", "60,10", "ODI", 60, 20),
            ("ODI pre (/50),ODI 1 month (%)", "30,20", "ODI", 60, 20),
            ("VAS pre (cm),VAS 1 month (mm)", "6,4", "VAS", 6, 0.4),
            ("VAS pre (0-10),VAS 1 month (0-100)", "6,4", "VAS", 6, 0.4),
            ("术前ODI(%),术后1月ODI(满分50分)", "60,10", "ODI", 60, 20),
        ],
    )
    def test_each_column_by_its_own_header(
        self, scores: str, values: str, outcome: str, before: float, after: float
    ) -> None:
        """Two units in the headers of one score: each column is converted by what its header says."""
        found = cohort("note", ["a"] * 12, scores=scores, values=values)

        assert found.scores[outcome, "baseline"].numbers[0] == pytest.approx(before)
        assert found.scores[outcome, "1 month"].numbers[0] == pytest.approx(after)

    def test_it_is_told_once(self) -> None:
        """Two units, one remark on the score."""
        lines = ["ID,method,VAS pre (cm),VAS 1 week (mm),VAS 1 month (mm)"]
        lines += [f"P{n},{'CT' if n % 2 else 'DSA'},{6 + n % 3},{30 + n % 7},{20 + n % 7}" for n in range(12)]
        found = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())])

        assert [one.code for one in found.findings].count("unit_by_header") == 1

    def test_a_share_among_percentages_is_not_a_percentage(self) -> None:
        """0.2 beside 20 to 26 in an ODI is not 0.2%: it is named and not used."""
        lines = ["ID,method,ODI pre,ODI 1 month"]
        lines += [f"P{n},CT,{60 + n % 9},{0.2 if n == 3 else 20 + n % 7}" for n in range(24)]
        found = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())])

        assert found.cohort is not None
        assert found.cohort.flow("ODI", "1 month")[0].analysed == 23
        assert [one.row for one in found.findings if one.code == "share_among_percent"] == [5]


class TestLabels:
    def test_a_form_of_labels_denied_is_no_complication(self) -> None:
        """Of four patients only the one with a haematoma behind a label has a complication."""
        found = cohort(
            "Complication",
            ["minor: none / major: 无", "AE: none", "术中：无；术后：无", "minor: none; major: haematoma"],
        ).events["complication"]

        levels = [found.levels[code] for code in found.code]
        assert levels[:3] == [NOT] * 3
        assert "haematoma" in levels[3]
