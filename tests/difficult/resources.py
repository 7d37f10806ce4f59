"""Files that try to exhaust memory or time."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.difficult.cohort import T
from tests.difficult.file import Files
from tests.difficult.workbook_parts import (
    GOOD,
    HEADROW,
    NS,
    R,
    X,
    parts,
    sheet,
    zwrite,
)

FILES = Files()
reg = FILES.add


def bomb_rows(total):
    unit = (
        "<row><c><v>7</v></c><c><v>7</v></c><c><v>7</v></c><c><v>7</v></c><c><v>7</v></c><c><v>7</v></c></row>" * 20000
    ).encode()

    def g():
        yield (X + f'<worksheet xmlns="{NS}"><sheetData>' + HEADROW).encode()
        n = 0
        while n < total:
            yield unit
            n += len(unit)
        yield b"</sheetData></worksheet>"

    return g


def bomb_pad(total, what=b" "):
    unit = what * (1 << 20)

    def g():
        yield (X + f'<worksheet xmlns="{NS}"><sheetData>' + HEADROW).encode()
        for _ in range(total >> 20):
            yield unit
        yield b"</sheetData></worksheet>"

    return g


def bomb_string(total):
    unit = b"A" * (1 << 20)

    def g():
        yield (X + f'<sst xmlns="{NS}" count="1" uniqueCount="1"><si><t>').encode()
        for _ in range(total >> 20):
            yield unit
        yield b"</t></si></sst>"

    return g


MSG_BOMB = "refused before unpacking: 'unpacks to more than the allowed size'"
reg(
    "200_zipbomb_rows_1p2GB.xlsx",
    "resource",
    "reject",
    "unpacks_too_large",
    "1.2 GB of repeated rows in ~5 MB: " + MSG_BOMB,
    fn=lambda p: zwrite(p, parts([("Sheet1", bomb_rows(1200 << 20))])),
)
reg(
    "201_zipbomb_whitespace_1p1GB.xlsx",
    "resource",
    "reject",
    "unpacks_too_large",
    "1.1 GB of blanks between rows: " + MSG_BOMB,
    fn=lambda p: zwrite(p, parts([("Sheet1", bomb_pad(1100 << 20))])),
)
reg(
    "202_zipbomb_one_string_1GB.xlsx",
    "resource",
    "reject",
    "unpacks_too_large",
    "one 1 GB shared string: " + MSG_BOMB,
    fn=lambda p: zwrite(p, parts([("Sheet1", sheet([[R('t="s"><v>0</v>')]]))], sst=bomb_string(1024 << 20))),
)


def lying(path):
    """300 MB of rows, but headers declare 5,000 bytes uncompressed (a checker that trusts headers is fooled)"""
    packed = io.BytesIO()
    zwrite(packed, parts([("Sheet1", bomb_rows(300 << 20))]))
    d = bytearray(packed.getvalue())
    p = d.rfind(b"PK\x01\x02")
    while p != -1:
        nl = struct.unpack("<H", d[p + 28 : p + 30])[0]
        if bytes(d[p + 46 : p + 46 + nl]) == b"xl/worksheets/sheet1.xml":
            d[p + 24 : p + 28] = struct.pack("<I", 5000)
            lo = struct.unpack("<I", d[p + 42 : p + 46])[0]
            l2, e2 = struct.unpack("<HH", d[lo + 26 : lo + 30])
            d[lo + 22 : lo + 26] = struct.pack("<I", 5000)
            ex = lo + 30 + l2
            if e2 >= 20 and d[ex : ex + 2] == b"\x01\x00":  # zip64 extra
                d[lo + 18 : lo + 22] = d[p + 20 : p + 24]
                d[ex : ex + 2] = b"\xfe\xca"
            break
        p = d.rfind(b"PK\x01\x02", 0, p)
    path.write(d)


reg(
    "203_zipbomb_lying_size.xlsx",
    "resource",
    "reject",
    "unpacks_too_large",
    "300 MB whose headers declare 5,000 bytes: the limit must count real bytes, not the header",
    fn=lying,
)
reg(
    "204_zip_20000_members.xlsx",
    "resource",
    "reject",
    "too_many_parts",
    "20,000 zip members",
    fn=lambda p: zwrite(
        p, parts([("Sheet1", sheet(T()))], extra=[(f"xl/media/i{i}", b"") for i in range(20000)]), level=1
    ),
)


def overlap(path):
    """one 100 MB kernel referenced by 200 central-directory entries (20 GB claimed)"""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"0" * (1 << 20)
    c = b"".join(kernel.compress(raw) for _ in range(100)) + kernel.flush()
    crc = 0
    for _ in range(100):
        crc = zlib.crc32(raw, crc)
    b = io.BytesIO(GOOD)
    z = zipfile.ZipFile(b)
    st = z.start_dir
    g = GOOD[:st]
    cdir = GOOD[st : GOOD.rfind(b"PK\x05\x06")]
    n0 = len(z.infolist())
    name = b"xl/media/k000"
    loc = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0x5021, crc, len(c), 100 << 20, len(name), 0) + name
    body = g + loc + c
    ents = b""
    for i in range(200):
        nm = f"xl/media/k{i:03d}".encode()
        ents += (
            struct.pack(
                "<4sHHHHHHIIIHHHHHII",
                b"PK\x01\x02",
                20,
                20,
                0,
                8,
                0,
                0x5021,
                crc,
                len(c),
                100 << 20,
                len(nm),
                0,
                0,
                0,
                0,
                0,
                len(g),
            )
            + nm
        )
    cd = cdir + ents
    path.write(body + cd + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, n0 + 200, n0 + 200, len(cd), len(body), 0))


reg(
    "205_zip_overlapping.xlsx",
    "resource",
    "reject",
    "unpacks_too_large",
    "200 overlapping entries claiming 20 GB",
    fn=overlap,
)
