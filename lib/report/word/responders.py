"""The report's part on responders: under every published threshold, and by pain and dose of opioids together."""

from __future__ import annotations

from lib.analysis.consensus import ConsensusAtVisit
from lib.analysis.responders import by_amount
from lib.analysis.results import VisitComparison
from lib.report import wording
from lib.report.language import one_after_another, sentence
from lib.report.material import Material
from lib.report.tables.responders import consensus_states, sensitivity, states
from lib.report.word.paper import Paper
from lib.report.wording.rates import rate_sentence
from lib.report.wording.responders import threshold_label


def responders(paper: Paper, material: Material) -> None:
    """Who improved by what matters to one patient, of every score at the visit of the report."""
    language = paper.language
    if not material.responders or material.visit is None:
        return
    paper.heading(sentence(language, "menu.responders"))
    paper.text(sentence(language, "responders.intro"), leads_on=True)
    for view in material.at_visit():
        found = [(code, one) for code, one in material.responders if one.outcome == view.outcome]
        if not found:
            continue
        name, visit = wording.outcome_name(view.outcome, language), wording.visit_name(view.visit, language)
        caption = sentence(language, "document.responders", outcome=name, visit=visit)
        if material.pair is not None:
            paper.table(sensitivity(found, material.pair, view.scale, language), caption)
        codes, first = by_amount(found)[0]
        label = threshold_label(codes, first.threshold, view.scale, language)
        paper.table(states(first, language), f"{caption} · {label}")
        for one in material.consensus:
            if one.outcome == view.outcome:
                _consensus(paper, material, view, one)
    paper.note(sentence(language, "mcid.note"))


def _consensus(paper: Paper, material: Material, view: VisitComparison, found: ConsensusAtVisit) -> None:
    """Pain and dose of opioids judged together."""
    language = paper.language
    name, visit = wording.outcome_name(found.outcome, language), wording.visit_name(view.visit, language)
    title = sentence(language, "responders.consensus", outcome=name, visit=visit)
    for key, compared in (("missing_left_out", found.compared), ("missing_failure", found.missing_as_failure)):
        verdict = compared.verdict_on(material.pair)
        if verdict is not None:
            said = rate_sentence(verdict, language, is_filtered=material.is_filtered_view)
            paper.text(one_after_another((sentence(language, f"responders.{key}"), said), language))
    paper.table(consensus_states(found, language), title)
    paper.note(sentence(language, "responders.consensus_about"))
