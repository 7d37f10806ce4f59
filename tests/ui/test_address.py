"""The address of a view: codes without language, registry text or values, that bring the same view back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lib.registry.cohort import Cohort, Column
from lib.terms import ODI, VAS, Covariate, Scale
from lib.ui.address import View, decode, encode


def cohort() -> Cohort:
    """Four patients, three methods, VAS, ODI and a score that only this registry has."""
    one = Column.of_numbers(np.array([7.0, 8.0, 6.0, 9.0]))
    visits = ("baseline", "1 month", "30 days", "discharge", "last follow-up")
    own = Scale(outcome="姓名不详评分", low=0, high=50)
    return Cohort(
        methods=("DSA", "CT", "王医生法"),
        method=np.array([0, 1, 2, 1]),
        scores={(outcome, visit): one for outcome in ("VAS", "ODI", own.outcome) for visit in visits},
        visit_days={"baseline": 0, "1 month": 30, "30 days": 30, "discharge": None, "last follow-up": None},
        scales={"VAS": VAS, "ODI": ODI, own.outcome: own},
        covariate_columns={
            "sex": Column.of_text(["F", "M", "F", "M"]),
            "age": Column.of_numbers(np.array([60.0, 70, 55, 80])),
            "科室": Column.of_text(["一病区", "二病区", "一病区", "二病区"]),
        },
        covariates=(
            Covariate(name="sex", header="性别", is_numeric=False, levels=("F", "M")),
            Covariate(name="age", header="年龄", is_numeric=True, low=55, high=80),
            Covariate(name="科室", header="科室", is_numeric=False, levels=("一病区", "二病区")),
        ),
        sheet=("Sheet1",) * 4,
        row=np.arange(2, 6),
        kept=np.ones(4, dtype=np.bool_),
    )


VIEW = View(
    score="姓名不详评分",
    visit="last follow-up",
    pair=("CT", "DSA"),
    methods=("DSA", "CT"),
    filters={"sex": ("M",), "age": (60.0, 80.0), "科室": ("二病区",)},
    matters={"VAS": "ostelo2008_half", "姓名不详评分": "own:2.5"},
    responders={"VAS": "ostelo2008_percent"},
    journal=True,
)


class TestEncode:
    def test_codes_are_without_language_and_registry_text(self) -> None:
        """Nothing that stands in the registry, in any language, reaches the address."""
        codes = encode(VIEW, cohort())

        assert all((key + value).isascii() for key, value in codes.items())
        assert codes == {
            "score": "score3",
            "visit": "last",
            "pair": "2v1",
            "method": "1.2",
            "sex": "2",
            "age": "60~",
            "c3": "2",
            "vas_matters": "ostelo2008_half",
            "score3_matters": "own:2.5",
            "vas_responder": "ostelo2008_percent",
            "form": "journal",
        }

    def test_the_default_view_has_no_codes(self) -> None:
        """An untouched view needs no settings in its address."""
        assert encode(View(methods=("DSA", "CT", "王医生法")), cohort()) == {}

    @pytest.mark.parametrize(("visit", "code"), [("1 month", "v1"), ("discharge", "v3"), ("last follow-up", "last")])
    def test_visits_that_share_a_day_go_by_position(self, visit: str, code: str) -> None:
        """Two visits on day 30 keep different codes."""
        assert encode(View(score="VAS", visit=visit), cohort())["visit"] == code


class TestDecode:
    def test_brings_back_the_view(self) -> None:
        """What was encoded is decoded to the same view."""
        assert decode(encode(VIEW, cohort()), cohort()) == VIEW

    def test_filters_of_the_question_stand_apart_from_those_of_the_view(self) -> None:
        """The same covariate may be asked of by one range and looked at by another; both come back."""
        view = replace(VIEW, asked_of={"age": (55.0, 70.0), "科室": ("一病区",)})

        codes = encode(view, cohort())

        assert {key: code for key, code in codes.items() if key.startswith("asked_")} == {
            "asked_age": "~70",
            "asked_c3": "1",
        }
        assert decode(codes, cohort()) == view

    def test_a_range_is_cut_to_the_registrys_own(self) -> None:
        """An age range of another registry filters within the ages that are here."""
        assert decode({"age": "-1e300~60"}, cohort()).filters == {"age": (55.0, 60.0)}

    def test_an_end_that_nobody_moved_is_open(self) -> None:
        """From 60 on stays from 60 on where next month's oldest patient is 91: the oldest age is in no address."""
        older = replace(
            cohort(),
            covariates=tuple(replace(one, high=91) if one.name == "age" else one for one in cohort().covariates),
        )

        codes = encode(View(filters={"age": (60.0, 80.0)}), cohort())

        assert codes == {"age": "60~"}
        assert decode(codes, older).filters == {"age": (60.0, 91)}

    def test_keeps_the_usual_threshold_where_it_is_named(self) -> None:
        """A study may judge by one of its own, so a link that names the usual published one means it."""
        assert decode({"vas_responder": "ostelo2008"}, cohort()).responders == {"VAS": "ostelo2008"}

    @pytest.mark.parametrize(
        "codes",
        [
            {"score": "kps", "visit": "30d"},
            {"pair": "1v1"},
            {"pair": "0v9"},
            {"sex": "9.x.-1"},
            {"age": "a~b"},
            {"age": "nan~inf"},
            {"age": "80~60"},
            {"age": "10~20"},
            {"age": "60"},
            {"age": "60~80~90"},
            {"vas_matters": "own:-1"},
            {"vas_matters": "own:nan"},
            {"vas_matters": "own:1e308"},
            {"vas_matters": "own:"},
            {"method": "７"},
            {"vas_responder": "nobody2030"},
            {"score3_responder": "ostelo2008_percent"},
            {"asked_sex": "9"},
            {"asked_age": "80~60"},
            {"c3": ""},
        ],
    )
    def test_ignores_what_does_not_fit_this_registry(self, codes: dict[str, str]) -> None:
        """A broken or foreign link opens the default view instead of an error."""
        assert decode(codes, cohort()) == View()
