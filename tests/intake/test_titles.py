from __future__ import annotations

import pytest

from lib.intake.opening import SourceFile, open_registry
from lib.intake.titles import method_in
from tests.intake.files import opened, xlsx

HEADER = ["序号", "术前VAS", "术后1月VAS"]
ROWS = {"CT": "83 62 71 94 75", "DSA": "64 73 95 81 91"}


def _sheet(title: str, scores: str) -> list[list[object]]:
    return [[title], HEADER, *[[n, *map(int, pair)] for n, pair in enumerate(scores.split(), 1)]]


class TestMethodIn:
    @pytest.mark.parametrize(
        ("text", "method"),
        [
            ("CT引导骨水泥成形术患者资料", "CT"),
            ("某医院 DSA 引导组", "DSA"),
            ("C臂CT引导下治疗", "CBCT"),
            ("CT与DSA引导比较", None),
            ("骨水泥登记表", None),
        ],
    )
    def test_one_method(self, text: str, method: str | None) -> None:
        """The one method of a title; none where two are compared."""
        assert method_in(text) == method


class TestNamedAfterTitles:
    def test_titles_of_sheets(self) -> None:
        """Sheet1 and Sheet2, whose titles name the methods, are two groups that each count from 1."""
        sheets = {
            f"Sheet{n}": _sheet(f"{method}引导骨水泥成形术患者资料", ROWS[method]) for n, method in enumerate(ROWS)
        }

        result = opened(xlsx(sheets))

        assert result.cohort is not None and not result.questions
        assert result.cohort.facets("method") == {"CT": 5, "DSA": 5}

    def test_titles_of_files(self) -> None:
        """So are two files that are called 资料1 and 资料2."""
        result = open_registry(
            [
                SourceFile(name=f"资料{n}.xlsx", content=xlsx({"Sheet1": _sheet(f"{method}组患者", ROWS[method])}))
                for n, method in enumerate(ROWS)
            ]
        )

        assert result.cohort is not None and result.cohort.facets("method") == {"CT": 5, "DSA": 5}
