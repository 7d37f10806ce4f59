"""Running numbers that number rows and not patients: who is who the hospital number or the name says."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from lib.intake.opening import Opened
from tests.intake.files import codes, opened, opened_rows, values, xlsx

PEOPLE = [(300001 + 7 * n, f"王{letter}", "CT" if n % 2 else "DSA") for n, letter in enumerate("伟芳娜敏静丽强磊")]
ORDER = (3, 0, 5, 7, 1, 6, 2, 4)
"""The order in which the second sheet lists the same people."""


def sheets(head: list[str], *, by_name: bool = False) -> Opened:
    """VAS 2, 2.5, 3 … after a month and ODI 20, 21, 22 …, each person under another running number on either sheet."""
    who = [name if by_name else number for number, name, _ in PEOPLE]
    pain = [[n, who[i], PEOPLE[i][2], 8, 2 + i / 2] for n, i in enumerate(range(8), start=1)]
    disability = [[n, who[i], 60, 20 + i] for n, i in enumerate(ORDER, start=1)]
    return opened(xlsx({
        "疼痛": [[*head, "引导方式", "术前VAS", "术后1月VAS"], *pain],
        "功能": [[*head, "术前ODI", "术后1月ODI"], *disability],
    }))  # fmt: skip


class TestIdPair:
    @pytest.mark.parametrize("running", ["序号", "编号", "No"])
    @pytest.mark.parametrize(("identity", "by_name"), [("住院号", False), ("姓名", True)])
    def test_another_order_pairs_nobody_with_somebody_else(self, running: str, identity: str, by_name: bool) -> None:
        """Number 1 is another person on each sheet: all are joined by who they are, and that is told."""
        result = sheets([running, identity], by_name=by_name)

        assert values(result, "VAS", "1 month") == [2 + i / 2 for i in range(8)]
        assert values(result, "ODI", "1 month") == [20 + i for i in range(8)]
        assert [one.sheet for one in result.findings if one.code == "running_numbers_differ"] == ["功能"]
        assert result.cohort is not None and result.cohort.n_patients == 8

    def test_one_sheet_without_the_running_number(self) -> None:
        """A sheet with hospital numbers alone meets the hospital numbers beside a running number."""
        pain = [["序号", "住院号", "引导方式", "术前VAS", "术后1月VAS"]]
        pain += [[n, number, method, 8, n] for n, (number, _, method) in enumerate(PEOPLE, start=1)]
        disability = [["住院号", "术前ODI", "术后1月ODI"], *([PEOPLE[i][0], 60, 20 + i] for i in ORDER)]

        result = opened(xlsx({"疼痛": pain, "功能": disability}))

        assert values(result, "ODI", "1 month") == [20 + i for i in range(8)]
        assert "sheets_joined" in codes(result)

    def test_a_list_brings_the_numbers_of_another_sheet(self) -> None:
        """Study numbers with the VAS, hospital numbers with the ODI, and a list with both: one row per patient."""
        listed = [["研究编号", "住院号", "引导方式"], *([f"S{i}", PEOPLE[i][0], PEOPLE[i][2]] for i in ORDER)]
        pain = [["研究编号", "术前VAS", "术后1月VAS"], *([f"S{i}", 8, i] for i in range(8))]
        disability = [["住院号", "术前ODI", "术后1月ODI"], *([PEOPLE[i][0], 60, 20 + i] for i in ORDER)]

        result = opened(xlsx({"功能": disability, "名单": listed, "疼痛": pain}))

        assert result.cohort is not None and result.cohort.n_patients == 8
        pairs = zip(values(result, "VAS", "1 month"), values(result, "ODI", "1 month"), strict=True)
        assert sorted((one or 0, other or 0) for one, other in pairs) == [(i, 20 + i) for i in range(8)]

    def test_dates_of_procedures_are_those_of_the_person(self) -> None:
        """The day of each measurement counts from the person's own procedure, not from that of the running number."""
        done = [datetime.date(2023, 1, 1) + datetime.timedelta(days=50 * i) for i in range(8)]
        listed: list[list[Any]] = [["序号", "住院号", "引导方式", "手术日期", "术前ODI", "术后1月ODI"]]
        listed += [[n, PEOPLE[i][0], PEOPLE[i][2], done[i], 60, 20 + i] for n, i in enumerate(ORDER, start=1)]
        pain: list[list[Any]] = [["序号", "住院号", "评估日期", "VAS"]]
        pain += [
            [1 + i, PEOPLE[i][0], done[i] + datetime.timedelta(days=day), score]
            for i in range(8) for day, score in ((-1, 8), (30, i))
        ]  # fmt: skip

        result = opened(xlsx({"患者": listed, "疼痛": pain}))

        assert values(result, "VAS", "1 month") == [0, 1, 2, 3, 4, 5, 6, 7]
        assert values(result, "ODI", "1 month") == [20 + i for i in range(8)]

    def test_numbers_that_agree_are_kept(self) -> None:
        """A study number beside a hospital number that says the same is what patients are joined by, as before."""
        pain = [["编号", "住院号", "引导方式", "术前VAS", "术后1月VAS"]]
        pain += [[n, number, method, 8, n] for n, (number, _, method) in enumerate(PEOPLE, start=1)]
        disability = [["编号", "住院号", "术前ODI", "术后1月ODI"]]
        disability += [[1 + i, PEOPLE[i][0], 60, 20 + i] for i in ORDER]

        result = opened(xlsx({"疼痛": pain, "功能": disability}))

        assert values(result, "ODI", "1 month") == [20 + i for i in range(8)]
        assert "running_numbers_differ" not in codes(result)

    def test_other_sexes_are_other_people(self) -> None:
        """Numbers 1 to 8 of another list whose sexes differ are not these patients: none gets its ODI."""
        pain = [["编号", "性别", "引导方式", "术前VAS", "术后1月VAS"]]
        pain += [[n, "男" if n % 2 else "女", PEOPLE[n - 1][2], 8, n] for n in range(1, 9)]
        others = [
            ["编号", "性别", "术前ODI", "术后1月ODI"],
            *([n, "女" if n % 2 else "男", 60, 20] for n in range(1, 9)),
        ]

        result = opened(xlsx({"疼痛": pain, "外院": others}))

        assert result.cohort is not None
        both = result.cohort.scores.get(("ODI", "1 month"))
        vas = result.cohort.scores["VAS", "1 month"]
        assert both is None or not ((both.code >= 0) & (vas.code >= 0)).any()


