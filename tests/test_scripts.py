"""The scripts behind make: what they do on a machine that lacks something."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import ensure_browser

ROOT = Path(__file__).parents[1]


def command(folder: Path, name: str, body: str) -> None:
    """A program called `name` in `folder`."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def make_venv(path: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What scripts/make_venv.sh does in `folder` where only `rm` and the programs on `path` can be found."""
    command(Path(path), "rm", 'exec /bin/rm "$@"')
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "make_venv.sh")],
        cwd=folder,
        env={"PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class TestMakeVenv:
    def test_says_what_mends_a_python_without_venv(self, tmp_path: Path) -> None:
        """Debian's Python comes without venv: one command for that very version is named, nothing left."""
        command(tmp_path / "bin", "python3", f'case "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"')

        answer = make_venv(str(tmp_path / "bin"), tmp_path)

        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        assert answer.returncode == 1
        assert f"sudo apt install python{version}-venv" in answer.stderr
        assert not (tmp_path / ".venv").exists()

    def test_passes_over_a_python_that_does_not_run(self, tmp_path: Path) -> None:
        """A launcher without its Python, as version managers leave them, is not taken for one."""
        command(tmp_path / "bin", "python3.14", "echo 'command not found' >&2\nexit 127")
        command(tmp_path / "bin", "python3", f'exec {sys.executable} "$@"')

        answer = make_venv(str(tmp_path / "bin"), tmp_path)

        assert answer.returncode == 0, answer.stderr
        assert (tmp_path / ".venv" / "bin" / "python").exists()

    def test_asks_for_python_where_there_is_none(self, tmp_path: Path) -> None:
        """An old Python counts as none."""
        command(tmp_path / "bin", "python3", "exit 1")

        answer = make_venv(str(tmp_path / "bin"), tmp_path)

        assert answer.returncode == 1
        assert "Python 3.11 or newer" in answer.stderr


class TestEnsureBrowser:
    def test_takes_the_one_on_the_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A browser that the machine has is used as it is."""
        command(tmp_path, "google-chrome", "echo Chrome 1.0")
        monkeypatch.setenv("PATH", str(tmp_path))

        assert ensure_browser.browser_on_this_machine() == str(tmp_path / "google-chrome")

    def test_passes_over_a_launcher_without_its_browser(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ubuntu's chromium-browser only says that a snap is needed: the next one is taken."""
        command(tmp_path, "chromium-browser", "echo 'requires the chromium snap' >&2\nexit 10")
        command(tmp_path, "google-chrome", "echo Chrome 1.0")
        monkeypatch.setenv("PATH", str(tmp_path))

        assert ensure_browser.browser_on_this_machine() == str(tmp_path / "google-chrome")

    def test_playwrights_own_is_always_a_way(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the distribution may not be asked, or has none, Playwright's Chromium remains."""
        monkeypatch.setenv("CI", "true" if os.environ.get("CI") != "true" else "false")

        assert ensure_browser.ways_to_install()[-1] == [ensure_browser.PLAYWRIGHT]
