"""One difficult file: its bytes, made when asked for, and what a right reader does with it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DifficultFile:
    """A file with what is expected of its reading.

    `verdict` is accept, warn (accepted with the finding `code`), reject (refused with `code`) or either (refused with
    `code`, or read right). `expected` holds n, groups (n per method) and per score its n and mean; None says nothing.
    """

    name: str
    kind: str
    verdict: str
    code: str
    why: str
    expected: dict[str, Any] | None
    write: Callable[[io.BytesIO], object]

    @property
    def content(self) -> bytes:
        """The same bytes every time."""
        held = io.BytesIO()
        self.write(held)
        return held.getvalue()


class Files:
    """The files of one kind, in the order of their numbers."""

    def __init__(self) -> None:
        self._files: list[DifficultFile] = []

    def __iter__(self) -> Iterator[DifficultFile]:
        return iter(self._files)

    def add(
        self,
        name: str,
        kind: str,
        verdict: str,
        code: str,
        why: str,
        expected: dict[str, Any] | None = None,
        data: bytes | None = None,
        fn: Callable[[io.BytesIO], object] | None = None,
    ) -> None:
        """A file by its bytes, or by what writes them (large ones)."""
        write = fn if data is None else lambda held: held.write(data)
        assert write is not None, name
        self._files.append(
            DifficultFile(name=name, kind=kind, verdict=verdict, code=code, why=why, expected=expected, write=write)
        )
