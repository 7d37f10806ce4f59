"""What was dropped: registries, and a study file among them; and the view that a study file brings back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib import study as study_file
from lib.intake.opening import SourceFile
from lib.registry.cohort import Cohort
from lib.study import FilterValues, Study, StudyInvalid
from lib.terms import Margin
from lib.ui.address import Chosen, View


def sorted_out(dropped: Sequence[tuple[str, bytes]]) -> tuple[tuple[SourceFile, ...], Study | None]:
    """The registries among some files, as (name, bytes), and the study file. Raises StudyInvalid.

    A file is a study by its name and its first character; of several the last counts.
    """
    registries: list[SourceFile] = []
    study: Study | None = None
    for name, content in dropped:
        if name.lower().endswith(".json") and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            study = _loaded(content)
        else:
            registries.append(SourceFile(name=name, content=content))
    return tuple(registries), study


def view_of_study(study: Study, cohort: Cohort) -> View:
    """The view that a study brings back: what was on screen, else its question; its filters; its margins."""
    shown, asked = study.shown, study.asked
    pair = shown.pair if len(shown.pair) == 2 else (asked.experimental, asked.control)
    methods = study.filters.get("method")
    return View(
        score=shown.outcome or asked.outcome,
        visit=shown.visit or asked.visit,
        pair=(str(pair[0]), str(pair[1])) if set(pair) <= set(cohort.methods) else None,
        methods=None if methods is None else tuple(str(one) for one in methods if one in cohort.methods) or None,
        filters=chosen_of(study.filters, cohort),
        matters={outcome: "study" for outcome in study.margins if outcome in cohort.scales},
    )


def with_filters_of(view: View, study: Study) -> Study:
    """The study asking of the patients that an address asks of; its own filters of the question hold before those."""
    if study.asked.filters or not view.asked_of:
        return study
    return replace(study, asked=replace(study.asked, filters=view.asked_of))


def decided_as_before(study: Study, before: Study, sha256: str) -> Study:
    """The study of the demo's other edition with what the visitor had decided of this one, which has other words.

    Its filters come with the address. Both editions hold the same patients, so a plan that was fixed stays fixed, for
    the fingerprint `sha256` of the other edition.
    """
    asked = replace(before.asked, filters=study.asked.filters)
    fixed = before.fixed
    if fixed is not None and fixed.data_sha256 is not None:
        fixed = replace(fixed, data_sha256=sha256)
    return replace(
        study,
        asked=asked,
        margins=_margins_as_before(study.margins, before.margins),
        design=before.design,
        detection=before.detection,
        definitions=before.definitions,
        fixed=fixed,
    )


def _margins_as_before(margins: Mapping[str, Margin], before: Mapping[str, Margin]) -> dict[str, Margin]:
    """What mattered before; a value that this edition states too is given with its reason in this language."""
    kept = dict(before)
    return kept | {name: one for name, one in margins.items() if name in kept and kept[name].value == one.value}


def chosen_of(filters: FilterValues, cohort: Cohort) -> Mapping[str, Chosen]:
    """The filters of a study as an address and the widgets hold them."""
    found: dict[str, Chosen] = {}
    for covariate in cohort.covariates:
        wanted = filters.get(covariate.name) or filters.get(covariate.header)
        if wanted is None:
            continue
        if not covariate.is_numeric:
            found[covariate.name] = tuple(str(one) for one in wanted if str(one) in covariate.levels)
        elif covariate.low is not None and covariate.high is not None:
            low, high = (one if isinstance(one, int | float) else None for one in wanted)
            found[covariate.name] = (
                max(covariate.low, float(low)) if low is not None else covariate.low,
                min(covariate.high, float(high)) if high is not None else covariate.high,
            )
    return found


def _loaded(content: bytes) -> Study:
    try:
        return study_file.load(content.decode("utf-8-sig"))
    except UnicodeDecodeError as reason:
        raise StudyInvalid("encoding") from reason
