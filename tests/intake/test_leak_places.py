from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened, opened_rows

HEADER = ["编号", "方法", "术前VAS", "术后1月VAS"]


def read(places: list[str], *answers: list[Any]) -> Opened:
    """A registry of one CT patient per list of answers, a column per place."""
    rows = [[n, "CT", 7 + n % 2, 3, *given] for n, given in enumerate(answers, start=1)]
    return opened_rows([[*HEADER, *places], *rows])


def leakage(result: Opened) -> tuple[dict[str, int], int]:
    """(patients by level, patients of whom it is known)."""
    assert result.cohort is not None
    counts = result.cohort.event_counts("leakage")
    return {level: counts.of("CT", level)[0] for level in counts.levels}, counts.of("CT")[1]


class TestWithLeakPlaces:
    def test_any_of_them(self) -> None:
        """Yes in one is a leak, no in all is none, and no beside a blank is not known."""
        result = read(
            ["椎旁渗漏", "椎间盘渗漏", "静脉渗漏"],
            ["是", "否", "否"], ["否", "否", "否"], ["否", None, "否"], [None, "是", None], ["否", "是", "是"],
            [None] * 3,
        )  # fmt: skip

        assert leakage(result) == ({"any": 3, "椎旁": 1, "椎间盘": 2, "静脉": 1}, 4)
        told = next(one for one in result.findings if one.code == "leak_places_read")
        assert (told.column, told.parameters["n"], told.taken_as) == ("E", 3, "any_of_them")

    def test_english_and_numbers(self) -> None:
        """1 and 0 under English headers; the volume of the leak is none of the places."""
        places = ["Paravertebral leak", "Cement leakage into the disc", "Leak volume (ml)"]
        result = read(places, [1, 0, 0.4], [0, 1, 0.2], [0, 0, 0], [0, 0, 0])

        assert leakage(result) == ({"any": 2, "paravertebral": 1, "disc": 1}, 4)

    def test_only_what_leaked_is_ticked(self) -> None:
        """Where nobody is said to have no leak, it is asked once for all places whether blanks mean none."""
        result = read(["椎旁渗漏", "椎管内渗漏"], ["√", None], [None, "√"], [None, None], [None, None])

        assert leakage(result) == ({"any": 2, "椎旁": 1, "椎管内": 1}, 4)
        assert [one.code for one in result.questions] == ["blank_events"]

    def test_beside_the_column_of_leakage(self) -> None:
        """Places tell the kinds of leaks; whether there was one its own column says."""
        result = read(
            ["骨水泥渗漏", "椎旁渗漏", "静脉渗漏"], ["是", "是", "否"], ["是", "否", "否"], ["否", "否", "否"]
        )

        assert leakage(result) == ({"any": 2, "椎旁": 1}, 3)
        assert "leak_places_beside" in codes(result)

    def test_one_place_beside_the_column_of_leakage(self) -> None:
        """No leak beside the vertebra says nothing of others: who is blank in the column of leakage is not known."""
        result = read(["骨水泥渗漏", "椎旁渗漏"], ["是", "是"], ["否", "否"], [None, "否"], [None, "是"])

        assert leakage(result) == ({"any": 2, "椎旁": 2}, 3)

    def test_beside_a_column_that_is_not_understood(self) -> None:
        """Codes that wait for their meaning may hold the leaks that the place does not: nothing is counted."""
        result = read(["骨水泥渗漏", "椎旁渗漏"], [1, "是"], [2, "否"], [3, "否"], [3, "否"])

        assert result.cohort is not None and not result.cohort.events
        assert [one.code for one in result.questions] == ["event_codes_which_no"]

    def test_places_in_brackets(self) -> None:
        """Three columns of leakage that differ in what stands in brackets are its places, not one leak and two more."""
        places = ["骨水泥渗漏（椎旁）", "骨水泥渗漏（椎间盘）", "骨水泥渗漏（静脉）"]
        result = read(places, ["否", "是", "否"], ["否", "否", "否"], ["否", "否", "是"])

        assert leakage(result) == ({"any": 2, "椎间盘": 1, "静脉": 1}, 3)

    def test_a_column_that_is_not_understood(self) -> None:
        """Codes 1 and 2 in one column: the others do not tell of everybody without a leak, so nothing is derived."""
        result = read(["椎旁渗漏", "静脉渗漏"], ["是", "不详"], ["否", "可能"], ["否", "不详"], ["否", "待查"])

        assert result.cohort is not None and "leakage" not in result.cohort.events

    def test_one_place_alone(self) -> None:
        """Leaks into the canal are no account of all leaks: an event of its own name."""
        result = read(["椎管内渗漏"], ["是"], ["否"], ["否"])

        assert result.cohort is not None and list(result.cohort.events) == ["椎管内渗漏"]

    def test_how_it_was_looked_for(self) -> None:
        """A leak on CT and one on fluoroscopy are two ways of looking, not two places."""
        result = read(["CT渗漏", "透视渗漏"], ["是", "否"], ["否", "否"], ["否", "否"])

        assert result.cohort is not None and "leakage" not in result.cohort.events


