"""Kinds of leaks: one spelling of each, every place of a patient's leaks, whichever row names it."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened_rows


def leaks(result: Opened, method: str) -> dict[str, int]:
    """Patients of a method by place."""
    assert result.cohort is not None
    counts = result.cohort.event_counts("leakage")
    return {level: counts.of(method, level)[0] for level in counts.levels}


def of_patients(header: str, answers: list[Any]) -> Opened:
    """One CT patient per answer."""
    rows = [[f"P{n}", "CT", 7 + n % 2, 3, answer] for n, answer in enumerate(answers)]
    return opened_rows([["编号", "引导方式", "术前VAS", "术后1月VAS", header], *rows])


def of_lesions(*rows: list[Any], head: str = "渗漏部位") -> Opened:
    """Rows of (patient, method, level, leak, what stands in the column `head`)."""
    told = [[patient, method, level, 8, 3, leak, place] for patient, method, level, leak, place in rows]
    return opened_rows([["编号", "引导方式", "节段", "术前VAS", "术后1月VAS", "渗漏", head], *told])


class TestInOneSpelling:
    def test_capitals_are_no_other_place(self) -> None:
        """Vein + disc, vein, VEIN and disc: 3 at the vein and 2 at the disc of 4 who leaked, in two rows."""
        result = of_patients("leakage site", ["Vein + disc", "vein", "VEIN", "disc", "none", "vein"])

        assert leaks(result, "CT") == {"any": 5, "vein": 4, "disc": 2}

    @pytest.mark.parametrize(
        "both", ["静脉、椎间盘", "静脉/椎间盘", "静脉，椎间盘", "静脉和椎间盘", "椎间盘及静脉", "静脉+椎间盘"]
    )
    def test_places_listed_count_at_each(self, both: str) -> None:
        """However two places are listed that stand alone elsewhere, the leak counts at both: 2, 2 of 3."""
        result = of_patients("渗漏部位", ["静脉", "椎间盘", both, "无", "无", "无"])

        assert leaks(result, "CT") == {"any": 3, "静脉": 2, "椎间盘": 2}

    def test_a_remark_is_no_place(self) -> None:
        """What stands behind a comma and nowhere alone is no place of its own."""
        result = of_patients("渗漏部位", ["静脉", "静脉，量少", "无", "无", "椎间盘"])

        assert leaks(result, "CT") == {"any": 3, "静脉": 1, "静脉,量少": 1, "椎间盘": 1}

    def test_types_of_yeom_stay_combined(self) -> None:
        """B, S and B+S are three kinds, as Yeom's types are."""
        result = of_patients("渗漏分型", ["B", "S", "B+S", "无", "无"])

        assert leaks(result, "CT") == {"any": 3, "B": 1, "S": 1, "B+S": 1}


class TestWithEveryPlace:
    def test_two_lesions_at_two_places(self) -> None:
        """Patient 1 leaked into a vein at L1 and a disc at L2: once at each place, once as a patient, two lesions."""
        result = of_lesions(
            [1, "CT", "L1", "有", "静脉"], [1, "CT", "L2", "有", "椎间盘"], [2, "CT", "L1", "无", None],
            [2, "CT", "L3", "有", "静脉"], [3, "DSA", "T12", "有", "静脉"], [3, "DSA", "L1", "有", "静脉"],
            [4, "DSA", "L1", "无", None], [5, "DSA", "L1", "有", None], [5, "DSA", "L2", "有", "椎旁"],
        )  # fmt: skip

        assert leaks(result, "CT") == {"any": 2, "静脉": 2, "椎间盘": 1, "椎旁": 0}
        assert leaks(result, "DSA") == {"any": 2, "静脉": 1, "椎间盘": 0, "椎旁": 1}
        assert result.cohort is not None
        counted = result.cohort.lesions["leakage"]
        assert (counted.events.tolist(), counted.lesions.tolist()) == ([2, 1, 2, 0, 2], [2, 2, 2, 1, 2])
        assert [one.parameters["n"] for one in result.findings if one.code == "leaks_at_several_places"] == [1]
        assert result.cohort.event_counts("leakage").may_overlap

    def test_in_the_column_of_leakage_itself(self) -> None:
        """The places stand where yes and no do; a row that lists both adds nothing to the rows of each."""
        rows = [
            [1, "CT", "L1", "静脉"], [1, "CT", "L2", "椎间盘"], [2, "CT", "L1", "静脉+椎间盘"], [2, "CT", "L2", "静脉"],
            [3, "DSA", "L1", "无"], [3, "DSA", "L4", "无"], [4, "DSA", "L1", "椎间盘"],
        ]  # fmt: skip
        result = opened_rows([
            ["编号", "引导方式", "节段", "术前VAS", "术后1月VAS", "骨水泥渗漏"],
            *([one, method, level, 8, 3, leak] for one, method, level, leak in rows),
        ])  # fmt: skip

        assert leaks(result, "CT") == {"any": 2, "静脉": 2, "椎间盘": 2}
        assert leaks(result, "DSA") == {"any": 1, "静脉": 0, "椎间盘": 1}

    def test_a_column_per_place(self) -> None:
        """Ticked lesion by lesion in a column per place, a patient counts at each place of any lesion."""
        rows = [
            [1, "CT", "L1", "是", "否"], [1, "CT", "L2", "否", "是"], [2, "CT", "L1", "否", "否"],
            [3, "DSA", "L1", "否", "是"], [4, "DSA", "L1", "否", "否"],
        ]  # fmt: skip
        result = opened_rows([
            ["编号", "引导方式", "节段", "术前VAS", "术后1月VAS", "椎旁渗漏", "椎间盘渗漏"],
            *([one, method, level, 8, 3, *leak] for one, method, level, *leak in rows),
        ])  # fmt: skip

        assert leaks(result, "CT") == {"any": 1, "椎旁": 1, "椎间盘": 1}
        assert leaks(result, "DSA") == {"any": 1, "椎旁": 0, "椎间盘": 1}

    def test_letters_of_a_code_of_their_own_stay(self) -> None:
        """Where no plus can stand between kinds that are letters, the first of a patient counts, as before."""
        result = of_lesions(
            [1, "CT", "L1", "有", "K"], [1, "CT", "L2", "有", "M"], [2, "DSA", "L1", "无", None], head="渗漏部位"
        )

        assert leaks(result, "CT") == {"any": 1, "K": 1, "M": 0}
        assert "leaks_at_several_places" not in codes(result)
