"""Reading without a child process, for tests of what a file means, which open thousands of small ones."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lib.intake.opening import Opened, interpret
from lib.intake.reader import read as _read
from lib.intake.settings import ReadingSettings
from lib.intake.workbook import Workbook, sheets_of


def reply_here(content: bytes, name: str) -> dict[str, Any]:
    """The reader's reply as the child would send it; test_opening.py proves both equal. Raises UnreadableFile."""
    reply: dict[str, Any] = json.loads(json.dumps(_read(content, name.rpartition(".")[2])))
    return reply


def opened_here(content: bytes, name: str = "registry.csv", settings: ReadingSettings | None = None) -> Opened:
    """The same reader and interpretation as `open_registry`, in this process. Raises UnreadableFile."""
    reply = reply_here(content, name)
    workbook = Workbook(
        sheets=sheets_of(reply, name),
        files=(name,),
        formats=(reply["format"],),
        sha256=hashlib.sha256(content).hexdigest(),
        notices=tuple((name, one["code"], one["parameters"]) for one in reply["notices"]),
    )
    return interpret(workbook, settings or ReadingSettings())
