"""`python -m bench`: every measurement, or those named, as one table."""

from __future__ import annotations

import importlib
import sys

from bench.ratio import table

MEASUREMENTS = ("battery", "ranks", "mixed", "baseline", "intake", "click", "pages", "start", "report")


def main(names: list[str]) -> int:
    """Measure, print, and fail if a limit is not met."""
    modules = [importlib.import_module(f"bench.{name}") for name in names or MEASUREMENTS]
    lines = []
    for module in modules:
        print(module.EXPLANATION, flush=True)
        print()
        lines.extend(module.measure())
    print(table(lines))
    return 0 if all(line.is_met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
