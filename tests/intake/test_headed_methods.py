"""Registries whose methods stand in the headers of the scores, against what a reader of the table would take."""

from __future__ import annotations

import pytest

from lib.intake.opening import Opened
from lib.intake.settings import ReadingSettings, ScoreColumn
from tests.intake.files import codes, opened_rows, values

_CT = [[7 + n % 3, 3 + n % 2] for n in range(8)]
_DSA = [[8 - n % 2, 4 + n % 3] for n in range(8)]
_HEADS = [
    ["序号", "CT组术前VAS", "CT组术后1月VAS", "DSA组术前VAS", "DSA组术后1月VAS"],
    ["No", "CT VAS pre", "CT VAS 1 month", "DSA VAS pre", "DSA VAS 1 month"],
    ["No", "VAS pre (CT)", "VAS 1 month (CT)", "VAS pre (DSA)", "VAS 1 month (DSA)"],
]


def _scores(result: Opened) -> list[tuple[str, float | None, float | None]]:
    """(method, before, after a month) of every patient."""
    assert result.cohort is not None
    names = [result.cohort.methods[code] for code in result.cohort.method]
    return list(zip(names, values(result, "VAS", "baseline"), values(result, "VAS", "1 month"), strict=True))


_EXPECTED = [("CT", *row) for row in _CT] + [("DSA", *row) for row in _DSA]


class TestHeadedMethods:
    @pytest.mark.parametrize("head", _HEADS)
    def test_two_patients_in_a_row(self, head: list[str]) -> None:
        """A row holds the nth patient of each method: sixteen patients, nobody of one method paired with the other."""
        result = opened_rows([head, *([n + 1, *_CT[n], *_DSA[n]] for n in range(8))])

        assert _scores(result) == _EXPECTED and result.questions == ()

    def test_one_patient_in_a_row(self) -> None:
        """A row holds scores of the patient's own method only; what stands beside them is the patient's."""
        rows: list[list[object]] = [[n, 50 + n, *_CT[n], None, None] for n in range(8)]
        rows += [[8 + n, 60 + n, None, None, *_DSA[n]] for n in range(8)]

        result = opened_rows([["No", "Age", *_HEADS[1][1:]], *rows])

        assert _scores(result) == _EXPECTED
        assert [one.header for one in result.mapping if one.term == "score"] == ["VAS pre", "VAS 1 month"]
        assert [one.shown for one in result.mapping] == [("A",), ("B",), ("C", "E"), ("D", "F")]

    def test_a_cell_is_told_where_it_stands(self) -> None:
        """A cell of the second method that is no score is named by its own row and column."""
        rows: list[list[object]] = [[n + 1, *_CT[n], *_DSA[n]] for n in range(8)]
        rows[4][3] = "about 7"

        result = opened_rows([_HEADS[0], *rows])

        assert [(one.row, one.column) for one in result.findings if one.code == "unreadable_values"] == [(6, "D")]

    def test_an_age_beside_two_patients(self) -> None:
        """Where rows hold scores of both methods and an age, whose age it is cannot be known: nothing is parted."""
        rows = [[n + 1, 50 + n, *_CT[n], *_DSA[n]] for n in range(8)]

        assert "no_group_column" in codes(opened_rows([["No", "Age", *_HEADS[1][1:]], *rows]))

    def test_scores_that_a_study_names_keep_their_headers(self) -> None:
        """A study that names the columns by their headers finds them."""
        named = (
            ScoreColumn(outcome="VAS", visit="baseline", column="CT VAS pre"),
            ScoreColumn(outcome="VAS", visit="1 month", column="CT VAS 1 month"),
        )
        rows = [[n + 1, *_CT[n], *_DSA[n]] for n in range(8)]

        result = opened_rows([_HEADS[1], *rows], ReadingSettings(scores=named))

        assert values(result, "VAS", "baseline") == [float(row[0]) for row in _CT]
