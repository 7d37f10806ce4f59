"""Who stands behind each number of the flow."""

from __future__ import annotations

import pytest

from lib.registry.members import STEPS, members
from lib.terms import Filter
from tests.registry.test_cohort import cohort


class TestMembers:
    @pytest.mark.parametrize("visit", ["1 month", "last follow-up", "5 years"])
    @pytest.mark.parametrize("step", STEPS)
    def test_are_as_many_as_the_flow_counts(self, step: str, visit: str) -> None:
        """For every method, for those without one, and for a visit that is not there."""
        for row in cohort().flow("VAS", visit):
            listed = members(cohort(), "VAS", visit, row.method, step)

            if row.method is not None or step != "analysed":  # nobody without a method is analysed
                assert len(listed) == getattr(row, step)

    def test_are_the_patients_of_the_file(self) -> None:
        """Counted by hand: of CT P003 died before 1 month and P005 has no baseline; the rows are those of the file."""
        found = {
            step: [(one.label, one.row) for one in members(cohort(), "VAS", "1 month", "CT", step)]
            for step in ("in_file", "without_baseline", "died", "analysed")
        }

        assert found == {
            "in_file": [("P002", 3), ("P003", 4), ("P005", 6)],
            "without_baseline": [("P005", 6)],
            "died": [("P003", 4)],
            "analysed": [("P002", 3)],
        }

    def test_only_those_whom_the_filters_keep(self) -> None:
        """A list belongs to the number beside it, which is filtered."""
        women = cohort().filtered([Filter(name="sex", levels=("F",))])

        assert [one.label for one in members(women, "VAS", "1 month", "DSA", "in_file")] == ["P001", "P006"]

    def test_another_step_is_an_error_of_ours(self) -> None:
        """A misspelt step is not an empty list."""
        with pytest.raises(ValueError, match="a step must be one of"):
            members(cohort(), "VAS", "1 month", "CT", "gone")
