from __future__ import annotations

from lib.intake.opening import SourceFile, open_registry
from tests.intake.files import codes, csv, xlsx

HEAD = ["编号", "引导方式", "术前VAS", "术后1月VAS"]
ROWS = [[n, "CT" if n % 2 else "DSA", 8, 2 + n % 3] for n in range(1, 13)]


class TestATextFileBesideAWorkbook:
    def test_the_same_rows_are_no_conflict(self) -> None:
        """One registry dropped as csv and as xlsx: twelve patients, each counted once, and nothing to ask."""
        result = open_registry(
            [
                SourceFile(name="登记.csv", content=csv([HEAD, *ROWS]).encode()),
                SourceFile(name="登记.xlsx", content=xlsx({"Sheet1": [HEAD, *ROWS]})),
            ]
        )

        assert result.cohort is not None and result.cohort.n_patients == 12
        assert "duplicate_rows" in codes(result) and "duplicate_patient_conflict" not in codes(result)

    def test_leading_zeros_stay(self) -> None:
        """007 of the text file and 7 of the workbook are two patients."""
        result = open_registry(
            [
                SourceFile(
                    name="a.csv", content=csv([HEAD, *[[f"00{n}", *row[1:]] for n, row in enumerate(ROWS)]]).encode()
                ),
                SourceFile(
                    name="b.xlsx",
                    content=xlsx({"Sheet1": [HEAD, *[[f"B{n}", *row[1:]] for n, row in enumerate(ROWS)]]}),
                ),
            ]
        )

        assert result.cohort is not None and result.cohort.n_patients == 24
