"""The study file: what is read, what is refused, and what it makes of a registry."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from lib import study
from lib.intake.scales import judge
from lib.intake.settings import ReadingSettings, ScaleSetting
from lib.report.wording import finding_message
from lib.stats.results import NotEstimable
from lib.study import Asked, Mcid, Study, StudyInvalid
from lib.study.shape import INDEX_UNITS, TEN_UNITS
from lib.terms import Covariate, Filter, Margin, Question
from tests.analysis.cohorts import cohort_of

WHOLE = {
    "schema": 1,
    "sheet": "Sheet1",
    "header_row": 4,
    "columns": {"patient": ["site", "id"], "method": "treat", "visit": "week", "centre": "site"},
    "scores": [
        {"outcome": "VAS", "visit": "baseline", "column": "vas_pre"},
        {"outcome": "VAS", "visit": "3 months", "column": "vas_3m"},
    ],
    "events": [{"event": "leakage", "column": "leak"}, {"event": "technical_success", "column": "success"}],
    "covariates": ["age", "sex"],
    "methods": {"1": "CT", "2": "DSA"},
    "visits": {"-1": "baseline", "1": "5 years"},
    "scales": {"BDI": {"low": 0, "high": 63, "lower_is_better": True}, "VAS": {"unit": "0-100"}},
    "question": {
        "experimental": "CT",
        "control": "DSA",
        "outcome": "VAS",
        "visit": "3 months",
        "analysis": "ancova_hc3",
        "covariates": [],
        "filters": {},
    },
    "mcid": {"VAS": {"points": 1.5, "percent": 30, "source": "Ostelo 2008"}},
    "margins": {
        "VAS": {"value": 1.5, "reason": "MCID of Ostelo 2008"},
        "ODI": {"value": 10, "reason": "…"},
        "leakage": {"value": 0.10, "reason": "…"},
    },
    "design": {"randomised": False, "consecutive": None, "prospective": None, "ethics": None, "period": None},
    "fixed": {"at": "2026-11-22T09:00:00Z", "data_sha256": "…", "results_seen": False, "declared_by": "user"},
    "filters": {"method": ["CT", "DSA"], "sex": ["F"], "age": [40, 80]},
}
"""The example of the interface, part by part."""

BEFORE = {"outcome": "VAS", "visit": "baseline", "column": "v"}


@pytest.fixture
def registry():
    """Three methods, four patients each, with sex, a centre and an age."""
    methods = ("DSA", "CT", "CBCT") * 4
    scores = {"baseline": np.full(12, 8.0), "1 month": np.arange(12) / 2, "3 months": np.arange(12) / 3}
    made = cohort_of(methods, {"VAS": scores}, {"sex": ("F", "M") * 6, "centre": ("1", "2", "3") * 4})
    age = replace(made.covariate_columns["sex"], levels=(40.0, 60.0))
    return replace(
        made,
        covariates=(*made.covariates, Covariate(name="age", header="Age (y)", is_numeric=True, low=40, high=60)),
        covariate_columns={**made.covariate_columns, "age": age},
    )


def _view(registry, **parts):
    return study.view_of(study.load(json.dumps(parts)), registry)


class TestLoad:
    def test_every_part(self):
        """The example of the interface is read into its types."""
        read = study.load(json.dumps(WHOLE))

        assert read.settings.header_row == 4
        assert read.settings.column("patient") == ("site", "id")
        assert read.asked == Asked(experimental="CT", control="DSA", outcome="VAS", visit="3 months")
        assert read.mcid == {"VAS": Mcid(points=1.5, percent=30, source="Ostelo 2008")}
        assert read.margins["ODI"] == Margin(value=10, reason="…")
        assert read.design.randomised is False
        assert read.fixed is not None
        assert read.fixed.results_seen is False
        assert read.filters == {"method": ("CT", "DSA"), "sex": ("F",), "age": (40, 80)}

    def test_everything_is_optional(self):
        """An empty object proposes everything; so does a part that is null."""
        assert study.load("{}") == Study()
        assert study.load('{"schema": 1, "question": null, "fixed": null, "scores": null}') == Study()

    def test_results_count_as_seen_unless_stated(self):
        """A study fixed without a word on results does not free the margin of its stamp."""
        read = study.load('{"fixed": {"at": "2026-11-22T09:00:00Z"}}')

        assert read.fixed is not None
        assert read.fixed.results_seen is True

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("", "json"),
            ("[]", "json"),
            ("null", "json"),
            ('{"schema": 1', "json"),
            ("[" * 100_000, "json"),
            ('{"mcid": {"VAS": {"points": NaN}}}', "json"),
            ('{"schema": 2}', "schema"),
            ('{"scheme": 1}', "scheme"),
            ('{"sheet": ["a"]}', "sheet"),
            ('{"header_row": 0}', "header_row"),
            ('{"header_row": true}', "header_row"),
            ('{"columns": {"patient": []}}', "columns.patient"),
            ('{"columns": ["patient"]}', "columns"),
            ('{"scores": [{"outcome": "VAS"}]}', "scores.column"),
            ('{"scores": [{"outcome": "VAS", "column": "v", "time": "x"}]}', "scores.time"),
            ('{"scores": {"VAS": "v"}}', "scores"),
            ('{"methods": {"1": 2}}', "methods.1"),
            ('{"scales": {"BDI": {"low": "0"}}}', "scales.BDI.low"),
            ('{"question": "VAS"}', "question"),
            ('{"question": {"visits": "1 month"}}', "question.visits"),
            ('{"question": {"analysis": "welch_change"}}', "question.analysis"),
            ('{"question": {"filters": {"sex": "F"}}}', "question.filters.sex"),
            ('{"margins": {"VAS": {"value": 0}}}', "margins.VAS.value"),
            ('{"margins": {"VAS": {"value": 1e300}}}', "margins.VAS.value"),
            ('{"scales": {"BDI": {"low": 63, "high": 0}}}', "scales.BDI"),
            ('{"scales": {"BDI": {"low": 0}}}', "scales.BDI"),
            ('{"scales": {"VAS": {"unit": "furlong"}}}', "scales.VAS.unit"),
            (json.dumps({"scores": [BEFORE, BEFORE | {"visit": "1 week"}]}), "scores.v"),
            (json.dumps({"scores": [BEFORE, BEFORE | {"column": "w"}]}), "scores.VAS baseline"),
            ('{"sheets_are": "pages"}', "sheets_are"),
            ('{"margins": {"VAS": {"reason": "none"}}}', "margins.VAS.value"),
            ('{"margins": {"VAS": 1.5}}', "margins.VAS"),
            ('{"design": {"randomised": "no"}}', "design.randomised"),
            ('{"filters": {"age": [[40], 80]}}', "filters.age"),
        ],
    )
    def test_refuses(self, text, part):
        """What is not as the interface says is refused, with the place."""
        with pytest.raises(StudyInvalid) as refused:
            study.load(text)

        assert (refused.value.code, refused.value.parameters) == ("study_invalid", {"part": part})


class TestDump:
    def test_there_and_back(self):
        """What is written is read back as the same study."""
        read = study.load(json.dumps(WHOLE))

        assert study.load(study.dump(read)) == read

    def test_says_only_what_is_set(self):
        """A study without decisions is an empty file with its schema."""
        assert json.loads(study.dump(Study())) == {"schema": 1}

    @pytest.mark.parametrize("after", [True, False])
    def test_when_filters_became_the_question_is_kept(self, after):
        """The time, and whether results had been seen, come back as they were written."""
        asked = Asked(filters={"sex": ("F",)}, filters_at="2026-11-22T09:00:00Z", filters_after_results=after)

        assert study.load(study.dump(Study(asked=asked))).asked == asked

    def test_chinese_stays_legible(self):
        """The file can be read by the person it belongs to."""
        assert "术前" in study.dump(Study(settings=ReadingSettings(visits=(("术前", "baseline"),))))


class TestViewOf:
    def test_proposes_what_is_absent(self, registry):
        """An empty study opens with the proposal and no filter."""
        view = _view(registry)

        assert view.question == Question(outcome="VAS", visit="3 months", experimental="CT", control="DSA")
        assert view.registry.n_patients == 12
        assert view.is_filtered_view is False

    def test_question_is_carried_whole(self, registry):
        """Pair, visit, covariates by header, margins and design all reach the question."""
        view = _view(
            registry,
            question={"experimental": "DSA", "control": "CT", "visit": "1 month", "covariates": ["Age (y)"]},
            margins={"VAS": {"value": 1.5, "reason": "hand-made"}},
            design={"randomised": True},
            fixed={"results_seen": False},
        )

        assert view.question == Question(
            outcome="VAS",
            visit="1 month",
            experimental="DSA",
            control="CT",
            covariates=("age",),
            margins={"VAS": Margin(value=1.5, reason="hand-made")},
            margin_fixed_before_results=True,
            randomised=True,
        )

    @pytest.mark.parametrize("unit", ["0-10", "mm", "cm", "0-100"])
    def test_unit_of_the_score(self, registry, unit):
        """A unit that the score comes in is taken; how the cells were read is the reading's business."""
        assert isinstance(_view(registry, scales={"VAS": {"unit": unit}}).question, Question)

    def test_covariate_counts_once(self, registry):
        """A covariate by its term and again by its header is one column of the model."""
        view = _view(registry, question={"covariates": ["age", "Age (y)"]})

        assert isinstance(view.question, Question)
        assert view.question.covariates == ("age",)

    @pytest.mark.parametrize(
        ("named", "given", "is_fixed"),
        [("abc", "abc", True), ("ABC", "abc", True), ("abc", "def", False), (None, "def", True), ("abc", None, True)],
    )
    def test_fixed_for_these_data(self, registry, named, given, is_fixed):
        """A margin fixed for another file is not fixed for this one; without a fingerprint there is nothing to hold."""
        parts = {"fixed": {"results_seen": False, "data_sha256": named}}
        view = study.view_of(study.load(json.dumps(parts)), registry, data_sha256=given)

        assert isinstance(view.question, Question)
        assert view.question.margin_fixed_before_results is is_fixed

    def test_method_filter_is_the_question_itself(self, registry):
        """Choosing methods makes no filtered view and leaves two methods."""
        view = _view(registry, filters={"method": ["CT", "CBCT"]})

        assert view.registry.methods == ("CT", "CBCT")
        assert view.is_filtered_view is False
        assert isinstance(view.question, Question)
        assert (view.question.experimental, view.question.control) == ("CT", "CBCT")

    def test_filter_inside_the_question(self, registry):
        """A filter of the question belongs to it; the same filter outside makes a filtered view."""
        inside = _view(registry, question={"filters": {"sex": ["F"]}})
        outside = _view(registry, filters={"sex": ["F"]})

        assert (inside.registry.n_patients, inside.is_filtered_view) == (6, False)
        assert isinstance(inside.question, Question)
        assert inside.question.filters == (Filter(name="sex", levels=("F",)),)
        assert (outside.registry.n_patients, outside.is_filtered_view) == (6, True)

    @pytest.mark.parametrize(("ends", "n"), [([40, 60], 12), ([41, 60], 6), ([None, 40], 6), ([61, None], 0)])
    def test_range(self, registry, ends, n):
        """Both ends of a range are kept; an end that is null is open."""
        assert _view(registry, filters={"age": ends}).registry.n_patients == n

    @pytest.mark.parametrize("level", ["2", 2, 2.0])
    def test_names_are_text(self, registry, level):
        """A level that looks like a number is the text of that number."""
        assert _view(registry, filters={"centre": [level]}).registry.n_patients == 4

    def test_one_method_left(self, registry):
        """A filter to one method is a reason, not an error."""
        view = _view(registry, filters={"method": ["CT"]})

        assert view.question == NotEstimable(reason="one_method", parameters={"method": "CT", "n": 4})

    @pytest.mark.parametrize(
        ("parts", "part"),
        [
            ({"question": {"experimental": "Robot"}}, "question.experimental"),
            ({"question": {"control": "Robot"}}, "question.control"),
            ({"question": {"experimental": "CT", "control": "CT"}}, "question.control"),
            ({"question": {"outcome": "ODI"}}, "question.outcome"),
            ({"question": {"visit": "2 years"}}, "question.visit"),
            ({"question": {"covariates": ["weight"]}}, "question.covariates.weight"),
            ({"question": {"covariates": ["method"]}}, "question.covariates.method"),
            ({"question": {"covariates": ["VAS"]}}, "question.covariates.VAS"),
            ({"scales": {"VAS": {"unit": "0-50"}}}, "scales.VAS.unit"),
            ({"filters": {"age": [60, 40]}}, "filters.age"),
            ({"question": {"filters": {"weight": [1, 2]}}}, "question.filters.weight"),
            ({"filters": {"weight": ["1"]}}, "filters.weight"),
            ({"filters": {"age": ["old"]}}, "filters.age"),
            ({"filters": {"age": [40]}}, "filters.age"),
        ],
    )
    def test_refuses_what_is_not_there(self, registry, parts, part):
        """A name that the registry does not have is refused with its place, never ignored."""
        with pytest.raises(StudyInvalid) as refused:
            _view(registry, **parts)

        assert refused.value.parameters == {"part": part}


