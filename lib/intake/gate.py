"""What may be read at all, decided on the bytes and never on the file's name. Standard library only."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from lib.intake.allowance import ORDINARY, Allowance
from lib.intake.archive import Archive, open_archive
from lib.intake.encodings import wide_order
from lib.intake.unreadable import UnreadableFile

NOT_TABLES = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ",
    b"RIFF", b"MZ", b"\x7fELF", b"{\\rtf", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00 ftyp",
)  # fmt: skip
"""First bytes of pictures, documents, archives and programs."""

_LETTERS = (b"BM", b"MZ")
"""Of these the two letters that a header may begin with as well: BMI, BMD. No text has a zero byte behind them."""

_BEHIND = 64

SPSS = (b"$FL2@(#)", b"$FL3@(#)")
"""First bytes of SPSS files, plain and compressed."""

TABLES_WE_DO_NOT_READ = (b"PAR1", b"SQLite format 3", b"<stata_dta>", b"HEADER RECORD*******LIBRARY")
"""First bytes of Parquet, SQLite, Stata and SAS files: real data, but to be saved as xlsx first."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(html|table|!doctype\s+html|meta|head|body|style|div)\b", re.IGNORECASE)
_SUFFIXES = {
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"), "xls": ("xls", "xlt", "et", "ett"), "xlsb": ("xlsb",), "ods": ("ods",),
    "text": ("csv", "tsv", "txt", "tab", "dat"), "html": ("html", "htm"),
    "spss": ("sav", "zsav"),
}  # fmt: skip


class Container(NamedTuple):
    """What the bytes are; `format` is xlsx, xlsb, ods, xls, html, spss or text. The zip formats bring an `archive`."""

    format: str
    notices: list[dict[str, object]]
    archive: Archive | None = None


def inspect(content: bytes, suffix: str, allowed: Allowance = ORDINARY) -> Container:
    """Say what `content` is, or refuse it with a code; `suffix` is the file name's, only to say that it misleads.

    Raises UnreadableFile: empty_file, not_a_spreadsheet, unsupported_format, password_protected, corrupt_zip …
    Raises LargerFile for a workbook that only the larger allowance may read.
    """
    container = _inspect(content, allowed)
    if suffix.lower() not in _SUFFIXES[container.format]:
        container.notices.append({"code": "content_type_differs", "parameters": {"found": container.format}})
    return container


def _inspect(content: bytes, allowed: Allowance) -> Container:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise UnreadableFile("empty_file")
    if content.startswith(b"PK"):
        archive = open_archive(content, allowed)
        return Container(format=archive.format, archive=archive, notices=archive.notices)
    if content.startswith(OLE):
        return _compound(content)
    if content.startswith(SPSS):
        return Container(format="spss", notices=[])
    if content.startswith(TABLES_WE_DO_NOT_READ):
        raise UnreadableFile("unsupported_format")
    if content.startswith(NOT_TABLES) and not (content.startswith(_LETTERS) and b"\0" not in content[:_BEHIND]):
        raise UnreadableFile("not_a_spreadsheet")
    return _text(content)


def _compound(content: bytes) -> Container:
    """An OLE file: an old workbook, an encrypted new one, or a Word document."""
    if _wide("EncryptedPackage") in content:
        raise UnreadableFile("password_protected")
    if _wide("WordDocument") in content or _wide("PowerPoint Document") in content:
        raise UnreadableFile("not_a_spreadsheet")
    return Container(format="xls", notices=[])


def _text(content: bytes) -> Container:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<?xml") and b"schemas-microsoft-com:office:spreadsheet" in content[:20000]:
        raise UnreadableFile("unsupported_format")
    if start.startswith(b"<") and _HTML.search(start):
        return Container(format="html", notices=[])
    if start.startswith((b"<", b"{", b"[")) and _is_markup_or_json(content, start):
        raise UnreadableFile("not_a_spreadsheet")
    sample = content[:65536]
    odd = sum(sample.count(bytes([code])) for code in (*range(1, 9), *range(14, 32), 127))
    is_marked = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    if odd > 0.02 * len(sample) and not is_marked and wide_order(content) is None:
        raise UnreadableFile("not_a_spreadsheet")
    return Container(format="text", notices=[])


def _is_markup_or_json(content: bytes, start: bytes) -> bool:
    if start.startswith(b"<"):
        return start.startswith((b"<?xml", b"<svg"))
    return _is_json(content) or (start.startswith(b"{") and _is_json(start.partition(b"\n")[0]))  # or an object a line


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
