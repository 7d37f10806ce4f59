from __future__ import annotations

from collections.abc import Sequence

from lib.intake.settings import ReadingSettings
from tests.intake.files import opened_rows, values

HEADER = ["ID", "Guidance", "Procedure date", "Visit date", "VAS"]


def _rows(dates: Sequence[tuple[str, str, str]]) -> list[list[str | float]]:
    """A patient per item: the procedure, and a month and three months after it; the score before on its day."""
    rows: list[list[str | float]] = [list(HEADER)]
    for number, (procedure, month, quarter) in enumerate(dates):
        method = "CT" if number % 2 else "DSA"
        rows += [
            [f"P{number}", method, procedure, day, score]
            for day, score in ((procedure, 8), (month, 4 + number), (quarter, 2))
        ]
    return rows


class TestWithDateOrder:
    def test_another_column_decides(self) -> None:
        """One visit on the 25th says for the dates of the procedure too that the day stands first."""
        result = opened_rows(
            _rows([("03/04/2024", "03/05/2024", "02/07/2024"), ("01/02/2024", "25/02/2024", "01/05/2024")])
        )

        assert not result.questions
        assert values(result, "VAS", "1 month") == [4, 5]
        assert not any(one.code == "ambiguous_dates" for one in result.findings)

    def test_asked_where_nothing_decides(self) -> None:
        """Nothing is analysed until it is said whether 03/04/2024 is in March or in April; the answer places visits."""
        rows = _rows([("03/04/2024", "03/05/2024", "03/07/2024"), ("01/02/2024", "01/03/2024", "01/05/2024")])

        result = opened_rows(rows)
        answered = opened_rows(rows, ReadingSettings(chosen=(("date_order", "day_first"),)))

        assert [(one.code, one.is_safe) for one in result.questions] == [("date_order_unclear", False)]
        assert values(answered, "VAS", "1 month") == [4, 5] and values(answered, "VAS", "3 months") == [2, 2]

    def test_proposed_where_one_order_is_impossible(self) -> None:
        """Read month first a visit would lie months before the procedure: the day first is proposed."""
        result = opened_rows(
            _rows([("01/05/2024", "02/06/2024", "01/08/2024"), ("12/02/2024", "11/03/2024", "08/05/2024")])
        )

        assert [(one.code, one.proposed, one.is_safe) for one in result.questions] == [("date_order_unclear", 0, True)]
        assert values(result, "VAS", "1 month") == [4, 5]
