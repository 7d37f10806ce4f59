"""The report: question, verdict, patients, scores, figures, sensitivity, safety, responders, methods and limits."""

from __future__ import annotations

import pandas as pd

from lib.analysis.concurrence import concurrence
from lib.analysis.mcid import suggested
from lib.analysis.results import VisitComparison
from lib.analysis.unobserved import unobserved
from lib.report import tables, wording
from lib.report.charts import change, trajectory
from lib.report.differences import analysed_patients, is_mixed, observed_patients
from lib.report.journal import CHINESE, printed_as
from lib.report.language import sentence
from lib.report.main_figures import change_picture, over_time_picture
from lib.report.material import Material
from lib.report.tables.unobserved import stable_sentence, tipping_points
from lib.report.under_verdict import lines_under
from lib.report.word.paper import Paper
from lib.report.word.responders import responders
from lib.report.word.safety import safety
from lib.report.wording.methods_paragraph import limitations, margins_like_mcid, methods_paragraph, plan


def report(material: Material, language: str) -> bytes:
    """A docx file with the results on screen, in the material's style; nothing in it is a patient's row."""
    with printed_as(material.style):
        return _written(material, language)


def _written(material: Material, language: str) -> bytes:
    paper = Paper(language, _title(material, language))
    if material.is_synthetic:
        paper.text(sentence(language, "takeaway.synthetic_sentence"), is_bold=True)
    for part in (_question, _verdicts, _flow, _baseline, _scores, _figures, _sensitivity, safety, responders):
        part(paper, material)
    paper.heading(sentence(language, "document.methods"))
    paper.text(methods_paragraph(material, language))
    paper.heading(sentence(language, "document.limitations"))
    paper.bullets(limitations(material, language))
    paper.footer(material.provenance(language))
    return paper.content()


def _title(material: Material, language: str) -> str:
    names = [wording.method_name(name, language) for name in material.pair or material.registry.methods]
    against = sentence(language, "document.against").join(names)
    by = material.registry.compared_by
    if by:
        return sentence(language, "document.title_by", by=wording.compared_by_name(by, language), methods=against)
    return sentence(language, "document.title", methods=against)


def _question(paper: Paper, material: Material) -> None:
    language = paper.language
    paper.heading(sentence(language, "document.question"))
    rows = plan(material, language)
    frame = pd.DataFrame({sentence(language, "document.answer"): [answer for _, answer in rows]}, dtype=object)
    frame.index = pd.Index([name for name, _ in rows], name=sentence(language, "document.item"))
    paper.table(frame, sentence(language, "document.question"))
    for note in margins_like_mcid(material, language):
        paper.note(note)


def _verdicts(paper: Paper, material: Material) -> None:
    language = paper.language
    paper.heading(sentence(language, "document.verdict"))
    if material.pair is None or material.visit is None:
        _without_comparison(paper, material)
    for view in material.at_visit():
        for one in view.verdicts:
            if (one.experimental, one.control) != material.pair:
                continue
            paper.text(wording.verdict_tag(one, language), is_bold=True)
            paper.text(wording.verdict_sentence(one, language, is_filtered=material.is_filtered_view), leads_on=True)
            paper.note(wording.comparison_role(one.role, language))
            if wording.needs_margin(one):
                paper.text(sentence(language, "verdict.no_margin"))
            for line in lines_under(view, one, material.covariates, language):
                paper.text(line)
            for stamp in wording.stamp_sentences(one, language):
                paper.note(stamp)
        for overall in view.omnibus:
            if overall.test == "ancova_hc3_f":
                paper.text(wording.omnibus_sentence(overall, view, language))


def _without_comparison(paper: Paper, material: Material) -> None:
    """One method, or no follow-up: what each method shows by itself, and why nothing is compared."""
    for view in material.at_visit():
        for row in view.within:
            paper.text(wording.within_sentence(row, view.scale, paper.language, material.registry.compared_by))
        at_bounds = wording.floor_and_ceiling(view, None, paper.language)
        if at_bounds:
            paper.text(at_bounds)
    if material.visit is None:
        paper.text(sentence(paper.language, "reasons.no_follow_up_plain"))
    else:
        paper.text(material.without_comparison(paper.language))


