"""Detection, definitions, exposure and consensus response in `python -m lib analyse`."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from lib.command.analyse import analyse, results

DATA = Path(__file__).parents[2] / "data"
RESULTS = results(analyse(DATA / "demo_registry_en.xlsx", DATA / "demo_study.json"), "en")


@pytest.fixture
def leaks(tmp_path: Path) -> Path:
    """Sixty patients, of whom every third leaked, the more the more cement; CT and DSA by turns."""
    lines = ["id,guidance,VAS before,VAS 1 month,leakage,cement volume (mL)"]
    lines += [
        f"{n},{('CT', 'DSA')[n % 2]},{6 + n % 4},{n % 7},{'yes' if n % 3 == 0 else 'no'},{2 + n % 3 + n % 5}"
        for n in range(60)
    ]
    file = tmp_path / "leaks.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


class TestDetection:
    def test_every_patient_of_the_demo_was_looked_at_by_ct(self) -> None:
        """The column says CT for 32 and 32, so nothing differs."""
        assert RESULTS["detection"] == [
            {"event": "leakage", "method": method, "way": "CT", "n": 32, "differs": False} for method in ("CT", "DSA")
        ]

    def test_what_a_study_states_of_one_method(self, leaks: Path, tmp_path: Path) -> None:
        """CT of 30 with CT is stated; of the 30 with DSA nobody said anything: null."""
        study = tmp_path / "study.json"
        study.write_text(
            json.dumps({"schema": 1, "detection": {"CT": "CT"}, "definitions": {"leakage": "cement outside the bone"}})
        )

        found = results(analyse(leaks, study), "en")

        assert [(one["method"], one["way"], one["n"]) for one in found["detection"]] == [
            ("CT", "CT", 30), ("DSA", None, 30),
        ]  # fmt: skip
        said = "cement outside the bone"
        assert found["definitions"] == [{"event": "leakage", "definition": said, "graded_by": None}]

    def test_nothing_is_listed_where_nothing_is_known(self, leaks: Path) -> None:
        """Without a column or a statement there is no detection, and the definition is null."""
        found = results(analyse(leaks), "en")

        assert found["detection"] == []
        assert found["definitions"] == [{"event": "leakage", "definition": None, "graded_by": None}]


class TestExposure:
    def test_thirds_of_the_demo_hold_every_patient_and_leak(self) -> None:
        """64 patients and 3 leaks over the thirds of the volume; too few for a model."""
        volume = [one for one in RESULTS["exposure"] if one["covariate"] == "cement_volume"]

        assert (sum(one["n"] for one in volume), sum(one["events"] for one in volume)) == (64, 3)
        assert all(before["to"] < after["from"] for before, after in itertools.pairwise(volume))
        assert RESULTS["exposure_models"] == []

    def test_a_third_without_a_leak_has_its_exact_limit(self) -> None:
        """0 of 22: up to 15.4% (R: binom.test(0, 22))."""
        last = [one for one in RESULTS["exposure"] if one["covariate"] == "cement_volume"][-1]

        assert (last["events"], last["n"], last["rate"]) == (0, 22, 0)
        assert last["high"] == pytest.approx(0.1543725, abs=1e-7)

    def test_a_model_where_there_are_events_enough(self, leaks: Path) -> None:
        """20 of 60 leaked: one odds ratio per mL with its limits about it."""
        (one,) = results(analyse(leaks), "en")["exposure_models"]

        assert (one["covariate"], one["events"], one["n"]) == ("cement_volume", 20, 60)
        assert one["odds_ratio_low"] < one["odds_ratio"] < one["odds_ratio_high"]
        assert 0 < one["p_value"] < 1


class TestConsensus:
    def test_every_patient_with_a_score_before_has_one_state(self) -> None:
        """32 per method at the one visit with a dose; 29 of 30 responded with CT and 29 of 31 with DSA."""
        states = ("complete", "partial", "neither", "not_assessable", "missing", "died")
        found = RESULTS["consensus"]

        assert {(one["outcome"], one["visit"]) for one in found} == {("VAS", "1 month")}
        assert [sum(one[state] for state in states) for one in found] == [32, 32]
        assert [one["rate"] for one in found] == pytest.approx([29 / 30, 29 / 31])
        assert [one["rate_missing_as_failure"] for one in found] == pytest.approx([29 / 32, 29 / 32])
