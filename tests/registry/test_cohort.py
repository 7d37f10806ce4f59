from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lib.registry.cohort import Cohort, Column
from lib.registry.flow import ABSENCES
from lib.registry.protocol import Registry
from lib.terms import ODI, VAS, Covariate, Filter

NAN = float("nan")


def cohort() -> Cohort:
    """Seven patients, counted by hand below.

         method  sex  age   VAS before  1 month       last
    P001 DSA     F    60    7           3             2
    P002 CT      M    70    8           2             –
    P003 CT      F    –     7           died          –
    P004 –       M    50    9           1             1
    P005 CT      M    80    –           4             4
    P006 DSA     F    60    7           3             –
    P007 DSA     –    55    6           lost          3
    """
    month = np.array([0, 0, ABSENCES.index("died"), 0, 0, 0, ABSENCES.index("lost")], dtype=np.int8)
    scores = {
        ("VAS", "last follow-up"): Column.of_numbers(np.array([2, NAN, NAN, 1, 4, NAN, 3])),
        ("VAS", "1 month"): Column.of_numbers(np.array([3, 2, NAN, 1, 4, 3, NAN]), month),
        ("VAS", "baseline"): Column.of_numbers(np.array([7, 8, 7, 9, NAN, 7, 6.0])),
        ("ODI", "1 month"): Column.of_numbers(np.array([30, 20, NAN, 10, 40, 30, NAN])),
    }
    return Cohort(
        methods=("DSA", "CT"),
        method=np.array([0, 1, 1, -1, 1, 0, 0]),
        scores=scores,
        visit_days={"last follow-up": None, "1 month": 30, "baseline": 0},
        scales={"VAS": VAS, "ODI": ODI},
        covariate_columns={
            "sex": Column.of_text(["F", "M", "F", "M", "M", "F", None]),
            "age": Column.of_numbers(np.array([60, 70, NAN, 50, 80, 60, 55])),
        },
        covariates=(
            Covariate(name="sex", header="Sex", is_numeric=False, levels=("F", "M")),
            Covariate(name="age", header="Age", is_numeric=True, low=50, high=80),
        ),
        sheet=("Sheet1",) * 7,
        row=np.arange(2, 9),
        kept=np.ones(7, dtype=np.bool_),
    )


def pairs(registry: Cohort, visit: str = "1 month") -> set[tuple[str, float, float, int]]:
    """(method, before, after, patients) of VAS at a visit."""
    found = registry.score_counts("VAS", visit)
    return {
        (found.methods[m], b, f, n)
        for m, b, f, n in zip(
            found.method.tolist(),
            found.baseline.tolist(),
            found.follow_up.tolist(),
            found.count.tolist(),
            strict=True,
        )
    }


class TestColumn:
    def test_of_numbers(self) -> None:
        """Numbers become ascending levels and a code each; a missing number has code −1."""
        column = Column.of_numbers(np.array([7.5, 2.0, NAN, 7.5]))

        assert column.levels == (2.0, 7.5)
        assert column.code.tolist() == [1, 0, -1, 1]

    def test_numbers_gives_them_back(self) -> None:
        """What went in comes out, NaN included."""
        values = np.array([7.5, 2.0, NAN, 7.5])

        np.testing.assert_array_equal(Column.of_numbers(values).numbers, values)

    def test_nobody_has_one(self) -> None:
        """A column of missing numbers has no levels and gives NaN for all."""
        column = Column.of_numbers(np.array([NAN, NAN]))

        assert column.levels == ()
        assert np.isnan(column.numbers).all()

    def test_of_text(self) -> None:
        """Texts become levels in the order first met."""
        column = Column.of_text(["M", None, "F", "M"])

        assert column.levels == ("M", "F")
        assert column.code.tolist() == [0, -1, 1, 0]


class TestProtocol:
    def test_answers_every_question(self) -> None:
        """A cohort has everything that a registry is asked."""
        asked = {name for name in vars(Registry) if not name.startswith("_")}
        has = set(dir(Cohort)) | {field.name for field in dataclasses.fields(Cohort)}

        assert asked <= has


