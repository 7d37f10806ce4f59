"""Why something is not there, what was noticed in the file, and why a file was refused: codes to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from lib.intake.findings import Finding
from lib.report.language import catalogue, has_sentence, sentence
from lib.report.wording.parameters import worded
from lib.stats.results import NotEstimable


def reason_sentence(refusal: NotEstimable, language: str, *, is_filtered: bool = False) -> str:
    """Why a result does not exist, in one sentence.

    A sentence that needs figures which the refusal does not bring gives way to its plainer form; an unknown code is
    named. `is_filtered` says that filters are on. A parameter `of` chooses the form that speaks of it ("follow_up").
    """
    known = worded(refusal.parameters, language)
    keys = [f"reasons.{refusal.reason}", f"reasons.{refusal.reason}_plain"]
    if "of" in refusal.parameters:
        keys.insert(0, f"reasons.{refusal.reason}_{refusal.parameters['of']}")
    if is_filtered:
        keys.insert(0, f"reasons.{refusal.reason}_filtered")
    for key in keys:
        if has_sentence(language, key) and _needs(language, key) <= known.keys():
            return sentence(language, key, **known)
    return sentence(language, "reasons.unknown", code=refusal.reason)


def finding_message(finding: Finding, language: str) -> str:
    """What was noticed, in one sentence; visits, methods and scores among its figures are translated.

    A question whose proposal was taken, and of which nothing else is to be told, is noticed in its own words.
    """
    own = f"findings.{finding.code}"
    key = own if has_sentence(language, own) else f"questions.{finding.code}.title"
    return sentence(language, key, **worded(finding.parameters, language))


def refusal(
    code: str, parameters: Mapping[str, str | int | float], language: str, *, place: str = ""
) -> tuple[str, str]:
    """(what was found, what to do) for a file that cannot be analysed; at the `place` "command" there are no pages."""
    known = worded(parameters, language)
    has_sheets = "first_sheet" in parameters and has_sentence(language, f"refusals.{code}.message_sheets")
    remedy = f"refusals.{code}.remedy_{place}"
    is_told = has_sentence(language, remedy) and _needs(language, remedy) <= known.keys()
    return (
        sentence(language, f"refusals.{code}.message{'_sheets' if has_sheets else ''}", **known),
        sentence(language, remedy if is_told else f"refusals.{code}.remedy", **known),
    )


def _needs(language: str, key: str) -> set[str]:
    """The names of the placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(catalogue(language)[key]) if name}
