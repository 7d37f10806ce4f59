"""Why something is not there, what was noticed in the file, and why a file was refused: codes to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from lib.intake.findings import Finding
from lib.report.language import catalogue, has_sentence, one_after_another, sentence
from lib.report.wording.parameters import worded
from lib.stats.results import NotEstimable

FREE_TEXT = "free_text"
"""A column that may identify patients and need not."""

PART = "part"
"""A column that tells something only with another one."""


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

    Of a question whose proposal was taken it says which; where no sentence does, the question and the answer do. A word
    that was taken as a death is not called a missing value, and free text is not said to identify anybody.
    """
    code = f"{finding.code}_died" if is_death(finding) else finding.code
    if finding.parameters.get("kind") == FREE_TEXT:
        code = f"{finding.code}_{FREE_TEXT}"
    cell = {"header": finding.header or "", "value": finding.value or ""}
    own, known = f"findings.{code}", cell | worded(finding.parameters, language)
    if has_sentence(language, own):
        return sentence(language, own, **known)
    decided = decision(finding, language)
    if decided:
        return one_after_another([decided, sentence(language, "decided.change")], language)
    title = sentence(language, f"questions.{finding.code}.title", **known)
    answer = f"questions.{finding.code}.option_{finding.taken_as}"
    if not has_sentence(language, answer) or not _needs(language, answer) <= known.keys():
        return title
    taken = sentence(language, "decided.taken", taken=sentence(language, answer, **known))
    return one_after_another([title, taken], language)


def decision(finding: Finding, language: str) -> str:
    """What was decided in reading where the file leaves it open, as a paper says it; "" for any other finding."""
    key, known = f"decided.{finding.code}_{finding.taken_as}", worded(finding.parameters, language)
    is_told = has_sentence(language, key) and _needs(language, key) <= known.keys()
    return sentence(language, key, **known) if is_told else ""


def is_death(finding: Finding) -> bool:
    """Whether cells in the place of a score were taken as deaths."""
    return finding.code == "missing_values" and finding.taken_as == "died"


def refusal(
    code: str, parameters: Mapping[str, str | int | float], language: str, *, place: str = ""
) -> tuple[str, str]:
    """(what was found, what to do) for a file that cannot be analysed; at the `place` "command" there are no pages."""
    known = worded(parameters, language)
    has_sheets = "first_sheet" in parameters and has_sentence(language, f"refusals.{code}.message_sheets")
    remedy = f"refusals.{code}.remedy"
    remedies = (f"{remedy}_{place}_changes", f"{remedy}_{place}", f"{remedy}_{place}_plain", remedy)
    told = next(one for one in remedies if has_sentence(language, one) and _needs(language, one) <= known.keys())
    return (
        sentence(language, f"refusals.{code}.message{'_sheets' if has_sheets else ''}", **known),
        sentence(language, told, **known),
    )


def _needs(language: str, key: str) -> set[str]:
    """The names of the placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(catalogue(language)[key]) if name}
