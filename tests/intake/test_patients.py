from __future__ import annotations

from lib.intake.settings import settings_of
from tests.intake.files import HEADER, ROWS, codes, opened_rows, values, with_column


class TestPatients:
    def test_rows_without_an_id_are_patients_of_their_own(self) -> None:
        """Nobody is paired with somebody else because both have no number."""
        result = opened_rows([HEADER, *with_column(0, [None, None])])

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert sum(finding.code == "missing_id" for finding in result.findings) == 2

    def test_numbers_that_start_again_in_each_method(self) -> None:
        """Where every method counts from 1 the method belongs to the patient's key, and that is said."""
        rows = [[i, method, 8, 3] for method in ("CT", "DSA") for i in (1, 2, 3, 4)]

        result = opened_rows([["编号", "组别", "术前VAS", "术后VAS"], *rows])

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 4, "DSA": 4}
        assert "ids_restart" in codes(result)

    def test_a_row_counter_is_no_patient(self) -> None:
        """In a long file 序号 counts rows; the hospital number that comes again pairs them."""
        rows = [
            ["序号", "住院号", "组别", "时间", "VAS"],
            [1, "ZY100001", "CT", "术前", 8],
            [2, "ZY100001", "CT", "术后1周", 2],
            [3, "ZY100002", "DSA", "术前", 7],
            [4, "ZY100002", "DSA", "术后1周", 3],
        ]

        assert values(opened_rows(rows), "VAS", "1 week") == [2, 3]

    def test_a_long_file_without_ids_pairs_nobody(self) -> None:
        """Without any id each row is a patient, and that is said."""
        rows = [["组别", "时间", "VAS"], ["CT", "术前", 8], ["CT", "术后1周", 2]]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 2
        assert "no_patient_column" in codes(result)

    def test_identical_rows_count_once(self) -> None:
        """A patient entered twice with the same values is one patient, and said."""
        result = opened_rows([HEADER, *ROWS, ROWS[0]])

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert [finding.row for finding in result.findings if finding.code == "duplicate_rows"] == [8]

    def test_a_key_of_two_columns(self) -> None:
        """Ids that are reused across centres are told apart by the centre."""
        rows = [["site", "id", "group", "vas_pre", "vas_post"], ["A", 1, "CT", 8, 2], ["B", 1, "DSA", 7, 3]]

        result = opened_rows(rows, settings_of({"columns": {"patient": ["site", "id"]}}))

        assert result.cohort is not None and result.cohort.n_patients == 2

    def test_each_row_is_a_patient_where_the_study_names_no_id(self) -> None:
        """With every score named and no patient column, rows that share a number are different patients."""
        scores = [
            {"outcome": "VAS", "visit": "baseline", "column": "vas_pre"},
            {"outcome": "VAS", "visit": "1 month", "column": "vas_post"},
        ]

        result = opened_rows([HEADER, *ROWS, ["P01", "CT", 5, 5, 50, 50]], settings_of({"scores": scores}))

        assert values(result, "VAS", "1 month") == [3, 2, 4, 4, 1, 2, 5]
