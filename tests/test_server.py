"""The headers that lib/server.py adds, without a server; tests/browser/test_server.py reads them from one."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import Any

import pytest

from lib.server import SecurityHeaders, allowed_inline_scripts, content_policy


def answer_of(path: str, **given: str) -> dict[str, str]:
    """The headers of an answer to `path` whose application gave `given`."""
    sent: list[Any] = []

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(SecurityHeaders(application)({"type": "http", "path": path, "headers": []}, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


class TestSecurityHeaders:
    def test_a_download_is_kept_by_no_cache(self) -> None:
        """A picture or a table of a registry does not stay on the computer's disk."""
        assert answer_of("/media/figure.png", cache_control="max-age=3600")["cache-control"] == "no-store"

    def test_the_apps_own_files_may_be_kept(self) -> None:
        """Scripts and fonts hold nobody's data and load faster from a cache."""
        assert answer_of("/static/js/index.js", cache_control="max-age=3600")["cache-control"] == "max-age=3600"

    @pytest.mark.parametrize("header", ["content-security-policy", "x-content-type-options", "referrer-policy"])
    def test_stand_beside_what_the_app_gave(self, header: str) -> None:
        """The app's headers stay, ours are added."""
        headers = answer_of("/", content_type="text/html")

        assert headers["content-type"] == "text/html"
        assert header in headers


class TestContentPolicy:
    def test_names_the_inline_script_by_its_fingerprint(self) -> None:
        """Streamlit's page holds one script in place; its SHA-256 is in the policy, so no other inline script runs."""
        script = "\n      window.prerenderReady = false\n    "
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

        assert allowed_inline_scripts() == [f"'sha256-{digest}'"]
        assert f"'sha256-{digest}'" in content_policy()

    def test_allows_no_script_made_from_text(self) -> None:
        """A policy with unsafe-inline or unsafe-eval for scripts would stop nothing."""
        scripts = next(part for part in content_policy().split("; ") if part.startswith("script-src"))

        assert "unsafe" not in scripts
