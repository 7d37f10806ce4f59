"""What Limits and privacy says, and that each sentence has its proof."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.report.language import catalogue
from lib.ui.limits import PROOFS

ROOT = Path(__file__).parents[2]
TESTS = [test for proofs in PROOFS.values() for test in proofs.values()]


class TestProofs:
    @pytest.mark.parametrize("test", TESTS)
    def test_exist(self, test: str) -> None:
        """The test named behind a sentence stands in that file, in that class."""
        file, group, name = test.split("::")

        code = (ROOT / "tests" / file).read_text("utf-8")
        inside = re.search(rf"^class {group}\b.*?(?=^class |\Z)", code, re.DOTALL | re.MULTILINE)
        assert inside is not None
        assert f"def {name}(" in inside.group()

    def test_every_sentence_has_one(self) -> None:
        """No promise stands on the page without a test behind it."""
        said = {key for key in catalogue("en") if key.startswith("limits.") and key.count(".") == 2}

        proved = {f"limits.{section}.{name}" for section, proofs in PROOFS.items() for name in proofs}
        assert {key for key in said if not key.endswith(".heading")} == proved
