"""How much of a file has been read, from the reader's process to whoever waits: whole percents on standard error.

Nothing but numbers from 0 to 100 ever passes here, so nothing of a file can.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO

Told = Callable[[float], None]
"""Takes the share that has been read, from 0 to 1; each call says no less than the one before."""


def tell_nobody(_share: float) -> None:
    """For whoever does not wait."""


def tell_parent() -> Told:
    """In the reader's process: write each whole percent once."""
    last = -1

    def tell(share: float) -> None:
        nonlocal last
        percent = min(max(int(100 * share), 0), 100)
        if percent > last:
            last = percent
            sys.stderr.write(f"{percent}\n")
            sys.stderr.flush()

    return tell


def follow(lines: IO[bytes], heard: list[float]) -> None:
    """In the parent: put each share into `heard` until the reader has ended; anything but a percent is dropped."""
    for line in lines:
        text = line.strip()
        if len(text) <= 3 and text.isdigit():
            heard.append(min(int(text), 100) / 100)


def part_of(told: Told, begin: float, end: float) -> Told:
    """What tells the share of a whole of which this is the part from `begin` to `end`."""
    return lambda share: told(begin + (end - begin) * share)