class TestVisits:
    def test_baseline_first_then_by_day(self) -> None:
        """Baseline, 1 month, and the last follow-up, which has no day, at the end."""
        assert [visit.name for visit in cohort().visits("VAS")] == ["baseline", "1 month", "last follow-up"]

    def test_of_an_outcome_that_is_not_there(self) -> None:
        """An outcome without columns has no visits."""
        assert cohort().visits("KPS") == ()


class TestScoreCounts:
    def test_complete_pairs_by_method(self) -> None:
        """P001 and P006 share 7 → 3 with DSA; P002 is 8 → 2 with CT; all others lack a score or a method."""
        assert pairs(cohort()) == {("DSA", 7, 3, 2), ("CT", 8, 2, 1)}

    def test_at_baseline_the_follow_up_is_the_baseline(self) -> None:
        """At "baseline" everyone with a method and a score is paired with themselves."""
        assert pairs(cohort(), "baseline") == {("DSA", 7, 7, 2), ("DSA", 6, 6, 1), ("CT", 7, 7, 1), ("CT", 8, 8, 1)}

    def test_outcome_without_baseline(self) -> None:
        """ODI has no baseline column: nobody is paired, and nothing fails."""
        assert cohort().score_counts("ODI", "1 month").n == 0

    def test_visit_that_is_not_there(self) -> None:
        """A visit without a column has no pairs."""
        assert cohort().score_counts("VAS", "5 years").n == 0

    def test_numeric_covariate(self) -> None:
        """Age stands beside its patients: both of 7 → 3 are 60 years old and stay one row."""
        found = cohort().score_counts("VAS", "1 month", ["age"])

        assert found.covariate_names == ("age",)
        assert list(zip(found.covariates[:, 0].tolist(), found.count.tolist(), strict=True)) == [(60, 2), (70, 1)]

    def test_categorical_covariate(self) -> None:
        """Sex becomes one indicator for M; F, the first level, is the reference."""
        found = cohort().score_counts("VAS", "1 month", ["sex"])

        assert found.covariate_names == ("sex=M",)
        assert list(zip(found.covariates[:, 0].tolist(), found.count.tolist(), strict=True)) == [(0, 2), (1, 1)]

    def test_reference_is_the_first_level_that_occurs(self) -> None:
        """Among men only, sex is constant and gives no column."""
        found = cohort().filtered([Filter(name="sex", levels=("M",))]).score_counts("VAS", "1 month", ["sex"])

        assert found.covariate_names == ()
        assert found.covariates.shape == (1, 0)

    def test_missing_covariate_leaves_the_patient_out(self) -> None:
        """P003 has no age and P007 no sex: at baseline 5 have a method and a score, 3 have both covariates too."""
        assert cohort().score_counts("VAS", "baseline").n == 5
        assert cohort().score_counts("VAS", "baseline", ["sex", "age"]).n == 3

    def test_equal_to_counting_rows(self) -> None:
        """On 500 random patients the counts expand to exactly the complete rows."""
        random = np.random.default_rng(2)
        before, after = (np.where(random.random(500) < 0.9, random.integers(0, 21, 500) / 2, NAN) for _ in range(2))
        method = random.integers(-1, 2, 500)
        registry = dataclasses.replace(
            cohort(),
            method=method,
            scores={("VAS", "baseline"): Column.of_numbers(before), ("VAS", "1 month"): Column.of_numbers(after)},
            kept=np.ones(500, dtype=np.bool_),
        )

        found = registry.score_counts("VAS", "1 month")

        rows = np.column_stack([method, before, after])
        rows = rows[np.isfinite(rows).all(axis=1) & (method >= 0)]
        expanded = np.repeat(np.column_stack([found.method, found.baseline, found.follow_up]), found.count, axis=0)
        np.testing.assert_array_equal(expanded, rows[np.lexsort(rows.T[::-1])])


