"""Worksheets read by one process and by two, in a reader's process of its own: `python -m tests.intake.split_readings`.

It splits only under limits, which a test's process must not set for itself.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from lib.intake import reader, xlsx_columns, xlsx_sheet
from lib.intake.allowance import ORDINARY
from lib.intake.findings import UnreadableFile
from lib.intake.grid import NUMBER, GridBuilder
from lib.intake.reading_ahead import Ahead, Take, _send, read_ahead
from lib.intake.xlsx_rows import Span
from tests.intake.sheet_mutations import KINDS, STRINGS, sheet

PIECES = [Span(start, start + 1, is_of_rows=True) for start in range(8)]
"""Eight pieces of one byte; the second process begins with the fifth."""


def read(data: bytes, size: int, *, may_split: bool) -> object:
    """The cells of a worksheet cut into pieces of `size` bytes, or the code of its refusal."""
    grid = GridBuilder("S")
    with (
        mock.patch.object(xlsx_sheet, "_REPAYS_NUMPY", 0),
        mock.patch.object(xlsx_sheet, "_REPAYS_SPLITTING", 0),
        mock.patch.object(xlsx_columns, "PIECE", size),
    ):
        try:
            xlsx_sheet.read_sheet(data, grid, STRINGS, KINDS, is_1904=False, may_split=may_split)
        except UnreadableFile as refusal:
            return refusal.code
    return grid.reply()


def disagreements(n: int) -> dict[str, object]:
    """Of `n` odd worksheets the seeds of which one process and two say different things, and how many were joined."""
    wrong, joined = [], 0
    join = Ahead.join

    def counted(ahead: Ahead, grid: GridBuilder) -> tuple[int, int]:
        nonlocal joined
        found = join(ahead, grid)
        joined += found[0] > 0
        return found

    with mock.patch.object(Ahead, "join", counted):
        for seed in range(n):
            rng = random.Random(seed)
            data, size = sheet(rng), rng.choice((1, 200, 800))
            if read(data, size, may_split=True) != read(data, size, may_split=False):
                wrong.append(seed)
    return {"wrong": wrong, "joined": joined}


def limits(_n: int) -> dict[str, object]:
    """What the reader may use before, while and after it has a second process, and what the second may use."""
    sizes: list[int] = []

    def begin(grid: GridBuilder) -> Take:
        def take(_piece: bytes) -> int:
            for column, limit in enumerate(_allowed(), start=1):
                grid.add(1, column, NUMBER, float(limit))
            return 1

        return take

    before = _allowed()
    sizes.append(_size())
    ahead = read_ahead(bytes(8), PIECES[:2], begin)
    if ahead is None:
        return {}
    during = _allowed()
    grid = GridBuilder("S")
    joined = ahead.join(grid)
    second = [next(iter(known))[1] for _, known, _, _ in grid.columns()]
    return {
        "before": before,
        "during": during,
        "after": _allowed(),
        "second": second,
        "size": sizes[0],
        "joined": joined,
    }


def failing(_n: int) -> dict[str, object]:
    """What is joined where the second process has no room for its second piece."""

    def begin(_grid: GridBuilder) -> Take:
        places = iter((7, 0))
        return lambda _piece: next(places) or _no_room()

    ahead = read_ahead(bytes(8), PIECES, begin)
    return {} if ahead is None else {"joined": ahead.join(GridBuilder("S")), "limits": _allowed()}


def cut_short(n: int) -> dict[str, object]:
    """What is joined of a second process that was ended when it had sent `n` bytes of its two columns."""
    grid = GridBuilder("")
    for row in range(1, 9):
        grid.add(row, 1, NUMBER, float(row))
        grid.add(row, 2, NUMBER, 7.0)
    sent = io.BytesIO()
    with mock.patch.object(sent, "close"):
        _send(sent, grid, 1, 8)
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(into, sent.getvalue()[:n] if n else sent.getvalue())
        os._exit(0)
    os.close(into)
    here = GridBuilder("S")
    return {"joined": Ahead(0, pid, os.fdopen(out, "rb")).join(here), "columns": len(list(here.columns()))}


def abandoned(_n: int) -> dict[str, object]:
    """Begin with a second process that never comes to an end, write its number, and wait to be killed."""
    begun, going = os.pipe()

    def begin(_grid: GridBuilder) -> Take:
        os.write(going, str(os.getpid()).encode())
        return _for_ever

    ahead = read_ahead(bytes(8), PIECES, begin)
    if ahead is not None:
        _write(os.read(begun, 20).decode())
        ahead.join(GridBuilder("S"))
    return {}


def _for_ever(_piece: bytes) -> int:
    while True:
        pass


def _no_room() -> int:
    raise MemoryError


def _allowed() -> list[int]:
    return [resource.getrlimit(which)[0] for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _size() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    told: dict[str, Callable[[int], dict[str, object]]] = {
        "disagreements": disagreements,
        "limits": limits,
        "failing": failing,
        "cut_short": cut_short,
        "abandoned": abandoned,
    }
    reader._limit(ORDINARY)
    _write(json.dumps(told[sys.argv[1]](int(sys.argv[2]))))
