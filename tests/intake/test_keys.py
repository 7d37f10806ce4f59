from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from lib.intake.settings import ReadingSettings, settings_of
from tests.intake.files import codes, opened, opened_rows, xlsx

LONG = ["id", "guidance", "visit", "VAS"]

# CT 1 to 10 of whom 1 to 4 came back (9 -> 6), DSA 1 to 10 of whom 1 to 4 have a baseline (3 -> 0): by hand 4 pairs
# of −3 in each method. Paired by the number alone, 5 to 10 would be 9 -> 0.
RESTARTED = [
    *([i, "CT", "baseline", 9] for i in range(1, 11)),
    *([i, "CT", "1 month", 6] for i in range(1, 5)),
    *([i, "DSA", "1 month", 0] for i in range(1, 11)),
    *([i, "DSA", "baseline", 3] for i in range(1, 5)),
]

# Patients 1 to 4 of H1 have no follow-up and 1 to 4 of H2 no baseline; 21 to 26 of H1 have both (8 -> 4, CT and DSA in
# turn): by hand 3 pairs of −4 in each method.
CENTRES = [
    *(["H1", i, "CT", "baseline", 9] for i in range(1, 5)),
    *(["H2", i, "CT", "1 month", 1] for i in range(1, 5)),
    *(["H1", i, "CT" if i % 2 else "DSA", "baseline", 8] for i in range(21, 27)),
    *(["H1", i, "CT" if i % 2 else "DSA", "1 month", 4] for i in range(21, 27)),
    ["H2", 31, "CT", "baseline", 8],
]


NAMED = {"patient": ["site", "id"], "method": "treat", "visit": "week"}
SHEETS = {
    "Beijing": [["id", "treat", "week", "VAS"], *(row[1:] for row in CENTRES if row[0] == "H1")],
    "Wuhan": [["id", "treat", "week", "VAS"], *(row[1:] for row in CENTRES if row[0] == "H2")][:5],
}


def pairs(result: Opened, visit: str = "1 month") -> dict[str, list[float]]:
    """The changes of every method's pairs."""
    assert result.cohort is not None
    counts = result.cohort.score_counts("VAS", visit)
    return {
        method: [float(one) for one, n in zip(counts.of(method).change, counts.of(method).count, strict=True)
                 for _ in range(int(n))]
        for method in counts.methods
    }  # fmt: skip


class TestMethodInTheKey:
    @pytest.mark.parametrize("repeated", [None, "first", "last", "separate"])
    def test_numbers_that_start_again_in_each_method_of_a_long_file(self, repeated: str | None) -> None:
        """No answer pairs the baseline of a CT patient with the follow-up of a DSA patient."""
        result = opened_rows([LONG, *RESTARTED], ReadingSettings(repeated=repeated))

        assert pairs(result) == {"CT": [-3] * 4, "DSA": [-3] * 4}
        assert "ids_restart" in codes(result)

    @pytest.mark.parametrize(("repeated", "method"), [("first", "CT"), ("last", "DSA")])
    def test_one_number_under_two_methods_keeps_the_rows_of_one(self, repeated: str, method: str) -> None:
        """Of a CT baseline and a DSA follow-up under one number only the rows of one method count."""
        rows = [[1, "CT", "baseline", 9], [1, "DSA", "1 month", 0], [2, "CT", "baseline", 8], [2, "CT", "1 month", 4]]

        result = opened_rows([LONG, *rows], ReadingSettings(repeated=repeated))

        assert pairs(result)["CT"] == [-4]
        assert result.cohort is not None
        assert result.cohort.methods[result.cohort.method[0]] == method
        assert "duplicate_patient_conflict" in codes(result)

    def test_a_number_under_two_methods_may_be_two_patients(self) -> None:
        """Two patients are proposed where one number stands under two methods, and the answer makes two of it."""
        rows = [[1, "CT", "baseline", 9], [1, "DSA", "1 month", 0], [2, "CT", "baseline", 8], [2, "CT", "1 month", 4]]
        asked = opened_rows([LONG, *rows]).questions[0]

        result = opened_rows([LONG, *rows], asked.options[asked.proposed].patch)

        assert asked.options[asked.proposed].code == "separate"
        assert pairs(result) == {"CT": [-4], "DSA": []}
        assert result.source.patients == 3

    def test_a_method_given_once_per_patient(self) -> None:
        """A method that stands only in the first row of a patient is that of the other rows too."""
        rows = [row if row[2] == "baseline" else [row[0], None, *row[2:]] for row in RESTARTED[:14]]

        result = opened_rows([LONG, *rows], ReadingSettings(repeated="separate"))

        assert pairs(result) == {"CT": [-3] * 4}


