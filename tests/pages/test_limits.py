"""Limits and privacy, driven from app.py without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import APP, LANGUAGES, markdown, settled


class TestLimits:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_read_before_anything_is_uploaded(self, language: str) -> None:
        """With nothing open the page says what is kept, in the page's language."""
        page = AppTest.from_file(str(APP), default_timeout=30)
        page.session_state["language"] = language
        page.run()

        page = settled(page.switch_page("pages/registry/limits.py").run())

        assert page.title[0].value == sentence(language, "menu.limits")
        assert sentence(language, "limits.kept.nothing") in markdown(page)
