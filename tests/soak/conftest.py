"""What simulations and visitors found, printed below the tests: `make soak` reports figures as well."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line per figure that a test recorded."""
    terminalreporter.section("found")
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in report.user_properties if report.when == "call" else ():
                terminalreporter.write_line(f"{name}: {value if isinstance(value, str) else f'{value:.2%}'}")
