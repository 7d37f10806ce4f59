"""What would stand on paper too, as HTML: a table, and the line above a chart or a table. Every word is escaped."""

from __future__ import annotations

from html import escape

import pandas as pd

LONGEST_WHOLE = 14
"""Characters of a cell that stays on one line where there is room: an interval is not broken in two."""


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
    return (
        f'<div class="printed"><table aria-label="{escape(name)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{below}"
    )


def heading(title: str, legend: str, heard: str = "") -> str:
    """A bold title with its legend in grey beside it; `heard` is what a chart shows, for those who hear the page."""
    bold = f"<strong>{escape(title)}</strong> " if title else ""
    unseen = f'<span class="heard">{escape(heard)}</span>' if heard else ""
    return f'<p class="chart-heading">{bold}<small>{escape(legend)}</small>{unseen}</p>'


def _cell(kind: str, words: object, more: str = "") -> str:
    whole = ' class="whole"' if len(str(words)) <= LONGEST_WHOLE else ""
    return f"<{kind}{more}{whole}>{escape(str(words))}</{kind}>"
