from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lib.intake.missing_codes import MissingCodes, find_codes
from tests.intake.files import codes, opened_rows, values

PERCENT_BEFORE = [62, 58, 70, 66, 54, 60, 72, 64, 68, 56]
PERCENT_AFTER = [30, 24, 36, 40, 20, 28, 34, 26, 38, 22]


def odi(before: Sequence[object], after: Sequence[object], header: str = "ODI") -> list[list[object]]:
    """A registry of ten patients with ODI before and after."""
    rows = zip(before, after, strict=True)
    return [
        ["id", "group", f"{header} pre", f"{header} 1 month"],
        *[[f"P{i}", "CT" if i < 5 else "DSA", one, two] for i, (one, two) in enumerate(rows)],
    ]


def found(*numbers: float) -> MissingCodes:
    """The codes among these numbers."""
    return find_codes({"baseline": np.array(numbers, dtype=float)})


class TestFindCodes:
    def test_apart_and_again_is_missing(self) -> None:
        """99 twice, 9 above the next value of a range of 86 (10%), is a code."""
        assert found(4, 20, 48, 70, 90, 99, 99).missing == {99}

    def test_near_other_values_is_kept_and_said(self) -> None:
        """99 beside 97 and 100 may be a score."""
        judged = found(4, 20, 48, 70, 97, 100, 99, 99)

        assert (judged.missing, judged.doubtful) == (set(), {99})

    def test_apart_but_once_is_kept_and_said(self) -> None:
        """One 99 alone is no evidence of a code, but it decides no scale."""
        judged = found(4, 20, 30, 44, 50, 99)

        assert (judged.missing, judged.doubtful, judged.apart) == (set(), {99}, {99})

    def test_in_the_midst_is_a_score(self) -> None:
        """88 and 77 among 76 to 90 are nothing to remark on."""
        assert found(10, 30, 76, 77, 80, 86, 88, 90) == MissingCodes()

    def test_two_codes_do_not_hide_one_another(self) -> None:
        """88 and 99 are judged by the scores, not by one another."""
        assert found(4, 20, 30, 44, 50, 88, 88, 99, 99).missing == {88, 99}

    def test_nothing(self) -> None:
        """No values, no codes."""
        assert find_codes({}) == MissingCodes()


class TestCodesInScores:
    def test_inside_the_scale_but_apart(self) -> None:
        """ODI of 20 to 72 percent with three 99: those are missing, each with a warning that names its cell."""
        result = opened_rows(odi([99, *PERCENT_BEFORE[1:]], [99, *PERCENT_AFTER[1:9], 99]))

        assert values(result, "ODI", "baseline") == [None, *PERCENT_BEFORE[1:]]
        assert values(result, "ODI", "1 month") == [None, *PERCENT_AFTER[1:9], None]
        named = [one for one in result.findings if one.code == "missing_codes_or_out_of_range"]
        assert [(one.severity, one.column, one.row, one.value, one.taken_as) for one in named] == [
            ("warning", "C", 2, "99", "missing"),
            ("warning", "D", 2, "99", "missing"),
            ("warning", "D", 11, "99", "missing"),
        ]

    def test_plausible_is_kept_with_a_warning(self) -> None:
        """A 99 on a 100 mm line beside 95 and 98 stays 9.9, and is said."""
        rows = odi([95, 98, 99, *PERCENT_BEFORE[3:]], PERCENT_AFTER, header="VAS")

        result = opened_rows(rows)

        assert values(result, "VAS", "baseline")[:3] == [9.5, 9.8, 9.9]
        warning = next(one for one in result.findings if one.code == "possible_missing_code")
        assert (warning.severity, warning.column, warning.value) == ("warning", "C", "99")
        assert (warning.taken_as, warning.parameters["n"]) == ("number", 1)

    def test_a_death_and_a_loss_are_said_as_such(self) -> None:
        """死亡 is taken as a death and 失访 as a loss; only an unexplained gap is merely missing."""
        result = opened_rows(odi(PERCENT_BEFORE, ["死亡", "失访", "NA", *PERCENT_AFTER[3:]]))

        taken = {one.value: one.taken_as for one in result.findings if one.code == "missing_values"}
        assert taken == {"死亡": "died", "失访": "lost", "NA": "missing"}

    def test_no_remark_on_ordinary_scores(self) -> None:
        """88 percent among 80 to 92 is a score like any other."""
        result = opened_rows(odi([80, 84, 86, 88, 90, 92, *PERCENT_BEFORE[6:]], PERCENT_AFTER))

        assert not codes(result) & {"possible_missing_code", "missing_codes_or_out_of_range"}

    def test_an_ordinary_percentage_needs_a_wider_gap(self) -> None:
        """Two baselines of 88% (44 of 50 points), 8 above the next of a range of 60, are kept, and said."""
        before = [88, 80, 76, 88, 70, 64, 60, 72, 66, 58]

        result = opened_rows(odi(before, PERCENT_AFTER))

        assert values(result, "ODI", "baseline") == before
        said = [one for one in result.findings if one.code == "possible_missing_code"]
        assert [(one.value, one.taken_as, one.parameters["n"]) for one in said] == [("88", "number", 2)]
        assert "missing_codes_or_out_of_range" not in codes(result)
