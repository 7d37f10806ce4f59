"""Runs alone in a child process: the file's bytes on standard input, its cells as JSON on standard output.

Started as `python -I reader.py SUFFIX`; imports the standard library, python-calamine or pyreadstat where a format
needs it, and those files of ours that import nothing else. Whatever a file does to it, only this process dies.
"""

from __future__ import annotations

import gc
import json
import os
import sys

MEMORY_LIMIT = 1 << 30
CPU_SECONDS = 20


def main() -> None:
    """Read standard input, write one JSON document: {"format", "sheets", "notices"} or {"refused": {...}}."""
    _limit()
    gc.disable()  # a cell is no cycle; looking for some among millions of cells takes a third of the time
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    from lib.intake.findings import UnreadableFile

    content = sys.stdin.buffer.read()
    try:
        reply = _read(content, sys.argv[1] if len(sys.argv) > 1 else "")
    except UnreadableFile as refusal:
        reply = {"refused": {"code": refusal.code, "parameters": refusal.parameters}}
    except (MemoryError, RecursionError):
        reply = {"refused": {"code": "reading_too_large", "parameters": {}}}
    sys.stdout.write(json.dumps(reply, separators=(",", ":")))
    sys.stdout.flush()


def _limit() -> None:
    """Memory and processor time that the system itself enforces, where it can."""
    if sys.platform != "linux":
        return  # the parent watches instead
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes, suffix: str) -> dict[str, object]:
    from lib.intake.gate import inspect

    container = inspect(content, suffix)
    if container.format == "xlsx" and container.archive is not None:
        from lib.intake.xlsx import read_xlsx

        grids, notices = read_xlsx(container.archive.parts)
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