class TestCountersOfLesions:
    def test_a_row_per_lesion_with_a_number_per_row(self) -> None:
        """Running numbers 1 to 7 over three hospital numbers with a level each: three patients, their scores once."""
        rows = [
            [1, 300001, "CT", "L1", 8, 3, "有"], [2, 300001, "CT", "L2", 8, 3, "无"],
            [3, 300002, "DSA", "T12", 7, 2, "无"], [4, 300003, "CT", "L1", 9, 4, "无"],
            [5, 300003, "CT", "L3", 9, 4, "有"], [6, 300003, "CT", "L4", 9, 4, "有"],
        ]  # fmt: skip
        result = opened_rows([["序号", "住院号", "引导方式", "节段", "术前VAS", "术后1月VAS", "渗漏"], *rows])

        assert result.cohort is not None and result.cohort.n_patients == 3
        assert values(result, "VAS", "baseline") == [8, 7, 9]
        counts = result.cohort.event_counts("leakage")
        assert (counts.of("CT"), counts.of("DSA")) == ((2, 2), (0, 1))
        held = result.cohort.lesions["leakage"]
        assert (held.events.tolist(), held.lesions.tolist()) == ([1, 0, 2], [2, 1, 3])

    def test_two_admissions_stay_two_rows(self) -> None:
        """A hospital number that comes again without a level is a second admission: nothing changes there."""
        rows = [[n, 300001 + n // 2 * 5, "CT" if n % 2 else "DSA", 8 - n % 3, n] for n in range(1, 9)]
        result = opened_rows([["序号", "住院号", "引导方式", "术前VAS", "术后1月VAS"], *rows])

        assert result.cohort is not None and result.cohort.n_patients == 8


class TestSheetsOfVisits:
    @pytest.mark.parametrize("has_method", [True, False])
    def test_names_tell_who_is_who(self, has_method: bool) -> None:
        """A sheet per visit, each numbered anew in another order: the change is each person's own, and it is told."""
        orders = (tuple(range(8)), ORDER, ORDER[::-1])
        sheets = {
            visit: [
                ["序号", "姓名", *(["引导方式"] if has_method else []), "VAS"],
                *(
                    [n, PEOPLE[i][1], *([PEOPLE[i][2]] if has_method else []), 8 - k - i / 4]
                    for n, i in enumerate(orders[k], start=1)
                ),
            ]
            for k, visit in enumerate(("术前", "术后1月", "术后3月"))
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None and result.cohort.n_patients == 8
        for k, visit in enumerate(("baseline", "1 month", "3 months")):
            assert values(result, "VAS", visit) == [8 - k - i / 4 for i in range(8)]
        assert "patients_by_name" in codes(result)
        assert all(one.value is None for one in result.findings)
        assert not any(name in str(result.findings) for _, name, _ in PEOPLE)

    def test_two_persons_of_one_name_are_asked_about(self) -> None:
        """Who cannot be told apart is not paired: the two rows of one visit are asked about."""
        head = ["序号", "姓名", "引导方式", "VAS"]
        before = [[n, PEOPLE[i][1], "CT", 8] for n, i in enumerate(range(8), start=1)]
        after = [[n, PEOPLE[i][1], "CT", n / 2] for n, i in enumerate(ORDER, start=1)]
        before.append([9, PEOPLE[0][1], "CT", 5])

        result = opened(xlsx({"术前": [head, *before], "术后1月": [head, *after]}))

        assert result.blocking is not None and result.blocking.code == "duplicate_patient_conflict"


class TestNamesAlone:
    """Registries in which nothing but the name says who a patient is."""

    def test_tell_who_is_who_at_each_visit(self) -> None:
        """A row per visit without any number: eight persons, each with the own change, and no finding holds a name."""
        rows = [
            [name, method, visit, 8 - k - i / 4]
            for k, visit in enumerate(("术前", "术后1月"))
            for i, (_, name, method) in enumerate(PEOPLE)
        ]

        result = opened(xlsx({"Sheet1": [["姓名", "引导方式", "时间点", "VAS"], *rows]}))

        assert result.cohort is not None and result.cohort.n_patients == 8
        for k, visit in enumerate(("baseline", "1 month")):
            assert values(result, "VAS", visit) == [8 - k - i / 4 for i in range(8)]
        assert "patients_by_name_alone" in codes(result)
        assert not any(name in str(result.findings) for _, name, _ in PEOPLE)

    def test_join_two_sheets(self) -> None:
        """Baselines on one sheet and follow-ups on another in another order are each person's own."""
        first = [[name, method, 8 - i / 4] for i, (_, name, method) in enumerate(PEOPLE)]
        second = [[PEOPLE[i][1], 7 - i / 4] for i in ORDER]

        result = opened(xlsx({
            "基线": [["姓名", "引导方式", "术前VAS"], *first], "随访": [["姓名", "术后1月VAS"], *second],
        }))  # fmt: skip

        assert result.cohort is not None and result.cohort.n_patients == 8
        assert values(result, "VAS", "1 month") == [7 - i / 4 for i in range(8)]
        assert not any(name in str(result.findings) for _, name, _ in PEOPLE)

    def test_two_persons_of_one_name_are_not_joined(self) -> None:
        """Where a name stands twice on a sheet nobody is joined by it, and the missing visit is told."""
        first = [[name, method, 8] for _, name, method in PEOPLE]
        second = [[name, 3] for _, name, _ in (*PEOPLE, PEOPLE[0])]

        result = opened(xlsx({
            "基线": [["姓名", "引导方式", "术前VAS"], *first], "随访": [["姓名", "术后1月VAS"], *second],
        }))  # fmt: skip

        assert result.cohort is not None and len(result.cohort.scores) == 1
        assert {"no_followup_columns", "no_baseline"} & codes(result)
