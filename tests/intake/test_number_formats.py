from __future__ import annotations

import pytest

from lib.intake.grid import DATE, FRACTION, NUMBER, PERCENT
from lib.intake.number_formats import iso_date, kind_of_format


class TestKindOfFormat:
    @pytest.mark.parametrize(
        ("number", "code", "kind"),
        [
            (0, None, NUMBER),
            (9, None, PERCENT),
            (12, None, FRACTION),
            (14, None, DATE),
            (164, "yyyy-mm-dd", DATE),
            (165, "0.0%", PERCENT),
            (166, "# ?/?", FRACTION),
            (167, '0.0"mL"', NUMBER),
            (168, "[Red]0.00", NUMBER),
            (169, "General", NUMBER),
        ],
    )
    def test_kinds(self, number: int, code: str | None, kind: str) -> None:
        """Dates, percentages and fractions are told apart; units in quotes are no dates."""
        assert kind_of_format(number, code) == kind


class TestIsoDate:
    def test_both_date_systems(self) -> None:
        """42,493 in the 1900 system and 41,031 in the 1904 system are 3 May 2016."""
        assert iso_date(42493, is_1904=False) == "2016-05-03"
        assert iso_date(41031, is_1904=True) == "2016-05-03"

    def test_before_the_day_that_never_was(self) -> None:
        """1 is 1 January 1900, 61 is 1 March 1900."""
        assert [iso_date(serial, is_1904=False) for serial in (1, 59, 61)] == ["1900-01-01", "1900-02-28", "1900-03-01"]

    def test_outside(self) -> None:
        """A number that no date has is none."""
        assert iso_date(-1, is_1904=False) is None
