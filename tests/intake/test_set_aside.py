"""Sheets of excluded patients and templates are no method and add nobody."""

from __future__ import annotations

from typing import Any

import pytest

from lib.intake.settings import ReadingSettings
from tests.intake.files import codes, opened, xlsx

HEADER = ["编号", "VAS术前", "VAS术后1月"]
CT: list[list[Any]] = [[n, 7 + n % 3, 2 + n % 2] for n in range(1, 9)]
DSA: list[list[Any]] = [[n, 8 - n % 2, 3 + n % 2] for n in range(1, 7)]
OTHERS: list[list[Any]] = [[n, 9 - n % 4, n % 5] for n in range(1, 5)]


class TestWithoutSetAside:
    @pytest.mark.parametrize("name", ["排除病例", "模板", "剔除", "Excluded", "Template (blank)", "screen failures"])
    def test_the_sheet_is_no_group(self, name: str) -> None:
        """Eight patients of CT and six of DSA stay two groups, and what was not read is named."""
        result = opened(xlsx({"CT组": [HEADER, *CT], "DSA组": [HEADER, *DSA], name: [HEADER, *OTHERS]}))

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 8, "DSA": 6}
        found = next(one for one in result.findings if one.code == "sheet_set_aside")
        assert (found.sheet, found.parameters) == (name, {"n": 4})

    @pytest.mark.parametrize("name", ["未排除", "Templeton"])
    def test_other_names_are_groups(self, name: str) -> None:
        """未排除 means those who were not excluded."""
        result = opened(xlsx({"CT组": [HEADER, *CT], "DSA组": [HEADER, *DSA], name: [HEADER, *OTHERS]}))

        assert "sheet_set_aside" not in codes(result) and result.source.patients == 18

    def test_a_sheet_that_is_chosen_is_read(self) -> None:
        """The user may look at the excluded patients; alone in a file they are read as well."""
        file = xlsx({"CT组": [HEADER, *CT], "排除病例": [HEADER, *OTHERS]})

        assert opened(file, settings=ReadingSettings(sheet="排除病例")).source.patients == 4
        assert opened(xlsx({"模板": [HEADER, *CT]})).source.patients == 8
