"""What the primary analysis is adjusted for and whom it uses, on the pages: as the documents say it."""

from __future__ import annotations

import pytest

from lib.study import Asked, Study
from tests.pages.pages_without_browser import LANGUAGES, markdown, open_table, settled, tables
from tests.report.test_said_of_adjustment import ALSO, MIXED, NOT_ADJUSTED, NOTE, PRIMARY, rows

PATIENTS = "pages/results/patients.py"
LEDGER = {
    "en": "79 analysed by the mixed model with all visits (CT 39, DSA 40), 76 of them with a score at this visit",
    "zh": "纳入含全部时间点的混合模型分析79例（CT 39，DSA 40），其中76例该时间点有评分",
}
FLOW = {
    "en": "here 79 (CT 39, DSA 40), also those without a score at 3 months.",
    "zh": "共79例（CT 39，DSA 40），包括术后3个月无评分者。",
}


def asked(analysis: str) -> Study:
    """The pair at three months by an analysis; nothing is said of the centre."""
    return Study(
        asked=Asked(experimental="CT", control="DSA", outcome="VAS", visit="3 months", analysis=analysis),
    )


@pytest.mark.parametrize("language", LANGUAGES)
class TestPainAndFunction:
    def test_names_the_centre(self, language: str) -> None:
        """Under the verdict, below the scores, in the head and the row of the comparison."""
        page = open_table("\n".join(rows("AB")), language, asked("ancova_hc3"))
        said = markdown(page)

        assert ALSO[language] in said
        assert NOTE[language] in said
        assert {"en": "adjusted for baseline and centre", "zh": "校正基线及中心"}[language] in said
        assert any(PRIMARY[language] in table.index for table in tables(page))

    def test_counts_whom_the_mixed_model_uses(self, language: str) -> None:
        """The ledger counts the model's patients, the diagram says so, and the centre is not adjusted for."""
        page = open_table("\n".join(rows("AB")), language, asked("mmrm"))

        assert LEDGER[language] in markdown(page)
        assert NOT_ADJUSTED[language] in markdown(page)
        assert any(MIXED[language] in table.index for table in tables(page))
        assert FLOW[language] in markdown(settled(page.switch_page(PATIENTS).run()))