class TestUnusedFindings:
    @pytest.mark.parametrize(
        ("parts", "codes"),
        [
            ({"margins": {"VAS": {"value": 1}, "leakage": {"value": 0.1}}}, []),
            ({"margins": {"ODI": {"value": 10}}}, [("study_part_unused", "margins.ODI")]),
            ({"mcid": {"leakage": {"points": 1}}}, [("study_part_unused", "mcid.leakage")]),
            ({"scales": {"BDI": {"low": 0, "high": 63}}}, [("study_part_unused", "scales.BDI")]),
            ({"filters": {"sex": ["F"], "method": ["CT"], "age": [1, 99]}}, []),
            ({"filters": {"sex": ["F", "Female"]}}, [("study_level_unknown", "filters.sex")]),
            (
                {"question": {"filters": {"method": ["CT", "Robot"]}}},
                [("study_level_unknown", "question.filters.method")],
            ),
            ({"fixed": {"results_seen": False, "data_sha256": "abc"}}, []),
            ({"fixed": {"results_seen": True, "data_sha256": "def"}}, []),
            ({"fixed": {"results_seen": False, "data_sha256": "def"}}, [("study_other_data", None)]),
        ],
    )
    def test_what_has_nothing_to_act_on(self, registry, parts, codes):
        """A score, a level or a fingerprint that is not of these data is a warning with its place."""
        read = study.load(json.dumps(parts))

        found = study.unused_findings(
            read, registry, study.view_of(read, registry), events=["leakage"], data_sha256="abc"
        )

        assert [(one.code, one.parameters.get("part")) for one in found] == codes
        assert {one.severity for one in found} <= {"warning"}
        for language in ("en", "zh"):
            assert all("{" not in finding_message(one, language) for one in found)


class TestUnits:
    @pytest.mark.parametrize(("outcome", "units"), [("VAS", TEN_UNITS), ("ODI", INDEX_UNITS)])
    def test_are_those_of_the_reading(self, outcome, units):
        """Every unit that a study may name is one the reading knows: two spellings for each factor."""
        cells = {"baseline": np.array([1.0, 0.5])}
        factors = {
            unit: judge(outcome, outcome, cells, None, ScaleSetting(outcome=outcome, unit=unit)).factor
            for unit in units
        }

        assert len(set(factors.values())) == len(units) / 2
