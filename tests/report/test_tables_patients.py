"""The baseline table as text: no row lost, no imbalance hidden."""

from __future__ import annotations

from lib.analysis.patients import baseline_table
from lib.intake.opening import SourceFile, open_registry
from lib.registry.cohort import Cohort
from lib.report.tables.patients import baseline
from lib.terms import Question

QUESTION = Question(outcome="VAS", visit="1 month", experimental="CT", control="DSA")


def registry(head: str, cell: str, other: str) -> Cohort:
    """Twelve patients with the columns of `head`; `cell` with one method, `other` with the second."""
    lines = [f"id,guidance,VAS before,VAS 1 month,{head}"]
    lines += [f"P{n},{'CT' if n % 2 else 'DSA'},{7 + n % 3},{2 + n % 4},{cell if n % 2 else other}" for n in range(12)]
    cohort = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
    assert cohort is not None
    return cohort


class TestBaseline:
    def test_two_rows_of_the_same_words_are_two_rows(self) -> None:
        """Column "a" with level "b: c" and column "a: b" with level "c" read alike; both stay."""
        cohort = registry("a,a: b", "b: c,c", "d,e")

        table = baseline(baseline_table(cohort, QUESTION), {one.name: one for one in cohort.covariates}, "en")

        assert [label for label in table.index if label.startswith("A: b: c")] == [
            "A: b: c, n (%)",
            "A: b: c, n (%) (2)",
        ]
        assert len(table.index) == len(set(table.index))

    def test_no_overlap_is_infinite_and_marked(self) -> None:
        """All women with CT and all men with DSA: −∞ and the mark, where a dash would look like balance."""
        cohort = registry("Sex", "F", "M")

        table = baseline(baseline_table(cohort, QUESTION), {one.name: one for one in cohort.covariates}, "en")

        assert "−∞ *" in table.iloc[:, -1].tolist()

    def test_the_pair_on_screen_turns_the_sign(self) -> None:
        """SMD of ages 50 and 60 (SD 10 each) is CT − DSA −1.00 and DSA − CT +1.00; the head says which."""
        ages = ["40", "50", "60"]
        lines = ["id,guidance,Age,VAS before,VAS 1 month"]
        lines += [f"P{n},CT,{ages[n % 3]},7,2" for n in range(3)] + [
            f"Q{n},DSA,{int(ages[n]) + 10},8,3" for n in range(3)
        ]
        cohort = open_registry([SourceFile(name="a.csv", content="\n".join(lines).encode())]).cohort
        assert cohort is not None
        known = {one.name: one for one in cohort.covariates}

        usual = baseline(baseline_table(cohort, QUESTION), known, "en")
        turned = baseline(baseline_table(cohort, QUESTION, ("DSA", "CT")), known, "en")

        assert usual.loc["Age, mean (SD)", "SMD (CT − DSA)"] == "−1.00 *"
        assert turned.loc["Age, mean (SD)", "SMD (DSA − CT)"] == "+1.00 *"
