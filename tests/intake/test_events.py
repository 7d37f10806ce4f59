"""What a cell says of an event, in the words of registries."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from lib.intake.settings import ReadingSettings, settings_of
from lib.registry.events import NOT, YES
from tests.intake.files import codes, opened_rows


def answers(*cells: object, header: str = "渗漏") -> Opened:
    """A registry whose event column begins with these cells and ends with five times no."""
    given = [*cells, *["无"] * (11 - len(cells)), "有"]
    rows = [[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, cell] for n, cell in enumerate(given)]
    return opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", header], *rows])


def first(result: Opened, event: str = "leakage") -> str | None:
    """What the first patient's cell was taken for; None where nothing is known."""
    assert result.cohort is not None
    column = result.cohort.events[event]
    code = int(column.code[0])
    return str(column.levels[code]) if code >= 0 else None


class TestPartialSuccess:
    @pytest.mark.parametrize("cell", ["部分成功", "大部分成功", "基本成功", "partial", "Partially successful"])
    def test_is_neither_success_nor_failure(self, cell: str) -> None:
        """A partial success is not counted, in no denominator either, and called by its name and cell."""
        result = answers(cell, header="技术成功")

        assert first(result, "technical_success") is None
        assert [(one.row, one.column) for one in result.findings if one.code == "partial_success"] == [(2, "E")]


class TestEventOf:
    @pytest.mark.parametrize("cell", ["有", "是", "yes", 1, "1", True, "√", 2])
    def test_yes(self, cell: object) -> None:
        """Words, ticks and numbers of leaks say that it happened."""
        assert first(answers(cell)) == "yes"

    @pytest.mark.parametrize(
        "cell", ["无", "否", "no", 0, False, "未见", "无渗漏", "未见明显渗漏", "no leakage", "无骨水泥渗漏"]
    )
    def test_no(self, cell: object) -> None:
        """In an event column 无 is an answer, not a gap."""
        assert first(answers(cell)) == "no"

    @pytest.mark.parametrize("cell", ["失访", "不详", "NA", None, "-", "/"])
    def test_not_known(self, cell: object) -> None:
        """Missing codes and a lone dash are not counted as no."""
        assert first(answers(cell)) is None

    @pytest.mark.parametrize("cell", ["-", "—", "/"])
    def test_dashes_beside_no_are_told(self, cell: str) -> None:
        """A dash where other cells say no is called by its place, as it may be meant as no; beside a plus it is no."""
        found = [one for one in answers(cell, "有", cell).findings if one.code == "event_marks"]

        assert [(one.row, one.column, one.parameters["n"], one.taken_as) for one in found] == [(2, "E", 2, "missing")]
        assert found[0].also == (("Sheet1", 4, "E"),)
        assert "event_marks" not in codes(answers("-", "+"))
        assert "event_marks" not in codes(answers("失访", None))

    def test_a_dash_beside_a_plus_is_negative(self) -> None:
        """− beside + is an answer."""
        assert first(answers("-", "+")) == "no"

    def test_a_leak_without_symptoms_is_a_leak(self) -> None:
        """无症状渗漏 begins like "none" and is a category of its own."""
        assert first(answers("无症状渗漏")) == "无症状渗漏"

    @pytest.mark.parametrize("cell", ["No evidence of leakage", "none seen", "nil", "未发现渗漏", "无(0)", "0 = no"])
    def test_a_denial_in_words_is_no_leak(self, cell: str) -> None:
        """What denies the event in other words is no, not a category of the event."""
        assert first(answers(cell)) == "no"

    @pytest.mark.parametrize("cell", ["无法评估", "未复查CT", "no CT done", "not applicable"])
    def test_what_begins_like_a_denial_is_no_leak_either(self, cell: str) -> None:
        """A patient who was not looked at is missing, and the cell is listed; never counted as a leak."""
        result = answers(cell)

        assert first(result) is None
        assert [one.row for one in result.findings if one.code == "unreadable_event"] == [2]

    def test_none_beside_numbers_makes_them_grades(self) -> None:
        """Beside "none" the numbers 1 to 3 can only be events."""
        found = answers(1, 2, 3, "none", header="并发症")

        assert first(found, "complication") == "yes"

    def test_codes_from_one_are_not_guessed(self) -> None:
        """1 and 2 without a legend: which is yes is not known, so nothing is counted, and it is said."""
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, 1 + n % 2] for n in range(12)]
        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", "渗漏"], *rows])

        assert result.cohort is not None
        assert "leakage" not in result.cohort.events
        assert "event_codes_unclear" in codes(result)

    def test_codes_among_words_are_not_guessed(self) -> None:
        """1 and 2 where other cells say 有 and 无 are named, as either may be yes; 2 and 3 can only be how many."""
        coded = answers(1, 2, 2)

        assert first(coded) is None
        assert [one.row for one in coded.findings if one.code == "unreadable_event"] == [2, 3, 4]
        assert first(answers(2, 3)) == "yes"

    @pytest.mark.parametrize(
        ("header", "event", "numbers"),
        [
            ("渗漏", "leakage", (1, 2, 3)),
            ("技术成功", "technical_success", (1, 2, 3)),
            ("技术成功", "technical_success", (0, 1, 2)),
        ],
    )
    def test_other_codes_are_not_all_taken_as_yes(self, header: str, event: str, numbers: tuple[int, ...]) -> None:
        """Grades 1 to 3 are not a rate of 100%, and 2 is not a success: the column is not counted, and it is said."""
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, numbers[n % 3]] for n in range(12)]
        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", header], *rows])

        assert result.cohort is not None
        assert event not in result.cohort.events
        assert "event_codes_unclear" in codes(result)

    @pytest.mark.parametrize(
        ("cell", "taken"), [("未成功", "no"), ("不成功", "no"), ("failed", "no"), ("success", "yes")]
    )
    def test_success_and_failure_in_words(self, cell: str, taken: str) -> None:
        """A failure that is not read would leave only the successes."""
        assert first(answers(cell, header="技术成功"), "technical_success") == taken

    def test_no_complication_is_not_a_failure(self) -> None:
        """无并发症 under technical success says nothing of success: not counted, and named by its cell."""
        result = answers("无并发症", header="技术成功")

        assert first(result, "technical_success") is None
        assert "unreadable_event" in codes(result)

    def test_another_word_for_success_is_not_understood(self) -> None:
        """Technical success is yes or no; anything else is named by its cell and not counted."""
        result = answers("一般", header="技术成功")

        assert first(result, "technical_success") is None
        found = next(one for one in result.findings if one.code == "unreadable_event")
        assert (found.row, found.column, found.taken_as) == (2, "E", "missing")

    def test_of_several_rows_one_leak_is_a_leak(self) -> None:
        """A patient with two levels, one leaking, counts once and as leaking."""
        head = ["编号", "引导方式", "时间点", "VAS", "渗漏"]
        rows = [
            [n, "CT" if n % 2 else "DSA", visit, score, "有" if (n, visit) == (3, "术后1个月") else "无"]
            for n in range(1, 13)
            for visit, score in (("术前", 7 + n % 3), ("术后1个月", 2 + n % 3))
        ]

        result = opened_rows([head, *rows])

        assert result.cohort is not None
        assert result.cohort.event_counts("leakage").of("CT") == (1, 6)

    def test_of_several_rows_one_failure_is_a_failure(self) -> None:
        """A patient with two levels, one not reached, is not a technical success: 5 of 6, not 6 of 6."""
        head = ["编号", "引导方式", "时间点", "VAS", "技术成功"]
        rows = [
            [n, "CT" if n % 2 else "DSA", visit, score, "否" if (n, visit) == (3, "术后1个月") else "是"]
            for n in range(1, 13)
            for visit, score in (("术前", 7 + n % 3), ("术后1个月", 2 + n % 3))
        ]

        result = opened_rows([head, *rows])

        assert result.cohort is not None
        assert result.cohort.event_counts("technical_success").of("CT") == (5, 6)


