"""Whether the methods were used at the same time, in words."""

from __future__ import annotations

from lib.analysis.concurrence import Concurrence
from lib.report.language import sentence


def concurrence_line(found: Concurrence | None, language: str) -> str:
    """The warning of controls from other years, with how much of the procedures overlaps; "" where they are concurrent.

    `found` is None where no dates of procedures are known.
    """
    if found is None or found.is_concurrent or found.overlap is None:
        return ""
    return sentence(language, "patients.not_concurrent", percent=round(100 * found.overlap))
