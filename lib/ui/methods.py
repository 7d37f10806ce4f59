"""The Methods popover beside numbers: one procedure at a time, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.report import tables
from lib.report.wording.methods import method_card, procedure_title
from lib.stats.results import NotEstimable
from lib.ui import session
from lib.ui.selection import Selection
from lib.ui.show import plain, text

WITHIN = ("paired_t", "signed_rank", "hodges_lehmann", "d_z", "d_av", "describe")
RATES = ("rate", "newcombe")
RESPONDERS = ("responder", "rate", "newcombe")
CONSENSUS = ("consensus", "rate", "newcombe")
PATIENTS = ("describe", "smd")
BASELINE_TESTS = ("baseline_test",)
ADJUSTMENT = ("ancova_hc3", "welch_change", "welch_follow_up")
LESIONS = ("clustered",)
CENTRES = ("mantel_haenszel",)
EXPOSURE = ("exact_rate", "firth")
TIPPING = ("tipping_point",)


def popover(place: str, procedures: Sequence[str]) -> None:
    """What is to be known of the numbers at one place of the page; with several procedures one is chosen."""
    language = session.language()
    names = {code: procedure_title(code, language) for code in dict.fromkeys(procedures)}
    folded = st.popover(text("explained.menu"), type="tertiary", key=f"methods_{place}", on_change="rerun")
    if not folded.open:
        return
    with folded:
        chosen = procedures[0]
        if len(names) > 1:
            chosen = st.selectbox(
                text("explained.choose"), list(names), format_func=names.__getitem__, key=f"method_of_{place}"
            )
        card = method_card(chosen, language)
        st.markdown("  \n".join([f"**{plain(card.name)}**", *(plain(line) for line in card.lines)]))


def of_verdict(selection: Selection) -> tuple[str, ...]:
    """What the sentence rests on: its analysis, the margin, and with three methods or more the overall test."""
    asked = selection.question
    primary = "ancova_hc3" if isinstance(asked, NotEstimable) else asked.analysis
    found = [primary, "equivalence", "mmrm"]
    return (*found, "ancova_hc3_f") if len(selection.kept.methods) > 2 else tuple(found)


def of_scores(selection: Selection) -> tuple[str, ...]:
    """What the table of scores shows: the description, and the adjusted difference where there is a pair."""
    return ("describe",) if selection.pair is None else ("describe", *of_verdict(selection)[:1])


def of_comparison(selection: Selection) -> tuple[str, ...]:
    """The primary analysis and every sensitivity analysis."""
    return (*of_verdict(selection)[:1], *tables.SENSITIVITY)
