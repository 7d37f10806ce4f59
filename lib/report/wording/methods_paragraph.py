"""How the results were reached and what limits them: the plan, the methods paragraph, the limitations that apply."""

from __future__ import annotations

from dataclasses import replace

from lib.analysis.concurrence import concurrence
from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.outcomes import model_covariates
from lib.report import wording
from lib.report.language import one_after_another, sentence
from lib.report.material import Material
from lib.report.numbers import percent
from lib.report.wording.plan import adjusted_for, filters_sentence, fixed_sentence, margin_lines
from lib.report.wording.rates import detection_sentence
from lib.terms import LAST_FOLLOW_UP, Question, is_co_treatment
from lib.version import VERSION


def plan(material: Material, language: str) -> list[tuple[str, str]]:
    """What was asked, item and answer: methods, outcome, visit, analysis, margins with reasons, filters."""
    question = material.question
    names = [wording.method_name(name, language) for name in material.pair or material.registry.methods]
    visit = "–" if material.visit is None else wording.visit_name(material.visit, language)
    asked = question if isinstance(question, Question) else None
    adjusted = adjusted_names(material, language)
    analysis = "–" if asked is None else wording.procedure_name(asked.analysis, "", language, adjusted=adjusted)
    filters = wording.filters_text(material.filters, material.covariates, language)
    decided = filters_sentence(material.study, language)
    primary = "–" if asked is None else (
        f"{wording.outcome_name(asked.outcome, language)} · {wording.visit_name(asked.visit, language)}"
    )  # fmt: skip
    rows = [
        ("methods", sentence(language, "document.against").join(names)),
        ("outcome", wording.outcome_name(material.outcome, language, full=True)),
        ("visit", visit),
        ("primary", primary),
        ("analysis", analysis),
        ("covariates", adjusted_for("" if asked is None else asked.analysis, adjusted, language)),
        *(("margin", line) for line in _margins(material, language)),
        *([("fixed", _fixed(material, language))] if _has_margin(material) else []),
        ("filters", filters or sentence(language, "ledger.no_filter")),
        *([("filters", decided)] if decided else []),
    ]
    return [(sentence(language, f"document.plan.{name}"), answer) for name, answer in rows]


def methods_paragraph(material: Material, language: str) -> str:
    """What a paper's methods section says of this analysis, only as far as it is known."""
    design = material.study.design
    said = [
        _design(material, language),
        *([sentence(language, "document.period", period=design.period)] if design.period else []),
        *([sentence(language, "document.ethics", ethics=design.ethics)] if design.ethics else []),
        sentence(language, "document.estimand_mixed" if _is_mixed(material) else "document.estimand"),
    ]
    if material.pair is not None:
        said.extend(_compared(material, language))
        said.append(sentence(language, "document.missing_mixed" if _is_mixed(material) else "document.missing"))
        n_pairs = len(material.registry.methods) * (len(material.registry.methods) - 1) // 2
        said.append(sentence(language, "document.family" if n_pairs > 1 else "document.one_pair"))
    if material.events:
        said.append(sentence(language, "document.rates"))
        if any(one.within is not None for found in material.events for one in found.verdicts):
            said.append(sentence(language, "document.rates_centres"))
    said.append(wording.table_note(VERSION, language))
    return one_after_another(said, language)


def limitations(material: Material, language: str) -> list[str]:
    """Only what applies to these data and this question, the gravest first."""
    question, said = material.question, []
    if material.is_synthetic:
        said.append(sentence(language, "takeaway.synthetic_sentence"))
    if material.pair is not None:
        if not (isinstance(question, Question) and question.randomised):
            said.append(sentence(language, "stamps.O"))
        said.append(_confounding(material, language))
        said.extend(_of_times(material, language))
        said.extend(_of_margins(material, language))
        said.extend(margins_like_mcid(material, language))
    if material.is_filtered_view:
        said.append(sentence(language, "reasons.filtered_view"))
    said.extend(_of_follow_up(material, language))
    if any("Q" in one.stamps for view in material.at_visit() for one in view.verdicts):
        said.append(sentence(language, "stamps.Q"))
    if not any(is_co_treatment(one) for one in material.registry.covariates):
        said.append(sentence(language, "document.analgesics"))
    for one in material.events:
        is_same = one.detection is not None and one.detection.is_same
        if one.event == DETECTED_EVENT and not is_same:
            said.append(detection_sentence(one.detection, language))
    return said


