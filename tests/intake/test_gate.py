from __future__ import annotations

import io
import struct
import zipfile

import pytest

from lib.intake.archive import MOST_PARTS, open_archive
from lib.intake.findings import UnreadableFile
from lib.intake.gate import inspect
from tests.intake.files import HEADER, ROWS, csv, xlsx

GOOD = xlsx({"Sheet1": [HEADER, *ROWS]})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file with these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """The good workbook with one member more, or another one."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**parts, name: data})


def refused(content: bytes, suffix: str = "xlsx") -> str:
    """The code with which the bytes are refused."""
    with pytest.raises(UnreadableFile) as refusal:
        inspect(content, suffix)
    return refusal.value.code


class TestInspect:
    @pytest.mark.parametrize(
        ("content", "suffix", "found"),
        [
            (GOOD, "xlsx", "xlsx"),
            (GOOD, "csv", "xlsx"),
            (csv([HEADER, *ROWS]).encode(), "xlsx", "text"),
            (b"<html><table></table>", "xls", "html"),
        ],
    )
    def test_bytes_decide_and_not_the_name(self, content: bytes, suffix: str, found: str) -> None:
        """A workbook named .csv is a workbook, a csv named .xlsx is text."""
        assert inspect(content, suffix).format == found

    def test_a_misleading_name_is_said(self) -> None:
        """The name's ending is compared with what the bytes are."""
        assert [notice["code"] for notice in inspect(GOOD, "csv").notices] == ["content_type_differs"]
        assert inspect(GOOD, "XLSX").notices == []

    @pytest.mark.parametrize(
        "content", [b"\x89PNG\r\n\x1a\n" + bytes(64), b"\x1f\x8b" + bytes(20), bytes(range(1, 256)) * 16, b"[1, 2]"]
    )
    def test_what_is_no_table(self, content: bytes) -> None:
        """Pictures, archives, noise and JSON are no spreadsheets."""
        assert refused(content) == "not_a_spreadsheet"

    def test_an_object_a_line_is_json_too(self) -> None:
        """Lines of JSON, as databases export them, were refused for a quote that never closes."""
        assert refused(b'{"id": 1, "vas": 3}\n{"id": 2, "vas": 4}\n', "csv") == "not_a_spreadsheet"

    def test_tables_of_other_programs(self) -> None:
        """A Parquet file is a table, but one to be saved as xlsx first."""
        assert refused(b"PAR1 and what follows", "parquet") == "unsupported_format"


class TestOpenArchive:
    def test_a_plain_zip(self) -> None:
        """A zip without a workbook is no spreadsheet."""
        assert refused(zipped({"readme.txt": b"hello"})) == "not_a_spreadsheet"

    def test_bytes_flipped_inside(self) -> None:
        """A member that does not match its checksum is damage."""
        broken = bytearray(GOOD)
        place = broken.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
        broken[place : place + 8] = bytes(byte ^ 0x5A for byte in broken[place : place + 8])

        assert refused(bytes(broken)) == "corrupt_zip"

    def test_cut_short(self) -> None:
        """An interrupted copy is incomplete."""
        assert refused(GOOD[: len(GOOD) // 2]) == "corrupt_zip"

    def test_encrypted_members(self) -> None:
        """Members flagged as encrypted need a password."""
        flagged = bytearray(GOOD)
        flagged[flagged.find(b"PK\x01\x02") + 8] |= 1

        assert refused(bytes(flagged)) == "password_protected"

    @pytest.mark.parametrize(
        "entity",
        [b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x">'],
    )
    def test_entities(self, entity: bytes) -> None:
        """A document type in any part is refused before anything is parsed."""
        assert (
            refused(with_part("xl/styles.xml", b'<?xml version="1.0"?>' + entity + b"<styleSheet/>")) == "xml_entities"
        )

    def test_unpacked_size_is_counted_and_not_believed(self) -> None:
        """A member of 300 MB that declares 5,000 bytes is found out."""
        lying = bytearray(with_part("xl/media/a.bin", bytes(300 * 2**20)))
        entry = lying.rfind(b"xl/media/a.bin") - 46
        lying[entry + 24 : entry + 28] = struct.pack("<I", 5000)

        assert refused(bytes(lying)) == "unpacks_too_large"

    def test_too_many_parts(self) -> None:
        """More members than any workbook has."""
        assert refused(zipped({f"xl/media/{i}": b"" for i in range(MOST_PARTS + 1)})) == "too_many_parts"

    def test_members_that_point_outside_are_ignored_and_said(self) -> None:
        """A member named ../../x is never looked at."""
        archive = open_archive(with_part("../../x.xml", b"x"))

        assert [notice["code"] for notice in archive.notices] == ["suspicious_parts_ignored"]
        assert "../../x.xml" not in archive.parts

    def test_macros_and_links_are_said(self) -> None:
        """Macros are not run and other workbooks are not opened."""
        content = with_part("xl/vbaProject.bin", b"x")

        assert [notice["code"] for notice in open_archive(content).notices] == ["macros_ignored"]


class TestTwoLettersOfAHeader:
    @pytest.mark.parametrize("first", ["BMI", "BMD", "MZ"])
    def test_are_no_picture_and_no_program(self, first: str) -> None:
        """A csv whose first header is BMI or BMD (bone density) begins with the letters of a bitmap."""
        text = csv([[first, *HEADER], *[[n, *row] for n, row in enumerate(ROWS)]])

        assert inspect(text.encode(), "csv").format == "text"

    def test_a_bitmap_is_refused(self) -> None:
        """The header of a bitmap of 58 bytes: its four reserved bytes are zero."""
        assert refused(b"BM" + struct.pack("<IHHI", 58, 0, 0, 54) + bytes(44), "csv") == "not_a_spreadsheet"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\n\x00"])
def test_a_mark_of_an_encoding_alone_is_an_empty_file(mark: bytes) -> None:
    """A text file of nothing but the mark of its encoding and blanks is empty."""
    with pytest.raises(UnreadableFile) as refused:
        inspect(mark, "csv")

    assert refused.value.code == "empty_file"
