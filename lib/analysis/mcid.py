"""Published thresholds for one patient's change (MCID), with their sources, from data/mcid.toml.

None was derived in pelvic or iliac metastases; message `mcid.note` says so wherever they are offered. A threshold for
one patient is not a margin between methods: that one the user chooses.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[2] / "data" / "mcid.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One published threshold for one score.

    `points` in the reported unit (VAS and NRS 0–10, ODI 0–100), `percent` of the baseline where the source names one;
    `code` is the same for every score of a source and fit for an address. `is_seen` says that the value was read in
    the source itself.
    """

    code: str
    outcome: str
    points: float
    percent: float | None
    citation: str
    is_seen: bool
    names: tuple[tuple[str, str], ...]  # (language, short name of the source)
    populations: tuple[tuple[str, str], ...]  # (language, in whom it was derived)

    def source(self, language: str) -> str:
        """The source as a screen cites it: "Ostelo 2008"."""
        return dict(self.names)[language]

    def population(self, language: str) -> str:
        """In whom the threshold was derived."""
        return dict(self.populations)[language]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForOnePatient:
    """What matters to one patient, in points of the reported unit, and whose value it is.

    `source` is the code of a preset or the study's own words, "" where it names none; `is_chosen` is False where the
    suggested preset stands in for a choice.
    """

    points: float
    source: str = ""
    is_chosen: bool = True


def suggested(outcome: str) -> ForOnePatient | None:
    """The suggested preset of a score, for where nothing was chosen; None where no source names one."""
    first = next(iter(presets(outcome)), None)
    return None if first is None else ForOnePatient(points=first.points, source=first.code, is_chosen=False)


def presets(outcome: str) -> tuple[Preset, ...]:
    """The thresholds offered for a score, the suggested one first; none for a score that no source names.

    A value that was not read in its source is not offered as that source's.
    """
    return tuple(one for one in _all() if one.outcome == outcome and one.is_seen)


def withheld(outcome: str) -> tuple[Preset, ...]:
    """The thresholds known from memory only, which wait for somebody to check them in their source."""
    return tuple(one for one in _all() if one.outcome == outcome and not one.is_seen)


def preset(code: str, outcome: str | None = None) -> Preset:
    """The offered threshold of a source, for one score or (for its name alone) for the first; else ValueError."""
    for one in _all():
        if one.code == code and one.is_seen and outcome in (None, one.outcome):
            return one
    raise ValueError(f"code must be an offered preset{f' for {outcome}' if outcome else ''}, but got {code!r}")


def is_preset(code: str) -> bool:
    """Whether an offered threshold has this code."""
    return any(one.code == code and one.is_seen for one in _all())


def is_source(name: str, code: str) -> bool:
    """Whether a name, of whatever language, or a code is that of the preset with this code."""
    return name == code or any(one.code == code and name in dict(one.names).values() for one in _all())


@cache
def _all() -> tuple[Preset, ...]:
    found: list[Preset] = []
    for entry in tomllib.loads(_FILE.read_text("utf-8"))["presets"]:
        for outcome, points in entry["points"].items():
            found.append(
                Preset(
                    code=entry["code"],
                    outcome=outcome,
                    points=float(points),
                    percent=float(entry["percent"]) if "percent" in entry else None,
                    citation=entry["citation"],
                    is_seen=entry["status"] == "seen",
                    names=tuple((language, entry[f"short_{language}"]) for language in ("en", "zh")),
                    populations=tuple((language, entry[f"population_{language}"]) for language in ("en", "zh")),
                )
            )
    return tuple(found)
