"""xlsx and xlsm, also strict OOXML: the cells with what values alone do not tell. Standard library only.

A reader that gives values only cannot say that 0.42 is shown as 42%, that a formula was never calculated, that
rows are hidden, or what a merged cell covers; each of these changes what a registry means.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any, NamedTuple
from xml.parsers import expat

from lib.intake.grid import NUMBER, GridBuilder
from lib.intake.number_formats import kind_of_format
from lib.intake.progress import Told, part_of, tell_nobody
from lib.intake.unreadable import UnreadableFile
from lib.intake.xlsx_sheet import read_sheet

_MOST_SHEETS_READ = 2_000
_PLAIN_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")? ?\?>\s*)?'
    rb'<sst(?: (?:xmlns|count|uniqueCount)="[a-zA-Z0-9:/.]*")*>'
)
_PLAIN_STRING = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<>&\x00-\x08\x0b-\x1f]*)</t></si>")
_PLAIN_STRINGS = re.compile(rf"(?:{_PLAIN_STRING.pattern})*+")
_OUTSIDE_NAME = re.compile(r"\||\[\d+\]|https?://|file:|cmd", re.IGNORECASE)


class _SheetEntry(NamedTuple):
    name: str
    state: str
    part: str


def read_xlsx(
    parts: dict[str, bytes], told: Told = tell_nobody, *, may_split: bool = False
) -> tuple[list[GridBuilder], list[dict[str, object]]]:
    """All sheets of a workbook with their cells, and notices about the workbook; `told` hears how far it has come.

    `may_split`: half of a large sheet may be read by a second process.

    Raises UnreadableFile corrupt_file when the parts do not fit together or are not well-formed XML.
    """
    book = _Book()
    _parse(_part(parts, "xl/workbook.xml"), book.start, book.end, book.text)
    targets = _targets(_part(parts, "xl/_rels/workbook.xml.rels"))
    styles = _Styles()
    for part in _parts_of_type(targets, parts, "/styles"):
        _parse(part, styles.start)
    strings = [text for part in _parts_of_type(targets, parts, "/sharedStrings") for text in _shared_strings(part)]
    grids: list[GridBuilder] = []
    entries = _entries(book, targets, parts)[:_MOST_SHEETS_READ]
    size, read = sum(len(parts[entry.part]) for entry in entries) or 1, 0
    for entry in entries:
        grid = GridBuilder(entry.name, entry.state)
        data = parts[entry.part]
        tell = part_of(told, read / size, (read + len(data)) / size)
        read_sheet(data, grid, strings, styles.kinds, is_1904=book.is_1904, told=tell, may_split=may_split)
        read += len(data)
        grids.append(grid)
    notices = [{"code": "external_links_ignored", "parameters": {}}] if book.names_outside else []
    return grids, notices  # type: ignore[return-value]  # list of dict[str, object] by construction


def _entries(book: _Book, targets: dict[str, tuple[str, str]], parts: dict[str, bytes]) -> list[_SheetEntry]:
    entries: list[_SheetEntry] = []
    for name, state, relation in book.sheets:
        kind, part = targets.get(relation, ("", ""))
        if kind and not kind.endswith("/worksheet"):
            continue  # chart sheets and dialogs hold no cells
        if part not in parts:
            raise UnreadableFile("corrupt_file")
        entries.append(_SheetEntry(name=name, state=state, part=part))
    if not entries:
        raise UnreadableFile("corrupt_file")
    return entries


def _part(parts: dict[str, bytes], name: str) -> bytes:
    for known, data in parts.items():
        if known.lower() == name.lower():
            return data
    raise UnreadableFile("corrupt_file")


def _parts_of_type(targets: dict[str, tuple[str, str]], parts: dict[str, bytes], ending: str) -> list[bytes]:
    """The parts that the workbook refers to as its styles or shared strings, wherever a program puts them."""
    lowered = {name.lower(): data for name, data in parts.items()}
    wanted = [part.lower() for kind, part in targets.values() if kind.endswith(ending)]
    return [lowered[name] for name in wanted if name in lowered]


def _targets(data: bytes) -> dict[str, tuple[str, str]]:
    """Relationship id -> (type, part); a target outside the archive is never resolved to a file."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), part)

    _parse(data, start)
    return found


class _Book:
    """What workbook.xml says: sheets with state, the date system, names that point outside."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.is_1904 = False
        self.names_outside = False
        self._in_name = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            state = {"hidden": "hidden", "veryHidden": "very_hidden"}.get(attributes.get("state", ""), "visible")
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), state, relation))
        elif local == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif local == "definedName":
            self._in_name = True

    def end(self, name: str) -> None:
        self._in_name = False

    def text(self, data: str) -> None:
        if self._in_name and _OUTSIDE_NAME.search(data):
            self.names_outside = True


class _Styles:
    """The kind of number each cell style shows."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._codes: dict[int, str] = {}
        self._in_cell_styles = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "numFmt":
            self._codes[_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._in_cell_styles = True
        elif local in ("cellStyles", "dxfs", "cellStyleXfs"):
            self._in_cell_styles = False
        elif local == "xf" and self._in_cell_styles:
            number = _integer(attributes.get("numFmtId"))
            self.kinds.append(kind_of_format(number, self._codes.get(number)) if number else NUMBER)


def _shared_strings(data: bytes) -> list[str]:
    """The shared strings: by pattern where all are plain, as in a long list of ids, otherwise by the parser."""
    start, stop = data.find(b"<si>"), data.rfind(b"</si>") + 5
    if _PLAIN_HEAD.fullmatch(data, 0, max(start, 0)) and data[stop:].strip() == b"</sst>" and b"\xef\xbf" not in data:
        try:
            text = data[start:stop].decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if text and _PLAIN_STRINGS.fullmatch(text):
            return _PLAIN_STRING.findall(text)
    strings = _Strings()
    _parse(data, strings.start, strings.end, strings.text)
    return strings.found


class _Strings:
    """The shared strings, without phonetic hints."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_hint = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            self._pieces = []
        elif local == "rPh":
            self._in_hint = True
        elif local == "t":
            self._in_text = not self._in_hint

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            self.found.append("".join(self._pieces))
        elif local == "rPh":
            self._in_hint = False
        elif local == "t":
            self._in_text = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)


def _parse(data: bytes, start: Any, end: Any = None, text: Any = None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as reason:
        raise UnreadableFile("corrupt_file") from reason


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
