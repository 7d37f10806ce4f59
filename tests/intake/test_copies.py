"""An older copy of a sheet beside it adds no patients and is no other centre."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from lib.intake.settings import ReadingSettings
from tests.intake.files import codes, opened, xlsx

HEADER = ["编号", "引导方式", "VAS术前", "VAS术后1月"]
SCORES = [(8, 4), (7, 3), (9, 5), (8, 5), (7, 4), (9, 6), (8, 3), (7, 2), (9, 4), (8, 4), (6, 3), (9, 5)]
PATIENTS: list[list[Any]] = [[n, "CT" if n < 7 else "DSA", *scores] for n, scores in enumerate(SCORES, start=1)]


def with_hidden(sheets: dict[str, Any], name: str) -> bytes:
    """The workbook with one sheet hidden."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(sheets)))
    book[name].sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def corrected(most: int) -> list[list[Any]]:
    """The first patients with follow-ups of one point more."""
    return [HEADER, *([*row[:3], row[3] + 1] for row in PATIENTS[:most])]


def blank(most: int) -> list[list[Any]]:
    """The first patients, every second follow-up not yet filled in."""
    return [HEADER, *([*row[:3], row[3] if row[0] % 2 else None] for row in PATIENTS[:most])]


class TestWithoutCopies:
    @pytest.mark.parametrize(("now", "before"), [("登记表", "备份"), ("2023年12月", "2023年6月"), ("Sheet1", "Sheet2")])
    @pytest.mark.parametrize("is_first", [True, False])
    def test_an_earlier_export_is_left_out(self, now: str, before: str, is_first: bool) -> None:
        """Twelve patients beside eight of them with follow-ups still blank are twelve, whatever the sheets' order."""
        sheets = {now: [HEADER, *PATIENTS], before: blank(8)}

        result = opened(xlsx(sheets if is_first else dict(reversed(sheets.items()))))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}
        found = next(one for one in result.findings if one.code == "copy_not_read")
        assert (found.sheet, found.parameters) == (before, {"kept": now, "n": 8, "k": 0, "others": 0})

    def test_a_hidden_copy_with_few_corrections(self) -> None:
        """Of a hidden copy that differs in one cell only the visible sheet counts, and nothing is asked."""
        old = [list(row) for row in PATIENTS]
        old[2][3] = 0

        result = opened(with_hidden({"登记表": [HEADER, *PATIENTS], "Sheet2": [HEADER, *old]}, "Sheet2"))

        assert not result.questions and "copy_not_read" in codes(result)
        assert result.cohort is not None and result.cohort.n_patients == len(PATIENTS)

    def test_a_hidden_older_sheet_gives_way_to_the_visible_one(self) -> None:
        """Follow-ups that were corrected since come from the visible sheet, and no hidden sheet is said to be read."""
        result = opened(with_hidden({"登记表": [HEADER, *PATIENTS], "旧版": corrected(8)}, "旧版"))

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert "copy_not_read" in codes(result) and "hidden_sheet_read" not in codes(result)

    def test_two_versions_that_differ_are_asked_about(self) -> None:
        """Where nothing says which of two visible sheets is the older nothing is analysed; each answer settles it."""
        file = xlsx({"甲": [HEADER, *PATIENTS], "乙": corrected(12)})

        result = opened(file)

        assert result.cohort is None and [one.code for one in result.questions] == ["copy_differs"]
        answered = {
            said: opened(file, settings=ReadingSettings(sheets_are=said)).cohort for said in ("parts", "centres")
        }
        assert {said: one and one.n_patients for said, one in answered.items()} == {"parts": 12, "centres": 24}

    def test_patients_of_the_older_sheet_alone_are_asked_about(self) -> None:
        """A patient whom only the copy has is read with the others after the answer that the sheets are versions."""
        file = xlsx({"登记表": [HEADER, *PATIENTS], "备份": [*blank(10), [13, "CT", 5, 1]]})

        result = opened(file)

        assert result.cohort is None and [one.code for one in result.questions] == ["copy_differs"]
        answered = opened(file, settings=ReadingSettings(sheets_are="parts"))
        assert answered.cohort is not None and answered.cohort.n_patients == 13

    def test_centres_with_other_patients_stay_centres(self) -> None:
        """Two sheets that count from 1 with other methods and scores before treatment hold different patients."""
        others = [[row[0], "DSA" if row[0] % 2 else "CT", 15 - row[2] - row[0] % 3, row[3]] for row in PATIENTS]

        result = opened(xlsx({"North": [HEADER, *PATIENTS], "South": [HEADER, *others]}))

        assert result.source.patients == 24 and "copy_not_read" not in codes(result)

    def test_a_copy_of_one_group(self) -> None:
        """CT组备份 beside the sheets of two groups that each count from 1 adds no third group."""
        head = [HEADER[0], *HEADER[2:]]
        numbered = [[row[1], row[0] % 6 or 6, *row[2:]] for row in PATIENTS]
        group = {name: [row[1:] for row in numbered if row[0] == name] for name in ("CT", "DSA")}
        earlier = [[n, before, None if n == 2 else after] for n, before, after in group["CT"]]

        result = opened(
            xlsx({"CT组": [head, *group["CT"]], "DSA组": [head, *group["DSA"]], "CT组备份": [head, *earlier]})
        )

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}

    def test_a_copy_with_hospital_numbers(self) -> None:
        """Where patients have only a hospital number the earlier sheet is found by it."""
        head = ["住院号", *HEADER[1:]]
        now, before = ([[100200 + row[0], *row[1:]] for row in rows] for rows in (PATIENTS, blank(8)[1:]))

        result = opened(xlsx({"登记表": [head, *now], "备份": [head, *before]}))

        assert result.source.patients == 12 and "copy_not_read" in codes(result)

    @pytest.mark.parametrize("names", [("3月", "6月"), ("甲", "乙")])
    def test_a_sheet_of_another_visit_is_joined(self, names: tuple[str, str]) -> None:
        """The same patients with a later visit on a second sheet are twelve with two follow-ups, not twenty-four."""
        later = [[*HEADER[:3], "VAS术后6月"], *([*row[:3], row[3] + 1] for row in PATIENTS)]

        result = opened(xlsx({names[0]: [HEADER, *PATIENTS], names[1]: later}))

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert {visit for _, visit in result.cohort.scores} == {"baseline", "1 month", "6 months"}
        assert "sheets_joined" in codes(result)
