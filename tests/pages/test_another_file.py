"""An address of one file and the upload of another, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_link, open_table, settled
from tests.pages.test_columns import table

NAMED = {"registry": "file", "rows": "99", "fingerprint": "0123abcd", "score": "vas", "visit": "30d", "method": "1"}


def uploaded(codes: dict[str, str], language: str) -> AppTest:
    """The main page after the table of two methods came to a link with these codes."""
    page = open_link(codes, language)
    page.file_uploader[0].set_value([("registry.csv", table().encode(), "text/csv")])
    return settled(page.run())


class TestAnotherFile:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_said_with_both_fingerprints(self, language: str) -> None:
        """The link names 99 rows: both files are told apart, both methods are shown, and it can be put away."""
        page = uploaded(NAMED, language)

        said = sentence(language, "open.other_file", named_rows="99", named="0123abcd", rows="16", fingerprint="")
        assert said.split("（" if language == "zh" else "(")[0] in markdown(page)
        assert "0123abcd" in markdown(page)
        assert len(page.sidebar.pills(key="filter_method").value) == 2
        page = settled(page.button(key="other_file_noted").click().run())
        assert "0123abcd" not in markdown(page)

    def test_the_same_file_brings_its_view_back(self) -> None:
        """With the fingerprint of the table nothing is said, and the one method of the link is shown."""
        sha256 = open_table(table(), "en").session_state["this_visitor"].reading.opened.source.sha256

        page = uploaded(NAMED | {"rows": "16", "fingerprint": sha256[:8]}, "en")

        assert not [one for one in page.button if one.key == "other_file_noted"]
        assert len(page.sidebar.pills(key="filter_method").value) == 1
