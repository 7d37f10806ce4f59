"""The figures and names that a sentence takes, as text in its language."""

from __future__ import annotations

from collections.abc import Mapping

from lib.report.language import sentence
from lib.report.numbers import plain
from lib.report.wording.names import method_name, outcome_name, patients, visit_name

LISTS = ("codes", "columns", "legend", "names", "others", "systems", "written")
"""Parameters that hold several things with ", " between them."""


def worded(parameters: Mapping[str, str | int | float], language: str) -> dict[str, str]:
    """Parameters as text: numbers short, names of our own in the language; adds {patients} where there is an {n}."""
    found: dict[str, str] = {}
    for name, value in parameters.items():
        if isinstance(value, str):
            found[name] = _translated(name, value, language)
        else:
            found[name] = plain(float(value))
    n = parameters.get("n")
    if isinstance(n, int | float):
        found["patients"] = patients(int(n), language)
    return found


def _translated(parameter: str, text: str, language: str) -> str:
    if parameter in ("visit", "last_visit"):
        return visit_name(text, language)
    if parameter == "labels":
        return _labels(text, language)
    if parameter == "method":
        return method_name(text, language)
    if parameter in LISTS:
        return text.replace(", ", sentence(language, "columns_page.separator"))
    return outcome_name(text, language) if parameter == "outcome" else text


def _labels(text: str, language: str) -> str:
    """The visits of labels, "T0 = baseline, T1 = 1 month (21–45 d)", with their names in the language."""
    found = []
    for pair in text.split(", "):
        label, _, said = pair.partition(" = ")
        visit, bracket, window = said.partition(" (")
        found.append(f"{label} = {visit_name(visit, language)}{bracket}{window}")
    return sentence(language, "columns_page.separator").join(found)
