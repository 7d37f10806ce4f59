"""A threshold for one patient in words."""

from __future__ import annotations

from collections.abc import Sequence

from lib.report.language import sentence
from lib.report.numbers import plain
from lib.report.wording.lines import mcid_source
from lib.report.wording.names import unit_name
from lib.stats.responder import Threshold
from lib.terms import Scale


def threshold_label(code: str, threshold: Threshold, scale: Scale, language: str) -> str:
    """The threshold with the source it is published in: "1.5 points · Ostelo 2008"."""
    shown = plain(threshold.value)
    unit = unit_name(scale, language, amount=shown)
    key = f"responders.{threshold.rule}"
    return sentence(language, key, value=shown, unit=unit, source=mcid_source(code, language))


def amount(threshold: Threshold, scale: Scale, language: str) -> str:
    """The threshold alone: "1.5 points", "30% of baseline"."""
    shown = plain(threshold.value)
    unit = unit_name(scale, language, amount=shown)
    return sentence(language, f"responders.amount_{threshold.rule}", value=shown, unit=unit)


def sources(codes: Sequence[str], language: str) -> str:
    """Where a threshold is published."""
    return sentence(language, "responders.sources").join(mcid_source(code, language) for code in codes)
