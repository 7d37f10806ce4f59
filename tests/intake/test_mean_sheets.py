"""A sheet with a row of means per method is nobody, whatever it is called."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.findings import UnreadableFile
from tests.intake.files import codes, opened, xlsx

HEADER = ["编号", "引导方式", "VAS术前", "VAS术后1月"]
SCORES = [(8, 4), (7, 3), (9, 5), (8, 5), (7, 4), (9, 6), (8, 3), (7, 2), (9, 4), (8, 4), (6, 3), (9, 5)]
PATIENTS: list[list[Any]] = [[n, "CT" if n < 7 else "DSA", *scores] for n, scores in enumerate(SCORES, start=1)]
COUNTED = [["组别", "例数", *HEADER[2:]], ["CT", 6, 8.0, 4.5], ["DSA", 6, 7.83, 3.5]]
UNCOUNTED = [["引导方式", *HEADER[2:]], ["CT", 8.0, 4.5], ["DSA", 7.8, 3.5], ["合计", 7.9, 4.0]]
NAMELESS = [[None, "n", *HEADER[2:]], ["CT组", 6, 8.0, 4.5], ["DSA组", 6, 7.83, 3.5]]


def groups() -> dict[str, list[list[Any]]]:
    """A sheet per method, each numbered from 1 on."""
    head = [HEADER[0], *HEADER[2:]]
    return {
        f"{name}组": [head, *([n, *row[2:]] for n, row in enumerate((r for r in PATIENTS if r[1] == name), start=1))]
        for name in ("CT", "DSA")
    }


class TestWithoutMeans:
    @pytest.mark.parametrize("name", ["统计", "汇总", "Summary", "Sheet2"])
    @pytest.mark.parametrize("means", [COUNTED, UNCOUNTED, NAMELESS])
    @pytest.mark.parametrize("patients", [{"数据": [HEADER, *PATIENTS]}, groups()])
    def test_means_are_left_out(self, patients: dict[str, Any], means: list[list[Any]], name: str) -> None:
        """Twelve patients on one sheet or two stay twelve beside their means by hand, with or without a count."""
        result = opened(xlsx({**patients, name: means}))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}
        found = next(one for one in result.findings if one.code == "means_not_read")
        assert (found.sheet, found.row, found.parameters) == (name, 2, {"n": 2})

    def test_means_alone_are_no_registry(self) -> None:
        """A file that holds nothing but a row of means per method is refused as that."""
        with pytest.raises(UnreadableFile) as refused:
            opened(xlsx({"统计": COUNTED}))

        assert refused.value.code == "summary_not_patients"

    @pytest.mark.parametrize("said", [("均值", "标准差"), ("Mean", "SD"), ("中位数", "四分位数")])
    def test_statistics_in_a_column_of_their_own_are_nobody(self, said: tuple[str, str]) -> None:
        """A row of means and one of deviations per method were four patients: refused as a printed table."""
        rows = [[method, one, 7.4 - n, 2.1 + n] for method in ("CT", "DSA") for n, one in enumerate(said)]

        with pytest.raises(UnreadableFile) as refused:
            opened(xlsx({"统计": [["组别", "统计量", *HEADER[2:]], *rows]}))

        assert refused.value.code == "summary_not_patients"

    @pytest.mark.parametrize("names", [("CT (n=30)", "DSA (n=31)"), ("CT", "DSA"), ("CT组", "DSA组")])
    def test_deviations_in_brackets_are_nobody(self, names: tuple[str, str]) -> None:
        """Two rows of 7.2 (1.1) were two patients with unreadable scores: refused as a printed table."""
        rows = [[name, "7.2 (1.1)", "2.3 (0.8)"] for name in names]

        with pytest.raises(UnreadableFile) as refused:
            opened(xlsx({"Table 2": [["Group", "VAS pre", "VAS post"], *rows]}))

        assert refused.value.code == "summary_not_patients"

    def test_a_patient_of_each_method_is_no_mean(self) -> None:
        """Two patients without numbers on a second sheet stay, since their scores are nobody's mean."""
        result = opened(xlsx({"A": [HEADER, *PATIENTS], "B": [HEADER[1:], ["CT", 6, 1], ["DSA", 7, 6]]}))

        assert "means_not_read" not in codes(result) and result.source.patients == 14

    def test_means_of_an_earlier_month(self) -> None:
        """A row per sheet, named as the sheets of the groups are, is no patient, whatever its figures."""
        old = [HEADER[1:], *([f"{name}组", *([5.55] * len(HEADER[2:]))] for name in ("CT", "DSA"))]

        result = opened(xlsx({**groups(), "汇总": old}))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}
        assert "means_not_read" in codes(result)
