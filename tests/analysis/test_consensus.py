"""Pain and opioids of a registry's patients judged together, counted by hand and from the demo's own rows."""

from __future__ import annotations

from openpyxl import load_workbook

from lib.analysis.consensus import consensus_at
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.stats.results import NotEstimable
from lib.terms import Question
from tests.test_demo import DATA

NOTHING = NotEstimable(reason="no_question")
QUESTION = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")
HEAD = "id,guidance,VAS before,VAS 1 month,ODI before,ODI 1 month"
DOSES = "opioid dose before (mg/day),opioid dose 1 month (mg/day)"
CT = ["8,0,40,70,60", "7,5,40,60,60", "7,5,40,60,80", "8,8,40,60,30", "8,0,40,60,", "5,died,40,60,", "6,lost,40,60,30"]
DSA = ["8,8,40,50,60"] * 5 + ["8,0,40,60,60"] * 3
"""VAS before, at 1 month, ODI before (and 20 after), opioids before and at 1 month."""


def cohort(*, with_doses: bool = True) -> Cohort:
    """Seven patients with CT, eight with DSA."""
    lines = [f"{HEAD},{DOSES}" if with_doses else HEAD]
    for n, (method, one) in enumerate([("CT", one) for one in CT] + [("DSA", one) for one in DSA]):
        before, after, odi, dose_before, dose_after = one.split(",")
        doses = f",{dose_before},{dose_after}" if with_doses else ""
        lines.append(f"P{n},{method},{before},{after},{odi},20{doses}")
    found = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert found is not None
    return found


class TestConsensusAt:
    def test_every_patient_has_one_state(self) -> None:
        """CT: complete, partial by pain, more opioids, partial by dose; no dose and lost are missing, one died."""
        found = consensus_at(cohort(), "VAS", "1 month", QUESTION)

        assert found is not None
        one = found.by_method["CT"]
        assert (one.complete, one.partial, one.neither, one.not_assessable) == (1, 2, 1, 0)
        assert (found.missing["CT"], found.died["CT"]) == (2, 1)

    def test_the_missing_both_ways(self) -> None:
        """3 of 5 with the dead, 3 of 7 with the missing as well; 3 of 8 with DSA."""
        found = consensus_at(cohort(), "VAS", "1 month", QUESTION)

        assert found is not None
        counted = [[(one.events, one.n) for one in each.rates] for each in (found.compared, found.missing_as_failure)]
        assert counted == [[(3, 5), (3, 8)], [(3, 7), (3, 8)]]

    def test_only_of_pain_and_only_with_both_doses(self) -> None:
        """Not of ODI, not without the columns, not at a visit without a dose."""
        assert consensus_at(cohort(), "ODI", "1 month", QUESTION) is None
        assert consensus_at(cohort(with_doses=False), "VAS", "1 month", QUESTION) is None
        assert consensus_at(cohort(), "VAS", "3 months", QUESTION) is None

    def test_the_demo_is_what_its_rows_say(self) -> None:
        """Complete and partial responses counted cell by cell in the demo's sheet."""
        name = "demo_registry_en.xlsx"
        sheet = load_workbook(DATA / name).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        top = next(n for n, row in enumerate(rows) if "VAS before" in row)
        at = {str(header): position for position, header in enumerate(rows[top])}
        wanted = ("VAS before", "VAS 1 month", "Opioid dose before (mg/day)", "Opioid dose 1 month (mg/day)")
        counted: dict[str, int] = {"CT": 0, "DSA": 0}
        for row in rows[top + 1 :]:
            cells = [row[at[header]] for header in wanted]
            if not all(isinstance(cell, int | float) for cell in cells):
                continue
            before, after, dose, later = cells
            by_pain = (after == 0 or before - after >= 2) and later <= dose
            by_dose = dose > 0 and later <= 0.75 * dose and after <= before
            counted[str(row[at["Guidance"]]).removesuffix("-guided")] += by_pain or by_dose
        found = open_registry([SourceFile(name=name, content=(DATA / name).read_bytes())]).cohort

        assert found is not None
        judged = consensus_at(found, "VAS", "1 month", NOTHING)
        assert judged is not None
        assert {method: one.responded for method, one in judged.by_method.items()} == counted
        assert min(counted.values()) > 0
