"""The server: its headers, its font, and a link into a page on a server nobody has visited."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages_in_browser import visit
from tests.browser.running_server import ROOT, RunningServer


def headers_of(address: str) -> dict[str, str]:
    """The headers of an answer, names in lower case."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


class TestSecurityHeaders:
    @pytest.mark.parametrize("path", ["/", "/outcomes", "/_stcore/health", "/fonts/OFL.txt"])
    def test_are_on_every_answer(self, server: RunningServer, path: str) -> None:
        """Pages, links into pages, Streamlit's own answers and files carry the same headers."""
        headers = headers_of(server.address + path)

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "camera=()" in headers["permissions-policy"]
        assert "default-src 'self'" in headers["content-security-policy"]

    def test_policy_runs_only_our_own_scripts(self, server: RunningServer) -> None:
        """Scripts come from this server, or are the one that Streamlit wrote into its page; none is made from text."""
        policy = headers_of(server.address)["content-security-policy"]

        scripts = re.search(r"script-src ([^;]*)", policy)
        assert scripts is not None
        assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/=]+')*", scripts.group(1))
        assert "frame-ancestors 'none'" in policy
        assert "object-src 'none'" in policy


class TestContentPolicy:
    def test_lets_the_pages_work(self, page: Page, server: RunningServer) -> None:
        """The first page with its uploader, and the demo with its charts, ask for nothing that the policy refuses."""
        visit(page, server.address)
        expect(page.locator("input[type=file]").first).to_be_attached()

        visit(page, f"{server.address}/outcomes?registry=demo")

        expect(page.locator("[data-testid=stVegaLiteChart] .marks").first).to_be_visible()

    @pytest.mark.parametrize("locale", ["zh-CN"])
    def test_lets_the_chinese_font_load(self, page: Page, server: RunningServer) -> None:
        """The font of data/fonts is there for a machine that has no Chinese."""
        visit(page, server.address)

        loaded = page.evaluate("document.fonts.load(\"16px 'Noto Sans SC'\", '渗漏').then(faces => faces.length)")

        assert loaded == 1


class TestColdServer:
    def test_shows_a_linked_page(
        self, new_visitor: Callable[..., Page], cold_server: Callable[[], RunningServer]
    ) -> None:
        """The first visitor of a new server follows a link into a page and is not told "Page not found"."""
        page = visit(new_visitor(), f"{cold_server().address}/outcomes?registry=demo")

        expect(page.locator("[data-testid=stVegaLiteChart] .marks").first).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)


class TestServeScript:
    def test_says_which_port_is_taken(self, server: RunningServer) -> None:
        """A second start on the same port says so in one sentence, and what to do."""
        second = subprocess.run(
            ["sh", "scripts/serve.sh", "localhost", str(server.port)],
            cwd=ROOT,
            env={"PYTHON": sys.executable, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert second.returncode == 1
        assert f"make run PORT={server.port + 1}" in second.stderr
        assert "Traceback" not in second.stderr
