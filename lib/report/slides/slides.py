"""The screens of meeting mode as slides, and one of methods and limits: the same words, tables and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lib.analysis.detection import DETECTED_EVENT
from lib.analysis.results import OutcomeComparison, Verdict, VisitComparison
from lib.report import wording
from lib.report.charts import change, trajectory
from lib.report.charts.style import ChartStyle
from lib.report.differences import analysed_patients
from lib.report.journal import printed_as
from lib.report.language import one_after_another, sentence
from lib.report.main_figures import change_figure
from lib.report.material import Material
from lib.report.numbers import plain
from lib.report.slides import native_charts
from lib.report.slides.deck import (
    BULLET,
    MARGIN,
    SIZES_OF_LONG,
    TEXT_SIZES,
    WHOLE,
    WIDTH,
    Deck,
    Room,
    fitting,
    height_of,
    table_fits,
)
from lib.report.tables.cells import without_share
from lib.report.tables.meeting import compared_methods, event_overview
from lib.report.under_verdict import family_line, lines_under
from lib.report.wording import meeting as words
from lib.report.wording.methods_paragraph import adjusted_names, limitations, methods_paragraph, plan
from lib.report.wording.rates import definition_lines, detection_sentence, rate_sentence, rate_stamps, rate_tag
from lib.terms import SCALES, Question, Visit

MOST_SCORES = 2
SAID = Room(left=MARGIN, top=1.45, width=WIDTH - 2 * MARGIN, height=1.15)
"""The sentence below the title."""

SMALL = Room(left=MARGIN, top=2.6, width=WIDTH - 2 * MARGIN, height=0.35)
BELOW = Room(left=MARGIN, top=2.95, width=WIDTH - 2 * MARGIN, height=3.95)
_LOWER = 0.6
"""Inches that a sentence on several centres needs beside the usual one."""
STAMPS = Room(left=MARGIN, top=2.6, width=WIDTH - 2 * MARGIN, height=0.55)
"""Two lines of stamps and the legend; where fonts are wide they need both."""

PICTURE = Room(left=MARGIN, top=3.15, width=WIDTH - 2 * MARGIN, height=3.75)
NARROWEST = 0.35
"""The least share of a slide's width that methods or limits have; between it and the rest their heights decide."""

_FIGURE = ChartStyle(language="en", font_size=17, height=430)
_FIGURE_WIDTH = 1240


def slides(material: Material, language: str) -> bytes:
    """A pptx file with the results on screen, in the material's style; no patient's row, but the dots of a picture."""
    with printed_as(material.style):
        return _made(material, language)


def _made(material: Material, language: str) -> bytes:
    deck = Deck(language, _headline(material, language), " · ".join(material.provenance(language)))
    views = _views(material)
    _question(deck, material, views)
    for view in views:
        _course(deck, view)
        _change(deck, view)
    if material.events:
        _safety(deck, material)
    if any(list(_verdicts(view)) for view in views):
        _conclusion(deck, material, views)
    _methods(deck, material)
    return deck.content()


def _views(material: Material) -> list[Material]:
    """At most two scores (VAS, NRS, ODI first; the report's among them), at its visit or the nearest."""
    views = [view for one in material.outcomes if (view := _at(material, one)) is not None]
    views.sort(key=lambda view: view.outcome not in SCALES)
    shown = views[:MOST_SCORES]
    if all(view.outcome != material.outcome for view in shown):
        shown[-1:] = [view for view in views if view.outcome == material.outcome] or shown[-1:]
    return shown


def _margin(one: OutcomeComparison, material: Material, language: str) -> str:
    """What matters for a score, with its reason; that nothing was chosen where that is so."""
    name = wording.outcome_name(one.outcome, language)
    margin = material.question.margins.get(one.outcome) if isinstance(material.question, Question) else None
    if margin is None:
        return sentence(language, "meeting.no_margin", outcome=name)
    key = "meeting.own" if margin.reason else "meeting.own_plain"
    choice = sentence(language, key, value=plain(margin.value), reason=margin.reason)
    return sentence(language, "meeting.matters", outcome=name, choice=choice)


def _at(material: Material, one: OutcomeComparison) -> Material | None:
    visits = [view.visit for view in one.visits]
    if not visits or material.visit is None:
        return None
    wanted = material.visit
    nearest = next((visit for visit in visits if visit.name == wanted.name), min(visits, key=lambda v: _far(v, wanted)))
    return replace(material, outcome=one.outcome, visit=nearest, mcid=material.for_one_patient(one.outcome))


