"""The R script as text; that R itself finds the numbers again is tested by `make oracle`."""

from __future__ import annotations

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from lib.report.scripts.r import text

LITERAL = re.compile(r'"(?:[A-Za-z0-9 _\-.,:;()/%+]|\\u\{[0-9a-f]{1,4}\}|\\U\{[0-9a-f]{5,6}\})*"')


class TestText:
    @given(st.text())
    def test_stays_one_literal(self, value: str) -> None:
        """Whatever a registry holds, nothing but letters, harmless signs and escapes stands between the quotes."""
        assert LITERAL.fullmatch(text(value))

    def test_reads_back(self) -> None:
        """A quote, a backslash, a line's end and Chinese are escaped by their code points, by hand."""
        assert text('a"b\\c\n组') == r'"a\u{22}b\u{5c}c\u{a}\u{7ec4}"'
        assert text(string.ascii_letters) == f'"{string.ascii_letters}"'
