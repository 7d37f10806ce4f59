"""What R wrote in further.json: HC3 with covariates and three groups, zeros, lesions, centres, Firth, tipping."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lib.stats.ancova import Ancova, ancova
from lib.stats.centres import Centre, Heterogeneity, heterogeneity, mantel_haenszel
from lib.stats.clustered import ClusteredRate, clustered_rate, summarise
from lib.stats.firth import FirthFit, firth
from lib.stats.independent import welch
from lib.stats.paired import hodges_lehmann
from lib.stats.results import NotEstimable, TestResult
from lib.stats.tipping import tipping_points
from tests.stats import oracle_data as data
from tests.stats.oracle_data import further


def _covariates(kind: str) -> Any:
    group = (data.groups("d1_seed") == "CT").astype(int)
    tumour = np.array([row["tumour"] for row in data.rows("d1_seed")])
    indicators = [(tumour == level).astype(float) for level in np.unique(tumour)[1:]]
    fit = ancova(
        data.numbers("d1_seed", "vas_post"),
        data.numbers("d1_seed", "vas_pre"),
        group,
        np.ones(64),
        groups=2,
        covariates=np.column_stack([*indicators, data.numbers("d1_seed", "age")]),
    )
    assert isinstance(fit, Ancova)
    return _three_numbers(fit.difference(1, 0, robust=kind == "HC3"))


def _three_numbers(found: TestResult | NotEstimable) -> list[float | None]:
    assert isinstance(found, TestResult)
    return [found.estimate, found.standard_error, found.p_value]


def _three(key: str) -> Any:
    names = ["CT", "DSA", "Fluoro"]
    code = np.array([names.index(g) for g in data.groups("d6_three")])
    fit = ancova(data.numbers("d6_three", "vas_post"), data.numbers("d6_three", "vas_pre"), code, np.ones(48), groups=3)
    assert isinstance(fit, Ancova)
    if key.startswith("means"):
        numbers = [_three_numbers(fit.adjusted_follow_up(place)) for place in range(3)]
        return {name: row[1 if key.endswith("se") else 0] for name, row in zip(names, numbers, strict=True)}
    a, b = key.split("-")
    return _three_numbers(fit.difference(names.index(a), names.index(b)))


def _limits(file: str, group: str) -> Any:
    pairs = data.pairs(file, "vas", group)
    found = hodges_lehmann(pairs.change, pairs.weights)
    assert isinstance(found, TestResult)
    assert found.interval is not None
    return [found.interval.low, found.interval.high]


def _clustered(group: str) -> Any:
    mine = data.groups("d10_lesions") == group
    leaks, lesions = data.numbers("d10_lesions", "leaks")[mine], data.numbers("d10_lesions", "lesions")[mine]
    summary, found = summarise(leaks, lesions, np.ones(30)), clustered_rate(leaks, lesions, np.ones(30))
    assert isinstance(summary, ClusteredRate)
    assert isinstance(found, TestResult)
    assert found.interval is not None
    return [summary.share, summary.effective, found.interval.low, found.interval.high]


def _centres(key: str) -> Any:
    columns = ("events_ct", "n_ct", "events_dsa", "n_dsa")
    centres = [Centre(*(int(row[column]) for column in columns)) for row in data.rows("d11_centres")]
    if key == "mantel_haenszel":
        return _three_numbers(mantel_haenszel(centres))
    found = heterogeneity(centres)
    assert isinstance(found, Heterogeneity)
    return [found.q, found.df, found.p_value, found.i_squared_estimate]


def _firth(predictor: str, part: str = "") -> Any:
    found = firth(data.numbers("d1_seed", predictor), data.numbers("d1_seed", "leak"), np.ones(64))
    assert isinstance(found, FirthFit)
    if part:
        return found.intercept
    return [found.penalised_intercept, found.slope, found.interval.low, found.interval.high, found.p_value]


FEW = {
    "separated": ([2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 0, 0, 0, 1, 1, 1], [1] * 8),
    "no_events": ([2, 5, 8], [0, 0, 0], [5, 6, 4]),
    "several": ([2, 4, 6, 9], [0, 1, 0, 2], [20, 20, 15, 9]),
}
"""Predictor, events and patients, as in further.R."""


def _firth_few(name: str, part: str = "") -> Any:
    found = firth(*FEW[name])
    assert isinstance(found, FirthFit)
    if part:
        return found.intercept
    return [found.penalised_intercept, found.slope, found.interval.low, found.interval.high, found.p_value]


def _tipping(margin: str, way: str, part: str = "") -> Any:
    given = further()[f"tipping/{margin}/given"]
    if way == "given":
        after = {
            name: data.numbers("d5_missing", "vas_post")[data.groups("d5_missing") == name] for name in ("CT", "DSA")
        }
        ours = welch(*data.count(after["CT"]), *data.count(after["DSA"]))
        assert isinstance(ours, TestResult)
        assert ours.interval is not None
        return [ours.interval.low, ours.interval.high, *(np.isnan(one).mean() for one in after.values()), given[-1]]
    low, high, missing_a, missing_b, largest = given
    found = tipping_points(
        low, high, missing_a=missing_a, missing_b=missing_b, largest=largest,
        margin=None if margin == "none" else float(margin), better=-1,
    )  # fmt: skip
    one = next(one for one in found if f"{one.a}_{one.b}" == way)
    return one.delta if part == "delta" else one.becomes or "never"


COMPUTE = {
    "ancova_covariates": _covariates,
    "ancova_three": _three,
    "hodges_lehmann": _limits,
    "clustered": _clustered,
    "centres": _centres,
    "firth": _firth,
    "firth_few": _firth_few,
    "tipping": _tipping,
}
LOOSER = {"firth": 2e-8, "firth_few": 1e-8}  # brglm and glm stop about there; R searches the root of a root
"""Relative tolerances other than 1e-10."""


@pytest.mark.parametrize("key", further())
def test_equals_r(key: str) -> None:
    """Every key of the file equals what we compute."""
    kind, *parts = key.split("/")

    ours, expected = COMPUTE[kind](*parts), further()[key]

    if expected is None or isinstance(expected, str):
        assert ours == expected
    else:
        assert ours == pytest.approx(expected, rel=LOOSER.get(kind, 1e-10))
