"""The catalogue of the wording: the same keys in both languages, and Chinese as it is printed."""

from __future__ import annotations

import re

import pytest

from lib.report.language import catalogue

OURS = (
    "numbers", "visits", "methods", "roles", "score_names", "units", "verdict", "stamps", "stamp_notes", "within",
    "omnibus", "planning", "reasons", "procedures", "procedure_notes", "estimates", "ledger", "filter_words",
    "covariates", "reading", "score_button", "mcid",
)  # fmt: skip
LATIN_ALLOWED = {
    "VAS", "NRS", "ODI", "CT", "DSA", "CBCT", "CI", "P", "F", "n", "O", "t", "U", "W", "V", "X", "MCID", "HC3",
    "MMRM", "Welch", "Student", "Wilcoxon", "Mann", "Whitney", "Hodges", "Lehmann", "Hedges", "g", "Cliff", "Kruskal",
    "Wallis", "Bonferroni", "Holm", "Fisher", "Pratt", "Oswestry", "Trocar", "mL", "mm", "d_z", "d_av",
}  # fmt: skip
HAN = "\u4e00-\u9fff"


def _ours(language: str) -> dict[str, str]:
    return {key: text for key, text in catalogue(language).items() if key.partition(".")[0] in OURS}


class TestCatalogue:
    def test_same_keys(self) -> None:
        """Every sentence of the wording exists in both languages."""
        assert _ours("en").keys() == _ours("zh").keys()

    @pytest.mark.parametrize("key", sorted(_ours("zh")))
    def test_chinese_has_no_english(self, key: str) -> None:
        """Latin words in Chinese sentences are names, abbreviations and symbols only."""
        text = re.sub(r"\{[A-Za-z_0-9]+\}", "", _ours("zh")[key])
        words = re.findall(r"[A-Za-z][A-Za-z_0-9]*", text)

        assert [word for word in words if word not in LATIN_ALLOWED] == []

    @pytest.mark.parametrize("key", sorted(_ours("zh")))
    def test_chinese_punctuation(self, key: str) -> None:
        """Brackets, commas, colons and full stops beside Chinese characters are full width."""
        text = _ours("zh")[key]

        assert not re.search(rf"[{HAN}][,:;()?!.]|[,:;()?!][{HAN}]", text)
        assert not re.search(r"[()]", re.sub(r"\{[^}]*\}", "", text))

    def test_chinese_commas(self) -> None:
        """On every page too, commas, colons and question marks beside Chinese characters are full width."""
        half = re.compile(rf"[{HAN}][,:;?!]|[,:;?!][{HAN}]")

        assert [key for key, text in catalogue("zh").items() if half.search(text)] == []

    @pytest.mark.parametrize("key", sorted(_ours("en")))
    def test_english_has_no_chinese(self, key: str) -> None:
        """No Chinese character and no full-width mark stands in an English sentence."""
        assert not re.search(rf"[{HAN}（），。：；]", _ours("en")[key])

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_true_minus(self, language: str) -> None:
        """A minus on screen is U+2212: no hyphen stands before a figure or between spaces."""
        assert not [text for text in _ours(language).values() if re.search(r" - |-\{|-\d", text)]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_never_no_difference(self, language: str) -> None:
        """P ≥ 0.05 is never reported as no difference, and nothing is called significant or 显著."""
        forbidden = re.compile(r"no difference between|no significant|highly significant|\bNS\b|无差异|显著|实验组")

        assert not [text for text in _ours(language).values() if forbidden.search(text)]