def adjusted_names(material: Material, language: str) -> str:
    """What the analyses of covariance are adjusted for beside the baseline, the centre among them; "" for nothing."""
    asked = material.question
    names = model_covariates(material.registry, asked) if isinstance(asked, Question) else ()
    return wording.covariate_names(names, material.covariates, language)


def _compared(material: Material, language: str) -> list[str]:
    """The primary analysis with all that it is adjusted for, and what the mixed model is not adjusted for."""
    adjusted = adjusted_names(material, language)
    if _is_mixed(material):
        said = [sentence(language, "document.compared_mixed")]
    elif adjusted:
        said = [sentence(language, "document.compared_with", covariates=adjusted)]
    else:
        said = [sentence(language, "document.compared")]
    return [*said, *([sentence(language, "outcomes.mixed_not_adjusted", covariates=adjusted)] if adjusted else [])]


def _confounding(material: Material, language: str) -> str:
    adjusted = adjusted_names(material, language)
    if _is_mixed(material):
        return sentence(language, "document.confounding_mixed")
    if adjusted:
        return sentence(language, "document.confounding_with", covariates=adjusted)
    return sentence(language, "document.confounding")


def _is_mixed(material: Material) -> bool:
    """Whether the primary analysis is the mixed model, which adjusts for the baseline alone."""
    return isinstance(material.question, Question) and material.question.analysis == "mmrm"


def _margins(material: Material, language: str) -> list[str]:
    margins = material.question.margins if isinstance(material.question, Question) else {}
    return margin_lines([one.scale for one in material.outcomes], margins, language)


def _has_margin(material: Material) -> bool:
    return isinstance(material.question, Question) and bool(material.question.margins)


def _fixed(material: Material, language: str) -> str:
    """When the plan was fixed; a margin changed since then is no longer that of the plan."""
    is_before = isinstance(material.question, Question) and material.question.margin_fixed_before_results
    study = material.study if is_before else replace(material.study, fixed=None)
    return fixed_sentence(study, material.fingerprint, language)


def _design(material: Material, language: str) -> str:
    """Randomised or not, consecutive or not, prospective or not; what is not stated is said not to be."""
    design = material.study.design
    facts = [
        sentence(language, f"document.design.{name}_{_answer(value)}")
        for name, value in (
            ("randomised", design.randomised),
            ("consecutive", design.consecutive),
            ("prospective", design.prospective),
        )
    ]
    return sentence(language, "document.design.line", facts=sentence(language, "columns_page.separator").join(facts))


def _answer(value: bool | None) -> str:
    return "unknown" if value is None else "yes" if value else "no"


def _of_times(material: Material, language: str) -> list[str]:
    """That the methods were used in other years, where they were."""
    line = wording.concurrence_line(concurrence(material.registry, material.pair), language)
    return [line] if line else []


def margins_like_mcid(material: Material, language: str) -> list[str]:
    """A note for each score whose margin between methods is what matters to one patient."""
    margins = material.question.margins if isinstance(material.question, Question) else {}
    return [
        sentence(language, "document.equals_mcid", outcome=wording.outcome_name(outcome, language))
        for outcome, margin in margins.items()
        if (one := material.for_one_patient(outcome)) is not None and one.points == margin.value
    ]


def _of_margins(material: Material, language: str) -> list[str]:
    if not _has_margin(material):
        return [sentence(language, "document.without_margin")]
    is_fixed = isinstance(material.question, Question) and material.question.margin_fixed_before_results
    return [] if is_fixed else [sentence(language, "stamps.X")]


def _of_follow_up(material: Material, language: str) -> list[str]:
    """Missing scores at the visit by method, deaths, and a last follow-up without a day of its own."""
    said = []
    for view in material.at_visit():
        rows = [row for row in view.flow if row.method is not None and row.with_baseline > row.analysed]
        if rows:
            shares = [
                sentence(
                    language,
                    "document.share",
                    method=wording.method_name(str(row.method), language),
                    n=row.with_baseline - row.analysed,
                    total=row.with_baseline,
                    percent=percent(row.with_baseline - row.analysed, row.with_baseline),
                )
                for row in rows
            ]
            said.append(
                sentence(
                    language,
                    "document.without_score",
                    outcome=wording.outcome_name(view.outcome, language),
                    visit=wording.visit_name(view.visit, language),
                    shares=sentence(language, "columns_page.separator").join(shares),
                )
            )
    if material.visit is not None and material.visit.name == LAST_FOLLOW_UP:
        said.append(sentence(language, "document.last_follow_up"))
    return said
