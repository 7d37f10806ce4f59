from __future__ import annotations

import pytest

from lib.intake.explained import groups_explained
from lib.intake.opening import Opened
from tests.intake.files import codes, opened, xlsx

HEADER = ["编号", "组别", "术前VAS", "术后1个月VAS", "骨水泥渗漏"]


def _rows(groups: tuple[object, object], leaks: tuple[object, object] = (0, 1)) -> list[list[object]]:
    """Twelve patients, six of each group; the first of each group has the second answer about leakage."""
    return [[f"P{n}", groups[n % 2], 7 + n % 3, 2 + n % 4, leaks[1] if n < 2 else leaks[0]] for n in range(12)]


def _leaks(result: Opened) -> list[str]:
    assert result.cohort is not None
    event = result.cohort.events["leakage"]
    return [event.levels[code] for code in event.code]


class TestNotes:
    @pytest.mark.parametrize(
        "note",
        ["注：组别 1=CT引导，2=DSA引导；渗漏：有/无", "组别：1为CT，2为DSA",
         "说明：1. 组别（1=CT，2=DSA）；2. 性别（1=男，2=女）",
         "Note: 分组 1 = CT, 2 = DSA"],
    )  # fmt: skip
    def test_groups_under_the_data(self, note: str) -> None:
        """A note under the data says which group is which method, and it is told that it was used."""
        result = opened(xlsx({"登记": [HEADER, *_rows((1, 2)), [], [note]]}))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert result.cohort.facets("method") == {"CT": 6, "DSA": 6} and "legend_used" in codes(result)

    def test_each_group_in_a_cell_of_its_own(self) -> None:
        """A组=CT引导 and B组=DSA引导 in two cells of another sheet are one legend."""
        rows = _rows(("A组", "B组"))

        result = opened(xlsx({"登记": [HEADER, *rows], "说明": [["A组=CT引导"], ["B组=DSA引导"]]}))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}

    def test_groups_named_with_the_procedure(self) -> None:
        """A组：CT引导下PVP names the guidance too, where the procedure of both groups is one."""
        rows = _rows(("A", "B"))

        result = opened(xlsx({"登记": [HEADER, *rows], "说明": [["A组：CT引导下PVP"], ["B组：DSA引导下PVP"]]}))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}

    def test_an_answer_under_the_data(self) -> None:
        """渗漏 0=有，1=无 in a note turns the usual codes round, under whatever name of leakage."""
        result = opened(xlsx({"登记": [HEADER, *_rows(("CT", "DSA"), (1, 0)), [], ["注：渗漏 0=有，1=无"]]}))

        assert _leaks(result).count("yes") == 2

    def test_a_note_about_other_codes(self) -> None:
        """A note whose codes are not those of the column changes nothing."""
        result = opened(xlsx({"登记": [HEADER, *_rows((1, 2)), [], ["注：组别 7=CT，8=DSA"]]}))

        assert result.cohort is not None and result.cohort.methods == ("1", "2")


