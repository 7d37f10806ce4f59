"""The R script as text; that R itself finds the numbers again is tested by `make oracle`."""

from __future__ import annotations

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from lib.command.analyse import analyse
from lib.command.recipe import recipe_of
from lib.report.scripts.r import r_script, text
from tests.test_demo import DATA

LITERAL = re.compile(r'"(?:[A-Za-z0-9 _\-.,:;()/%+|]|\\u\{[0-9a-f]{1,4}\}|\\U\{[0-9a-f]{5,6}\})*"')


class TestRScript:
    def test_lines_can_be_read(self) -> None:
        """No line has more than 120 letters, but one that is a single text; a break never stands within a text."""
        script = r_script(recipe_of(analyse(DATA / "demo_registry_zh.xlsx"))[0])

        lines = script.splitlines()

        assert [line for line in lines if len(line) > 120 and line.count('"') != 2] == []
        assert all(line.replace('\\"', "").count('"') % 2 == 0 for line in lines if not line.startswith("#"))


class TestText:
    @given(st.text())
    def test_stays_one_literal(self, value: str) -> None:
        """Whatever a registry holds, nothing but letters, harmless signs and escapes stands between the quotes."""
        assert LITERAL.fullmatch(text(value))

    def test_reads_back(self) -> None:
        """A quote, a backslash, a line's end and Chinese are escaped by their code points, by hand."""
        assert text('a"b\\c\n组') == r'"a\u{22}b\u{5c}c\u{a}\u{7ec4}"'
        assert text(string.ascii_letters) == f'"{string.ascii_letters}"'
