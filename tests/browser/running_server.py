"""Trocar's server as `make run` starts it, on a free port, with its log."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
_WRONG = ("Traceback (most recent call last)", "missing ScriptRunContext")
"""What a server never prints; the second says that a file was made without what its visitor had chosen."""


@dataclass
class RunningServer:
    """A server that answers at `address`. `log` is what it has printed; `stop` ends it."""

    process: subprocess.Popen[str]
    port: int
    log: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def tracebacks(self) -> str:
        """Everything printed from the first traceback on, or from where a session was asked that was not there."""
        lines = list(self.log)
        starts = [number for number, line in enumerate(lines) if any(sign in line for sign in _WRONG)]
        return "".join(lines[max(starts[0] - 1, 0) :]) if starts else ""

    def stop(self) -> None:
        """End the server and wait until it has gone."""
        self.process.terminate()
        self.process.wait(timeout=30)


def start_server(**environment: str) -> RunningServer:
    """Start a server on a free port, with what is added to its environment, and wait until it prints its address."""
    port = free_port()
    process = subprocess.Popen(
        ["sh", "scripts/serve.sh", "localhost", str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHON": sys.executable, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    server = RunningServer(process, port)
    is_ready = threading.Event()
    threading.Thread(target=_keep_log, args=(server, is_ready), daemon=True).start()
    if not is_ready.wait(timeout=60) or process.poll() is not None:
        process.kill()
        raise RuntimeError("the server did not start:\n" + "".join(server.log))
    return server


def _keep_log(server: RunningServer, is_ready: threading.Event) -> None:
    stream = server.process.stdout
    if stream is None:
        raise ValueError("the server's output must be a pipe")
    with stream:
        for line in stream:
            server.log.append(line)
            if server.address in line:
                is_ready.set()
    is_ready.set()  # it ended: whoever waits should look at the log


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
