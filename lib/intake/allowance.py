"""What reading one file may cost. Imported by the reader's process and by the one that starts it."""

from __future__ import annotations

from typing import NamedTuple


class Allowance(NamedTuple):
    """Bytes that the members of a file may unpack to, bytes of memory, seconds of processor, seconds by the clock."""

    unpacked: int
    memory: int
    cpu_seconds: int
    wall_seconds: float


ORDINARY = Allowance(256 * 2**20, 1 << 30, 20, 120.0)
LARGER = Allowance(900 * 2**20, 3 << 30, 120, 300.0)
"""For a workbook too large for the first that is no bomb; a server reads one of these at a time."""

MOST_COMPRESSED = 100
"""A larger workbook unpacks to at most so many times its size: what people fill in is never more repetitive."""


class LargerFile(Exception):
    """A workbook that may be read, but not within the ordinary allowance."""