def _far(visit: Visit, wanted: Visit) -> float:
    return abs(visit.days - wanted.days) if visit.days is not None and wanted.days is not None else float("inf")


def _comparison(view: Material) -> VisitComparison:
    if view.visit is None:
        raise ValueError("a slide of a score needs a follow-up visit, but there is none")
    return view.compared().at(view.visit.name)


def _verdicts(view: Material) -> Iterator[Verdict]:
    return (one for one in _comparison(view).verdicts if (one.experimental, one.control) == view.pair)


def _headline(material: Material, language: str) -> str:
    methods = material.registry.methods
    shown = methods if material.pair is None or len(methods) > MOST_SCORES else material.pair
    return words.question_headline(shown, [view.outcome for view in _views(material)], language)


def _question(deck: Deck, material: Material, views: list[Material]) -> None:
    language, asked = deck.language, material.question
    slide = deck.slide(_headline(material, language), _patients(material, language))
    said = []
    if isinstance(asked, Question) and material.pair == (asked.experimental, asked.control):
        said.append(words.primary_sentence(asked, language, adjusted_names(material, language)))
    planned = plan(material, language)
    said += [_margin(one, material, language) for one in material.outcomes]
    if material.study.design.period:
        said.append(sentence(language, "meeting.period", period=material.study.design.period))
    slide.text(said, replace(SAID, height=1.9))
    count = material.registry.facets("method")
    compared = [_comparison(view) for view in views]
    rows = [(one.outcome, one.visit, analysed_patients(one)) for one in compared]
    slide.table(
        compared_methods({name: count[name] for name in material.registry.methods}, rows, language),
        Room(left=MARGIN, top=3.6, width=WIDTH - 2 * MARGIN, height=3.0),
    )
    slide.notes(_listed(planned, language))


def _course(deck: Deck, view: Material) -> None:
    language, compared = deck.language, _comparison(view)
    slide = deck.slide(words.course_headline(compared, language, view.pair), _analysed(view, language))
    slide.text([words.course_sentence(compared, language, view.pair)], SAID)
    slide.text([sentence(language, "slides.means")], SMALL, is_quiet=True)
    style = ChartStyle(language=language, methods=view.methods)
    native_charts.means(slide, view.compared(), style, BELOW)
    slide.notes(
        [words.course_sentence(compared, language, view.pair), trajectory.alternative_text(view.compared(), language)]
    )


def _change(deck: Deck, view: Material) -> None:
    language, compared = deck.language, _comparison(view)
    verdict = next(_verdicts(view), None)
    title = sentence(language, "verdict.tag.one_method") if verdict is None else wording.verdict_tag(verdict, language)
    slide = deck.slide(title, _analysed(view, language, is_of_change=False))
    said = words.course_sentence(compared, language, view.pair)
    stamps: list[str] = []
    if verdict is not None:
        said = wording.verdict_sentence(verdict, language, is_filtered=view.is_filtered_view)
        stamps = [wording.comparison_role(verdict.role, language)]
        stamps += [wording.stamp(code, language) for code in verdict.stamps if code != "E"]
        stamps.append(family_line(verdict, language))
    if view.pair is None:
        said = one_after_another([said, view.without_comparison(language)], language)
    said = one_after_another([said, *_adjustment(view, verdict, language)], language)
    slide.text([said], SAID)
    counts = view.registry.score_counts(view.outcome, compared.visit.name)
    legend = change.heading(compared, counts, language)[1]
    shown = " · ".join(one for one in (*stamps, legend) if one)
    slide.text([shown], STAMPS, is_quiet=True)
    figure = change_figure(view, replace(_FIGURE, language=language, methods=view.methods), width=_FIGURE_WIDTH)
    slide.picture(figure, PICTURE, change.alternative_text(compared, view.pair, language))
    full: list[str] = []
    if verdict is not None:
        under = [one for one in lines_under(compared, verdict, view.covariates, language) if one not in said]
        full = [*under, *wording.presented_stamps(verdict, language)]
    slide.notes([said, *full, *_listed(plan(view, language), language)])


def _adjustment(view: Material, verdict: Verdict | None, language: str) -> list[str]:
    """What the verdict's comparison is adjusted for beside the baseline, in a line; nothing where nothing is."""
    said = verdict and wording.adjustment_line(_comparison(view), verdict, view.covariates, language)
    return [said] if said else []


