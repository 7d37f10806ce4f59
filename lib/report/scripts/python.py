"""The Python script: the program in data/scripts with what was decided filled in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from pprint import pformat

from lib.report.scripts.recipe import Recipe

PROGRAM = Path(__file__).resolve().parents[3] / "data" / "scripts" / "rebuild.py"
_FIRST = "# ---- what was decided (filled in by Trocar) ----\n"
_LAST = "# ---- end of what was decided ----\n"


def python_script(recipe: Recipe, remarks: tuple[str, ...] = ()) -> str:
    """A program that reads the file of the recipe and compares what it finds with the results.

    Every text of the registry is written as Python's own literal, so that none can become code; `remarks` as comments.
    """
    before, _, rest = _program().partition(_FIRST)
    after = rest.partition(_LAST)[2]
    lines = (line for remark in remarks for line in remark.splitlines())
    said = "".join(f"# {''.join(letter for letter in line if letter.isprintable())}\n" for line in lines)
    values = {
        "FILE": recipe.file, "ENCODING": recipe.encoding, "SEPARATOR": recipe.separator,
        "PLACES": [(sheet, of_all, list(rows)) for sheet, of_all, rows in recipe.places],
        "PATIENT_COLUMNS": list(recipe.patient_columns), "VISIT_COLUMN": recipe.visit_column,
        "VISITS": dict(recipe.visits), "WINDOWS": list(recipe.windows), "PROCEDURE_COLUMN": recipe.procedure_column,
        "METHOD_COLUMN": recipe.method_column, "METHODS": dict(recipe.methods),
        "SCORES": list(recipe.scores), "SCALES": dict(recipe.scales), "NO_SCORES": dict(recipe.no_scores),
        "DEATHS": list(recipe.deaths), "LOST": list(recipe.lost),
        "DEATH_COLUMNS": [(column, dict(answers), until) for column, answers, until in recipe.death_columns],
        "DEATH_DATE_COLUMN": recipe.death_date_column, "OPERATION_COLUMN": recipe.operation_column,
        "VISIT_DAYS": dict(recipe.visit_days),
        "EVENTS": {event: (column, dict(answers)) for event, (column, answers) in recipe.events.items()},
        "KINDS_OF_EVENTS": _kinds(recipe.kinds_of_events), "JOINING": dict(recipe.joining),
        "GOOD_EVENTS": list(recipe.good_events),
        "SITE_COLUMN": recipe.site_column,
        "MEASURES": dict(recipe.measures), "KINDS": _kinds(recipe.kinds),
        "QUARTERS": dict(recipe.quarters), "N_QUARTERS": recipe.n_quarters,
        "PAIRS": list(recipe.pairs), "FAMILY": list(recipe.family),
        "ADJUSTED_FOR": list(recipe.adjusted_for), "MARGINS": dict(recipe.margins),
        "LEVEL": recipe.level, "SCORE_LEVEL": recipe.score_level, "ANALYSIS": recipe.analysis,
        "MATTERS": dict(recipe.matters),
        "BETTER": dict(recipe.better), "THRESHOLDS": list(recipe.thresholds),
        "TIMED": dict(recipe.timed), "EXPECTED": dict(recipe.expected),
        "NOT_REBUILT": dict(recipe.left),
    }  # fmt: skip
    written = "".join(f"{name} = {pformat(value, width=118, sort_dicts=False)}\n" for name, value in values.items())
    return f"{before}{_FIRST}{said}{written}{_LAST}{after}"


def _kinds(kinds: Mapping[str, tuple[int, Mapping[str, str | None], bool, int]]) -> dict[str, tuple[object, ...]]:
    return {name: (column, dict(names), *rest) for name, (column, names, *rest) in kinds.items()}


@cache
def _program() -> str:
    return PROGRAM.read_text("utf-8")