def _flow(paper: Paper, material: Material) -> None:
    language = paper.language
    paper.heading(sentence(language, "document.flow"))
    for view in material.at_visit():
        line = wording.ledger_line(
            in_file=material.in_file,
            after_filters=material.registry.n_patients,
            filters=wording.filters_text(material.filters, material.covariates, language),
            analysed=analysed_patients(view),
            language=language,
            observed=observed_patients(view) if is_mixed(view) else None,
        )
        where = f"{wording.outcome_name(view.outcome, language)} · {wording.visit_name(view.visit, language)}"
        paper.text(sentence(language, "filter_words.other", name=where, levels=line), leads_on=True)
    read = wording.how_read(material.findings, language)
    if read:
        paper.text(read)
    for one in material.outcomes:
        flow = [(view.visit, view.flow) for view in one.visits]
        if flow and one.methods:
            name = wording.outcome_name(one.outcome, language)
            title = sentence(language, "patients.observed_heading", outcome=name)
            paper.table(tables.observed(flow, language), title)


def _baseline(paper: Paper, material: Material) -> None:
    language = paper.language
    if not material.baseline or not material.registry.methods:
        return
    covariates = {one.name: one for one in material.registry.covariates}
    paper.heading(sentence(language, "patients.heading"))
    paper.table(tables.baseline(material.baseline, covariates, language), sentence(language, "patients.heading"))
    if material.baseline[0].balance:
        paper.note(sentence(language, "document.baseline_note"))
    not_concurrent = wording.concurrence_line(concurrence(material.registry, material.pair), language)
    if not_concurrent:
        paper.text(not_concurrent)


def _scores(paper: Paper, material: Material) -> None:
    """Visits in rows, so that any number of them fits on a page."""
    language = paper.language
    paper.heading(sentence(language, "tables.scores.heading"))
    for one in material.outcomes:
        frame = tables.scores_by_visit(one, material.pair, language, journal=material.style == CHINESE)
        what = str(frame.index.name)
        turned = frame.T
        turned.index.name = sentence(language, "controls.visit")
        name = wording.outcome_name(one.outcome, language)
        paper.table(turned, sentence(language, "document.scores", outcome=name, what=what))
        if material.pair is not None:
            is_proposed = material.study.asked.visit is None
            paper.note(wording.roles_note(one, material.pair, language, is_visit_proposed=is_proposed))
    paper.note(_scores_note(material, language))


def _scores_note(material: Material, language: str) -> str:
    compared, is_journal = material.compared(), material.style == CHINESE
    return wording.scores_note(compared, material.pair, material.covariates, language, is_journal=is_journal)


def _figures(paper: Paper, material: Material) -> None:
    language, compared = paper.language, material.compared()
    if material.visit is None or not material.registry.methods:
        return
    paper.heading(sentence(language, "document.figures"))
    label, at_visit = sentence(language, "document.figure"), compared.at(material.visit.name)
    caption = ": ".join(trajectory.heading(compared, material.visit, language))
    alternative = trajectory.alternative_text(compared, language)
    paper.picture(over_time_picture(material, language), caption, label, alternative)
    counts = material.registry.score_counts(material.outcome, material.visit.name)
    caption = ": ".join(change.heading(at_visit, counts, language))
    alternative = change.alternative_text(at_visit, material.pair, language)
    name = wording.outcome_name(material.outcome, language)
    paper.picture(change_picture(material, language), f"{name} · {caption}", label, alternative)


def _sensitivity(paper: Paper, material: Material) -> None:
    language = paper.language
    if material.pair is None or material.visit is None:
        return
    paper.heading(sentence(language, "document.sensitivity"))
    for view in material.at_visit():
        name, visit = wording.outcome_name(view.outcome, language), wording.visit_name(view.visit, language)
        caption = sentence(language, "document.sensitivity_of", outcome=name, visit=visit)
        paper.table(tables.between_methods(view, material.pair, language), caption)
        _unobserved(paper, material, view)


def _unobserved(paper: Paper, material: Material, view: VisitComparison) -> None:
    """Whether the conclusion would change if the patients without a score were worse or better than expected."""
    verdict = next((one for one in view.verdicts if (one.experimental, one.control) == material.pair), None)
    mcid = material.for_one_patient(view.outcome) or suggested(view.outcome)
    found = None if verdict is None else unobserved(view, verdict, mcid)
    if found is None:
        return
    paper.text(stable_sentence(found, paper.language), leads_on=not found.is_stable)
    if not found.is_stable:
        paper.table(tipping_points(found, paper.language), sentence(paper.language, "tipping.heading"))
