"""Reading without a child process, for tests that open hundreds of small files."""

from __future__ import annotations

import hashlib

from lib.intake.opening import Opened, interpret
from lib.intake.reader import read as _read
from lib.intake.settings import ReadingSettings
from lib.intake.workbook import Workbook, sheets_of


def opened_here(content: bytes, name: str = "registry.csv", settings: ReadingSettings | None = None) -> Opened:
    """The same reader and interpretation as `open_registry`, in this process. Raises UnreadableFile."""
    reply = _read(content, name.rpartition(".")[2])
    workbook = Workbook(
        sheets=sheets_of(reply, name),  # type: ignore[arg-type]
        files=(name,),
        formats=(str(reply["format"]),),
        sha256=hashlib.sha256(content).hexdigest(),
        notices=tuple((name, one["code"], one["parameters"]) for one in reply["notices"]),  # type: ignore[attr-defined]
    )
    return interpret(workbook, settings or ReadingSettings())