class TestCentreInTheKey:
    HEADER = ("site", "id", "treat", "week", "VAS")

    @pytest.mark.parametrize("columns", [{}, NAMED, {**NAMED, "centre": "site"}])
    def test_numbers_that_start_again_in_each_centre(self, columns: dict[str, object]) -> None:
        """The site belongs to the key, found or named, whether or not it is named the centre as well."""
        result = opened_rows([self.HEADER, *CENTRES], settings_of({"columns": columns}))

        assert pairs(result) == {"CT": [-4] * 3, "DSA": [-4] * 3}
        assert ("ids_restart_by_centre" in codes(result)) == (not columns)

    @pytest.mark.parametrize("method", [{}, {"method": "treat"}])
    def test_the_method_as_a_part_of_the_key(self, method: dict[str, str]) -> None:
        """A column of the key can be the method too, named so or not."""
        columns = {"patient": ["treat", "id"], "visit": "week", **method}
        rows = [["H1", *row] for row in RESTARTED]

        result = opened_rows([self.HEADER, *rows], settings_of({"columns": columns}))

        assert pairs(result) == {"CT": [-3] * 4, "DSA": [-3] * 4}

    def test_a_place_that_goes_with_the_visit_is_not_a_centre(self) -> None:
        """Where every baseline is made on the ward and every follow-up in the clinic, patients stay one."""
        rows = [["A", 1, "CT", "baseline", 8], ["B", 1, "CT", "1 month", 5], ["A", 2, "DSA", "baseline", 7],
                ["B", 2, "DSA", "1 month", 5]]  # fmt: skip

        assert pairs(opened_rows([self.HEADER, *rows])) == {"CT": [-3], "DSA": [-2]}

    def test_a_site_in_the_body_is_no_centre(self) -> None:
        """Two vertebrae of one patient are not two patients: their rows are asked about."""
        rows = [["L1", 1, "CT", "baseline", 8], ["L2", 1, "CT", "baseline", 7], ["L1", 1, "CT", "1 month", 5]]

        result = opened_rows([self.HEADER, *rows])

        assert result.blocking is not None and result.blocking.code == "duplicate_patient_conflict"


class TestSheetInTheKey:
    @pytest.mark.parametrize("sheets_are", [None, "centres", "groups", "parts"])
    def test_long_sheets_that_number_anew(self, sheets_are: str | None) -> None:
        """A baseline in Beijing is not paired with a follow-up in Wuhan because both patients are number 1."""
        result = opened(xlsx(SHEETS), settings=ReadingSettings(sheets_are=sheets_are))

        assert pairs(result) == {"CT": [-4] * 3, "DSA": [-4] * 3}

    def test_it_is_asked_and_said(self) -> None:
        """What only the visits tell apart is proposed as different patients, and asked."""
        asked = opened(xlsx(SHEETS)).questions[0]

        assert (asked.code, asked.options[asked.proposed].code, asked.is_safe) == ("sheets_are", "centres", True)

    def test_the_same_patients_when_the_user_says_so(self) -> None:
        """Sheets of visits keep the number as the key: patients 1 to 4 go from 9 to 1."""
        result = opened(xlsx(SHEETS), settings=ReadingSettings(sheets_are="visits"))

        assert sorted(pairs(result)["CT"]) == [-8] * 4 + [-4] * 3

    def test_wide_sheets_that_number_anew(self) -> None:
        """Sheets whose rows contradict each other are different patients without a question, and it is said."""
        header = ["ID", "Guidance", "VAS pre", "VAS 1 month"]
        first = [[i, "CT", 8, 5] for i in range(1, 6)]
        other = [[i, "DSA", 7, 3] for i in range(1, 4)]

        result = opened(xlsx({"Beijing": [header, *first], "Wuhan": [header, *other]}))

        assert pairs(result) == {"CT": [-3] * 5, "DSA": [-4] * 3}
        assert "ids_restart_by_sheet" in codes(result)

    def test_a_copied_row_is_one_patient(self) -> None:
        """Rows that stand in two sheets word for word are counted once."""
        header = ["ID", "Guidance", "VAS pre", "VAS 1 month"]
        rows = [[i, "CT", 8, 5] for i in range(1, 6)]

        result = opened(xlsx({"2023": [header, *rows], "2024": [header, *rows[:3]]}))

        assert pairs(result) == {"CT": [-3] * 5}
