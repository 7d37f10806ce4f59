"""The server: app.py behind security headers, ready for a link into any page. `make run` starts it.

streamlit run lib/server.py          or          uvicorn lib.server:app
"""

from __future__ import annotations

import base64
import ctypes
import gc
import hashlib
import importlib
import pkgutil
import re
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

ROOT = Path(__file__).resolve().parent.parent

GARBAGE_EVERY = 20.0
"""Seconds between two looks for what nobody holds any more."""

TURN = 0.001
"""Seconds for which one visitor's work holds the interpreter while another's waits, a fifth of Python's usual: a page
hands over at each of its fifty parts, and while a large file is interpreted it would wait as often."""


def allowed_inline_scripts() -> list[str]:
    """The fingerprints of the scripts written into Streamlit's own index.html, as a content policy names them."""
    index = Path(st.__file__).with_name("static") / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", index.read_text(encoding="utf-8"), flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_policy() -> str:
    """What a page may load and where it may send: this server only; nobody may frame it."""
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *allowed_inline_scripts()]),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit and Vega style their elements in place
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' ws: wss:",  # Safari does not count the web socket as 'self'
        "worker-src": "'self' blob:",
        "form-action": "'self'",
        "base-uri": "'self'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in parts.items())


SECURITY_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Adds the security headers to every answer; downloads and pictures of a registry are kept by no cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, with the headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                if scope["path"].startswith("/media/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers)


@asynccontextmanager
async def ready_for_visitors(_app: st.App) -> AsyncIterator[None]:
    """Let the first visitor arrive on any page, and soon.

    Streamlit takes a folder named pages/ for its first kind of multipage app, until app.py has called st.navigation
    once; a link into a page that comes before is answered with "Page not found". This says it beforehand.
    """
    PagesManager.uses_pages_directory = False
    sys.setswitchinterval(TURN)
    give_memory_back()
    ended = threading.Event()
    threading.Thread(target=load_ahead, daemon=True).start()
    threading.Thread(target=collect_garbage, args=(ended,), daemon=True).start()
    yield
    ended.set()
    importlib.import_module("lib.intake.child").stop_keeping_ready()


def give_memory_back() -> None:
    """Let what a large registry took return to the system when its session ends. Without glibc, do nothing.

    Every thread that reads a file would have a store of freed memory of its own, and blocks of up to 32 MB would stay
    in it. Two stores are enough, and blocks from 1 MB on come from the system and go back to it (man 3 mallopt).
    Smaller ones stay: a column of 100,000 patients that comes from the system at every step takes longer than counting.
    """
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        most_stores, smallest_from_the_system = -8, -3  # M_ARENA_MAX and M_MMAP_THRESHOLD of malloc.h
        library.mallopt(most_stores, 2)
        library.mallopt(smallest_from_the_system, 1024 * 1024)


def load_ahead() -> None:
    """Import what the pages import, while the visitor's browser is still loading Streamlit.

    While garbage is collected nobody is answered. What the imports brought stays until the server ends, so it is taken
    out of the collector's sight: a tenth of a second less.
    The process that will read the first file is started as well. Arrow takes its memory where all others do.
    """
    for module in pkgutil.iter_modules([str(ROOT / "lib" / "ui")], "lib.ui."):
        importlib.import_module(module.name)
    arrow = importlib.import_module("pyarrow")
    arrow.set_memory_pool(arrow.system_memory_pool())
    gc.freeze()
    look_for_garbage_seldom()
    importlib.import_module("lib.intake.child").keep_ready()


def look_for_garbage_seldom() -> None:
    """Let Python itself look after many new objects only: each look takes a million cells up."""
    gc.set_threshold(100_000, 50, 100)


def collect_garbage(ended: threading.Event) -> None:
    """Now and then take away what visitors left. Streamlit would after every click (runner.postScriptGC)."""
    while not ended.wait(GARBAGE_EVERY):
        gc.collect()


def import_from_root() -> None:
    """Make `import lib` mean this folder, and keep Streamlit from offering lib/report as `report`."""
    sys.path[:] = [str(ROOT), *(entry for entry in sys.path if Path(entry).resolve() not in (ROOT, ROOT / "lib"))]


import_from_root()
app = st.App(
    ROOT / "app.py",
    routes=[Mount("/fonts", StaticFiles(directory=ROOT / "data" / "fonts"))],
    middleware=[Middleware(SecurityHeaders)],
    lifespan=ready_for_visitors,
)
