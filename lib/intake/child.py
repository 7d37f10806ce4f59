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

from lib.intake.findings import UnreadableFile

WALL_SECONDS = 120.0
"""After this the child is killed, whatever it waits for. On Linux 20 seconds of processor time end it before."""

MEMORY_LIMIT = 1 << 30
_LOOK_EVERY = 0.25
_READER = Path(__file__).resolve().with_name("reader.py")


def read_in_child(content: bytes, suffix: str, *, wall_seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """The reader's reply for a file's bytes; `suffix` is the ending of its name, without the dot.

    Raises UnreadableFile: what the reader refused; reading_too_slow, reading_too_large when it was stopped;
    corrupt_file when it died. Nothing of the file appears on a command line or in a log.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", str(_READER), suffix if suffix.isalnum() and len(suffix) < 8 else ""],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    output = _talk(process, content, time.monotonic() + wall_seconds)
    if process.returncode != 0:
        raise UnreadableFile(_cause_of_death(process.returncode))
    reply: dict[str, Any] = json.loads(output)
    if "refused" in reply:
        raise UnreadableFile(reply["refused"]["code"], **reply["refused"]["parameters"])
    return reply


def _talk(process: subprocess.Popen[bytes], content: bytes, deadline: float) -> bytes:
    """Give the child its input and collect its output, looking at the clock and at its memory in between.

    Two threads do the talking: Popen.communicate forgets its input when it is resumed after a timeout.
    """
    output: list[bytes] = []
    threads = [
        threading.Thread(target=_give, args=(process, content), daemon=True),
        threading.Thread(target=_collect, args=(process, output), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        while threads[1].is_alive():
            threads[1].join(_LOOK_EVERY)
            if time.monotonic() > deadline:
                raise UnreadableFile("reading_too_slow", seconds=20)
            if sys.platform != "linux" and _memory(process.pid) > MEMORY_LIMIT:
                raise UnreadableFile("reading_too_large")
    finally:
        if threads[1].is_alive():
            process.kill()
        process.wait()
        for thread in threads:
            thread.join()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
    return output[0]


def _give(process: subprocess.Popen[bytes], content: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(BrokenPipeError, OSError):  # the child refused before it had read everything
        process.stdin.write(content)
        process.stdin.close()


def _collect(process: subprocess.Popen[bytes], output: list[bytes]) -> None:
    if process.stdout is not None:
        output.append(process.stdout.read())


def _cause_of_death(status: int) -> str:
    """SIGXCPU is the processor limit, SIGKILL the hard limit behind it; anything else is the file's doing."""
    return "reading_too_slow" if status in (-24, -9) else "corrupt_file"


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
