"""A hospital number under two running numbers is one person, or is told; the number itself never is."""

from __future__ import annotations

from lib.intake.settings import settings_of
from tests.intake.files import codes, opened, opened_rows, xlsx

HEADER = ["序号", "住院号", "引导方式", "VAS术前", "VAS术后1月"]
SCORES = [(8, 4), (7, 3), (9, 5), (8, 5), (7, 4), (9, 6), (8, 3), (7, 2), (9, 4), (8, 4), (6, 3), (9, 5)]
PATIENTS: list[list[object]] = [
    [n, 100200 + n, "CT" if n < 7 else "DSA", *scores] for n, scores in enumerate(SCORES, start=1)
]


class TestSamePersons:
    def test_the_same_scores_count_once(self) -> None:
        """The first patient entered again as number 13 is told with both rows."""
        result = opened_rows([HEADER, *PATIENTS, [13, 100201, *PATIENTS[0][2:]]])

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}
        found = next(one for one in result.findings if one.code == "duplicate_rows")
        assert (found.row, found.parameters["first"]) == (14, 2)

    def test_other_scores_are_told(self) -> None:
        """Two procedures of one person stay two rows, and a warning names both but never the number."""
        result = opened_rows([HEADER, *PATIENTS, [13, 100201, "DSA", 6, 1]])

        found = next(one for one in result.findings if one.code == "same_person")
        assert result.source.patients == 13
        assert (found.row, found.parameters["first"], found.value) == (14, 2, None)
        assert "100201" not in repr(result.findings)

    def test_a_person_on_the_sheets_of_two_methods_is_told(self) -> None:
        """One hospital number in both groups is named with the other's sheet and row."""
        head = [HEADER[1], *HEADER[3:]]
        group = {name: [[row[1], *row[3:]] for row in PATIENTS if row[2] == name] for name in ("CT", "DSA")}

        result = opened(xlsx({"CT": [head, *group["CT"]], "DSA": [head, *group["DSA"], [100201, 8, 4]]}))

        found = next(one for one in result.findings if one.code == "same_person_on_another_sheet")
        assert (found.sheet, found.row) == ("DSA", 8)
        assert (found.parameters["first_sheet"], found.parameters["first"]) == ("CT", 2)

    def test_a_batch_joins_nobody(self) -> None:
        """Two patients of one batch of cement with the same scores stay two."""
        head = ["序号", "骨水泥批号", *HEADER[2:]]

        result = opened_rows([head, *PATIENTS, [13, 100201, *PATIENTS[0][2:]]])

        assert result.source.patients == 13 and "same_person" not in codes(result)

    def test_a_number_that_many_share_numbers_no_person(self) -> None:
        """A number of the ward, the same for all, joins and tells nobody."""
        result = opened_rows([HEADER, *([row[0], 7 + int(str(row[0])) % 3, *row[2:]] for row in PATIENTS)])

        assert result.source.patients == 12 and not {"same_person", "duplicate_rows"} & set(codes(result))

    def test_entered_under_two_methods(self) -> None:
        """The same scores under both methods: only one entry can be right, which is asked, and the answer counts."""
        rows = [HEADER, *PATIENTS, [13, 100203, "DSA", *SCORES[2]]]

        asked = opened_rows(rows)
        first, last = (opened_rows(rows, settings_of({"repeated": one})) for one in ("first", "last"))

        assert asked.blocking is not None and asked.blocking.code == "duplicate_patient_conflict"
        assert (asked.blocking.parameters["first"], asked.blocking.parameters["second"]) == (4, 14)
        assert first.cohort is not None and first.cohort.facets("method") == {"CT": 6, "DSA": 6}
        assert last.cohort is not None and last.cohort.facets("method") == {"CT": 5, "DSA": 7}


class TestBeds:
    def test_a_bed_numbers_no_person(self) -> None:
        """Beds 1 to 10 for twelve patients: dropped as an identifier, and nobody is told to be somebody else."""
        rows = [[*row[:1], n % 10 + 1, *row[2:]] for n, row in enumerate(PATIENTS)]

        result = opened_rows([["序号", "床号", *HEADER[2:]], *rows])

        assert result.source.patients == 12
        assert "identifiers_found" in codes(result) and "same_person" not in codes(result)

    def test_and_is_not_the_key_of_patients(self) -> None:
        """Without another number every row is a patient, though beds are used again."""
        rows = [[n % 10 + 1, *row[2:]] for n, row in enumerate(PATIENTS)]

        result = opened_rows([["床号", *HEADER[2:]], *rows])

        assert result.source.patients == 12 and not result.questions