class TestVisits:
    @pytest.mark.parametrize(
        "note",
        [
            "注：T0=术前，T1=术后1个月，T2=术后3个月",
            "T0术前，T1术后1个月，T2术后3个月；-99为缺失",
            "T0 pre-op, T1 1 month, T2 3 months",
            "T12椎体；T0术前，T1术后1月，T2术后3月",
        ],
    )
    def test_counted_visits(self, note: str) -> None:
        """T0, T1 and T2 are the visits that a note says, and nothing is asked."""
        header = ["编号", "引导方式", "VAS T0", "VAS T1", "VAS T2"]
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 8, 4, 2 + n % 3] for n in range(8)]

        result = opened(xlsx({"登记": [header, *rows, [], [note]]}))

        assert result.cohort is not None and not result.questions and "visit_legend_used" in codes(result)
        assert [visit.name for visit in result.cohort.visits("VAS")] == ["baseline", "1 month", "3 months"]

    def test_levels_are_no_visits(self) -> None:
        """T12 and L1 of a note about the spine explain no visit."""
        header = ["编号", "引导方式", "VAS T0", "VAS T1"]
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 8, 4 + n % 3] for n in range(8)]

        result = opened(xlsx({"登记": [header, *rows, [], ["注：T12=胸12，T11=胸11"]]}))

        assert [one.code for one in result.questions] == ["visit_codes_assumed"]

    @pytest.mark.parametrize(
        "note",
        ["注：VAS1术前，VAS2术后1月", "VAS1=术前；VAS2=术后1个月。", "注：VAS 1为术前，VAS 2为术后1个月",
         "Note: VAS1 before, VAS2 1 month after the procedure"],
    )  # fmt: skip
    @pytest.mark.parametrize("scores", [("VAS",), ("VAS", "ODI")])
    def test_counted_scores(self, note: str, scores: tuple[str, ...]) -> None:
        """VAS1 and VAS2 are the visits that a note says, and so are ODI1 and ODI2 beside them."""
        header = ["编号", "引导方式", *(f"{score}{n}" for score in scores for n in (1, 2))]
        rows = [
            [f"P{n}", "CT" if n % 2 else "DSA", *[8, 2 + n % 3, 62, 30 + 2 * (n % 3)][: 2 * len(scores)]]
            for n in range(8)
        ]

        result = opened(xlsx({"登记": [header, *rows, [], [note]]}))

        assert result.cohort is not None and not result.questions and "visit_legend_used" in codes(result)
        for score in scores:
            assert [visit.name for visit in result.cohort.visits(score)] == ["baseline", "1 month"]

    @pytest.mark.parametrize("scores", [("VAS",), ("VAS", "ODI")])
    def test_bare_numbers(self, scores: tuple[str, ...]) -> None:
        """1=术前，2=术后1月 over the table tells of VAS1 and VAS2, and is shown as the note has it."""
        header = ["编号", "引导方式", *(f"{score}{n}" for score in scores for n in (1, 2))]
        rows = [
            [f"P{n}", "CT" if n % 2 else "DSA", *[8, 2 + n % 3, 62, 30 + 2 * (n % 3)][: 2 * len(scores)]]
            for n in range(8)
        ]

        result = opened(xlsx({"登记": [["注：1=术前，2=术后1月"], header, *rows]}))

        assert result.cohort is not None and not result.questions
        told = next(one for one in result.findings if one.code == "visit_legend_used")
        assert told.parameters == {"labels": "1 = baseline, 2 = 1 month"}
        for score in scores:
            assert [visit.name for visit in result.cohort.visits(score)] == ["baseline", "1 month"]

    def test_a_list_on_a_sheet_of_its_own(self) -> None:
        """A codebook with T0, T1 and T2 below one another says what VAS_T0, VAS_T1 and VAS_T2 are."""
        header = ["编号", "引导方式", "VAS_T0", "VAS_T1", "VAS_T2"]
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 8, 4, 2 + n % 3] for n in range(8)]
        listed = [["code", "meaning"], ["T0", "before procedure"], ["T1", "1 week after"], ["T2", "术后3个月"]]

        result = opened(xlsx({"登记": [header, *rows], "codebook": listed}))

        assert result.cohort is not None and not result.questions
        assert [visit.name for visit in result.cohort.visits("VAS")] == ["baseline", "1 week", "3 months"]

    def test_a_note_about_other_visits(self) -> None:
        """A note of which one label is no visit explains none, and the visits are asked."""
        header = ["编号", "引导方式", "VAS1", "VAS2"]
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 8, 2 + n % 3] for n in range(8)]

        result = opened(xlsx({"登记": [header, *rows, [], ["注：VAS1术前，VAS2见病历"]]}))

        assert [one.code for one in result.questions] == ["visit_codes_assumed"]


class TestSheets:
    def test_a_list_of_codes(self) -> None:
        """Rows of column, code and word in a sheet of their own, the column named once or in each row."""
        listed = [
            ["变量", "编码", "含义"],
            ["组别", 1, "CT引导"],
            [None, 2, "DSA引导"],
            ["骨水泥渗漏", 0, "无"],
            ["骨水泥渗漏", 1, "有"],
        ]

        result = opened(xlsx({"数据": [HEADER, *_rows((1, 2))], "编码说明": listed}))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA") and _leaks(result).count("yes") == 2


class TestGroups:
    @pytest.mark.parametrize(
        "note",
        ["A组为CT引导，B组为DSA引导", "A组采用CT引导下骨水泥成形术，B组采用DSA引导下骨水泥成形术。",
         "A组(CT引导)与B组(DSA引导)资料", "A = CT, B = DSA", "A组CT引导、B组DSA引导下骨水泥成形术疗效"],
    )  # fmt: skip
    def test_ways_to_say_it(self, note: str) -> None:
        """A and B are CT and DSA, however the note says so."""
        legend = groups_explained(note)

        assert list(legend) == ["A", "B"] and [word[:2] for word in legend.values()] == ["CT", "DS"]

    @pytest.mark.parametrize("said", ["观察组(CT引导)与对照组(DSA引导)资料", "观察组CT引导、对照组DSA引导疗效"])
    def test_a_title_says_what_the_groups_are(self, said: str) -> None:
        """观察组(CT引导)与对照组(DSA引导) over the data names the methods of 观察组 and 对照组."""
        title = [said]

        result = opened(xlsx({"登记": [title, HEADER, *_rows(("观察组", "对照组"))]}))

        assert result.cohort is not None and set(result.cohort.methods) == {"CT", "DSA"}
