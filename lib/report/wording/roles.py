"""Which comparison a result belongs to: the primary one, a secondary one, or an exploration."""

from __future__ import annotations

from lib.analysis.results import OutcomeComparison, VisitComparison
from lib.report.language import one_after_another, sentence
from lib.report.wording.names import visit_name

EXPLORATORY = "exploratory"
Pair = tuple[str, str]


def comparison_role(role: str, language: str) -> str:
    """A verdict's role in words: "primary comparison", "secondary comparison", "exploratory"."""
    return sentence(language, f"verdict.role.{role}")


def role_at(comparison: VisitComparison, pair: Pair | None) -> str:
    """The role of the pair's comparison at a visit, whichever is subtracted; exploratory where none is judged."""
    found = [one.role for one in comparison.verdicts if {one.experimental, one.control} == set(pair or ())]
    return found[0] if found else EXPLORATORY


def visit_with_role(name: str, role: str, language: str) -> str:
    """A visit's name with the role of what is compared there; an exploratory one goes unmarked."""
    return name if role == EXPLORATORY else sentence(language, f"verdict.visit.{role}", visit=name)


def roles_note(outcome: OutcomeComparison, pair: Pair, language: str, *, is_visit_proposed: bool = False) -> str:
    """At which visit the primary or secondary comparison stands, and that the others are exploratory.

    With `is_visit_proposed` (no study states the visit) it says by which rule the visit was taken.
    """
    asked = [(one.visit, role_at(one, pair)) for one in outcome.visits if role_at(one, pair) != EXPLORATORY]
    if not asked:
        return sentence(language, "verdict.all_exploratory")
    visit, role = asked[0]
    key = "verdict.asked" if len(outcome.visits) > 1 else "verdict.asked_alone"
    said = [sentence(language, key, role=comparison_role(role, language), visit=visit_name(visit, language))]
    if is_visit_proposed and len(outcome.visits) > 1:
        said.append(sentence(language, "verdict.visit_proposed"))
    return one_after_another(said, language)
