"""A threshold for one patient in words."""

from __future__ import annotations

from collections.abc import Sequence

from lib.report.language import sentence
from lib.report.numbers import plain
from lib.report.wording.lines import mcid_source
from lib.report.wording.names import unit_name
from lib.stats.responder import Threshold
from lib.terms import Scale


def threshold_label(codes: Sequence[str], threshold: Threshold, scale: Scale, language: str) -> str:
    """The threshold with whose it is and where it is published: "1.5 points · Ostelo 2008"."""
    source = sources(codes, language)
    shown = plain(threshold.value)
    unit = unit_name(scale, language, amount=shown)
    return sentence(language, f"responders.{threshold.rule}", value=shown, unit=unit, source=source)


def amount(threshold: Threshold, scale: Scale, language: str) -> str:
    """The threshold alone: "1.5 points", "30% of baseline"."""
    shown = plain(threshold.value)
    unit = unit_name(scale, language, amount=shown)
    return sentence(language, f"responders.amount_{threshold.rule}", value=shown, unit=unit)


def sources(codes: Sequence[str], language: str) -> str:
    """Whose a threshold is and where it is published, each source once."""
    unnamed = sentence(language, "responders.unnamed")
    named = dict.fromkeys(mcid_source(code, language) if code else unnamed for code in codes)
    return sentence(language, "responders.sources").join(named)
