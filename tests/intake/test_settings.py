from __future__ import annotations

import pytest

from lib.intake.findings import UnreadableFile
from lib.intake.settings import ReadingSettings, ScoreColumn, parts_of, settings_of

STUDY = {
    "sheet": "Data",
    "header_row": 4,
    "columns": {"patient": ["site", "id"], "method": "treat"},
    "scores": [{"outcome": "VAS", "column": "vas_pre", "visit": "baseline"}],
    "events": [{"event": "leakage", "column": "leak"}],
    "covariates": ["age"],
    "methods": {"1": "CT"},
    "visits": {"-1": "baseline", "1": "5 years"},
    "scales": {"BDI": {"low": 0, "high": 63, "lower_is_better": True}},
}


class TestSettingsOf:
    def test_there_and_back(self) -> None:
        """The intake part of a study file survives being read and written."""
        assert parts_of(settings_of(STUDY)) == STUDY

    def test_equal_values_are_equal_and_hash_alike(self) -> None:
        """Settings can be the key of a cache."""
        assert settings_of(STUDY) == settings_of(STUDY)
        assert hash(settings_of(STUDY)) == hash(settings_of(STUDY))

    @pytest.mark.parametrize(
        ("part", "value"),
        [
            ("header_row", 0),
            ("header_row", "four"),
            ("columns", ["id"]),
            ("scores", [{"outcome": "VAS"}]),
            ("scales", {"VAS": {"top": 10}}),
            ("methods", {"1": 2}),
        ],
    )
    def test_a_part_of_another_form_is_named(self, part: str, value: object) -> None:
        """What is not as the study file should be is refused with its part."""
        with pytest.raises(UnreadableFile) as refusal:
            settings_of({part: value})

        assert (refusal.value.code, refusal.value.parameters["part"]) == ("study_invalid", part)


class TestMerged:
    def test_a_part_replaces_the_whole_part(self) -> None:
        """Scores of the patch are the only scores."""
        patch = ReadingSettings(scores=(ScoreColumn(outcome="ODI", column="odi", visit="baseline"),))

        assert settings_of(STUDY).merged(patch).scores == patch.scores

    def test_some_parts_merge_key_by_key(self) -> None:
        """Columns, methods, visits and scales keep what the patch does not name."""
        merged = settings_of(STUDY).merged(settings_of({"methods": {"2": "DSA"}, "columns": {"method": "arm"}}))

        assert dict(merged.methods) == {"1": "CT", "2": "DSA"}
        assert dict(merged.columns) == {"patient": ("site", "id"), "method": ("arm",)}

    def test_an_empty_patch_changes_nothing(self) -> None:
        """Nothing decided, nothing changed."""
        assert settings_of(STUDY).merged(ReadingSettings()) == settings_of(STUDY)
