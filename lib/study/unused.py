"""What a study says that these data cannot take up: said as findings, so that nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lib.intake.findings import Finding
from lib.registry.protocol import Registry
from lib.study.file import Study
from lib.study.view import View, is_fixed_for

_SHOWN_LEVELS = 8


def unused_findings(
    study: Study, registry: Registry, view: View, *, events: Iterable[str] = (), data_sha256: str | None = None
) -> tuple[Finding, ...]:
    """A warning for every part of a study that has nothing to act on in the whole `registry` it was read with.

    A margin, MCID or scale of a score that is not there (a margin may also be of one of the `events`), a filter level
    that no patient has, and a question that was fixed for other data.
    """
    return (
        *_names(study, registry, events),
        *_levels(registry, view),
        *(
            [Finding(severity="warning", code="study_other_data")]
            if is_fixed_for(study, None) and not is_fixed_for(study, data_sha256)
            else []
        ),
    )


def _names(study: Study, registry: Registry, events: Iterable[str]) -> Iterator[Finding]:
    scores = set(registry.scales)
    named = {
        "margins": (study.margins, scores | set(events)),
        "mcid": (study.mcid, scores),
        "scales": ([one.outcome for one in study.settings.scales], scores),
    }
    for part, (names, known) in named.items():
        for name in names:
            if name not in known:
                yield Finding(severity="warning", code="study_part_unused", parameters={"part": f"{part}.{name}"})


def _levels(registry: Registry, view: View) -> Iterator[Finding]:
    for part, filters in (("question.filters", view.inside), ("filters", view.outside)):
        for one in filters:
            known = registry.methods if one.name == "method" else tuple(registry.facets(one.name))
            for level in one.levels or ():
                if level not in known:
                    shown = [*known[:_SHOWN_LEVELS], *(["…"] if len(known) > _SHOWN_LEVELS else [])]
                    parameters = {"part": f"{part}.{one.name}", "level": level, "levels": ", ".join(shown) or "–"}
                    yield Finding(severity="warning", code="study_level_unknown", parameters=parameters)
