"""The Open page: the first visit, and the questions after an upload."""

from __future__ import annotations

import streamlit as st

from lib.intake.opening import MOST_UPLOADED
from lib.intake.questions import IntakeQuestion
from lib.report import wording
from lib.ui import demo, frame, session, show, studying
from lib.ui.session import Reading
from lib.ui.show import plain, text

COLUMN_WIDTH = 760


def welcome() -> None:
    """What Trocar does, one uploader, the demo and the template."""
    known = session.visitor()
    with st.container(width=COLUMN_WIDTH):
        show.header("Trocar")
        st.markdown(text("open.promise"))
        if known.waiting_address.get("registry") == "file":
            _asks_again(known.waiting_address)
        frame.show_refusal("page")
        studying.notes()
        frame.uploader(text("open.drop"), "page")
        st.caption(f"{text('open.formats', most=MOST_UPLOADED // 2**20)}  \n{text('open.privacy')}")
        st.checkbox(text("plan.first"), key="plan_first", persist_state="session")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(text("open.demo"), type="primary", key="open_demo"):
                session.open_demo()
                st.switch_page(frame.page("outcomes"))
            st.download_button(
                text("open.template"),
                lambda: demo.template(session.language()),
                file_name=f"trocar_template_{session.language()}.xlsx",
                mime=show.MIME["xlsx"],
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
                key="template",
            )
            st.page_link(frame.page("limits"), label=text("menu.limits"))


def nothing_open() -> None:
    """A results page without a registry: what can be opened."""
    known = session.visitor()
    with st.container(width=COLUMN_WIDTH):
        show.header(text("open.nothing"))
        if known.waiting_address.get("registry") == "file":
            _asks_again(known.waiting_address)
            frame.show_refusal("page")
            frame.uploader(text("open.drop"), "page")
        with st.container(horizontal=True):
            if st.button(text("open.registry"), key="to_open"):
                st.switch_page(frame.page("open"))
            if st.button(text("open.demo"), type="primary", key="open_demo"):
                session.open_demo()
                st.rerun()


def questions(asked: Reading) -> None:
    """At most three questions on one screen, each with a proposal and its reason; then the results."""
    language = session.language()
    shown = asked.opened.questions[:3]
    title = "open.questions_one" if len(shown) == 1 else "open.questions"
    with st.container(width=COLUMN_WIDTH):
        show.header(text(title if any(one.options for one in shown) else "open.no_scores", n=len(shown)))
        st.caption(plain(wording.source_line(asked.opened, language)))
        frame.show_refusal("questions")
        chosen = [_question(position, question) for position, question in enumerate(shown, start=1)]
        _understood(asked)
        with st.container(horizontal=True, vertical_alignment="center"):
            if any(not question.options for question in shown):
                st.page_link(frame.page("columns"), label=text("open.columns"))
            elif st.button(text("open.use"), type="primary", key="use_answers"):
                session.answer([q.options[i].patch for q, i in zip(shown, chosen, strict=True) if i is not None])
                if session.visitor().asked is None:
                    st.switch_page(frame.after_reading())
                st.rerun()
            st.button(text("open.cancel"), type="tertiary", key="cancel", on_click=session.cancel_questions)


def _question(position: int, question: IntakeQuestion) -> int | None:
    """One question with its reason; the position of the option picked, None while there is none."""
    language = session.language()
    title, reason = wording.question_title(question, language), wording.question_reason(question, language)
    key = f"question_{question.code}_{position}"
    with st.container(border=True):
        st.markdown(f"**{position} · {plain(title)}**" if question.options else f"**{plain(title)}**")
        if reason != title:
            st.caption(plain(reason))
        if not question.options:
            return None
        if session.get(key) is None:
            session.put(key, question.proposed)
        labels = [plain(wording.question_option(question, option, language)) for option in question.options]
        picked: int | None = st.segmented_control(
            plain(title),
            range(len(labels)),
            format_func=labels.__getitem__,
            key=key,
            label_visibility="collapsed",
            required=True,
        )
    return picked


def _understood(asked: Reading) -> None:
    """What was recognised without asking."""
    lines = wording.understood_lines(asked.opened, session.language())
    if lines:
        with st.expander(text("open.understood", n=len(lines))):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _asks_again(codes: dict[str, str]) -> None:
    """The session ended, or a link was opened: name what was open without naming the file."""
    st.info(text("open.again", rows=plain(codes.get("rows", "?")), fingerprint=plain(codes.get("fingerprint", "?"))))
