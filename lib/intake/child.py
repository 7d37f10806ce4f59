"""Runs the reader in a process of its own, with a limit on time and memory; never waits for ever."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from lib.intake.allowance import LARGER, ORDINARY, Allowance
from lib.intake.findings import UnreadableFile
from lib.intake.progress import Told, follow, tell_nobody

_LOOK_EVERY = 0.25
_READER = Path(__file__).resolve().with_name("reader.py")
_one_larger = threading.Lock()


class _Waiting:
    """A child that was started for the next file, once `keep_ready` was called."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.is_wanted = False

    def take(self) -> subprocess.Popen[bytes] | None:
        """The child that waits, which then is nobody else's; None where there is none."""
        with self._guard:
            process, self._process = self._process, None
        if process is not None and process.poll() is not None:
            _close(process)
            return None
        return process

    def renew(self) -> None:
        """Start one, if it is wanted and none waits."""
        with self._guard:
            if self.is_wanted and self._process is None:
                self._process = _start(ORDINARY)


_waiting = _Waiting()


def keep_ready() -> None:
    """From now on start each file's child before the file comes: Python and our reader are then loaded already.

    Still every file has a process of its own, that reads nothing before it and nothing after it.
    """
    _waiting.is_wanted = True
    _waiting.renew()


def stop_keeping_ready() -> None:
    """End the child that waits."""
    _waiting.is_wanted = False
    process = _waiting.take()
    if process is not None:
        process.kill()
        process.wait()
        _close(process)


def read_in_child(
    content: bytes, suffix: str, told: Told = tell_nobody, *, wall_seconds: float = ORDINARY.wall_seconds
) -> dict[str, Any]:
    """The reader's reply for a file's bytes; `suffix` is the ending of its name, without the dot.

    `told` hears now and then how much has been read;
    an error it raises ends the child. A workbook too large for the ordinary allowance is read with the larger one,
    after those that came before it.

    Raises UnreadableFile: what the reader refused; reading_too_slow, reading_too_large when it was stopped;
    corrupt_file when it died. Nothing of the file appears on a command line or in a log.
    """
    allowed = ORDINARY._replace(wall_seconds=wall_seconds)
    reply = _reply(_waiting.take() or _start(ORDINARY), content, suffix, allowed, told)
    _waiting.renew()
    if "larger" in reply:
        if not _one_larger.acquire(timeout=LARGER.wall_seconds):
            raise UnreadableFile("reading_too_slow", seconds=int(LARGER.wall_seconds))
        try:
            reply = _reply(_start(LARGER), content, suffix, LARGER, told)
        finally:
            _one_larger.release()
    if "refused" in reply:
        raise UnreadableFile(reply["refused"]["code"], **reply["refused"]["parameters"])
    return reply


def _start(allowed: Allowance) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", str(_READER), *(["larger"] if allowed is LARGER else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _reply(
    process: subprocess.Popen[bytes], content: bytes, suffix: str, allowed: Allowance, told: Told
) -> dict[str, Any]:
    ending = suffix if suffix.isascii() and suffix.isalnum() and len(suffix) < 8 else ""
    output = _talk(process, ending.encode() + b"\n", content, allowed, told)
    if process.returncode != 0:
        raise _cause_of_death(process.returncode, allowed)
    reply: dict[str, Any] = json.loads(output)
    return reply


def _talk(process: subprocess.Popen[bytes], head: bytes, content: bytes, allowed: Allowance, told: Told) -> bytes:
    """Give the child its input and collect its output, looking at the clock and at its memory in between.

    Three threads do the talking and listening: Popen.communicate forgets its input when it is resumed after a timeout.
    """
    deadline = time.monotonic() + allowed.wall_seconds
    output: list[bytes] = []
    heard: list[float] = []
    threads = [
        threading.Thread(target=_give, args=(process, head, content), daemon=True),
        threading.Thread(target=_collect, args=(process, output), daemon=True),
        threading.Thread(target=follow, args=(process.stderr, heard), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        while threads[1].is_alive():
            threads[1].join(_LOOK_EVERY)
            if heard and threads[1].is_alive():
                told(heard[-1])
            if time.monotonic() > deadline:
                raise UnreadableFile("reading_too_slow", seconds=allowed.cpu_seconds)
            if sys.platform != "linux" and _memory(process.pid) > allowed.memory:
                raise UnreadableFile("reading_too_large")
    finally:
        if threads[1].is_alive():
            process.kill()
        process.wait()
        for thread in threads:
            thread.join()
        _close(process)
    return output[0]


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _give(process: subprocess.Popen[bytes], head: bytes, content: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(BrokenPipeError, OSError):  # the child refused before it had read everything
        process.stdin.write(head)
        process.stdin.write(content)
        process.stdin.close()


def _collect(process: subprocess.Popen[bytes], output: list[bytes]) -> None:
    if process.stdout is not None:
        output.append(process.stdout.read())


def _cause_of_death(status: int, allowed: Allowance) -> UnreadableFile:
    """SIGXCPU is the processor limit, SIGKILL the hard limit behind it; anything else is the file's doing."""
    if status in (-24, -9):
        return UnreadableFile("reading_too_slow", seconds=allowed.cpu_seconds)
    return UnreadableFile("corrupt_file")


def _memory(pid: int) -> int:
    """Bytes the child holds, where psutil is installed; 0 where it is not."""
    try:
        import psutil
    except ImportError:
        return 0
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0