class TestSeenBy:
    @pytest.mark.parametrize(
        "cell", ["CT未见渗漏", "术后CT示未见骨水泥渗漏", "CT: no leak", "透视无渗漏", "CT未见", "CT showed no leakage"]
    )
    def test_a_denial_behind_the_examination_is_one(self, cell: str) -> None:
        """By what nothing was seen does not make it a leak."""
        assert first(answers(cell)) == "no"

    @pytest.mark.parametrize("cell", ["CT示椎旁渗漏", "椎旁渗漏，椎管内未见渗漏"])
    def test_a_leak_beside_a_denial_is_one(self, cell: str) -> None:
        """A leak somewhere counts, whatever is denied elsewhere."""
        assert first(answers(cell)) not in (None, "no")

    def test_a_denial_in_part_is_named(self) -> None:
        """少量 may be a leak or something else: not counted, and named by its cell."""
        result = answers("少量，椎管内无渗漏")

        assert first(result) is None
        assert [one.row for one in result.findings if one.code == "unreadable_event"] == [2]

    @pytest.mark.parametrize("cell", ["良好", "恢复良好", "平稳", "正常", "uneventful", "good"])
    def test_well_is_no_complication(self, cell: str) -> None:
        """Under complications a patient who is well had none."""
        assert first(answers(cell, header="并发症"), "complication") == "no"

    def test_nine_beside_yes_and_no_is_not_how_many(self) -> None:
        """0, 1, 2 and a 9: nine leaks nobody had; the code for "not known" is named and not counted."""
        result = answers(9, 1, 2, 0)

        assert first(result) is None
        assert [one.row for one in result.findings if one.code == "unreadable_event"] == [2]


