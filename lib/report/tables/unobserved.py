"""What would have to be true of the unobserved patients before the conclusion changed, as text."""

from __future__ import annotations

import pandas as pd

from lib.analysis.unobserved import Unobserved
from lib.report.language import sentence
from lib.report.numbers import number, plain, printed_decimals
from lib.report.tables.cells import Cells, frame
from lib.report.wording.lines import mcid_source
from lib.report.wording.names import group_name, unit_name
from lib.stats.tipping import Scenario


def tipping_points(found: Unobserved, language: str) -> pd.DataFrame:
    """One row per scenario that can move the difference: how far it must go, and what the conclusion becomes."""
    rows: Cells = {
        _who(one, found, language): [_how_far(one, found, language)] for one in found.scenarios if _moves(one, found)
    }
    return frame(rows, [sentence(language, "tipping.changes")], sentence(language, "tipping.who"))


def stable_sentence(found: Unobserved, language: str) -> str:
    """Who was not observed, that the conclusion never changes or where it does, and where the range comes from."""
    verdict = found.verdict
    shares = [
        sentence(language, "tipping.share", method=group_name(method, language), n=n, of=alive)
        for method, (n, alive) in found.missing.items()
    ]
    return sentence(
        language,
        "tipping.stable" if found.is_stable else "tipping.changing",
        shares=sentence(language, "numbers.list").join(shares),
        largest=plain(found.largest),
        unit=unit_name(verdict.scale, language, amount=plain(found.largest)),
        range=_range(found, language),
    )


def _range(found: Unobserved, language: str) -> str:
    """What the range is twice of, and whose value that is."""
    mcid = plain(found.mcid.points)
    key = "range" if found.mcid.source else "range_own"
    return sentence(
        language,
        f"tipping.{key if found.mcid.is_chosen else 'range_suggested'}",
        mcid=mcid,
        unit=unit_name(found.verdict.scale, language, amount=mcid),
        source=mcid_source(found.mcid.source, language),
    )


def _moves(one: Scenario, found: Unobserved) -> bool:
    missing = [found.missing.get(name, (0, 0))[0] for name in (found.verdict.experimental, found.verdict.control)]
    return any(shift and n for shift, n in zip((one.a, one.b), missing, strict=True))


def _who(one: Scenario, found: Unobserved, language: str) -> str:
    worse = -found.verdict.scale.better
    parts = [
        sentence(language, f"tipping.{'worse' if shift == worse else 'better'}", method=group_name(method, language))
        for shift, method in ((one.a, found.verdict.experimental), (one.b, found.verdict.control))
        if shift
    ]
    return sentence(language, "numbers.list").join(parts)


def _how_far(one: Scenario, found: Unobserved, language: str) -> str:
    if one.delta is None or one.becomes is None:
        return sentence(language, "tipping.never", largest=plain(found.largest))
    shown = number(one.delta, max(1, printed_decimals(found.verdict.scale.decimals)))
    return sentence(language, "tipping.from", delta=shown, becomes=sentence(language, f"tipping.code.{one.becomes}"))
