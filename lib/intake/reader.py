"""Runs alone in a child process: a file on standard input, its cells as JSON on standard output.

Started as `python -I reader.py`, with `larger` behind it for the larger allowance. The first line of the input is
the ending of the file's name, the rest its bytes. Imports the standard library, python-calamine, pyreadstat or numpy
where a file needs it (numpy also while it waits for one), and those files of ours that import nothing else. Whatever
a file does, only this process dies.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import sys

_SOON = 1.0
"""Seconds of the processor in which nearly every registry is read."""

_IDLE = 1.0
"""Seconds without a file after which this child is one that waits."""

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

from lib.intake.allowance import LARGER, ORDINARY, Allowance, LargerFile  # noqa: E402 (found only from here on)
from lib.intake.gate import inspect  # noqa: E402
from lib.intake.progress import Told, tell_nobody, tell_parent  # noqa: E402
from lib.intake.unreadable import UnreadableFile  # noqa: E402
from lib.intake.xlsx import read_xlsx  # noqa: E402 (nearly every file: loaded before the file has arrived)


def main() -> None:
    """Write one JSON document: {"format", "sheets", "notices"}, {"refused": {...}} or {"larger": true}."""
    allowed = LARGER if sys.argv[1:] == ["larger"] else ORDINARY
    _limit(allowed)
    gc.disable()  # a cell is no cycle; looking for some among millions of cells takes a third of the time
    _prepare_until_a_file_comes()
    suffix = sys.stdin.buffer.readline().strip().decode("ascii", "replace")
    reply: dict[str, object]
    try:
        reply = read(sys.stdin.buffer.read(), suffix, allowed, tell_parent(), may_split=True)
    except UnreadableFile as refusal:
        reply = {"refused": {"code": refusal.code, "parameters": refusal.parameters}}
    except LargerFile:
        reply = {"larger": True}
    except (MemoryError, RecursionError):
        reply = {"refused": {"code": "reading_too_large", "parameters": {}}}
    sys.stdout.write(json.dumps(reply, separators=(",", ":")))
    sys.stdout.flush()


def _prepare_until_a_file_comes() -> None:
    """Load what a large sheet needs, if the file is not here yet: a child that is kept ready has the time."""
    if os.name == "posix" and not select.select([sys.stdin], [], [], _IDLE)[0]:
        importlib.import_module("lib.intake.xlsx_columns")


def _limit(allowed: Allowance) -> None:
    """A place behind the server, and memory and time that the system itself limits, where it can."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # numpy's threads would ask for more memory than a sheet
    if hasattr(signal, "setitimer"):
        os.nice(10)  # whoever looks at results comes first
        signal.signal(signal.SIGVTALRM, lambda *_: os.nice(9))  # then whoever has a file that is read at once
        signal.setitimer(signal.ITIMER_VIRTUAL, _SOON)
    if sys.platform != "linux":
        return  # the parent watches instead
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (allowed.memory, allowed.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (allowed.cpu_seconds, allowed.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(
    content: bytes, suffix: str, allowed: Allowance = ORDINARY, told: Told = tell_nobody, *, may_split: bool = False
) -> dict[str, object]:
    """The reply for a file's bytes; `told` hears how much of a workbook has been read.

    `may_split`: this process is the reader's own, and may have a second one read half of a large sheet.

    Raises UnreadableFile, LargerFile, MemoryError, RecursionError.
    """
    container = inspect(content, suffix, allowed)
    if container.format == "xlsx" and container.archive is not None:
        grids, notices = read_xlsx(container.archive.parts, told, may_split=may_split)
    elif container.format == "text":
        from lib.intake.delimited import read_delimited

        grids, notices = read_delimited(content, "")
    elif container.format == "ods" and container.archive is not None:
        from lib.intake.open_document import read_open_document

        grids, notices = read_open_document(container.archive.parts)
    elif container.format == "html":
        from lib.intake.html_table import read_html

        grids, notices = read_html(content)
    elif container.format == "spss":
        from lib.intake.spss import read_spss

        grids, notices = read_spss(content)
    else:
        from lib.intake.binary_workbook import read_binary

        grids, notices = read_binary(content)
    return {
        "format": container.format,
        "sheets": [grid.reply() for grid in grids],
        "notices": [*container.notices, *notices],
    }


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is put away cell by cell, and no bell rings while Python lays its handlers down
