"""Uploaded files -> a cohort with what was understood, what must be asked and what is wrong: the way in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lib.intake.child import read_in_child
from lib.intake.findings import Finding, UnreadableFile
from lib.intake.interpreting import interpret
from lib.intake.opened import MappedColumn, Opened, Recognised, Source
from lib.intake.progress import Told, part_of, tell_nobody
from lib.intake.questions import IntakeQuestion, Option
from lib.intake.settings import ReadingSettings
from lib.intake.workbook import Sheet, Workbook, sheets_of

__all__ = [
    "Finding", "IntakeQuestion", "MappedColumn", "Opened", "Option", "ReadingSettings", "Recognised", "Source",
    "SourceFile", "UnreadableFile", "Workbook", "interpret", "open_registry", "read",
]  # fmt: skip

MOST_UPLOADED = 200 * 2**20
"""Bytes of one uploaded file."""


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file as it was dropped: its name and its bytes."""

    name: str
    content: bytes


def open_registry(files: Sequence[SourceFile], settings: ReadingSettings | None = None) -> Opened:
    """Read and interpret the files dropped together. Raises UnreadableFile with one of the published codes."""
    return interpret(read(files), settings or ReadingSettings())


def read(files: Sequence[SourceFile], told: Told = tell_nobody) -> Workbook:
    """The cells of the files, each read in a process of its own; a changed answer only repeats `interpret`.

    `told` hears which share of what takes longer than a moment has been read. Raises UnreadableFile.
    """
    sheets: list[Sheet] = []
    formats: list[str] = []
    notices: list[tuple[str, str, dict[str, str | int | float]]] = []
    digest = hashlib.sha256()
    for place, file in enumerate(files):
        digest.update(file.content)
        try:
            reply = _read_one(file, part_of(told, place / len(files), (place + 1) / len(files)))
        except UnreadableFile as refused:
            refused.file = file.name
            raise
        sheets.extend(sheets_of(reply, file.name))
        formats.append(reply["format"])
        notices.extend((file.name, notice["code"], notice["parameters"]) for notice in reply["notices"])
    return Workbook(
        sheets=tuple(sheets),
        files=tuple(file.name for file in files),
        formats=tuple(formats),
        sha256=digest.hexdigest(),
        notices=tuple(notices),
    )


def _read_one(file: SourceFile, told: Told) -> dict[str, Any]:
    if len(file.content) > MOST_UPLOADED:
        raise UnreadableFile("reading_too_large")
    return read_in_child(file.content, _suffix(file.name), told)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""
