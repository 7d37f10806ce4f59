from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from lib.intake.findings import UnreadableFile
from lib.intake.spss import read_spss
from tests.intake.files import codes, opened, values

LABELS = {"grp": {1: "CT", 2: "DSA"}, "vas0": {0: "无痛", 10: "剧痛"}, "vas1": {-99: "失访", -98: "死亡"}}
NAMES = ["编号", "引导方式", "术前VAS", "术后1个月VAS", "手术日期"]


def sav(folder: Path, **changes: Any) -> bytes:
    """A small registry as SPSS saves it: pinyin names, Chinese labels, coded groups, codes for missing."""
    operated = datetime.date(2024, 3, 1)
    frame = pd.DataFrame({
        "bh": ["a", "b", "c", "d"], "grp": [1.0, 2.0, 1.0, 2.0], "vas0": [7.0, 8.0, 6.5, 10.0],
        "vas1": [2.0, -99.0, 3.0, -98.0], "ssrq": [operated, operated, None, operated],
    })  # fmt: skip
    options = {"column_labels": NAMES, "variable_value_labels": LABELS, "missing_ranges": {"vas1": [-99, -98]}}
    path = folder / f"registry.{'zsav' if changes.get('compress') else 'sav'}"
    pyreadstat.write_sav(frame, str(path), **{**options, **changes})
    return path.read_bytes()


class TestReadSpss:
    @pytest.mark.parametrize("compress", [False, True])
    def test_a_registry(self, tmp_path: Path, *, compress: bool) -> None:
        """Labels are the headers, coded groups their names; a score with labels at its ends stays numbers."""
        result = opened(sav(tmp_path, compress=compress), "registry.sav")

        assert result.cohort is not None
        assert [one.header for one in result.mapping] == NAMES
        assert result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == [7, 8, 6.5, 10]

    def test_why_a_value_is_missing(self, tmp_path: Path) -> None:
        """−99 is lost to follow-up and −98 is dead because the file's own labels say so; neither is a score."""
        result = opened(sav(tmp_path), "registry.sav")

        assert values(result, "VAS", "1 month") == [2, None, 3, None]
        assert {one.value for one in result.findings if one.code == "missing_values"} == {"失访", "死亡"}
        assert "out_of_range" not in codes(result)

    def test_a_label_of_several_variables_is_no_header(self, tmp_path: Path) -> None:
        """Where two variables are labelled alike their names tell them apart."""
        labels = ["编号", "引导方式", "VAS", "VAS", "手术日期"]

        result = opened(sav(tmp_path, column_labels=labels), "registry.sav")

        assert [one.header for one in result.mapping][2:4] == ["vas0", "vas1"]

    def test_a_damaged_file(self, tmp_path: Path) -> None:
        """Half a file and a file that only begins like one are refused by their code."""
        for content in (sav(tmp_path)[:300], b"$FL2@(#) SPSS DATA FILE" + bytes(4000)):
            with pytest.raises(UnreadableFile) as refusal:
                read_spss(content)
            assert refusal.value.code == "corrupt_file"
