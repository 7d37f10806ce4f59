"""Compare what R has just written with what is stored: python tests/r/compare.py STORED.json NEW.json.

Prints every key that is missing or differs beyond its tolerance, and ends with status 1 if there is one.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

TOLERANCES = (
    (r"meta/.*", None),  # versions may differ
    (r".*/diff_satterthwaite", 0.05),  # simulated inside emmeans: the third digit changes from run to run
    (r".*/(mmrm_gls|lmer_ri)/.*", 1e-5),
    (r".*/effectsize_hedges_g_pkg", 1e-4),
    (r".*", 1e-8),
)
"""The first pattern that matches a key gives its relative tolerance; None: not compared."""


def is_close(stored: Any, new: Any, tolerance: float) -> bool:
    """Whether two answers agree, number by number."""
    if isinstance(stored, dict) and isinstance(new, dict):
        return stored.keys() == new.keys() and all(is_close(stored[name], new[name], tolerance) for name in stored)
    if isinstance(stored, list) and isinstance(new, list):
        return len(stored) == len(new) and all(is_close(a, b, tolerance) for a, b in zip(stored, new, strict=True))
    numbers = (int, float)
    if isinstance(stored, numbers) and isinstance(new, numbers):
        return abs(stored - new) <= tolerance * max(abs(stored), abs(new)) + 1e-13
    return bool(stored == new)


def differences(stored: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """One line per key that is missing on either side or differs."""
    found = [f"{key}: only in one of the two" for key in sorted(stored.keys() ^ new.keys())]
    for key in sorted(stored.keys() & new.keys()):
        tolerance = next(allowed for pattern, allowed in TOLERANCES if re.fullmatch(pattern, key))
        if tolerance is not None and not is_close(stored[key], new[key], tolerance):
            found.append(f"{key}: stored {stored[key]}, now {new[key]}")
    return found


if __name__ == "__main__":
    answers = [json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3]]
    lines = differences(*answers)
    sys.stdout.write("".join(f"{line}\n" for line in lines) or f"{len(answers[0])} keys agree\n")
    sys.exit(1 if lines else 0)
