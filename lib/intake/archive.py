"""A zip file that may be a workbook: members really counted and checked before anything is parsed."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from typing import NamedTuple

from lib.intake.allowance import LARGER, MOST_COMPRESSED, ORDINARY, Allowance, LargerFile
from lib.intake.unreadable import UnreadableFile

MOST_PARTS = 5_000
_CHUNK = 1 << 20
_PARSED = re.compile(r"(\.xml|\.rels|\.bin|^mimetype)$")
_OUTSIDE = re.compile(r"(^|/|\\)\.\.(/|\\|$)|^[/\\]|^[A-Za-z]:|\\")


class Archive(NamedTuple):
    """The members that may be parsed, by name, and what the archive is: xlsx, xlsb or ods."""

    format: str
    parts: dict[str, bytes]
    notices: list[dict[str, object]]


def open_archive(content: bytes, allowed: Allowance = ORDINARY) -> Archive:
    """Unpack and check every member; their bytes are counted as they unpack, whatever the directory declares.

    Raises UnreadableFile: corrupt_zip, too_many_parts, password_protected, unpacks_too_large, xml_entities,
    unsupported_format (Numbers), not_a_spreadsheet. Raises LargerFile where the larger allowance may be enough.
    """
    members = _members(content, allowed)
    notices: list[dict[str, object]] = []
    kept = [member for member in members if not _is_suspicious(member)]
    if len(kept) < len(members):
        n = len(members) - len(kept)
        notices.append({"code": "suspicious_parts_ignored", "parameters": {"n": n}})
    parts = _unpacked(content, kept, allowed.unpacked)
    names = {member.filename for member in kept}
    form = _format(names, parts)
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")) and _has_entities(data):
            raise UnreadableFile("xml_entities")
    if any(name.endswith("vbaProject.bin") for name in names):
        notices.append({"code": "macros_ignored", "parameters": {}})
    if any("externalLinks/" in name for name in names):
        notices.append({"code": "external_links_ignored", "parameters": {}})
    return Archive(format=form, parts=parts, notices=notices)


def _members(content: bytes, allowed: Allowance) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, struct.error, NotImplementedError) as reason:
        raise UnreadableFile("corrupt_zip") from reason
    if len(members) > MOST_PARTS:
        raise UnreadableFile("too_many_parts", n=len(members), limit=MOST_PARTS)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile("password_protected")
    declared = sum(member.file_size for member in members)
    if declared > allowed.unpacked:
        names = {member.filename.lower() for member in members}
        is_workbook = "xl/workbook.xml" in names and declared <= MOST_COMPRESSED * len(content)
        if is_workbook and allowed.unpacked < declared <= LARGER.unpacked:
            raise LargerFile
        raise _unpacks_too_large(LARGER if is_workbook else allowed)
    return members


def _unpacks_too_large(allowed: Allowance) -> UnreadableFile:
    return UnreadableFile("unpacks_too_large", limit=allowed.unpacked // 2**20)


def _is_suspicious(member: zipfile.ZipInfo) -> bool:
    """A name that leaves the archive, or a link: such members are never looked at."""
    return bool(_OUTSIDE.search(member.filename)) or stat.S_ISLNK(member.external_attr >> 16)


def _unpacked(content: bytes, members: list[zipfile.ZipInfo], limit: int) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for member in members:
        data = _member_bytes(content, member, limit - total, limit)
        total += len(data)
        if _PARSED.search(member.filename):
            parts[member.filename] = data
    return parts


def _member_bytes(content: bytes, member: zipfile.ZipInfo, room: int, limit: int) -> bytes:
    """One member, unpacked from its raw bytes so that a lying size in the directory is found out."""
    start = member.header_offset
    header = content[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise UnreadableFile("corrupt_zip")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    body = memoryview(content)[start + 30 + name_length + extra_length :]
    if member.compress_type == zipfile.ZIP_STORED:
        data = bytes(body[: member.compress_size])
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        data = _inflated(body[: member.compress_size], room, limit)
    else:
        raise UnreadableFile("corrupt_zip")
    if len(data) > room:
        raise UnreadableFile("unpacks_too_large", limit=limit // 2**20)
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise UnreadableFile("corrupt_zip")
    return data


def _inflated(body: memoryview, room: int, limit: int) -> bytes:
    engine = zlib.decompressobj(-15)
    unpacked = io.BytesIO()  # gives its bytes away without a copy
    for position in range(0, len(body), _CHUNK):
        waiting = bytes(body[position : position + _CHUNK])
        while waiting:
            try:
                piece = engine.decompress(waiting, 16 * _CHUNK)
            except zlib.error as reason:
                raise UnreadableFile("corrupt_zip") from reason
            unpacked.write(piece)
            if unpacked.tell() > room:
                raise UnreadableFile("unpacks_too_large", limit=limit // 2**20)
            waiting = engine.unconsumed_tail
    return unpacked.getvalue()


def _format(names: set[str], parts: dict[str, bytes]) -> str:
    lowered = {name.lower() for name in names}
    if "xl/workbook.bin" in lowered:
        return "xlsb"
    if "xl/workbook.xml" in lowered:
        return "xlsx"
    if b"opendocument.spreadsheet" in parts.get("mimetype", b"")[:100]:
        return "ods"
    if any(name.endswith(".iwa") for name in lowered):
        raise UnreadableFile("unsupported_format")
    raise UnreadableFile("not_a_spreadsheet")


def _has_entities(data: bytes) -> bool:
    """A document type or entity: no spreadsheet program writes one."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
        return "<!DOCTYPE" in text or "<!ENTITY" in text
    return b"!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data)  # a single byte is found soonest
