"""What surrounds every page: the menus, and the sidebar with the file, the methods and the filters."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from lib.intake.progress import Told
from lib.report import wording
from lib.ui import filters, session, show, widgets
from lib.ui.address import View
from lib.ui.session import Reading, Visitor
from lib.ui.show import plain, text

_PAGES = Path(__file__).parents[2] / "pages"

MENU = {
    "registry": ("open", "columns", "checks", "plan", "limits"),
    "results": ("outcomes", "responders", "safety", "patients", "meeting"),
    "export": ("report",),
}
"""The menus are the folders of pages/. Only the first page needs no registry."""


MEETING = "meeting"
"""Meeting mode is entered from the main page and stands in no menu."""


def navigation() -> Any:
    """The menus in the page's language; until data are open only Open is offered, though every address works."""
    is_open = session.visitor().reading is not None and session.visitor().asked is None
    sections: dict[str, list[Any]] = {}
    for folder, names in MENU.items():
        sections[text(f"menu.{folder}")] = [
            st.Page(
                _PAGES / folder / f"{name}.py",
                title=text(f"menu.{name}"),
                url_path=name,
                default=name == "open",
                visibility="visible" if name == "open" or (is_open and name != MEETING) else "hidden",
            )
            for name in names
        ]
    return st.navigation(sections, position="top")


def page(name: str) -> Path:
    """A page's file, for links and switches."""
    folder = next(folder for folder, names in MENU.items() if name in names)
    return _PAGES / folder / f"{name}.py"


def sidebar(shown: Any) -> None:
    """The file and its reading line, Replace file, then the filters; nothing until a registry is open.

    `shown` is the page that follows; meeting mode has no sidebar, and only there does the view hold a screen.
    """
    show.styles()
    known = session.visitor()
    _keep_the_view(known, shown.url_path)
    if shown.url_path == MEETING:
        return
    session.put(widgets.SCREEN, None)
    _other_file(known)
    if known.reading is None or known.asked is not None:
        return
    with st.sidebar:
        _file(known.reading)
        filters.sidebar(known.reading.cohort)


def _keep_the_view(known: Visitor, shown: str) -> None:
    """On another page the controls hold what they held: nobody need have touched them for it.

    Streamlit begins a control anew on every page, and keeps only what the visitor chose or an earlier page has left.
    """
    if known.page == shown:
        return
    known.page = shown
    of_results = widgets.values(View(), known.reading.cohort) if known.reading and not known.asked else {}
    for key in (session.LANGUAGE, *of_results):
        held = session.get(key)
        if held is not None:
            session.put(key, held)


def _other_file(known: Visitor) -> None:
    """That the file which came is not the one of the address, until the visitor has read it."""
    came = known.asked or known.reading
    if came is None or not known.left_address:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="other_file"):
        named, source = known.left_address, came.opened.source
        st.markdown(
            text(
                "open.other_file",
                named_rows=plain(named.get("rows", "?")),
                named=plain(named.get("fingerprint", "?")),
                rows=source.rows,
                fingerprint=source.sha256[:8],
            ),
            width="stretch",
        )
        st.button(text("open.noted"), key="other_file_noted", on_click=known.left_address.clear)


def _file(reading: Reading) -> None:
    language = session.language()
    name = text("sidebar.demo") if reading.is_demo else reading.opened.source.file
    synthetic = f" · {text('sidebar.synthetic')}" if reading.cohort.is_synthetic else ""
    st.markdown(f"**{plain(name)}**{synthetic}")
    st.page_link(page("checks"), label=plain(wording.reading_line(reading.opened, language)))
    known = session.visitor()
    if known.cells_changed is not None:
        st.caption(text("sidebar.read_again", n=reading.cohort.n_patients, cells=known.cells_changed))
    with st.popover(text("sidebar.replace"), width="stretch", key=f"replace_{known.uploads}"):
        uploader(text("open.drop"), "sidebar")
    show_refusal("sidebar")


def show_refusal(place: str) -> None:
    """Why the last upload cannot be read, and what to do, where it was dropped; what was open stays open."""
    known = session.visitor()
    if known.refusal is None or known.refused_at != place:
        return
    message, remedy = wording.refusal(known.refusal.code, known.refusal.parameters, session.language())
    said = f"{plain(message)} {plain(remedy)}"
    st.warning(text("open.refused", file=plain(known.refusal.file), said=said) if known.refusal.file else said)


def after_reading() -> Path:
    """Where a registry leads once it is read: to the results, or to the plan where the visitor wants that first."""
    return page("plan" if session.get("plan_first") else "outcomes")


@contextmanager
def _progress() -> Iterator[Told]:
    """A bar with the share of the cells that have been read, once reading takes longer than a second."""
    place, began = st.empty(), time.monotonic()

    def told(share: float) -> None:
        if time.monotonic() > began + 1:
            place.progress(share, text("open.cells_read", percent=round(100 * share)))

    yield told
    place.empty()


def uploader(label: str, place: str) -> None:
    """Take one or more files and read them; they stay in this session's memory. Questions are asked on Open."""
    known = session.visitor()
    dropped = st.file_uploader(label, accept_multiple_files=True, key=f"upload_{place}_{known.uploads}")
    if not dropped:
        return
    with st.spinner(text("open.reading")), _progress() as told:
        session.receive([(one.name, one.getvalue()) for one in dropped], place, told)
    known.uploads += 1  # only now: what is dropped while this is read arrives together with it
    if known.study_waits:
        st.rerun()
    if known.study_misfits is not None and known.study_misfits[0] and known.asked is None:
        st.switch_page(page("columns"))
    if known.asked is not None:
        st.switch_page(page("open"))
    if known.refusal is None and place == "page":
        st.switch_page(after_reading())
    st.rerun()
