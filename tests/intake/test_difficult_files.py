"""The 240 difficult files, each made in the run, read by the whole intake and compared with what it holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lib.intake.findings import UnreadableFile
from lib.intake.opening import Opened
from lib.registry.cohort import Cohort
from lib.terms import BASELINE
from tests.difficult.every_file import EVERY_FILE
from tests.difficult.file import DifficultFile
from tests.intake.files import opened

# Marks that no reader sees, around a name: they are taken off (711_rtl_zero_width.xlsx), and kept inside an emoji.
INVISIBLE = "\u200b\u200d\u202c\u202e\ufeff"


def read(file: DifficultFile) -> tuple[Cohort | None, set[str]]:
    """The patients, None where the file was refused; and every code that was shown."""
    try:
        result = opened(file.content, file.name)
    except UnreadableFile as refused:
        return None, {refused.code}
    if result.cohort is None:
        return None, {"columns_not_found" if result.blocking is None else result.blocking.code}
    return result.cohort, shown(result)


def shown(result: Opened) -> set[str]:
    """The codes of the findings and of the questions."""
    return {one.code for one in (*result.findings, *result.questions)}


def held(cohort: Cohort, expected: dict[str, Any]) -> dict[str, Any]:
    """What the cohort says to the questions that `expected` answers."""
    found: dict[str, Any] = {"n": cohort.n_patients}
    if "groups" in expected:
        found["groups"] = {name: int((cohort.method == i).sum()) for i, name in enumerate(cohort.methods)}
    for name in ("vas_pre", "vas_post", "odi_pre", "odi_post"):
        if name in expected:
            found[name] = score(cohort, name)
    if "ungrouped" in expected:
        found["ungrouped"] = int((cohort.method < 0).sum())
    if "timepoints" in expected:
        found["timepoints"] = len(cohort.visits("VAS"))
    if "leakage_yes" in expected:
        counts = cohort.event_counts("leakage")
        found["leakage_yes"] = sum(counts.of(method)[0] for method in counts.methods)
    return found


def score(cohort: Cohort, name: str) -> dict[str, Any]:
    """How many have one of the four scores, and their mean; a follow-up is whatever visit is not the baseline."""
    outcome, when = name.upper().split("_")
    columns = [
        column
        for (scored, visit), column in cohort.scores.items()
        if scored == outcome and (visit == BASELINE) == (when == "PRE")
    ]
    values = np.concatenate([column.numbers for column in columns]) if columns else np.array([])
    values = values[np.isfinite(values)]
    return {"n": len(values), "mean": pytest.approx(values.mean(), abs=1e-6) if len(values) else None}


def visible(expected: dict[str, Any]) -> dict[str, Any]:
    """What is expected, with names as they are seen; a date and a unit are no numbers of a cohort."""
    compared = {key: value for key, value in expected.items() if key not in ("scale", "op_date")}
    if "groups" in compared:
        compared["groups"] = {name.strip(INVISIBLE): n for name, n in compared["groups"].items()}
    return compared


class TestDifficultFiles:
    def test_are_all_there(self) -> None:
        """There are 240, each under its own name."""
        assert len({file.name for file in EVERY_FILE}) == 240

    @pytest.mark.parametrize("file", EVERY_FILE, ids=lambda file: file.name[:40].encode("ascii", "replace").decode())
    def test_read_right_or_refused_with_the_reason(self, file: DifficultFile) -> None:
        """The verdict, its code, the patients, their methods and every mean are those expected."""
        cohort, codes = read(file)

        if file.verdict != "either":
            assert (cohort is None) == (file.verdict == "reject"), codes
        if file.code != "ok" and (cohort is None or file.verdict != "either"):
            assert file.code in codes
        if cohort is not None and file.expected is not None:
            assert held(cohort, file.expected) == visible(file.expected)
