"""Score tables with dates beside a sheet of the patients that has the date of the procedure: visits by windows."""

from __future__ import annotations

import datetime
from typing import Any

from lib.intake.settings import ReadingSettings
from tests.intake.files import codes, opened, values, xlsx

DONE = {n: datetime.date(2023, 3, 1) + datetime.timedelta(days=3 * n) for n in range(300001, 300007)}
PATIENTS = ["住院号", "引导方式", "手术日期"]


def after(n: int, days: int) -> datetime.date:
    """A day after a patient's procedure."""
    return DONE[n] + datetime.timedelta(days=days)


def patients(head: tuple[str, ...] = (), *scores: tuple[float, ...]) -> list[list[Any]]:
    """A row per patient with the procedure, and scores under their own headers."""
    told = scores or ((),) * len(DONE)
    rows = [[n, "CT" if n % 2 else "DSA", day, *own] for (n, day), own in zip(DONE.items(), told, strict=True)]
    return [[*PATIENTS, *head], *rows]


def dated(
    score: str, measured: dict[int, tuple[float, ...]], more: tuple[tuple[int, int, float], ...] = ()
) -> list[Any]:
    """A row per patient and measurement: on day −2 − n % 3, day 30 + n % 3 and day 90 + n % 3; and more."""
    rows = [
        [n, after(n, days + (-1 if days < 0 else 1) * (n % 3)), one]
        for n in DONE for days, scores in measured.items() for one in (scores[(n - 300001) % len(scores)],)
    ]  # fmt: skip
    return [["住院号", "评估日期", score], *rows, *([n, after(n, day), one] for n, day, one in more)]


PAIN = {-2: (8, 7, 9), 30: (4, 3, 5), 90: (2, 1, 3)}


class TestWithVisitsOfDates:
    def test_beside_scores_in_columns(self) -> None:
        """The patients' sheet holds the ODI by visit: each VAS comes to the visit of its window."""
        wide = patients(("术前ODI", "术后1月ODI"), *((60 + n, 20 + n) for n in range(6)))

        result = opened(xlsx({"患者": wide, "疼痛": dated("VAS", PAIN)}))

        assert values(result, "VAS", "baseline") == [8, 7, 9, 8, 7, 9]
        assert values(result, "VAS", "1 month") == [4, 3, 5, 4, 3, 5]
        assert values(result, "VAS", "3 months") == [2, 1, 3, 2, 1, 3]
        assert values(result, "ODI", "baseline") == [60, 61, 62, 63, 64, 65]
        assert values(result, "ODI", "1 month") == [20, 21, 22, 23, 24, 25]
        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 3, "DSA": 3}
        assert [(one.sheet, one.header) for one in result.findings if one.code == "dates_placed"] == [
            ("疼痛", "评估日期")
        ]
        assert not codes(result) & {"baseline_is_day_zero", "date_order", "sheet_of_other_shape"}
        assert [one.raw for one in result.visit_labels if one.name == "1 month"] == ["1 month (21–45 d)"]

    def test_follow_ups_only_beside_the_baseline(self) -> None:
        """The baseline stands with the patients and the follow-ups are dated: one series of VAS."""
        wide = patients(("术前VAS",), *((8 - n % 2,) for n in range(6)))
        later = {day: scores for day, scores in PAIN.items() if day > 0}

        result = opened(xlsx({"患者": wide, "随访": dated("VAS", later)}))

        assert values(result, "VAS", "baseline") == [8, 7, 8, 7, 8, 7]
        assert values(result, "VAS", "3 months") == [2, 1, 3, 2, 1, 3]
        assert result.questions == ()

    def test_two_tables_of_dates(self) -> None:
        """VAS and ODI each with dates, and a list with the procedures: joined by the day they were taken."""
        disability = {day: tuple(8 * one for one in scores) for day, scores in PAIN.items()}

        result = opened(xlsx({"患者": patients(), "疼痛": dated("VAS", PAIN), "功能": dated("ODI", disability)}))

        assert values(result, "VAS", "1 month") == [4, 3, 5, 4, 3, 5]
        assert values(result, "ODI", "1 month") == [32, 24, 40, 32, 24, 40]
        assert result.cohort is not None and result.cohort.n_patients == 6

    def test_several_in_a_window_are_asked_about(self) -> None:
        """VAS 4 on day 32 and 6 on day 44 are both at one month: their mean, 5, is proposed."""
        wide = patients(("术前ODI", "术后1月ODI"), *((60 + n, 20 + n) for n in range(6)))
        pain = dated("VAS", PAIN, ((300001, 44, 6),))

        result = opened(xlsx({"患者": wide, "疼痛": pain}))

        assert [one.code for one in result.questions] == ["several_in_window"]
        assert values(result, "VAS", "1 month") == [5, 3, 5, 4, 3, 5]
        last = opened(xlsx({"患者": wide, "疼痛": pain}), settings=ReadingSettings(repeated="last"))
        assert values(last, "VAS", "1 month") == [6, 3, 5, 4, 3, 5]

    def test_a_patient_without_a_procedure_is_at_no_visit(self) -> None:
        """Whose procedure is not listed has no day: the scores are left out and their rows are named."""
        wide = [row for row in patients(("术前ODI", "术后1月ODI"), *((60, 20),) * 6) if row[0] != 300003]

        result = opened(xlsx({"患者": wide, "疼痛": dated("VAS", PAIN)}))

        told = next(one for one in result.findings if one.code == "missing_visit")
        assert (told.sheet, told.row, told.parameters["n"]) == ("疼痛", 8, 3)
        assert result.questions == ()  # rows at no visit do not repeat one another
        assert values(result, "VAS", "1 month") == [4, 3, None, 4, 3, 5]

    def test_who_is_somebody_else_stays_out(self) -> None:
        """A list of other patients' procedures says nothing of these dates."""
        wide = patients(("术前ODI", "术后1月ODI"), *((60 + n, 20 + n) for n in range(6)))
        others = [[row[0] if row[0] == "住院号" else row[0] + 500, *row[1:]] for row in wide]

        result = opened(xlsx({"患者": others, "疼痛": dated("VAS", PAIN)}))

        assert "dates_placed" not in codes(result)
