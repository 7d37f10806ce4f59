"""Limits and privacy: what is read, how much of it, and what is kept; each sentence with the test that proves it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from lib.intake.allowance import LARGER, MOST_COMPRESSED, ORDINARY
from lib.intake.choosing import MOST_ROWS_BESIDE, MOST_TABLES
from lib.intake.grid import MOST_CELLS
from lib.intake.open_document import MOST_REPEATED
from lib.intake.opening import MOST_UPLOADED
from lib.ui import show
from lib.ui.show import text

PROOFS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "formats": {
            "read": "intake/test_gate.py::TestInspect::test_bytes_decide_and_not_the_name",
            "macros": "intake/test_gate.py::TestOpenArchive::test_macros_and_links_are_said",
            "refused": "intake/test_gate.py::TestInspect::test_tables_of_other_programs",
        },
        "limits": {
            "uploaded": "intake/test_opening.py::TestLimits::test_a_file_that_is_too_large_is_refused_unread",
            "unpacked": "intake/test_gate.py::TestOpenArchive::test_unpacked_size_is_counted_and_not_believed",
            "cells": "intake/test_grid.py::TestGridBuilder::test_more_filled_cells_than_may_be",
            "repeats": "intake/test_open_document.py::TestReadOpenDocument::test_repeats_are_counted_together",
            "rows": "intake/test_choosing.py::TestMostRows::test_rows_beside_the_largest_sheet",
            "sheets": "intake/test_choosing.py::TestMostRows::test_sheets_with_patients",
            "apart": "intake/test_child.py::TestReadInChild::test_is_killed_when_it_takes_too_long",
            "larger": "intake/test_child.py::TestLarger::test_a_large_workbook_is_counted_again_with_more_room",
        },
        "kept": {
            "nothing": "browser/test_checks.py::TestPrivacy::test_nothing_of_the_file_is_written_or_logged",
            "identifiers": "intake/test_identifiers.py::TestIdentifiers::test_dropped_and_named",
            "memory": "browser/test_checks.py::TestMessyChineseRegistry::test_needs_no_question_and_comes_back_marked",
            "visitors": "browser/test_main_job.py::TestVisitors::test_two_visitors_never_see_each_others_data",
            "address": "ui/test_address.py::TestEncode::test_codes_are_without_language_and_registry_text",
            "downloads": "test_server.py::TestSecurityHeaders::test_a_download_is_kept_by_no_cache",
            "nobody": "browser/test_server.py::TestSecurityHeaders::test_policy_runs_only_our_own_scripts",
        },
    }
)
"""Sections and sentences (messages `[limits.<section>]`), each with the test in tests/ that proves it."""


def sections() -> None:
    """Every sentence, and below it in grey its test."""
    figures = {
        "uploaded": MOST_UPLOADED // 2**20,
        "unpacked": ORDINARY.unpacked // 2**20,
        "cells": f"{MOST_CELLS:,}",
        "repeats": f"{MOST_REPEATED:,}",
        "rows": f"{MOST_ROWS_BESIDE:,}",
        "tables": MOST_TABLES,
        "memory": ORDINARY.memory // 2**30,
        "seconds": ORDINARY.cpu_seconds,
        "larger_unpacked": LARGER.unpacked // 2**20,
        "larger_memory": LARGER.memory // 2**30,
        "larger_seconds": LARGER.cpu_seconds,
        "compressed": MOST_COMPRESSED,
    }
    st.caption(text("limits.proved"))
    for section, proofs in PROOFS.items():
        st.subheader(text(f"limits.{section}.heading"), anchor=False)
        for name, test in proofs.items():
            proof = text("limits.proof", test=show.plain(f"tests/{test}"))
            st.markdown(text(f"limits.{section}.{name}", **figures), width="content", help=proof)
        if section == "limits":
            st.markdown(text("limits.linux" if sys.platform == "linux" else "limits.elsewhere"))
