"""From an uploaded file to a validated cohort: through the child process, as the Open page does it."""

from __future__ import annotations

import io
import resource
import statistics
import subprocess
import sys
import warnings
from collections.abc import Callable

import pandas as pd
import polars as pl

from bench.ratio import Measured, alternating, seconds
from bench.sheets import blank_rows, registry
from lib.intake.child import keep_ready, stop_keeping_ready
from lib.intake.opening import SourceFile, open_registry
from lib.server import look_for_garbage_seldom

LARGE, LARGEST, FULL = 100_000, 300_000, 1_000_000
MOST_MEMORY = 3.0
"""GB of the process that reads a full sheet."""

SCORES = ("VAS", "ODI")

EXPLANATION = """\
Intake: a simulated registry as Excel writes it, from its bytes to a cohort with findings, the child process included.
               64 and 100,000 patients: with a child that waits, as the server keeps one; 64 also without.
  bare child   the same Python started with -I, doing nothing.
  pandas       pandas.read_excel with openpyxl, scores made numbers and checked against their scale, ids for doubles;
               run once, since it takes so long. The number of patients must agree.
  polars       polars.read_excel (fastexcel), which reads a full sheet into typed columns and interprets nothing.
  CPU seconds  of the child and of this process together, one run each."""


def measure() -> list[Measured]:
    """Three ratios, two amounts of processor time and one of memory."""
    look_for_garbage_seldom()  # as the server does
    return [_small(), _large(), _processor(LARGEST, registry(LARGEST, columns=10), 10), _blank(), *_full()]


def _opened(content: bytes, patients: int) -> None:
    cohort = open_registry([SourceFile(name="registry.xlsx", content=content)]).cohort
    if cohort is None or cohort.n_patients != patients:
        raise ArithmeticError(f"not the {patients} patients that were written")


def _small() -> Measured:
    content = registry(64)
    keep_ready()
    ours, bare = alternating(
        lambda: seconds(lambda: _opened(content, 64)),
        lambda: seconds(lambda: subprocess.run([sys.executable, "-I", "-c", ""], check=True)),
    )
    stop_keeping_ready()
    cold, _ = alternating(lambda: seconds(lambda: _opened(content, 64)), lambda: 0.0)
    return Measured(
        what="64 patients to a cohort / bare child",
        value=ours / bare,
        limit=0.080 / bare,
        is_at_least=False,
        detail=f"Trocar {1000 * ours:.0f} ms (asked: 80 ms), without {1000 * cold:.0f} ms, bare {1000 * bare:.0f} ms",
    )


def _large() -> Measured:
    content = registry(LARGE)
    keep_ready()
    ours, _ = alternating(lambda: seconds(lambda: _opened(content, LARGE)), lambda: 0.0, runs=3)
    stop_keeping_ready()
    theirs = seconds(lambda: _with_pandas(content))
    return Measured(
        what=f"{LARGE:,} × 20 xlsx to a cohort: pandas / Trocar",
        value=theirs / ours,
        limit=10.0,
        is_at_least=True,
        detail=f"Trocar {ours:.1f} s (median of 3), pandas with openpyxl {theirs:.1f} s (one run)",
    )


def _with_pandas(content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = pd.read_excel(io.BytesIO(content), engine="openpyxl")
    for name in frame.columns:
        if name.startswith(SCORES):
            score = pd.to_numeric(frame[name], errors="coerce")
            if not score.dropna().between(0, 10 if name.startswith("VAS") else 100).all():
                raise ArithmeticError(name)
    if frame["Patient ID"].duplicated().any() or len(frame) != LARGE:
        raise ArithmeticError("not the patients that were written")


def _full() -> list[Measured]:
    content = registry(FULL)
    ours, theirs = alternating(
        lambda: seconds(lambda: _opened(content, FULL)),
        lambda: seconds(lambda: pl.read_excel(io.BytesIO(content), engine="calamine")),
        runs=3,
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    what = f"{FULL:,} × 20 xlsx to a cohort"
    detail = f"Trocar {ours:.1f} s, polars {theirs:.1f} s (medians of 3)"
    return [
        Measured(what=f"{what} / polars", value=ours / theirs, limit=2.0, is_at_least=False, detail=detail),
        Measured(
            what=what, value=memory, limit=MOST_MEMORY, is_at_least=False, detail="largest of the children", unit="GB"
        ),
    ]


def _blank() -> Measured:
    content = blank_rows(64)
    return _amount("1,048,576 formatted blank rows", lambda: _opened(content, 64), 3)


def _processor(patients: int, content: bytes, limit: float) -> Measured:
    return _amount(f"{patients:,} patients", lambda: _opened(content, patients), limit)


def _amount(what: str, run: Callable[[], None], limit: float) -> Measured:
    before = _cpu_seconds()
    run()
    used = _cpu_seconds() - before
    return Measured(what=what, value=used, limit=limit, is_at_least=False, detail="one run", unit="CPU-s")


def _cpu_seconds() -> float:
    """Of this process and the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return statistics.fsum(one.ru_utime + one.ru_stime for one in used)
