"""What one visitor's session remembers, and its address: the only user of st.session_state.

Patient data live here and nowhere else: not in a file, a log, the address, or a cache that another visitor can reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from lib.intake.changes import cells_changed
from lib.intake.findings import UnreadableFile
from lib.intake.opening import Opened, SourceFile, interpret, read
from lib.intake.progress import Told, tell_nobody
from lib.intake.settings import ReadingSettings
from lib.intake.workbook import Workbook
from lib.registry.cohort import Cohort
from lib.study import Study, carried_over
from lib.terms import Covariate
from lib.ui import address, demo, uploads, widgets
from lib.ui.address import View

_VISITOR = "this_visitor"
LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Files as they were read and understood. `workbook` lets a changed answer skip reading the bytes again."""

    files: tuple[SourceFile, ...]
    workbook: Workbook
    opened: Opened
    study: Study
    is_demo: bool = False

    @property
    def cohort(self) -> Cohort:
        """The patients; only asked for once nothing is left to answer."""
        if self.opened.cohort is None:
            raise ValueError("the cohort exists only after every question without a safe proposal is answered")
        return self.opened.cohort


@dataclass(slots=True)
class Visitor:
    """One visitor: what is open, what waits for answers, what was refused, and the address not yet applied."""

    reading: Reading | None = None
    asked: Reading | None = None
    refusal: UnreadableFile | None = None
    refused_at: str = "page"
    cells_changed: int | None = None
    waiting_address: dict[str, str] = field(default_factory=dict)
    left_address: dict[str, str] = field(default_factory=dict)  # of another file than the one that came
    moved_from_visit: str | None = None
    to_restore: View | None = None
    uploads: int = 0
    page: str | None = None  # the one shown last
    waiting_study: Study | None = None
    study_to_show: Study | None = None
    seen: set[str] = field(default_factory=set)  # fingerprints of data whose results have been on screen
    study_misfits: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    @property
    def study_waits(self) -> bool:
        """A study file was dropped and its registry has not come yet."""
        return self.waiting_study is not None


def visitor() -> Visitor:
    """This session's visitor, made on the first run from the address it came with."""
    if _VISITOR not in st.session_state:
        codes = st.query_params.to_dict()
        known = Visitor(waiting_address=codes)
        st.session_state[_VISITOR] = known
        if codes.get("lang") in ("en", "zh"):
            st.session_state[LANGUAGE] = codes["lang"]
        st.session_state.setdefault(LANGUAGE, _browser_language())
        if codes.get("registry") == "demo":
            open_demo()
    found: Visitor = st.session_state[_VISITOR]
    return found


def begin() -> None:
    """Start a run: the widgets take the view that the last run decided on, before any of them is drawn."""
    known = visitor()
    if known.to_restore is not None and known.reading is not None:
        view, known.to_restore = known.to_restore, None
        for key, value in widgets.values(view, known.reading.cohort).items():
            put(key, value)


def language() -> str:
    """The page's language, "en" or "zh": the visitor's choice, else the browser's, else English."""
    return str(st.session_state.get(LANGUAGE) or _browser_language())


def get(key: str, default: Any = None) -> Any:
    """What a widget holds, whether or not it has been drawn in this run."""
    return st.session_state.get(key, default)


def put(key: str, value: Any) -> None:
    """Set a widget's value before it is drawn in this run."""
    st.session_state[key] = value


def open_demo() -> None:
    """Open the demo registry in the page's language."""
    known = visitor()
    files, study = demo.registry(language())
    workbook = read(files)
    opened = interpret(workbook, study.settings)
    _show(known, Reading(files=files, workbook=workbook, opened=opened, study=study, is_demo=True))


def follow_language() -> None:
    """The demo speaks the page's language: read its other edition and keep the view."""
    known = visitor()
    if known.reading is not None and known.reading.is_demo:
        known.waiting_address, before = {**codes_of_view(), "registry": "demo"}, known.reading
        open_demo()
        edition = known.reading.opened.source.sha256
        if before.opened.source.sha256 in known.seen:
            known.seen.add(edition)
        known.reading = replace(
            known.reading, study=uploads.decided_as_before(known.reading.study, before.study, edition)
        )


def receive(dropped: Sequence[tuple[str, bytes]], place: str, told: Told = tell_nobody) -> None:
    """Read an upload, as (name, bytes); what was open stays until the new one has succeeded.

    `place` is where it was dropped, so that a refusal is said there. Where the columns are those of the file before,
    its mapping, question, filters and visit stay, and the cells that changed are counted. A study file among the files
    is used with them; alone with what is open, or it waits for its registry. `told` hears how far reading has come.
    """
    known = visitor()
    known.refusal, known.refused_at, known.cells_changed, known.left_address = None, place, None, {}
    try:
        files, study = uploads.sorted_out(dropped)
        study = study or (known.waiting_study if files else None)
        if study is not None:
            _use_study(known, study, files, told)
        else:
            _receive(known, files, told)
    except UnreadableFile as refusal:
        known.refusal = refusal


