"""The second half of a large sheet, read by a second process while the reader reads the first. Linux only, with numpy.

The reader splits in two once the file has been unpacked and checked. The second process knows what the first knew then,
takes plain rows only, and stops at the first piece of the sheet that is anything else; the reader goes on from there,
and from the middle if the second process failed. Memory and processor are not allowed twice: the second has a part of
what was left to the first.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from lib.intake.grid import GridBuilder
from lib.intake.xlsx_rows import Span

Take = Callable[[bytes], int]
"""The last row of a piece whose plain rows are now in a grid, 0 where it holds anything else."""

_DIES_WITH_PARENT = 1
_WORD = 8
"""Bytes of a length in what the second process sends: first of its head, then of everything."""

_SHARE_OF_PROCESSOR, _SHARE_OF_MEMORY = 1 / 4, 1 / 3
"""Of what is left to the reader; half of a sheet needs less than half, as the reader has to send the whole."""


class _Limits(NamedTuple):
    """Bytes of addresses and seconds of the processor."""

    memory: int
    seconds: int


class Ahead:
    """A second process at work; `first` is the place of its first piece."""

    def __init__(self, first: int, pid: int, stream: BinaryIO) -> None:
        """`stream` gives what the process `pid` has found."""
        self.first = first
        self._pid = pid
        self._stream: BinaryIO | None = stream

    def join(self, grid: GridBuilder) -> tuple[int, int]:
        """Put what the second process found into `grid`: (how many pieces, the last row); (0, 0) where it failed.

        Raises UnreadableFile too_many_cells as `grid` does.
        """
        found = self._stream.read() if self._stream is not None else b""
        self.end()
        size, whole = (int.from_bytes(found[place : place + _WORD], "little") for place in (0, _WORD))
        if not found or len(found) != whole:
            return 0, 0
        head = json.loads(found[2 * _WORD : 2 * _WORD + size])
        rest = memoryview(found)[2 * _WORD + size :]
        for number, kinds, values, n_cells in head["columns"]:
            rows, codes, rest = rest[: 4 * n_cells], rest[4 * n_cells : 8 * n_cells], rest[8 * n_cells :]
            levels = zip(kinds, values, strict=True)
            here = np.array([grid.code(number, kind, value) for kind, value in levels], dtype=np.intc)
            in_grid = here[np.frombuffer(codes, dtype=np.intc)]
            grid.extend(number, array("i", rows.tobytes()), array("i", in_grid.tobytes()))
        return head["pieces"], head["last_row"]

    def end(self) -> None:
        """End the second process, whether it has finished or not, and take its limits back."""
        if self._stream is None:
            return
        self._stream.close()
        self._stream = None
        os.kill(self._pid, signal.SIGKILL)
        used = os.wait4(self._pid, 0)[2]
        seconds = _hard(resource.RLIMIT_CPU) - 1 - int(used.ru_utime + used.ru_stime)
        _allow(_Limits(_hard(resource.RLIMIT_AS), seconds))


def read_ahead(data: bytes, spans: list[Span], begin: Callable[[GridBuilder], Take]) -> Ahead | None:
    """Begin to read the second half of `spans` in a second process, by what `begin` gives for its grid.

    None where there is no second processor, no limit that could be shared, or no room for another process.
    """
    limits = _hard(resource.RLIMIT_AS), _hard(resource.RLIMIT_CPU)
    if len(os.sched_getaffinity(0)) < 2 or min(limits) < 0:
        return None
    ours, theirs = _shared(_Limits(*limits))
    out, into = os.pipe()
    reader = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        os.close(out)
        os.close(into)
        return None
    first = len(spans) // 2
    if pid == 0:
        os.close(out)
        _work(data, spans[first:], begin, theirs, into, reader)
    os.close(into)
    _allow(ours)
    return Ahead(first, pid, os.fdopen(out, "rb"))


def _hard(which: int) -> int:
    """A limit that the reader set for itself, −1 where there is none."""
    return resource.getrlimit(which)[1]


def _shared(limits: _Limits) -> tuple[_Limits, _Limits]:
    """(the reader's, the second process's) limits; the second one's processor time begins at 0, its memory as it is."""
    size = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    used = resource.getrusage(resource.RUSAGE_SELF)
    memory = int(_SHARE_OF_MEMORY * max(limits.memory - size, 0))
    seconds = max(int(_SHARE_OF_PROCESSOR * (limits.seconds - 1 - used.ru_utime - used.ru_stime)), 1)
    return _Limits(limits.memory - memory, limits.seconds - 1 - seconds), _Limits(size + memory, seconds)


def _allow(limits: _Limits) -> None:
    for which, limit in zip((resource.RLIMIT_AS, resource.RLIMIT_CPU), limits, strict=True):
        resource.setrlimit(which, (limit, _hard(which)))


def _work(
    data: bytes, spans: list[Span], begin: Callable[[GridBuilder], Take], limits: _Limits, into: int, reader: int
) -> None:  # pragma: no cover (in a process of its own, which ends here)
    status = 1
    with suppress(BaseException):
        _live_apart(limits, reader)
        _send(os.fdopen(into, "wb"), *_found(data, spans, begin))
        status = 0
    os._exit(status)


def _live_apart(limits: _Limits, reader: int) -> None:
    """Die with the reader, say nothing in its place, and stand behind every reader that has just begun."""
    for stream in range(3):
        os.close(stream)
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != reader:  # it died before this one could say so
        os._exit(1)
    os.nice(9)
    _allow(limits)


def _found(data: bytes, spans: list[Span], begin: Callable[[GridBuilder], Take]) -> tuple[GridBuilder, int, int]:
    grid = GridBuilder("")
    take = begin(grid)
    taken = last_row = 0
    for start, stop, is_of_rows in spans:
        last = take(data[start:stop]) if is_of_rows else 0
        if not last:
            break
        taken, last_row = taken + 1, last
    return grid, taken, last_row


def _send(stream: BinaryIO, grid: GridBuilder, pieces: int, last_row: int) -> None:
    columns = list(grid.columns())
    head = json.dumps(
        {
            "pieces": pieces,
            "last_row": last_row,
            "columns": [
                (number, "".join(kind for kind, _ in known), [value for _, value in known], len(rows))
                for number, known, rows, _ in columns
            ],
        },
        separators=(",", ":"),
    ).encode("ascii")
    whole = 2 * _WORD + len(head) + sum(8 * len(rows) for _, _, rows, _ in columns)
    stream.write(len(head).to_bytes(_WORD, "little") + whole.to_bytes(_WORD, "little") + head)
    for _, _, rows, codes in columns:
        stream.write(rows)
        stream.write(codes)
    stream.close()
