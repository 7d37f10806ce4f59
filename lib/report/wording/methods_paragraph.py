"""How the results were reached and what limits them: the plan, the methods paragraph, the limitations that apply."""

from __future__ import annotations

from lib.analysis.safety import DETECTED_EVENT
from lib.report import wording
from lib.report.language import sentence
from lib.report.material import Material
from lib.report.numbers import percent, plain
from lib.report.wording.rates import detection_sentence
from lib.terms import LAST_FOLLOW_UP, Question, opioid_at
from lib.version import VERSION

ANALGESIC = "analgesic"


def plan(material: Material, language: str) -> list[tuple[str, str]]:
    """What was asked, item and answer: methods, outcome, visit, analysis, margins with reasons, filters."""
    question = material.question
    separator = sentence(language, "columns_page.separator")
    names = [wording.method_name(name, language) for name in material.pair or material.registry.methods]
    visit = "–" if material.visit is None else wording.visit_name(material.visit, language)
    asked = question if isinstance(question, Question) else None
    covariates = asked.covariates if asked is not None else ()
    analysis = "–" if asked is None else wording.procedure_name(asked.analysis, "", language)
    filters = wording.filters_text(material.filters, material.covariates, language)
    primary = "–" if asked is None else (
        f"{wording.outcome_name(asked.outcome, language)} · {wording.visit_name(asked.visit, language)}"
    )  # fmt: skip
    rows = [
        ("methods", sentence(language, "document.against").join(names)),
        ("outcome", wording.outcome_name(material.outcome, language, full=True)),
        ("visit", visit),
        ("primary", primary),
        ("analysis", analysis),
        ("covariates", separator.join(wording.covariate_name(one, language) for one in covariates) or "–"),
        *(("margin", line) for line in _margins(material, language)),
        ("fixed", _fixed(material, language)),
        ("filters", filters or sentence(language, "ledger.no_filter")),
    ]
    return [(sentence(language, f"document.plan.{name}"), answer) for name, answer in rows]


def methods_paragraph(material: Material, language: str) -> str:
    """What a paper's methods section says of this analysis, only as far as it is known."""
    design = material.study.design
    said = [
        _design(material, language),
        *([sentence(language, "document.period", period=design.period)] if design.period else []),
        *([sentence(language, "document.ethics", ethics=design.ethics)] if design.ethics else []),
        sentence(language, "document.estimand"),
    ]
    if material.pair is not None:
        said.append(sentence(language, "document.compared"))
        said.append(sentence(language, "document.missing"))
        n_pairs = len(material.registry.methods) * (len(material.registry.methods) - 1) // 2
        said.append(sentence(language, "document.family" if n_pairs > 1 else "document.one_pair"))
    if material.events:
        said.append(sentence(language, "document.rates"))
    said.append(wording.table_note(VERSION, language))
    return ("" if language == "zh" else " ").join(said)


def limitations(material: Material, language: str) -> list[str]:
    """Only what applies to these data and this question, the gravest first."""
    question, said = material.question, []
    if material.is_synthetic:
        said.append(sentence(language, "takeaway.synthetic_sentence"))
    if material.pair is not None:
        if not (isinstance(question, Question) and question.randomised):
            said.append(sentence(language, "stamps.O"))
        said.append(sentence(language, "document.confounding"))
        said.extend(_of_margins(material, language))
    if material.is_filtered_view:
        said.append(sentence(language, "reasons.filtered_view"))
    said.extend(_of_follow_up(material, language))
    if any("Q" in one.stamps for view in material.at_visit() for one in view.verdicts):
        said.append(sentence(language, "stamps.Q"))
    if not any(one.name == ANALGESIC or one.name.startswith(opioid_at("")) for one in material.registry.covariates):
        said.append(sentence(language, "document.analgesics"))
    for one in material.events:
        is_same = one.detection is not None and one.detection.is_same
        if one.event == DETECTED_EVENT and not is_same:
            said.append(detection_sentence(one.detection, language))
    return said


def _margins(material: Material, language: str) -> list[str]:
    """Each outcome's margin with its reason, or that none was chosen."""
    margins = material.question.margins if isinstance(material.question, Question) else {}
    found = []
    for one in material.outcomes:
        name, margin = wording.outcome_name(one.outcome, language), margins.get(one.outcome)
        if margin is None:
            found.append(sentence(language, "document.no_margin", outcome=name))
            continue
        shown = plain(margin.value)
        unit = wording.unit_name(one.scale, language, amount=shown)
        reason = margin.reason or sentence(language, "document.no_reason")
        found.append(sentence(language, "document.margin", outcome=name, value=shown, unit=unit, reason=reason))
    return found


def _fixed(material: Material, language: str) -> str:
    fixed = material.study.fixed
    is_before = isinstance(material.question, Question) and material.question.margin_fixed_before_results
    if not is_before:
        return sentence(language, "document.exploratory")
    at = "" if fixed is None or fixed.at is None else fixed.at
    return sentence(language, "document.stated", at=at).strip()


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


def _of_margins(material: Material, language: str) -> list[str]:
    if not isinstance(material.question, Question) or not material.question.margins:
        return [sentence(language, "document.without_margin")]
    return [] if material.question.margin_fixed_before_results else [sentence(language, "stamps.X")]


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