def _safety(deck: Deck, material: Material) -> None:
    language = deck.language
    first = next((one for one in material.events if one.event == DETECTED_EVENT), material.events[0])
    verdict = first.verdict_on(material.pair)
    title = sentence(language, "menu.safety") if verdict is None else rate_tag(verdict, language)
    slide = deck.slide(title, _patients(material, language))
    detection = detection_sentence(first.detection, language) if first.event == DETECTED_EVENT else ""
    said = [] if verdict is None else [rate_sentence(verdict, language, is_filtered=material.is_filtered_view)]
    lower = _LOWER if verdict is not None and verdict.within is not None else 0.0
    room = replace(BELOW, top=BELOW.top + lower, height=BELOW.height - lower)
    overview = event_overview(material.events, material.pair, language)
    lines = [*said, detection, without_share(overview, language)]
    if table_fits(overview, room):
        slide.text(lines, replace(SAID, height=1.4 + lower))
        slide.table(overview, room)
    else:  # the words and the table each have a slide of their own
        slide.text(lines, WHOLE, is_alone=True)
        deck.slide(sentence(language, "menu.safety"), _patients(material, language)).table(overview, WHOLE)
    stamps = () if verdict is None else rate_stamps(verdict, language)
    told = [first.event, *(one.event for one in material.events if one is not first)]
    defined = definition_lines(told, material.study.definitions, material.registry.graded_by, language)
    slide.notes([*said, detection, *stamps, defined])
    drawn = deck.slide(sentence(language, "slides.rates"), _patients(material, language))
    native_charts.rates(drawn, material.events, ChartStyle(language=language, methods=material.methods), WHOLE)
    drawn.notes([*said, detection, defined])


def _conclusion(deck: Deck, material: Material, views: list[Material]) -> None:
    language = deck.language
    slide = deck.slide(sentence(language, "meeting.conclusion"), _patients(material, language))
    said: list[str] = []
    verdicts = [(view, verdict) for view in views for verdict in _verdicts(view)]
    stamps = [wording.presented_stamps(verdict, language) for _, verdict in verdicts]
    shared = [one for one in (stamps or [()])[0] if all(one in others for others in stamps)]
    for (view, verdict), own in zip(verdicts, stamps, strict=True):
        said.append(wording.verdict_tag(verdict, language))
        said.append(wording.verdict_sentence(verdict, language, is_filtered=view.is_filtered_view))
        said.extend(lines_under(_comparison(view), verdict, view.covariates, language))
        said.extend(one for one in own if one not in shared)
    said.extend(shared)
    headings = [wording.verdict_tag(verdict, language) for _, verdict in verdicts]
    slide.text(said, WHOLE, bold=headings, is_alone=True)
    slide.notes(said)


def _methods(deck: Deck, material: Material) -> None:
    language = deck.language
    slide = deck.slide(sentence(language, "slides.methods"), _patients(material, language))
    said, limits = methods_paragraph(material, language), [f"{BULLET}{one}" for one in limitations(material, language)]
    gap = 0.4
    both = WIDTH - 2 * MARGIN - gap
    left = _left_column(said, "\n".join(limits), both)
    rooms = replace(WHOLE, width=left), replace(WHOLE, left=MARGIN + left + gap, width=both - left)
    columns = [said], limits
    most = min(fitting("\n".join(one), room, SIZES_OF_LONG) for one, room in zip(columns, rooms, strict=True))
    for one, room in zip(columns, rooms, strict=True):
        slide.text(one, room, most=most)
    slide.notes([said, *limits])


def _left_column(left: str, right: str, both: float) -> float:
    """Inches of the left of two columns at which the higher of two texts is lowest; neither column is too narrow."""
    steps = range(round(100 * NARROWEST), round(100 * (1 - NARROWEST)) + 1)
    widths = [both * step / 100 for step in steps]
    size = TEXT_SIZES[-1]
    return min(widths, key=lambda width: max(height_of(left, width, size), height_of(right, both - width, size)))


def _patients(material: Material, language: str) -> str:
    count = material.registry.facets("method")
    names = [wording.counted_name(wording.method_name(one, language), count[one]) for one in material.registry.methods]
    joined = sentence(language, "numbers.list").join(names)
    return sentence(language, "meeting.footer_patients", n=material.registry.n_patients, methods=joined)


def _analysed(view: Material, language: str, *, is_of_change: bool = True) -> str:
    """How many a slide is of: those with both scores, where it shows the verdict those of the primary analysis."""
    compared = _comparison(view)
    n = sum(row.n for row in compared.within) if is_of_change else sum(analysed_patients(compared).values())
    return sentence(language, "slides.analysed", patients=wording.patients(n, language))


def _listed(rows: Iterable[tuple[str, str]], language: str) -> list[str]:
    """Rows of a plan as lines: "Patients: all"."""
    return [sentence(language, "filter_words.other", name=item, levels=answer) for item, answer in rows]
