from __future__ import annotations

from tests.intake.files import opened_rows, values

HEAD = ["编号", "引导方式", "术前VAS", "术后1月VAS", "术前ODI", "术后1月ODI"]
PATIENTS = [[n, "CT" if n <= 6 else "DSA", 8, 2 + n % 3, 60, 20 + 2 * n] for n in range(1, 13)]


class TestTableBelow:
    def test_counts_by_group_are_no_patients(self) -> None:
        """A table of complications under the twelve patients, with a head of words, adds neither patient nor method."""
        below = [[], ["表2 并发症"], ["组别", "例数", "渗漏", "发热"], ["CT", 6, 3, 1], ["DSA", 6, 5, 0]]

        result = opened_rows([HEAD, *PATIENTS, *below])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert result.cohort.n_patients == 12
        assert values(result, "VAS", "baseline") == [8] * 12
        assert [one.row for one in result.findings if one.code == "rows_skipped"] == [15, 16, 17, 18]

    def test_patients_below_a_gap_stay(self) -> None:
        """Patients below a blank row count, also where one has words for scores."""
        late = [[13, "CT", "失访", "失访", "失访", "失访"], [14, "DSA", 7, 3, 50, 30]]

        result = opened_rows([HEAD, *PATIENTS, [], *late])

        assert result.cohort is not None and result.cohort.n_patients == 14
        assert values(result, "VAS", "1 month")[12:] == [None, 3]

    def test_only_the_head_of_a_table_of_numbered_patients(self) -> None:
        """A further table whose rows begin with a number is no such table: its patients stay, its head does not."""
        below = [[], ["序号", "方式", "术前", "术后"], [13, "CT", 7, 3], [14, "DSA", 7, 2]]

        result = opened_rows([HEAD, *PATIENTS, *below])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == [8] * 12 + [7, 7]
