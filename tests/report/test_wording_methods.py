"""The Methods popover: every procedure that a result on screen can carry is explained in both languages."""

from __future__ import annotations

import pytest

from lib.report.language import LANGUAGES, catalogue
from lib.report.tables import SENSITIVITY
from lib.report.wording.methods import PARTS, method_card
from lib.ui import methods

ON_SCREEN = sorted(
    {key.split(".")[1] for key in catalogue("en") if key.startswith("procedures.")} - {"one_model", "table_note"}
)
PLACES = (
    *methods.WITHIN, *methods.RATES, *methods.CENTRES, *methods.RESPONDERS, *methods.CONSENSUS, *methods.PATIENTS,
    *methods.BASELINE_TESTS, *methods.ADJUSTMENT, *methods.LESIONS, *methods.EXPOSURE, *methods.TIPPING,
    "equivalence", "ancova_hc3_f",
)  # fmt: skip


class TestMethodCard:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("procedure", [*ON_SCREEN, *PLACES])
    def test_every_procedure_is_explained(self, procedure: str, language: str) -> None:
        """Every procedure that a table can name, and every other that a popover offers, has all its lines."""
        card = method_card(procedure, language)

        assert card.name
        assert len(card.lines) == len(set(card.lines)) == len(PARTS)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_direction_of_a_difference_is_said(self, language: str) -> None:
        """Each analysis between methods says which method is taken from which."""
        first = {"en": "Experimental minus control", "zh": "观察组减对照组"}[language]
        between = ("ancova_hc3", *SENSITIVITY)

        assert all(first in method_card(one, language).lines[1] for one in between if one != "cliffs_delta")

    def test_chinese_is_not_english(self) -> None:
        """No line but the source is the same in both languages."""
        for procedure in PLACES:
            english, chinese = (method_card(procedure, language).lines[:4] for language in ("en", "zh"))
            assert not set(english) & set(chinese)
