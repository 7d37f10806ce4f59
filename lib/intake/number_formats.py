"""How Excel shows a number: as a date, a percentage, a fraction, or plainly. Standard library only."""

from __future__ import annotations

import datetime
import re

from lib.intake.grid import DATE, FRACTION, NUMBER, PERCENT

_BUILT_IN = {9: PERCENT, 10: PERCENT, 12: FRACTION, 13: FRACTION, **dict.fromkeys((*range(14, 23), *range(27, 37),
             *range(45, 48), *range(50, 59)), DATE)}  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs年月日时]", re.IGNORECASE)
_FRACTION = re.compile(r"[?#0]+\s*/\s*[?#0-9]+")


def kind_of_format(number: int, code: str | None) -> str:
    """DATE, PERCENT, FRACTION or NUMBER for a number format; `code` is its text where the workbook defines it."""
    if code is None:
        return _BUILT_IN.get(number, NUMBER)
    plain = _QUOTED.sub("", code.split(";")[0])
    if "%" in plain:
        return PERCENT
    if _FRACTION.search(plain):
        return FRACTION
    if plain.lower() != "general" and _DATE_LETTERS.search(plain):
        return DATE
    return NUMBER


def iso_date(serial: float, is_1904: bool) -> str | None:
    """The ISO text of an Excel serial number ("2016-05-03"), None outside the years Excel knows.

    The 1900 system counts a 29 February 1900 that never was; days before it are one later than the formula says.
    """
    if not 0 <= serial < 2_958_466:
        return None
    epoch = datetime.datetime(1904, 1, 1) if is_1904 else datetime.datetime(1899, 12, 30)
    if not is_1904 and serial < 60:
        epoch += datetime.timedelta(days=1)
    moment = epoch + datetime.timedelta(days=serial)
    return moment.date().isoformat() if serial == int(serial) else moment.replace(microsecond=0).isoformat()