class TestMoments:
    def test_by_method_and_pattern(self) -> None:
        """DSA: P007 has only the baseline 6; P001 and P006 have 7 → 3. CT: P003 only 7; P002 has 8 → 2.

        The last follow-up has no day and no part in it.
        """
        found = cohort().moments("VAS")

        assert [(m.method, m.observed, m.n) for m in found] == [
            ("DSA", (False,), 1),
            ("DSA", (True,), 2),
            ("CT", (False,), 1),
            ("CT", (True,), 1),
        ]
        assert {m.visits for m in found} == {("1 month",)}

    def test_cross_products(self) -> None:
        """Two patients with 7 → 3: n 2, sums 14 and 6, squares 98 and 18, product 42; one with 6 only: 1, 6, 36."""
        baseline_only, both, *_ = cohort().moments("VAS")

        assert both.cross_products.tolist() == [[2, 14, 6], [14, 98, 42], [6, 42, 18]]
        assert baseline_only.cross_products.tolist() == [[1, 6], [6, 36]]

    def test_outcome_without_baseline(self) -> None:
        """Without a baseline nobody enters."""
        assert cohort().moments("ODI") == ()

    def test_many_visits(self) -> None:
        """Seventy daily visits (more patterns than an integer holds) are still told apart: two patterns."""
        days = {f"{day} days": float(day) for day in range(2, 72)}
        always, never = np.array([1.0, 1, NAN]), np.array([1.0, NAN, NAN])
        scores = {("VAS", name): Column.of_numbers(always if day % 2 else never) for name, day in days.items()}
        scores["VAS", "baseline"] = Column.of_numbers(np.array([7.0, 8, NAN]))
        registry = dataclasses.replace(
            cohort(),
            methods=("CT",),
            method=np.zeros(3, dtype=np.int64),
            scores=scores,
            visit_days={"baseline": 0, **days},
            kept=np.ones(3, dtype=np.bool_),
        )

        found = registry.moments("VAS")

        assert [(sum(m.observed), m.n) for m in found] == [(35, 1), (70, 1)]

    def test_filtered(self) -> None:
        """Only kept patients enter: of the women with DSA both have 7 → 3, the woman with CT only 7."""
        found = cohort().filtered([Filter(name="sex", levels=("F",))]).moments("VAS")

        assert [(m.method, m.observed, m.n) for m in found] == [("DSA", (True,), 2), ("CT", (False,), 1)]


class TestFlow:
    def test_every_step_by_method(self) -> None:
        """In file, with baseline, with follow-up, analysed, died, lost; those without a method come last."""
        rows = [
            (f.method, f.in_file, f.with_baseline, f.with_follow_up, f.analysed, f.died, f.lost, f.not_recorded)
            for f in cohort().flow("VAS", "1 month")
        ]

        assert rows == [("DSA", 3, 3, 2, 2, 0, 1, 0), ("CT", 3, 2, 2, 1, 1, 0, 0), (None, 1, 1, 1, 0, 0, 0, 0)]

    def test_no_row_without_a_method_when_all_have_one(self) -> None:
        """The last row appears only when somebody has no method."""
        found = cohort().filtered([Filter(name="method", levels=("CT", "DSA"))]).flow("VAS", "1 month")

        assert [row.method for row in found] == ["DSA", "CT"]

    def test_visit_that_is_not_there(self) -> None:
        """Nobody has a follow-up at a visit without a column, and nobody is called lost."""
        found = cohort().flow("VAS", "5 years")

        assert [(f.with_follow_up, f.analysed, f.died, f.lost) for f in found] == [(0, 0, 0, 0)] * 3


