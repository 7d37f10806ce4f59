"""A study file used with another registry: what fits stays, what does not is named."""

from __future__ import annotations

import json

import pytest

from lib import study as study_file
from lib.intake.findings import UnreadableFile
from lib.intake.opening import SourceFile, read
from lib.study import Study, carried_over
from tests.intake.files import csv, values

HEADER = ["id", "arm", "sex", "VAS pre", "VAS 1 month", "VAS 3 months"]
PARTS = {
    "columns": {"method": "arm"},
    "methods": {"A": "CT", "B": "DSA"},
    "question": {"experimental": "CT", "control": "DSA", "outcome": "VAS", "visit": "3 months"},
    "margins": {"VAS": {"value": 1.5, "reason": "ours"}},
    "filters": {"sex": ["F"]},
    "repeated": "last",
    "chosen": {"VAS 1 month": "E"},
    "view": {"outcome": "VAS", "visit": "1 month", "pair": ["DSA", "CT"]},
}


def _study(**changes: object) -> Study:
    return study_file.load(json.dumps({"schema": 1, **PARTS, **changes}))


def _workbook(header: list[str]):  # type: ignore[no-untyped-def]
    rows = [[f"p{n}", "AB"[n % 2], "FM"[n // 2 % 2], 8 - n % 3, 4 - n % 3, 3 - n % 2] for n in range(16)]
    return read([SourceFile(name="next month.csv", content=csv([header, *rows]).encode())])


class TestRoundTrip:
    def test_everything_that_was_asked_comes_back(self) -> None:
        """Written and read again it is the same study: answers about repeated rows and the view among it."""
        study = _study()

        assert study_file.load(study_file.dump(study)) == study
        assert (study.settings.repeated, study.settings.chosen) == ("last", (("VAS 1 month", "E"),))
        assert (study.shown.visit, study.shown.pair) == ("1 month", ("DSA", "CT"))

    @pytest.mark.parametrize("part", [{"repeated": "sometimes"}, {"view": {"page": 1}}, {"chosen": {"x": 1}}])
    def test_what_is_not_a_study(self, part: dict[str, object]) -> None:
        """Unknown answers and keys are refused by the part."""
        with pytest.raises(UnreadableFile) as refused:
            _study(**part)

        assert str(refused.value.parameters["part"]).startswith(next(iter(part)))


class TestCarriedOver:
    def test_the_same_columns(self) -> None:
        """Next month's registry is read as this month's: methods recoded, nothing left out."""
        carried = carried_over(_study(), _workbook(HEADER))

        assert carried.opened.cohort is not None
        assert set(carried.opened.cohort.methods) == {"CT", "DSA"}
        assert (carried.missing_columns, carried.left_out) == ((), ())
        assert carried.study.margins["VAS"].value == 1.5

    def test_a_renamed_column_is_named_and_the_rest_stays(self) -> None:
        """The column of the method has another name now: it is named, proposed from the data, the margin stays."""
        carried = carried_over(_study(), _workbook(["id", "group", *HEADER[2:]]))

        assert carried.missing_columns == ("arm",)
        assert carried.opened.cohort is not None
        assert values(carried.opened, "VAS", "3 months")[:2] == [3, 2]
        assert carried.study.margins["VAS"].reason == "ours"

    def test_a_visit_that_is_not_there(self) -> None:
        """The question's visit and a filter's column are gone: both are left out by their places."""
        header = [*HEADER[:2], "smoker", *HEADER[3:5], "VAS 6 months"]

        carried = carried_over(_study(), _workbook(header))

        assert set(carried.left_out) == {"question.visit", "filters.sex"}
        assert carried.study.asked.experimental == "CT"

    def test_a_file_that_cannot_be_read_stays_refused(self) -> None:
        """Only a column that is missing is forgiven, not a file without scores' values."""
        with pytest.raises(UnreadableFile) as refused:
            carried_over(_study(), read([SourceFile(name="x.csv", content=b"id,VAS pre,VAS 1 month\n")]))

        assert refused.value.code == "no_rows"
