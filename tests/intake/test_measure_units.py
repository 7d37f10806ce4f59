"""A measure is shown in the unit of its column, and in none where the file states none."""

from __future__ import annotations

import pytest

from lib.report.wording import covariate_name
from tests.intake.files import opened_rows


class TestUnit:
    @pytest.mark.parametrize(
        ("header", "cells", "english", "chinese"),
        [
            ("手术时间(min)", [30, 45, 60, 50], "procedure time (min)", "手术时间（分钟）"),
            ("透视时间(s)", [30, 45, 60, 50], "fluoroscopy time (s)", "透视时间（秒）"),
            ("手术时间", ["30分钟", "45分钟", "60分钟", "50分钟"], "procedure time (min)", "手术时间（分钟）"),
            ("手术时间", [30, 45, 60, 50], "procedure time", "手术时间"),
            ("骨水泥量", [3, 4.5, 6, 5], "cement volume (mL)", "骨水泥注入量（mL）"),
            ("年龄(岁)", [60, 45, 70, 50], "age", "年龄"),
        ],
    )
    def test_of_header_or_cells(self, header: str, cells: list[object], english: str, chinese: str) -> None:
        """Header first, then the cells; cement is in mL and age in years without saying so."""
        rows = [[f"P{n}", ("CT", "DSA")[n % 2], 7, 2, cell] for n, cell in enumerate(cells)]

        cohort = opened_rows([["编号", "引导方式", "术前VAS", "术后1月VAS", header], *rows]).cohort

        assert cohort is not None
        (covariate,) = cohort.covariates
        assert (covariate_name(covariate, "en"), covariate_name(covariate, "zh")) == (english, chinese)
