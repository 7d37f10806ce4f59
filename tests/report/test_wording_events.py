"""What happened, by name: in both languages, and where two columns record the same."""

from __future__ import annotations

import pytest

from lib.report.wording.rates import event_name


class TestEventName:
    @pytest.mark.parametrize(
        ("event", "english", "chinese"),
        [
            ("leakage", "Cement leakage", "骨水泥渗漏"),
            ("complication (R)", "Complications (column R)", "并发症（R列）"),
            ("Infection (deep)", "Infection (deep)", "Infection (deep)"),
            ("血肿（局部）", "血肿（局部）", "血肿（局部）"),
        ],
    )
    def test_known_names_are_translated_and_a_second_column_is_told_by_its_letter(
        self, event: str, english: str, chinese: str
    ) -> None:
        """Canonical events in the page's language, a registry's own words as they are, brackets and all."""
        assert (event_name(event, "en"), event_name(event, "zh")) == (english, chinese)