class TestOtherEvents:
    def test_yes_and_no(self) -> None:
        """Infection, embolism and reoperation are counted among those with a cell, no filter and no covariate."""
        result = read(
            ["感染", "肺栓塞", "再手术", "Nerve injury"],
            ["是", "否", "无", 0], ["否", "否", None, 1], ["否", "否", "有", 0], [None, "否", "无", 0],
        )  # fmt: skip
        assert result.cohort is not None

        found = {name: result.cohort.event_counts(name).of("CT") for name in result.cohort.events}
        assert found == {
            "infection": (1, 3),
            "pulmonary_embolism": (0, 4),
            "reoperation": (1, 3),
            "nerve_injury": (1, 4),
        }
        assert result.cohort.covariates == ()

    def test_before_treatment(self) -> None:
        """A previous operation describes the patient before treatment and is no event."""
        result = read(["既往再手术", "previous infection"], ["是", 0], ["否", 1], ["否", 0])

        assert result.cohort is not None and not result.cohort.events

    def test_amounts(self) -> None:
        """Millilitres of blood are no answers: the column is not counted."""
        result = read(["输血"], [0], [400], [0], [200], [0], [0])

        assert result.cohort is not None and not result.cohort.events

    def test_ticks_are_asked_about_together(self) -> None:
        """Three events of which only those that happened are ticked are one question."""
        result = read(["感染", "血肿", "输血"], ["√", None, None], [None, "√", None], [None, None, "√"], [None] * 3)

        assert [one.code for one in result.questions] == ["blank_events"]
        assert result.questions[0].parameters["header"] == "感染, 血肿, 输血"
        assert result.cohort is not None
        assert {result.cohort.event_counts(name).of("CT") for name in result.cohort.events} == {(1, 4)}


class TestGrades:
    @pytest.mark.parametrize("header", ["渗漏分级", "骨水泥渗漏程度", "Leakage grade"])
    def test_alone_tell_who_had_a_leak(self, header: str) -> None:
        """Under a header for the grade of a leak 0 is none, and 1 and 2 are leaks: 2 of 5 patients."""
        assert leakage(read([header], [0], [1], [0], [2], [0])) == ({"any": 2}, 5)

    def test_in_words(self) -> None:
        """无 is none, 轻度 and 重度 are leaks of that kind."""
        assert leakage(read(["渗漏程度"], ["无"], ["轻度"], ["无"], ["重度"])) == ({"any": 2, "轻度": 1, "重度": 1}, 4)

    def test_one_and_two_alone_are_not_guessed(self) -> None:
        """Whether 1 is none or the lower grade nobody knows: it is told, and nothing is counted."""
        result = read(["渗漏程度"], [1], [1], [2], [2])

        assert "event_codes_unclear" in codes(result)


class TestSaidToBeNone:
    ANSWERS = (["√", None, None], ["√", None, None], [None, "√", None], [None, None, "√"], [None, None, None])

    @pytest.mark.parametrize(
        "places", [["无渗漏", "椎间盘渗漏", "椎旁渗漏"], ["No leak", "Disc leak", "Paravertebral leak"]]
    )
    def test_a_column_of_its_own(self, places: list[str]) -> None:
        """A mark under 无渗漏 is no leak and not a place of one; a patient without any mark is not known."""
        counts, known = leakage(read(places, *self.ANSWERS))

        assert (counts["any"], known, len(counts)) == (2, 4, 3)

    @pytest.mark.parametrize("is_merged", [False, True])
    @pytest.mark.parametrize("none", ["无", "None", "无渗漏"])
    def test_below_the_header_of_leakage(self, none: str, is_merged: bool) -> None:
        """无, 椎间盘, 椎旁 in a row of their own below 渗漏 are its parts and no patient."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append([*HEADER, "渗漏", None, None])
        sheet.append([*[None] * 4, none, "椎间盘", "椎旁"])
        for n, given in enumerate(self.ANSWERS, start=1):
            sheet.append([n, "CT", 7 + n % 2, 3, *given])
        for span in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1") if is_merged else ():
            sheet.merge_cells(span)
        held = io.BytesIO()
        book.save(held)

        result = opened(held.getvalue())

        assert result.cohort is not None and result.cohort.n_patients == 5
        assert leakage(result) == ({"any": 2, "椎间盘": 1, "椎旁": 1}, 4)

    def test_yes_beside_no(self) -> None:
        """有 and 无 as columns are any leak and none."""
        counts, known = leakage(read(["无渗漏", "有渗漏"], [1, 0], [0, 1], [1, 0], [0, 1]))

        assert (counts, known) == ({"any": 2}, 4)

    def test_a_contradiction_is_not_known(self) -> None:
        """No leak and a place in one row, or neither, are told, and count as neither."""
        result = read(["无渗漏", "椎间盘渗漏", "椎旁渗漏"], [1, 0, 0], [1, 1, 0], [0, 0, 0], [0, 0, 1])

        assert leakage(result) == ({"any": 1, "椎间盘": 0, "椎旁": 1}, 2)
        told = next(one for one in result.findings if one.code == "leak_places_contradict")
        assert (told.row, told.parameters["n"]) == (3, 2)

    @pytest.mark.parametrize("places", [["无渗漏"], ["骨水泥渗漏", "无渗漏"]])
    def test_alone_it_is_left_out(self, places: list[str]) -> None:
        """A "no" under 无渗漏 may mean either: alone, or beside a column of leakage, it is told and not counted."""
        result = read(places, ["否"] * len(places), ["否"] * len(places), ["是"] * len(places))

        assert [one.header for one in result.findings if one.code == "after_treatment"] == ["无渗漏"]
        assert result.cohort is not None and ("leakage" in result.cohort.events) == (len(places) == 2)
        assert len(places) == 1 or leakage(result) == ({"any": 1}, 3)
