"""Finds the browser for the browser tests, or installs one, and prints where it is.

Chromium or Chrome on the machine comes first. Otherwise, on Debian with CI=true or as root, Debian's own Chromium is
installed; otherwise the one that Playwright brings. What is installed is announced on standard error.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
DEBIAN = [
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
]
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]


def browser_on_this_machine() -> str | None:
    """The path of a Chromium or Chrome that starts, or None."""
    candidates = [path for name in NAMES if (path := shutil.which(name))]
    if MAC.is_file():
        candidates.append(str(MAC))
    bundled = playwrights_chromium()
    if bundled.is_file():
        candidates.append(str(bundled))
    return next((path for path in candidates if starts(path)), None)


def starts(path: str) -> bool:
    """Whether the browser answers; the launcher of a missing snap, for one, does not."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def playwrights_chromium() -> Path:
    """Where Playwright keeps its Chromium, whether or not it is there."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  slow, and not needed when one is on the PATH

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def is_debian() -> bool:
    """Debian itself: Ubuntu's package of that name is a snap, which a server often cannot start."""
    if platform.system() != "Linux":
        return False
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def ways_to_install() -> list[list[list[str]]]:
    """The ways this machine allows, each a list of commands, the preferred one first."""
    may_use_apt = os.environ.get("CI") == "true" or os.geteuid() == 0
    return [DEBIAN, [PLAYWRIGHT]] if is_debian() and may_use_apt else [[PLAYWRIGHT]]


def install(way: list[list[str]]) -> None:
    """Run the commands, announcing each; whether they succeeded shows in whether a browser is there."""
    for command in way:
        announce(f"No Chromium or Chrome was found. Installing one for the browser tests: {' '.join(command)}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=environment, check=False)


def announce(sentence: str) -> None:
    """Print to standard error, where it is seen although the answer is read by make."""
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Print the browser's path; 1 with the one thing to do when there is none."""
    browser = browser_on_this_machine()
    for way in ways_to_install():
        if browser is None:
            install(way)
            browser = browser_on_this_machine()
    if browser is None:
        announce(
            "The browser tests need Chromium or Chrome. Install it (Debian: sudo apt install chromium) and repeat."
        )
        return 1
    print(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