class TestHeaders:
    @pytest.mark.parametrize(
        ("header", "event"),
        [
            ("渗漏情况", "leakage"),
            ("有无渗漏", "leakage"),
            ("是否成功", "technical_success"),
            ("术后并发症", "complication"),
        ],
    )
    def test_other_words_for_the_same(self, header: str, event: str) -> None:
        """Headers as Chinese registries write them."""
        result = answers("有" if event != "technical_success" else "成功", header=header)

        assert first(result, event) == "yes"


class TestBlanks:
    """A registry that only ticks what happened."""

    def _ticked(self, header: str = "渗漏", settings: ReadingSettings | None = None) -> Opened:
        rows = [
            [f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, "有" if n in (2, 5) else None] for n in range(12)
        ]
        return opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", header], *rows], settings)

    def test_are_asked_about_and_not_a_rate_of_100_percent(self) -> None:
        """By hand: 1 of 6 in each arm as proposed, 1 of 1 where a blank is not known."""
        proposed = self._ticked()
        unknown = self._ticked(settings=settings_of({"chosen": {"blank 渗漏": "unknown"}}))

        assert proposed.cohort is not None
        assert unknown.cohort is not None
        assert [proposed.cohort.event_counts("leakage").of(name) for name in ("CT", "DSA")] == [(1, 6), (1, 6)]
        assert [unknown.cohort.event_counts("leakage").of(name) for name in ("CT", "DSA")] == [(1, 1), (1, 1)]
        assert [(one.code, one.parameters["n"]) for one in proposed.questions] == [("blank_events", 10)]
        assert unknown.questions == ()

    def test_a_blank_is_no_failure(self) -> None:
        """Where only successes are written the others are not known, and nothing is asked."""
        result = self._ticked("技术成功")

        assert result.cohort is not None
        assert result.cohort.event_counts("technical_success").of("CT") == (1, 1)
        assert result.questions == ()


class TestRemarks:
    @pytest.mark.parametrize(
        "cell",
        ["否（CT证实）", "无（术后CT）", "否，CT证实", "否1", "否*", "No - confirmed by CT", "no; CT", "leak-free"],
    )
    def test_behind_no_leave_it_a_no(self, cell: str) -> None:
        """How a leak was excluded, and the mark of a footnote, make no leak."""
        assert first(answers(cell)) == NOT

    @pytest.mark.parametrize("cell", ["无（少量）", "no, small leak", "无-但可疑", "±", "+/-"])
    def test_that_take_the_answer_back_leave_it_unread(self, cell: str) -> None:
        """A remark that says another thing than "no", and neither plus nor minus, count in no denominator."""
        result = answers(cell)

        assert first(result) is None
        assert "unreadable_event" in {one.code for one in result.findings}

    @pytest.mark.parametrize(
        ("cell", "taken"),
        [
            ("是（一次）", YES),
            ("成功（两次穿刺）", YES),
            ("否（改DSA）", NOT),
            ("失败（疼痛）", NOT),
            ("成功（部分）", None),
        ],
    )
    def test_behind_an_answer_about_success(self, cell: str, taken: str | None) -> None:
        """The answer counts, unless its remark says that the success was partial."""
        assert first(answers(cell, header="技术成功"), "technical_success") == taken


class TestPlacesAlone:
    def test_blank_places_are_asked_about(self) -> None:
        """A column of places alone is no leak in every patient: two of eight, and what blank means is asked."""
        places = ["椎间盘", "椎旁", *[None] * 6]
        rows = [[f"P{n}", "CT" if n % 2 else "DSA", 7 + n % 3, 2 + n % 4, cell] for n, cell in enumerate(places)]

        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", "渗漏部位"], *rows])

        assert [one.code for one in result.questions] == ["blank_events"]
        assert result.cohort is not None
        leakage = result.cohort.events["leakage"]
        assert [leakage.levels[code] for code in leakage.code] == ["椎间盘", "椎旁", *[NOT] * 6]