class TestFiltered:
    def test_levels(self) -> None:
        """Women: P001, P003, P006; P007 without a sex is excluded."""
        assert cohort().filtered([Filter(name="sex", levels=("F",))]).n_patients == 3

    def test_range_is_inclusive(self) -> None:
        """60 to 70 keeps 60, 70 and 60; the patient without an age is excluded."""
        assert cohort().filtered([Filter(name="age", low=60, high=70)]).n_patients == 3

    @pytest.mark.parametrize(("one", "n"), [(Filter(name="age", low=70), 2), (Filter(name="age", high=55), 2)])
    def test_half_open_range(self, one: Filter, n: int) -> None:
        """A missing limit does not limit."""
        assert cohort().filtered([one]).n_patients == n

    def test_filters_combine(self) -> None:
        """Every filter must keep a patient: women of 60 are P001 and P006."""
        registry = cohort().filtered([Filter(name="sex", levels=("F",)), Filter(name="age", low=60)])

        assert registry.n_patients == 2
        assert pairs(registry) == {("DSA", 7, 3, 2)}

    def test_one_after_the_other(self) -> None:
        """Filtering twice is filtering by both, and both are remembered."""
        women, sixty = Filter(name="sex", levels=("F",)), Filter(name="age", low=60)
        registry = cohort().filtered([women]).filtered([sixty])

        assert registry.kept.tolist() == cohort().filtered([women, sixty]).kept.tolist()
        assert registry.filters == (women, sixty)

    def test_whole_numbers_are_named_without_a_point(self) -> None:
        """A numeric level 60.0 is the text "60", as a study file writes it."""
        assert cohort().filtered([Filter(name="age", levels=("60",))]).n_patients == 2

    def test_method_takes_the_others_out(self) -> None:
        """A filter on CT leaves CT as the only method, with its own patients."""
        registry = cohort().filtered([Filter(name="method", levels=("CT",))])

        assert registry.methods == ("CT",)
        assert registry.n_patients == 3
        assert pairs(registry) == {("CT", 8, 2, 1)}

    def test_a_level_that_nobody_has(self) -> None:
        """An unknown level keeps nobody; counts and pictures are empty, not errors."""
        registry = cohort().filtered([Filter(name="sex", levels=("X",))])

        assert registry.n_patients == 0
        assert registry.score_counts("VAS", "1 month").n == 0
        assert registry.moments("VAS") == registry.patients("VAS") == ()

    def test_range_on_text(self) -> None:
        """A range on sex is an error of the caller, named without a patient's value."""
        with pytest.raises(ValueError, match="'sex' holds text"):
            cohort().filtered([Filter(name="sex", low=1, high=2)])

    def test_the_whole_stays_whole(self) -> None:
        """Filtering leaves the cohort it came from alone."""
        whole = cohort()

        whole.filtered([Filter(name="sex", levels=("F",))])

        assert (whole.n_patients, whole.filters) == (7, ())


class TestFacets:
    def test_methods(self) -> None:
        """3 with DSA, 3 with CT; the patient without a method is in neither."""
        assert cohort().facets("method") == {"DSA": 3, "CT": 3}

    def test_levels_without_patients_stay(self) -> None:
        """Of the men with a method none has DSA: the choice stays, with zero."""
        assert cohort().filtered([Filter(name="sex", levels=("M",))]).facets("method") == {"DSA": 0, "CT": 2}

    def test_covariate(self) -> None:
        """3 women, 3 men, and one patient of whom it is not known."""
        assert cohort().facets("sex") == {"F": 3, "M": 3}

    def test_numeric_levels_as_text(self) -> None:
        """Levels that are whole numbers are named as people write them."""
        assert cohort().facets("age") == {"50": 1, "55": 1, "60": 2, "70": 1, "80": 1}


class TestPatients:
    def test_who_is_shown(self) -> None:
        """Everyone with a method and a baseline, also without a follow-up: not P004 (no method), not P005."""
        assert [patient.label for patient in cohort().patients("VAS")] == ["P001", "P002", "P003", "P006", "P007"]

    def test_one_patient(self) -> None:
        """A patient carries the method, the place in the file and the scores that exist."""
        patient = cohort().patients("VAS")[4]

        assert (patient.label, patient.method, patient.sheet, patient.row) == ("P007", "DSA", "Sheet1", 8)
        assert patient.scores == {"baseline": 6, "last follow-up": 3}

    def test_filtered_patients_keep_their_label(self) -> None:
        """P006 is P006 in every view."""
        registry = cohort().filtered([Filter(name="sex", levels=("F",)), Filter(name="method", levels=("DSA",))])

        assert [(p.label, p.method) for p in registry.patients("VAS")] == [("P001", "DSA"), ("P006", "DSA")]

    def test_outcome_without_baseline(self) -> None:
        """Without a baseline there is no change to show."""
        assert cohort().patients("ODI") == ()


class TestLabels:
    def test_as_wide_as_the_file(self) -> None:
        """Three digits at least, and as many as the file needs."""
        large = dataclasses.replace(cohort(), method=np.zeros(12345, dtype=np.int64))

        assert cohort().labels[0] == "P001"
        assert (large.labels[0], large.labels[-1]) == ("P00001", "P12345")
