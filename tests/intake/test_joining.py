from __future__ import annotations

import datetime

import pytest

from lib.intake.opening import Opened, ReadingSettings, SourceFile, open_registry
from tests.intake.files import codes, csv, opened, values, xlsx

SCORES = [["ID", "VAS pre", "VAS 1 month"], *([i, 8, 8 - i] for i in range(1, 5))]


def files(first: list[list[object]], second: list[list[object]]) -> Opened:
    """Two csv files dropped together."""
    return open_registry([
        SourceFile(name="HospitalA.csv", content=csv(first).encode()),
        SourceFile(name="HospitalB.csv", content=csv(second).encode()),
    ])  # fmt: skip


class TestJoined:
    @pytest.mark.parametrize("header", ["住院病历号", "住院编号", "病案编号", "住院ID"])
    def test_hospital_numbers_under_other_words(self, header: str) -> None:
        """病历号 here and 住院病历号 there are the numbers of the same patients: the methods come to the scores."""
        scores = [["病历号", "VAS术前", "VAS术后"], *([1000 + i, 8, 3] for i in range(12))]
        groups = [[header, "组别"], *([1000 + i, "CT" if i < 7 else "DSA"] for i in range(12))]

        result = files(scores, groups)

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 7, "DSA": 5}

    def test_hospitals_whose_methods_contradict_are_different_patients(self) -> None:
        """Number 1 is CT here and DSA there: nobody gets the ODI of the other hospital's patient."""
        first = [["ID", "Guidance", "VAS pre", "VAS 1 month"], *([i, "DSA" if i % 2 else "CT", 8, 4] for i in range(6))]
        second = [
            ["编号", "引导方式", "术前ODI", "术后1月ODI"],
            *([i, "CT" if i % 2 else "DSA", 60, 20] for i in range(6)),
        ]

        result = files(first, second)

        assert result.cohort is not None and result.cohort.facets("method") == {"DSA": 6, "CT": 6}
        pain, disability = values(result, "VAS", "baseline"), values(result, "ODI", "baseline")
        assert [(one is None) != (other is None) for one, other in zip(pain, disability, strict=True)] == [True] * 12
        assert "ids_restart_by_sheet" in codes(result)

    def test_hospitals_whose_scores_contradict_are_different_patients(self) -> None:
        """The same visit with other values is another patient, in whatever words the visit is written."""
        second = [["编号", "术前VAS", "术后3月VAS"], *([i, 5, 2] for i in range(1, 5))]

        result = files(SCORES, second)

        assert result.cohort is not None and result.cohort.n_patients == 8
        assert result.cohort.score_counts("VAS", "3 months").of(result.cohort.methods[0]).n in (0, 4)

    def test_a_list_that_contradicts_is_not_joined(self) -> None:
        """Methods in a list that plainly belong to other people stay out, and that is said."""
        scores = [
            ["ID", "Guidance", "VAS pre", "VAS 1 month"],
            *([i, "CT" if i % 2 else "DSA", 8, 4] for i in range(6)),
        ]
        others = [["ID", "Group", "age"], *([i, "DSA" if i % 2 else "CT", 60] for i in range(6))]

        result = opened(xlsx({"scores": scores, "list": others}))

        assert "sheets_contradict" in codes(result)
        assert "sheets_joined" not in codes(result)

    def test_one_wrong_entry_is_not_joined(self) -> None:
        """The patient of whom two sheets say different things gets nothing from the other; the rest are joined."""
        scores = [
            ["ID", "Guidance", "VAS pre", "VAS 1 month"],
            *([i, "CT" if i % 2 else "DSA", 8, 4] for i in range(8)),
        ]
        ages = [["ID", "Group", "age"], *([i, "CT" if i % 2 or not i else "DSA", 60 + i] for i in range(8))]

        result = opened(xlsx({"scores": scores, "list": ages}))
        joined = next(finding for finding in result.findings if finding.code == "sheets_joined")

        assert (joined.severity, dict(joined.parameters)) == ("warning", {"n": 7, "k": 1})

    def test_leading_zeros(self) -> None:
        """1 here and 001 there are one patient when all numbers stay different, and it is said."""
        methods = [["ID", "Guidance"], *([f"{i:03d}", "CT" if i < 3 else "DSA"] for i in range(4, 0, -1))]

        result = opened(xlsx({"scores": SCORES, "list": methods}))

        assert result.cohort is not None
        assert [result.cohort.methods[i] for i in result.cohort.method] == ["CT", "CT", "DSA", "DSA"]
        assert "joined_without_zeros" in codes(result)

    def test_a_sheet_with_a_number_twice_is_named(self) -> None:
        """Which of two rows of patient 6 is meant nobody knows: nothing is joined, and that is said."""
        scores = [
            ["编号", "方法", "术前VAS", "术后VAS"],
            *[[n, "CT" if n % 2 else "DSA", 7 + n % 3, 2] for n in range(1, 11)],
        ]
        others = [
            ["编号", "性别", "年龄"],
            *[[n, "男", 50 + n] for n in (5, 4, 3, 2, 1, 10, 9, 8, 7, 6)],
            [6, "女", 56],
        ]

        result = opened(xlsx({"评分": scores, "基本": others}))

        assert result.cohort is not None
        assert result.cohort.covariates == ()
        assert [one.sheet for one in result.findings if one.code == "sheet_ids_repeat"] == ["基本"]

    def test_the_same_row_twice(self) -> None:
        """A patient whose row was pasted twice, cell by cell the same, is joined all the same, and stays one."""
        listed = [["ID", "Guidance"], *([i, "CT" if i % 2 else "DSA"] for i in (1, 2, 3, 4, 2))]

        result = opened(xlsx({"scores": SCORES, "list": listed}))

        assert result.cohort is not None
        assert [result.cohort.methods[i] for i in result.cohort.method] == ["CT", "DSA", "CT", "DSA"]
        assert "duplicate_rows" not in codes(result)

    def test_scores_of_a_patient_missing_from_the_first_sheet(self) -> None:
        """Who has a disability only comes under those with pain, and both sheets are told of who stands alone."""
        disability = [["ID", "ODI pre", "ODI 1 month"], *([i, 60, 10 + i] for i in range(2, 6))]

        result = opened(xlsx({"pain": SCORES, "disability": disability}))

        assert values(result, "VAS", "1 month") == [7, 6, 5, 4, None]
        assert values(result, "ODI", "1 month") == [None, 12, 13, 14, 15]
        told = {one.code: (one.sheet, one.row, one.taken_as) for one in result.findings if "patients_" in one.code}
        assert told == {
            "patients_not_there": ("pain", 2, "kept"), "patients_only_here": ("disability", 5, "added"),
        }  # fmt: skip

    def test_a_list_of_many_others(self) -> None:
        """A hospital's list of which few are in the study brings nobody in, and that is told with the rows."""
        listed = [["ID", "Guidance"], *([i, "CT" if i % 2 else "DSA"] for i in range(1, 31))]

        result = opened(xlsx({"scores": SCORES, "list": listed}))

        assert result.cohort is not None and result.cohort.n_patients == 4
        told = next(one for one in result.findings if one.code == "patients_only_here")
        assert (told.sheet, told.row, told.taken_as, told.parameters["n"]) == ("list", 6, "left_out", 26)

    def test_an_odd_value_is_told_where_it_stands(self) -> None:
        """A sheet per group and score: a disability of 240 is named with its own sheet, row and column."""
        sheets = {
            f"{name} {score}": [["No", "pre", "1 month"], *([i, high, high // 2 - i] for i in range(1, 6))]
            for name in ("CT", "DSA") for score, high in (("VAS", 10), ("ODI", 60))
        }  # fmt: skip
        sheets["DSA ODI"][2][2] = 240

        result = opened(xlsx(sheets))

        assert [(one.sheet, one.row, one.column) for one in result.findings if one.value == "240"] == [
            ("DSA ODI", 3, "C")
        ]

    def test_a_log_of_events_is_told(self) -> None:
        """Several rows per patient on a sheet of adverse events join nothing, and the sheet is named."""
        log = [["ID", "Event"], [1, "infection"], [1, "haematoma"], [3, "infection"]]

        result = opened(xlsx({"scores": SCORES, "events": log}))

        assert [one.sheet for one in result.findings if one.code == "sheet_ids_repeat"] == ["events"]

    def test_a_log_of_adverse_events_is_put_together(self) -> None:
        """Three events of two patients are two patients with a complication, one with both, and that is told."""
        log = [["ID", "Adverse event", "Date"], [1, "infection", "2023-05-01"], [1, "haematoma", "2023-05-04"]]
        log += [[3, "infection", "2023-06-02"]]

        result = opened(xlsx({"scores": SCORES, "events": log}))

        assert result.cohort is not None and result.cohort.n_patients == 4
        found = result.cohort.events["complication"]
        assert [found.levels[code] for code in found.code] == ["infection; haematoma", "no", "infection", "no"]
        assert [one.parameters["n"] for one in result.findings if one.code == "events_gathered"] == [1]

    @pytest.mark.parametrize(
        "log",
        [
            [["ID", "Leakage"], [1, "no"], [1, "disc"], [2, "no"], [3, "no"], [4, "no"]],
            [["ID", "Complication", "CIRSE grade"], [1, "pain", 1], [1, "stroke", 3], [2, "pain", 1], [3, "pain", 2]],
        ],
    )
    def test_rows_that_deny_or_grade_are_no_log(self, log: list[list[object]]) -> None:
        """Where rows say that nothing happened, or how grave it was, they are not put behind each other but told."""
        result = opened(xlsx({"scores": SCORES, "events": log}))

        assert result.cohort is not None and not result.cohort.events
        assert "sheet_ids_repeat" in codes(result) and "events_gathered" not in codes(result)


class TestFewOfThem:
    """A sheet of fewer than half of the patients: those who came back, or somebody else?"""

    @staticmethod
    def read(first: int, came: tuple[int, ...], settings: ReadingSettings | None = None) -> Opened:
        """Twelve patients with pain, numbered from `first` on, and the disability of some."""
        pain = [["ID", "Guidance", "VAS pre", "VAS 1 month"]]
        pain += [[first + n, "CT" if n % 2 else "DSA", 8, 3] for n in range(12)]
        disability = [["ID", "ODI pre", "ODI 1 month"], *([first + n, 60, 10 + n] for n in came)]
        return opened(xlsx({"pain": pain, "disability": disability}), settings=settings)

    def test_numbers_of_a_hospital_are_the_same_persons(self) -> None:
        """Four of twelve hospital numbers: joined, with the eight others told."""
        result = self.read(300001, (1, 4, 6, 9))

        nobody = [None] * 2
        assert values(result, "ODI", "1 month") == [None, 11, *nobody, 14, None, 16, *nobody, 19, *nobody]
        told = {one.code: (one.sheet, one.parameters["n"]) for one in result.findings if "patients_" in one.code}
        assert told == {"patients_not_there": ("pain", 8)} and result.questions == ()

    def test_numbers_that_count_from_1_are_asked_about(self) -> None:
        """1 to 4 may be four others: asked, left out and told until answered, then joined as answered."""
        result = self.read(1, (0, 1, 2, 3))

        (question,) = result.questions
        assert (question.code, question.proposed, question.taken.code) == ("sheet_of_same_patients", 0, "leave")
        assert "sheet_asked_about" in codes(result) and "sheet_not_joined" not in codes(result)
        assert result.cohort is not None and [*result.cohort.scales] == ["VAS"]
        join, leave = (self.read(1, (0, 1, 2, 3), option.patch) for option in question.options)
        assert values(join, "ODI", "1 month") == [10, 11, 12, 13, *[None] * 8] and join.questions == ()
        assert leave.cohort is not None and [*leave.cohort.scales] == ["VAS"] and leave.questions == ()

    @pytest.mark.parametrize("first", [1, 300001])
    def test_one_who_died_is_joined(self, first: int) -> None:
        """A list of one death is that patient's: at once by a hospital's number, else once it is answered."""
        pain = [["编号", "引导方式", "术前VAS", "术后1月VAS"]]
        pain += [[first + n, "CT" if n % 2 else "DSA", 8 - n % 2, None if n == 4 else 3 + n % 2] for n in range(12)]
        sheets = {"总表": pain, "死亡名单": [["编号", "死亡日期"], [first + 4, datetime.date(2023, 5, 1)]]}

        result = opened(xlsx(sheets))
        asked = [question.code for question in result.questions]
        joined = opened(xlsx(sheets), settings=result.questions[0].options[0].patch) if asked else result

        assert asked == (["sheet_of_same_patients"] if first == 1 else [])
        assert joined.cohort is not None and "patients_not_there" not in codes(joined)
        assert sum(row.died for row in joined.cohort.flow("VAS", "1 month")) == 1

    @pytest.mark.parametrize("first", [1, 300001])
    def test_a_list_of_two_who_leaked_is_joined(self, first: int) -> None:
        """Two patients on a list of leaks have leaked: at once by a hospital's numbers, else once it is answered."""
        pain = [["编号", "引导方式", "术前VAS", "术后1月VAS"]]
        pain += [[first + n, "CT" if n % 2 else "DSA", 8 - n % 2, 3 + n % 2] for n in range(12)]
        sheets = {"总表": pain, "渗漏": [["编号", "渗漏部位"], [first + 4, "椎间盘"], [first + 9, "椎旁静脉"]]}

        result = opened(xlsx(sheets))
        asked = [question.code for question in result.questions]
        joined = opened(xlsx(sheets), settings=result.questions[0].options[0].patch) if asked else result

        assert asked == (["sheet_of_same_patients"] if first == 1 else ["blank_events"])
        assert joined.cohort is not None
        leaked = joined.cohort.events["leakage"]
        assert [leaked.levels[code] for code in leaked.code if code] == ["椎间盘", "椎旁静脉"]

    def test_few_in_common_are_neither_joined_nor_asked_about(self) -> None:
        """Three of eight numbers of another sheet are too few to say anything: the sheet is told."""
        result = self.read(300001, (9, 10, 11, 12, 13, 14, 15, 16))

        assert result.questions == () and "sheet_not_joined" in codes(result)


class TestOtherSpelling:
    @pytest.mark.parametrize(
        ("here", "there"), [("P-{:02d}", "p{:02d}"), ("{}号", "{}"), ("No. {}", "{}"), ("ZY_{}", "zy-{}")]
    )
    def test_the_same_numbers_in_other_words(self, here: str, there: str) -> None:
        """Numbers spelled another way on the other sheet are the same patients, one by one, and that is told."""
        pain = [["ID", "VAS pre", "VAS 1 month"], *([here.format(n), 8, n / 4] for n in range(1, 13))]
        disability = [["ID", "ODI pre", "ODI 1 month"], *([there.format(n), 60, n] for n in range(12, 0, -1))]

        result = opened(xlsx({"pain": pain, "disability": disability}))

        assert values(result, "VAS", "1 month") == [n / 4 for n in range(1, 13)]
        assert values(result, "ODI", "1 month") == [*range(1, 13)]
        assert [one.parameters["n"] for one in result.findings if one.code == "joined_in_other_spelling"] == [12]

    def test_two_numbers_that_would_be_one_stay_two(self) -> None:
        """Where P-01 and p01 are two patients of one sheet, no spelling is the other's."""
        pain = [["ID", "VAS pre", "VAS 1 month"], *([name, 8, 4] for name in ("P-01", "p01", "P-02", "P-03"))]
        disability = [["ID", "ODI pre", "ODI 1 month"], *([name, 60, 20] for name in ("P01", "P02", "P03"))]

        result = opened(xlsx({"pain": pain, "disability": disability}))

        assert "joined_in_other_spelling" not in codes(result)

    def test_scores_whose_numbers_are_lost_are_told(self) -> None:
        """Hospital numbers that a program shortened to 3.00E+05 are nobody's: the sheet is named."""
        pain = [["ID", "VAS pre", "VAS 1 month"], *([300000 + n, 8, 4] for n in range(6))]
        disability = [["ID", "ODI pre", "ODI 1 month"], *([f"{300000 + n:.2E}", 60, 20 + n] for n in range(6))]

        result = opened(xlsx({"pain": pain, "disability": disability}))

        assert [one.sheet for one in result.findings if one.code == "sheet_ids_repeat"] == ["disability"]