class TestAfterTreatment:
    @pytest.mark.parametrize(
        "header", ["无感染", "渗漏量(mL)", "技术失败", "无渗漏", "No pulmonary embolism", "死亡率"]
    )
    def test_what_happened_afterwards_describes_nobody_before(self, header: str) -> None:
        """An outcome without a place of its own stays out of the baseline table, and is told."""
        result = answers("有", header=header)

        assert result.cohort is not None
        assert header not in result.cohort.covariate_columns
        assert [one.header for one in result.findings if one.code == "after_treatment"] == [header]

    @pytest.mark.parametrize("header", ["既往并发症", "渗漏风险", "合并症"])
    def test_what_was_before_stays(self, header: str) -> None:
        """A history and a risk describe patients before treatment."""
        result = answers("有", header=header)

        assert result.cohort is not None
        assert header in result.cohort.covariate_columns

    @pytest.mark.parametrize("nothing", [None, "/", "—", "-"])
    @pytest.mark.parametrize(
        ("header", "cell"),
        [("渗漏部位", "椎间隙"), ("骨水泥渗漏", "有"), ("并发症", "血肿"), ("并发症分级", 1)],
    )
    def test_few_blanks_and_dashes_are_asked_about_too(self, header: str, cell: object, nothing: str | None) -> None:
        """Three of twelve without one: by hand CT 5 and DSA 4 of 6; 100% only where blanks are said to be unknown."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 2 + n % 4, nothing if n in (2, 8, 10) else cell] for n in range(12)]
        rows = [["编号", "引导方式", "术前VAS", "术后1个月VAS", header], *rows]
        event = "leakage" if "渗漏" in header else "complication"

        proposed = opened_rows(rows)
        unknown = opened_rows(rows, settings_of({"chosen": {f"blank {header}": "unknown"}}))

        assert proposed.cohort is not None and unknown.cohort is not None
        assert [(one.code, one.parameters["n"]) for one in proposed.questions] == [("blank_events", 3)]
        assert [proposed.cohort.event_counts(event).of(name) for name in ("CT", "DSA")] == [(5, 6), (4, 6)]
        assert [unknown.cohort.event_counts(event).of(name) for name in ("CT", "DSA")] == [(5, 5), (4, 4)]


class TestDenialsInOtherWords:
    @pytest.mark.parametrize(
        "cell",
        [
            "暂无",
            "無",
            "零",
            "不存在",
            "なし",
            "kein",
            "nein, kein Austritt",
            "pas de fuite",
            "sin fuga",
            "nessuna",
            "0 levels",
        ],
    )
    def test_are_no_leak(self, cell: str) -> None:
        """A denial in another language is none, whatever the other cells say."""
        assert first(answers(cell)) == NOT

    def test_a_text_that_nearly_all_have_is_doubted(self) -> None:
        """Where no cell says no, eleven of twelve with one text nobody knows may be the ones without a leak: told."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 2 + n % 4, "ei vuotoa" if n else "yes"] for n in range(12)]

        result = opened_rows([["ID", "Guidance", "VAS pre", "VAS 1 month", "Leakage"], *rows])

        found = next(one for one in result.findings if one.code == "event_mostly_one_text")
        assert (found.row, found.column, found.value, found.parameters["n"]) == (3, "E", "ei vuotoa", 11)

    def test_a_text_among_events_that_everybody_has(self) -> None:
        """Where each patient has an answer and none says no, a third with one unknown text may be the ones without."""
        cells = ["ei vuotoa", "椎旁", "椎间隙", "椎管"]
        rows = [[n, "CT" if n < 6 else "DSA", 8, 2 + n % 4, cells[n % 3 if n < 9 else 3]] for n in range(12)]

        result = opened_rows([["ID", "Guidance", "VAS pre", "VAS 1 month", "Leakage"], *rows])

        found = next(one for one in result.findings if one.code == "event_mostly_one_text")
        assert (found.value, found.parameters["n"]) == ("ei vuotoa", 3)

    def test_a_place_among_denials_is_not_doubted(self) -> None:
        """Two leaks at one place among ten "none" are what they seem."""
        rows = [[n, "CT" if n < 6 else "DSA", 8, 2 + n % 4, "椎旁" if n < 2 else "无"] for n in range(12)]

        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", "渗漏"], *rows])

        assert "event_mostly_one_text" not in codes(result)

    def test_the_place_of_every_leak_is_not_doubted(self) -> None:
        """Where another column says who leaked, one place for all leaks is a place."""
        cells = [("有", "椎间隙") if n % 2 else ("无", None) for n in range(12)]
        rows = [[n, "CT" if n < 6 else "DSA", 8, 2 + n % 4, *cells[n]] for n in range(12)]

        result = opened_rows([["编号", "引导方式", "术前VAS", "术后1个月VAS", "渗漏", "渗漏部位"], *rows])

        assert "event_mostly_one_text" not in codes(result)


class TestWhatStandsInTheWrongColumn:
    @pytest.mark.parametrize("cell", ["2023-01-06", "2023年1月6日", "42%", "21/50"])
    def test_is_no_kind_of_leak(self, cell: str) -> None:
        """A date, a share or points of a score under leakage is no leak: it is not counted, and its cell is named."""
        result = answers(cell)

        assert first(result) is None
        assert [(one.row, one.column) for one in result.findings if one.code == "unreadable_event"] == [(2, "E")]
