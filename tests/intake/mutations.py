"""A good registry, seeded ways of spoiling it, and what must hold of every result."""

from __future__ import annotations

import math
import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lib.intake.findings import UnreadableFile
from lib.intake.opening import Opened
from tests.intake.in_process import opened_here

Row = list[str]
PATIENTS = 24
Touched = set[tuple[int, int]]
SCORES = (("VAS", "baseline"), ("VAS", "1 month"), ("VAS", "3 months"), ("ODI", "baseline"), ("ODI", "1 month"))
HEADERS: tuple[tuple[str, ...], ...] = (
    ("编号", "patient_id", "病例号", "Patient ID", "No.", "序号"),
    ("引导方式", "guidance", "Group", "组别", "影像引导方式", "Guidance method"),
    ("术前VAS", "VAS pre", "VAS before", "VAS（术前）", "术前 VAS评分", "preVAS", "baseline_vas"),
    ("术后1个月VAS", "VAS 1 month", "VAS_1m", "1月VAS", "VAS 术后一个月", "VAS (1 mo)"),
    ("术后3个月VAS", "VAS 3 months", "VAS_3m", "术后3月 VAS评分", "VAS 3mo", "3个月VAS"),
    ("术前ODI(%)", "ODI pre", "ODI before (%)", "术前ODI评分", "odi_baseline"),
    ("术后1个月ODI(%)", "ODI 1 month", "odi_1m", "ODI 术后1月(%)", "ODI 1 mo"),
)
METHODS = (("CT", "CT引导", "ct ", "ＣＴ", "CT-guided"), ("DSA", "DSA组", "dsa", "DSA guided", "DSA引导"))
ODD_CELLS = (
    "", " ", "失访", "死亡", "/", "NA", "-", "--", "？", "7分", "7/10", "７", "7,5", "<1", "7-8", "重度", "-1", "11", "70", "99", "999",
    "-99", "TRUE", "#N/A", "#DIV/0!", "2024-07-05", "7月8日", "无", "1e308", "inf", "nan", "７．５", "7 8", "7;8", "约7", "七", "0x7",
    "=1+1", "7*", "7①", "１０分", "10.0000000001", "½", "VII", "7.", ".7", "7..5", "O", "l0", "\u200b7", "7\u00a0",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A spoiled registry: its rows, the cells (row, column, from 0) that were touched, and how it was spoiled."""

    rows: list[Row]
    touched: frozenset[tuple[int, int]]
    how: str
    column_of: tuple[int, ...]
    patient_of: tuple[int, ...]


def original(rng: random.Random) -> list[Row]:
    """The header and 24 patients with whole numbers on both scales."""
    rows = [[names[0] for names in HEADERS]]
    for n in range(PATIENTS):
        before, pain = rng.randint(6, 10), [rng.randint(0, 6), rng.randint(0, 6)]
        odi = [2 * rng.randint(28, 42), 2 * rng.randint(5, 25)]
        rows.append([f"P{n:02d}", METHODS[n % 2][0], str(before), *map(str, pain), *map(str, odi)])
    return rows


def spoiled(rows: list[Row], rng: random.Random) -> Mutant:
    """One to three mutations on top of one another."""
    found = [list(row) for row in rows]
    touched: set[tuple[int, int]] = set()
    columns, patients = list(range(len(HEADERS))), list(range(PATIENTS))
    how = []
    for mutate in rng.sample(MUTATIONS, rng.randint(1, 3)):
        how.append(mutate.__name__.strip("_"))
        mutate(found, touched, columns, patients, rng)
    return Mutant(
        rows=found, touched=frozenset(touched), how="+".join(how), column_of=tuple(columns), patient_of=tuple(patients)
    )


def _cells(
    rows: list[Row], touched: set[tuple[int, int]], columns: list[int], patients: list[int], rng: random.Random
) -> None:
    """Odd values in up to four score cells."""
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(columns))
        if columns[place] < 2:
            continue
        row = rng.randrange(1, len(rows))
        rows[row][place] = rng.choice(ODD_CELLS)
        touched.add((patients[row - 1], columns[place]))


def _headers(rows: list[Row], _: Touched, columns: list[int], __: list[int], rng: random.Random) -> None:
    """Every header in another of its known forms."""
    rows[0] = [rng.choice(HEADERS[column]) for column in columns]


def _methods(rows: list[Row], _: Touched, columns: list[int], patients: list[int], rng: random.Random) -> None:
    """Every method in any of its spellings."""
    place = columns.index(1)
    for row, patient in zip(rows[1:], patients, strict=True):
        row[place] = rng.choice(METHODS[patient % 2])


def _columns(rows: list[Row], _: Touched, columns: list[int], __: list[int], rng: random.Random) -> None:
    """Columns in another order."""
    order = list(range(len(columns)))
    rng.shuffle(order)
    columns[:] = [columns[place] for place in order]
    for row in rows:
        row[:] = [row[place] for place in order]


def _order(rows: list[Row], _: Touched, __: list[int], patients: list[int], rng: random.Random) -> None:
    """Patients in another order."""
    order = list(range(len(patients)))
    rng.shuffle(order)
    patients[:] = [patients[place] for place in order]
    rows[1:] = [rows[1 + place] for place in order]


MUTATIONS: tuple[Callable[..., None], ...] = (_cells, _headers, _methods, _columns, _order)


def wrong(mutant: Mutant, rows: list[Row]) -> list[str]:
    """What a result says otherwise than the truth without naming the cell; [] for a right result or a clear refusal."""
    content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in mutant.rows).encode("utf-8")
    try:
        opened = opened_here(content)
    except UnreadableFile as refusal:
        return [] if refusal.code and mutant.touched else [f"refused {refusal.code} though nothing was touched"]
    if opened.cohort is None:
        return [] if mutant.touched else [f"asked {opened.blocking} though nothing was touched"]
    return _differences(opened, mutant, rows)


def _typed(cell: str) -> float:
    """The number that anybody would read in a cell; NaN where there is none."""
    text = unicodedata.normalize("NFKC", cell).replace("\u200b", "").strip()
    return float(text) if re.fullmatch(r"\d+\.?\d*|\.\d+", text) else math.nan


def failures(seeds: Iterable[int]) -> dict[tuple[int, str], list[str]]:
    """By seed and kind of mutation, what is wrong with the results of a registry spoiled from that seed."""
    found: dict[tuple[int, str], list[str]] = {}
    for seed in seeds:
        rng = random.Random(seed)
        rows = original(rng)
        mutant = spoiled(rows, rng)
        said = wrong(mutant, rows)
        if said:
            found[seed, mutant.how] = said[:3]
    return found


def _differences(opened: Opened, mutant: Mutant, rows: list[Row]) -> list[str]:
    cohort = opened.cohort
    if cohort is None:
        return ["no cohort"]
    named = {(one.row, one.column) for one in opened.findings} | {
        (None, one.column) for one in opened.findings if one.column
    }
    odd = {one.code for one in opened.findings}
    found = []
    if cohort.n_patients != PATIENTS:
        found.append(f"{cohort.n_patients} patients")
    if sorted(cohort.methods) != ["CT", "DSA"]:
        found.append(f"methods {cohort.methods}")
    for number, (outcome, visit) in enumerate(SCORES, start=2):
        column = cohort.scores.get((outcome, visit))
        if column is None:
            found.append(f"no {outcome} at {visit}: {sorted(cohort.scores)}")
            continue
        letter = "ABCDEFG"[mutant.column_of.index(number)]
        values = column.numbers
        for position, row in enumerate(cohort.row.tolist()):
            patient = mutant.patient_of[row - 2]
            truth = float(rows[1 + patient][number])
            same = not math.isnan(values[position]) and abs(values[position] - truth) < 1e-9
            typed = _typed(mutant.rows[row - 1][mutant.column_of.index(number)])
            if (patient, number) in mutant.touched:
                same = same or (not math.isnan(values[position]) and abs(values[position] - typed) < 1e-9)
            is_named = (row, letter) in named or (None, letter) in named or "mixed_scale" in odd
            is_blank = not mutant.rows[row - 1][mutant.column_of.index(number)].strip("\u200b\u00a0 ")
            is_lost = math.isnan(values[position]) and is_blank
            if not same and not ((patient, number) in mutant.touched and (is_named or is_lost)):
                found.append(f"{letter}{row} is {values[position]}, was {truth}")
    return found
