"""All 240 difficult files."""

from __future__ import annotations

from tests.difficult import (
    containers,
    delimited,
    groups,
    hostile_text,
    layouts,
    markup,
    old_formats,
    packages,
    resources,
    sizes,
    values,
)

EVERY_FILE = tuple(
    file
    for kind in (
        containers, old_formats, packages, resources, markup, sizes, layouts, groups, values, delimited, hostile_text,
    )
    for file in kind.FILES
)  # fmt: skip
