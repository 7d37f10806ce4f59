"""Primary, secondary and exploratory in words."""

from __future__ import annotations

from dataclasses import replace

from lib.report.wording.roles import comparison_role, role_at, roles_note
from tests.report.examples import cohort, compared

PAIR = ("CT", "DSA")


class TestRoleAt:
    def test_is_that_of_the_pair_whichever_is_subtracted(self) -> None:
        """The question asks at 1 month: primary there in both directions, exploratory at 3 months."""
        outcome = compared(cohort(), "1 month")

        assert role_at(outcome.at("1 month"), PAIR) == role_at(outcome.at("1 month"), PAIR[::-1]) == "primary"
        assert role_at(outcome.at("3 months"), PAIR) == "exploratory"
        assert role_at(outcome.at("1 month"), None) == "exploratory"


class TestRolesNote:
    def test_names_the_visit_that_was_asked_for(self) -> None:
        """One visit is the primary comparison's; the differences at the others are exploratory."""
        outcome = compared(cohort(), "1 month")

        assert roles_note(outcome, PAIR, "en") == (
            "At 1 month: primary comparison; the differences at the other visits are exploratory."
        )
        assert roles_note(outcome, PAIR, "zh") == "术后1个月为主要比较；其他时间点的差值属探索性分析。"

    def test_says_by_which_rule_a_visit_was_taken_that_nobody_stated(self) -> None:
        """The rule of `opening_visit`, in both languages; nothing of it where a study states the visit, as above."""
        outcome = compared(cohort(), "1 month")

        assert "80% of its patients" in roles_note(outcome, PAIR, "en", is_visit_proposed=True)
        assert roles_note(outcome, PAIR, "zh", is_visit_proposed=True).endswith("取例数最多的时间点。")

    def test_one_follow_up_has_no_others(self) -> None:
        """With one visit nothing is said of others."""
        outcome = compared(cohort(visits=("baseline", "1 month")), "1 month")

        assert roles_note(outcome, PAIR, "en") == "At 1 month: primary comparison."

    def test_of_another_visit_all_is_exploratory(self) -> None:
        """Without the visit of the question nothing here was asked for."""
        outcome = compared(cohort(), "1 month")
        without = replace(outcome, visits=tuple(one for one in outcome.visits if one.visit.name != "1 month"))

        assert roles_note(without, PAIR, "en") == "All differences here are exploratory."


def test_each_role_has_its_words() -> None:
    """As the field calls them."""
    roles = ("primary", "secondary", "exploratory")

    assert [comparison_role(role, "en") for role in roles] == [
        "primary comparison", "secondary comparison", "exploratory",
    ]  # fmt: skip
    assert [comparison_role(role, "zh") for role in roles] == ["主要比较", "次要比较", "探索性分析"]
