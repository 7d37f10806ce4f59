"""The Columns page: the scale and the unit of every score as it was read, and a way to change the unit."""

from __future__ import annotations

import streamlit as st

from lib.intake.settings import ReadingSettings, ScaleSetting
from lib.intake.units import ReadScale, unit_decided
from lib.report import wording
from lib.terms import ODI
from lib.ui import columns, session, show
from lib.ui.session import Reading
from lib.ui.show import plain, text

RECOGNISED = ""
"""The choice that leaves the unit to what the file says."""

_CHANGED = "unit_changed"


def scales(reading: Reading) -> None:
    """Each score with its unit to choose, and below it what its numbers are in the file and after reading."""
    if not reading.opened.scales:
        return
    show.heading(text("columns_page.scales"), text("columns_page.scales_hint"))
    with st.container(horizontal=True, key="scales"):
        for place, one in enumerate(reading.opened.scales, start=1):
            with st.container(width=360):
                _unit(reading, one, f"unit_{place}")
    if session.get(_CHANGED):
        session.put(_CHANGED, value=False)
        columns.go_on()


def _unit(reading: Reading, one: ReadScale, key: str) -> None:
    """One score: the unit it is written in, to choose, and its range."""
    name = plain(wording.outcome_name(one.outcome, session.language()))
    if one.units:
        decided = unit_decided(reading.opened.settings.scale(one.outcome), one.units, one.instrument)
        names = {unit: _unit_name(unit, one, is_decided=bool(decided)) for unit in (RECOGNISED, *one.units)}
        session.put(key, decided)
        st.selectbox(
            text("columns_page.unit_of", outcome=name),
            list(names),
            format_func=names.__getitem__,
            key=key,
            on_change=_changed,
            args=(one.outcome, key),
        )
        st.caption(_range(one))
    else:
        st.markdown(name)
        st.caption(_range(one))


def _unit_name(unit: str, one: ReadScale, *, is_decided: bool) -> str:
    if unit != RECOGNISED:
        return text(f"columns_page.units.{unit}")
    if is_decided:
        return text("columns_page.units.recognised")
    if not one.read_as:
        return text("columns_page.units.undecided")
    known = text("columns_page.separator").join(text(f"columns_page.units.{each}") for each in one.read_as)
    return text("columns_page.units.recognised_as", unit=known)


def _range(one: ReadScale) -> str:
    """The numbers of a score in the file and after reading, with the range and the direction of its scale."""
    better = text("columns_page.lower_better" if one.scale.lower_is_better else "columns_page.higher_better")
    sign = "%" if one.scale.unit == ODI.unit else ""
    scale = {"low": f"{one.scale.low:g}", "high": f"{one.scale.high:g}{sign}", "better": better}
    if one.written is None or one.kept is None:
        return text("columns_page.range_only", **scale)
    written = text("columns_page.between", low=f"{one.written[0]:g}", high=f"{one.written[1]:g}")
    kept = text("columns_page.between", low=f"{one.kept[0]:g}", high=f"{one.kept[1]:g}")
    return text("columns_page.range", written=written, kept=kept, **scale)


def _changed(outcome: str, key: str) -> None:
    """Read the score in the unit chosen; "" takes an earlier choice back."""
    unit = str(session.get(key, RECOGNISED))
    session.change_reading(ReadingSettings(scales=(ScaleSetting(outcome=outcome, unit=unit),)))
    session.put(_CHANGED, value=True)
