"""The R script: the program in data/scripts with what was decided filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from lib.report.scripts.recipe import Place, Recipe

PROGRAM = Path(__file__).resolve().parents[3] / "data" / "scripts" / "rebuild.R"
SEPARATOR, BETWEEN = "\x1f", " | "
"""Between the parts of a patient's number, which no cell of a registry holds; and between those of a number's name."""

LONGEST = 118
"""Letters of a line that a reader sees whole; Rscript itself reads no line of more than 4,095 bytes whole."""

_LINES = ",\n  "
"""Between values each of which has a line of its own."""

_PIECES = re.compile(r'(?:"[^"]*"|[^",])*(?:, ?|$)')
"""What ends with a comma outside of texts, which hold no quotation marks."""

_FIRST = "# ---- what was decided (filled in by Trocar) ----\n"
_LAST = "# ---- end of what was decided ----\n"


def r_script(recipe: Recipe) -> str:
    """A program that reads the file of the recipe and compares what it finds with the results.

    Every text of the registry is written as R's own literal in ASCII, so that none can become code.
    """
    before, _, rest = _program().partition(_FIRST)
    after = rest.partition(_LAST)[2]
    return f"{before}{_FIRST}{''.join(map(_folded, _decided(recipe)))}{_LAST}{after}"


def _folded(statement: str) -> str:
    """A statement in lines that are not too long, broken after commas; a longer text stays whole."""
    found: list[str] = []
    for line in statement.split("\n"):
        found.append("")
        for piece in filter(None, _PIECES.findall(line)):
            if found[-1].strip() and len(found[-1] + piece.rstrip()) > LONGEST:
                found[-1] = found[-1].rstrip()
                found.append(f"{line[: len(line) - len(line.lstrip())]}  ")
            found[-1] += piece
    return "\n".join(found)


def text(value: str) -> str:
    """A string of R: everything but plain letters and digits escaped; NUL, which R cannot hold, left out."""
    return '"' + "".join(_letter(letter) for letter in value if letter != "\0") + '"'


def _letter(letter: str) -> str:
    if letter.isascii() and (letter.isalnum() or letter in " _-.,:;()/%+|"):
        return letter
    return f"\\u{{{ord(letter):x}}}" if ord(letter) < 0x10000 else f"\\U{{{ord(letter):x}}}"


def _decided(recipe: Recipe) -> Iterable[str]:
    yield f"FILE <- {text(recipe.file)}\n"
    yield f"ENCODING <- {text(_encoding(recipe.encoding))}\n"
    yield f"COLUMN_SEPARATOR <- {text(recipe.separator)}\n"
    yield f"SEPARATOR <- {text(SEPARATOR)}\n"
    yield f"BETWEEN <- {text(BETWEEN)}\n"
    yield f"PLACES <- list({_LINES.join(map(_place, recipe.places))})\n"
    yield f"PATIENT_COLUMNS <- c({', '.join(map(str, recipe.patient_columns))})\n"
    yield f"VISIT_COLUMN <- {recipe.visit_column}\n"
    yield f"VISITS <- {_named({raw: text(name) for raw, name in recipe.visits.items()})}\n"
    windows = (f"list({low!r}, {high!r}, {text(visit)})" for low, high, visit in recipe.windows)
    yield f"WINDOWS <- list({_LINES.join(windows)})\n"
    yield f"PROCEDURE_COLUMN <- {recipe.procedure_column}\n"
    yield f"METHOD_COLUMN <- {recipe.method_column}\n"
    yield f"METHODS <- {_named({raw: text(name) for raw, name in recipe.methods.items()})}\n"
    scores = (f"list({text(outcome)}, {text(visit)}, {column})" for outcome, visit, column in recipe.scores)
    yield f"SCORES <- list({_LINES.join(scores)})\n"
    scales = {
        outcome: f"list(factor = {factor!r}, low = {low!r}, high = {high!r})"
        for outcome, (factor, low, high) in recipe.scales.items()
    }
    yield f"SCALES <- {_named(scales, 'list')}\n"
    codes = {outcome: f"c({', '.join(map(repr, numbers))})" for outcome, numbers in recipe.no_scores.items()}
    yield f"NO_SCORES <- {_named(codes, 'list')}\n"
    yield f"DEATHS <- c({_LINES.join(map(text, recipe.deaths))})\n"
    yield f"LOST <- c({_LINES.join(map(text, recipe.lost))})\n"
    yield from _of_deaths(recipe)
    events = {
        event: f"list(column = {column}, is_good = {str(event in recipe.good_events).upper()}, "
        f"answers = {_named({raw: str(one) for raw, one in answers.items()})})"
        for event, (column, answers) in recipe.events.items()
    }
    yield f"EVENTS <- {_named(events, 'list')}\n"
    yield from _of_patients(recipe)
    yield f"PAIRS <- list({', '.join(f'c({text(a)}, {text(b)})' for a, b in recipe.pairs)})\n"
    yield f"FAMILY <- list({', '.join(f'c({text(a)}, {text(b)})' for a, b in recipe.family)})\n"
    yield f"ADJUSTED_FOR <- c({_LINES.join(map(text, recipe.adjusted_for))})\n"
    yield f"MARGINS <- {_named({outcome: repr(one) for outcome, one in recipe.margins.items()})}\n"
    yield f"LEVEL <- {recipe.level!r}\n"
    yield f"SCORE_LEVEL <- {recipe.score_level!r}\n"
    yield f"ANALYSIS <- {text(recipe.analysis)}\n"
    yield f"MATTERS <- {_named({outcome: repr(one) for outcome, one in recipe.matters.items()})}\n"
    yield f"BETTER <- {_named({outcome: str(one) for outcome, one in recipe.better.items()})}\n"
    thresholds = (f"list({text(outcome)}, {text(rule)}, {text(amount)})" for outcome, rule, amount in recipe.thresholds)
    yield f"THRESHOLDS <- list({_LINES.join(thresholds)})\n"
    timed = {outcome: f"c({_LINES.join(map(text, visits))})" for outcome, visits in recipe.timed.items()}
    yield f"TIMED <- {_named(timed, 'list')}\n"
    yield f"EXPECTED_NAMES <- c({_LINES.join(text(BETWEEN.join(name)) for name in recipe.expected)})\n"
    yield f"NOT_REBUILT <- {_named({name: str(n) for name, n in recipe.left.items()})}\n"
    yield f"EXPECTED <- c({', '.join(repr(value) for value in recipe.expected.values())})\n"


def _of_deaths(recipe: Recipe) -> Iterable[str]:
    """Where columns of their own say who died, and when."""
    told = (
        f"list(column = {column}, lived_until = {'NA' if until is None else repr(until)}, "
        f"answers = {_named({raw: str(one) for raw, one in answers.items()})})"
        for column, answers, until in recipe.death_columns
    )
    yield f"DEATH_COLUMNS <- list({_LINES.join(told)})\n"
    yield f"DEATH_DATE_COLUMN <- {recipe.death_date_column}\n"
    yield f"OPERATION_COLUMN <- {recipe.operation_column}\n"
    days = {name: "NA" if one is None else repr(one) for name, one in recipe.visit_days.items()}
    yield f"VISIT_DAYS <- {_named(days)}\n"


def _of_patients(recipe: Recipe) -> Iterable[str]:
    """Who the patients are: measures, kinds, and the quarter of the procedure."""
    measures = {
        name: f"list(column = {column}, low = {low!r}, high = {high!r}, units = c({', '.join(map(text, units))}))"
        for name, (column, low, high, units) in recipe.measures.items()
    }
    yield f"MEASURES <- {_named(measures, 'list')}\n"
    yield f"KINDS <- {_kinds(recipe.kinds)}\n"
    yield f"KINDS_OF_EVENTS <- {_kinds(recipe.kinds_of_events)}\n"
    yield f"JOINING <- {_named({event: text(signs) for event, signs in recipe.joining.items()})}\n"
    yield f"SITE_COLUMN <- {recipe.site_column}\n"
    yield f"N_QUARTERS <- {recipe.n_quarters}\n"
    yield f"QUARTERS <- {_named({name: str(column) for name, column in recipe.quarters.items()}, 'list')}\n"


def _kinds(kinds: Mapping[str, tuple[int, Mapping[str, str | None], bool, int]]) -> str:
    found: dict[str, str] = {}
    for name, (column, names, others, n) in kinds.items():
        told = _named({raw: "NA" if kind is None else text(kind) for raw, kind in names.items()})
        found[name] = f"list(column = {column}, is_named_so = {str(others).upper()}, n = {n}, names = {told})"
    return _named(found, "list")


def _encoding(name: str) -> str:
    """The encoding as iconv names it."""
    return name.upper().replace("_", "-").replace("UTF-16-", "UTF-16")


def _place(place: Place) -> str:
    sheet, of_all, rows = place
    name = str(sheet) if isinstance(sheet, int) else text(sheet)
    ranges = _LINES.join(f"c({first}, {last})" for first, last in rows)
    return f"list(sheet = {name}, method = {text(of_all)}, rows = list({ranges}))"


def _named(values: Mapping[str, str], of: str = "c") -> str:
    """A vector or list of R with names that may be any text."""
    between = _LINES if of == "list" else ", "
    return f"setNames({of}({between.join(values.values())}), c({', '.join(map(text, values))}))"


@cache
def _program() -> str:
    return PROGRAM.read_text("utf-8")
