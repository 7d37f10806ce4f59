"""What would stand on paper too, as HTML: a table, and the line above a chart or a table. Every word is escaped."""

from __future__ import annotations

from html import escape
from unicodedata import east_asian_width

import pandas as pd

LONGEST_WHOLE, LONGEST_FIGURES = 14, 20
"""Characters of a cell that stays on one line, and of one with figures: an interval is not broken in two."""


def table(frame: pd.DataFrame, name: str, *, hide_index: bool = False, note: str = "") -> str:
    """Text in rows and columns with three rules, as journals print it; `name` is for those who hear the page.

    The frame's index, where it is not hidden, heads the rows. `note` stands below the last rule.
    """
    labels = [] if hide_index else [("" if frame.index.name is None else frame.index.name)]
    head = "".join(_cell("th", word, ' scope="col"') for word in (*labels, *frame.columns))
    rows = ""
    for label, cells in zip(frame.index, frame.to_numpy(dtype=object), strict=True):
        first = "" if hide_index else _cell("th", label, ' scope="row"')
        rows += f"<tr>{first}{''.join(_cell('td', cell) for cell in cells)}</tr>"
    below = f'<p class="table-note">{escape(note)}</p>' if note else ""
    named = f'aria-label="{escape(name)}"'
    return (  # one can stop at it and scroll it with the arrow keys
        f'<div class="printed" tabindex="0" role="group" {named}><table {named}>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{below}"
    )


def heading(title: str, legend: str, heard: str = "") -> str:
    """A bold title with its legend in grey beside it; `heard` is what a chart shows, for those who hear the page."""
    bold = f"<strong>{escape(title)}</strong> " if title else ""
    unseen = f'<span class="heard">{escape(heard)}</span>' if heard else ""
    return f'<p class="chart-heading">{bold}<small>{escape(legend)}</small>{unseen}</p>'


def _cell(kind: str, words: object, more: str = "") -> str:
    shown = str(words)
    longest = LONGEST_FIGURES if any(map(str.isdigit, shown)) else LONGEST_WHOLE
    whole = ' class="whole"' if _length(shown) <= longest else ""
    return f"<{kind}{more}{whole}>{escape(shown)}</{kind}>"


def _length(words: str) -> int:
    """Characters, a full-width one as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