def _use_study(known: Visitor, study: Study, files: tuple[SourceFile, ...], told: Told) -> None:
    """A study with the registry that came with it, else with the one that is open; else it waits."""
    if not files and known.reading is None:
        known.waiting_study = study
        return
    files = files or (known.reading.files if known.reading is not None else ())
    workbook = read(files, told)
    carried = carried_over(study, workbook)
    known.waiting_study = None
    misfits = (carried.missing_columns, carried.left_out)
    known.study_misfits = misfits if any(misfits) else None
    is_demo = known.reading is not None and known.reading.is_demo and files == known.reading.files
    kept = replace(carried.study, filters={})  # from here on the filters live in the sidebar
    reading = Reading(files=files, workbook=workbook, opened=carried.opened, study=kept, is_demo=is_demo)
    known.study_to_show, known.waiting_address = carried.study, {}
    if carried.opened.questions:
        known.asked = reading
        return
    _show(known, reading)


def _receive(known: Visitor, files: tuple[SourceFile, ...], told: Told) -> None:
    before = None if known.reading is None or known.reading.is_demo else known.reading
    workbook = read(files, told)
    opened, is_same_table = _read_as_before(workbook, before)
    known.study_misfits, known.study_to_show = None, None
    if known.waiting_address.get("fingerprint", workbook.sha256[:8]) != workbook.sha256[:8]:
        known.left_address, known.waiting_address = known.waiting_address, {}
    study = before.study if before is not None and is_same_table else Study()
    reading = Reading(files=files, workbook=workbook, opened=opened, study=study)
    if opened.questions and not is_same_table:
        known.asked = reading
        return
    if before is not None and is_same_table:
        known.waiting_address = codes_of_view()
        known.cells_changed = cells_changed(before.workbook, workbook)
    _show(known, reading)


def answer(patches: Sequence[ReadingSettings]) -> None:
    """Use the answers given on the questions page and show the results."""
    known = visitor()
    asked = known.asked
    if asked is None:
        return
    settings = asked.study.settings
    for patch in patches:
        settings = settings.merged(patch)
    _reinterpret(known, asked, settings)


def change_reading(patch: ReadingSettings) -> None:
    """Change what a column, method or visit was taken for, in whatever is open or being asked about."""
    known = visitor()
    current = known.asked or known.reading
    if current is not None:
        _reinterpret(known, current, current.study.settings.merged(patch), still_asking=known.asked is not None)


def cancel_questions() -> None:
    """Go back to what was open before the upload."""
    visitor().asked = None


def codes_of_view() -> dict[str, str]:
    """The address of what is on screen, or what is waiting to be applied while no registry is open."""
    known = visitor()
    if known.reading is None:
        return known.waiting_address
    reading = known.reading
    asked_of = uploads.chosen_of(reading.study.asked.filters, reading.cohort)
    view = replace(widgets.view(get, reading.cohort), asked_of=asked_of)
    codes = address.encode(view, reading.cohort)
    if reading.is_demo:
        return {"registry": "demo", **codes}
    source = reading.opened.source
    return {"registry": "file", "rows": str(source.rows), "fingerprint": source.sha256[:8], **codes}


def write_address() -> None:
    """Bring the browser's address up to date with what is on screen."""
    codes = codes_of_view()
    if language() != _browser_language():
        codes["lang"] = language()
    if st.query_params.to_dict() != codes:
        st.query_params.from_dict(codes)


def put_filter(cohort: Cohort, covariate: Covariate) -> None:
    """Let a covariate's filter keep everybody.

    A value is set rather than deleted: the browser would send a deleted one back with its next click.
    """
    put(widgets.filter_key(cohort, covariate.name), widgets.filter_value(covariate, ()))


def _browser_language() -> str:
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def _read_as_before(workbook: Workbook, before: Reading | None) -> tuple[Opened, bool]:
    """What the cells mean, and whether it is the table that was open before, so that its mapping still holds."""
    if before is not None:
        try:
            opened = interpret(workbook, before.study.settings)
        except UnreadableFile as refusal:
            if refusal.code != "study_invalid":
                raise
        else:
            if _headers(opened) == _headers(before.opened):
                return opened, True
    return interpret(workbook, ReadingSettings()), False


def _headers(opened: Opened) -> list[str]:
    return [column.header for column in opened.mapping]


def _reinterpret(known: Visitor, current: Reading, settings: ReadingSettings, *, still_asking: bool = False) -> None:
    try:
        opened = interpret(current.workbook, settings)
    except UnreadableFile as refusal:
        known.refusal, known.refused_at = refusal, "questions"
        return
    known.refusal = None
    reading = replace(current, opened=opened, study=replace(current.study, settings=settings))
    if still_asking or opened.cohort is None:
        known.asked = reading
        return
    if known.reading is not None and known.asked is None:
        known.waiting_address = codes_of_view()
    _show(known, reading)


def _show(known: Visitor, reading: Reading) -> None:
    """Put a reading on screen, with the view its address asks for."""
    known.to_restore = address.decode(known.waiting_address, reading.cohort)
    study = uploads.with_filters_of(known.to_restore, reading.study)
    known.reading, known.asked, known.refusal = replace(reading, study=study), None, None
    if known.study_to_show is not None:
        known.to_restore, known.study_to_show = uploads.view_of_study(known.study_to_show, reading.cohort), None
    known.waiting_address, known.moved_from_visit = {}, None
