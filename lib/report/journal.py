"""How a journal prints numbers: chosen for one document at a time, and known to the formatter and to the sentences.

Sources: NEJM's instructions to authors on statistical reporting; the AMA Manual of Style, 11th edition (no zero before
the point of a P value, a hyphen between limits, "to" where one has a sign, the percent sign at both); and what Chinese
medical journals print (x̄±s, M (Q1, Q3), the statistic before P).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PLAIN, NEJM, AMA, CHINESE = "plain", "nejm", "ama", "chinese"
STYLES = (PLAIN, NEJM, AMA, CHINESE)
"""What screens print, and three kinds of journals."""

_WORDED = {NEJM: ("comma",), AMA: ("ama", "comma"), CHINESE: ("chinese",)}
_HYPHEN = "-"
_chosen: ContextVar[str] = ContextVar("journal style", default=PLAIN)


@contextmanager
def printed_as(style: str) -> Iterator[None]:
    """Everything that is put into words inside is in this style; ValueError for a style that is none of ours."""
    if style not in STYLES:
        raise ValueError(f"style must be one of {', '.join(STYLES)}, but got {style!r}")
    before = _chosen.set(style)
    try:
        yield
    finally:
        _chosen.reset(before)


def chosen() -> str:
    """The style in which words are being written now; screens are PLAIN."""
    return _chosen.get()


def own_keys(key: str) -> tuple[str, ...]:
    """Under which keys a style may have a wording of its own of a message, the first that exists; none on screens."""
    return tuple(f"journal.{group}.{key}" for group in _WORDED.get(_chosen.get(), ()))


def p_figure(figure: str) -> str:
    """A P value's figure: AMA leaves out the zero before the point."""
    return figure.removeprefix("0") if _chosen.get() == AMA else figure


def limits(low: str, high: str, between: str) -> str:
    """Two printed limits as a range: AMA joins them by a hyphen where neither has a sign, all others by a word."""
    has_sign = not (low[:1].isdigit() and high[:1].isdigit())
    if _chosen.get() == AMA and not has_sign and between.isascii():
        return f"{low}{_HYPHEN}{high}"
    return between.format(low=low, high=high)
