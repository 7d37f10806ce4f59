from __future__ import annotations

from tests.intake.files import codes, opened, xlsx

HEAD = ["编号", "组别", "术前VAS", "术后1月VAS", "骨水泥渗漏"]


def sheet(letter: str, ct: int, leaked: tuple[int, int], head: list[str] | None = None) -> list[list[object]]:
    """Six patients, four with CT, of whom two leaked: `ct` is the code of CT, `leaked` those of yes and no."""
    rows = [[f"{letter}{n}", ct if n < 4 else 3 - ct, 8, 2 + n % 3, leaked[n > 1]] for n in range(6)]
    return [head or HEAD, *rows]


def counted(sheets: dict[str, list[list[object]]]) -> dict[str, tuple[int, int, int]]:
    """By method: patients, leaks, patients of whom it is known."""
    cohort = opened(xlsx(sheets)).cohort
    assert cohort is not None
    leaks = cohort.event_counts("leakage")
    return {
        name: (int((cohort.method == place).sum()), leaks.of(name)[0], leaks.of(name)[1])
        for place, name in enumerate(cohort.methods)
    }


class TestLegendsOfSheets:
    def test_that_contradict_each_decode_their_own(self) -> None:
        """1=CT and 0=leak in one sheet, 2=CT and 1=leak in the other: 8 patients with CT, 4 of them leaked, 4 DSA."""
        first = [*sheet("A", 1, (0, 1)), [], ["组别：1=CT，2=DSA"], ["骨水泥渗漏：0=有，1=无"]]
        second = [*sheet("B", 2, (1, 0)), [], ["组别：1=DSA，2=CT"], ["骨水泥渗漏：1=有，0=无"]]

        assert counted({"A院": first, "B院": second}) == {"CT": (8, 4, 8), "DSA": (4, 0, 4)}

    def test_in_headers_with_other_codes(self) -> None:
        """渗漏(1=有,0=无) and 渗漏(1=有,2=无) are one column of leaks, known of all twelve patients."""
        first = sheet("A", 1, (1, 0), ["编号", "组别(1=CT,2=DSA)", "术前VAS", "术后1月VAS", "渗漏(1=有,0=无)"])
        second = sheet("B", 1, (1, 2), ["编号", "组别(1=CT,2=DSA)", "术前VAS", "术后1月VAS", "渗漏(1=有,2=无)"])

        assert counted({"A院": first, "B院": second}) == {"CT": (8, 4, 8), "DSA": (4, 0, 4)}

    def test_of_one_counts_for_all(self) -> None:
        """A legend that stands under one sheet only explains the codes of both."""
        first = [*sheet("A", 1, (1, 0)), [], ["组别：1=CT，2=DSA"]]

        result = opened(xlsx({"A院": first, "B院": sheet("B", 1, (1, 0))}))

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert "legend_used" in codes(result)

    def test_of_one_that_does_not_fit_the_other(self) -> None:
        """1=有，2=无 under one sheet does not read the 0 and 1 of the other: each has two leaks among six."""
        first = [*sheet("A", 1, (1, 2)), [], ["组别：1=CT，2=DSA；骨水泥渗漏：1=有，2=无"]]

        assert counted({"A院": first, "B院": sheet("B", 1, (1, 0))}) == {"CT": (8, 4, 8), "DSA": (4, 0, 4)}


class TestCodesWithoutALegend:
    def test_that_differ_between_sheets_are_not_counted(self) -> None:
        """1 and 2 beside a sheet with 0 and 1, no legend: the six of that sheet are not known, and it is told."""
        head = ["编号", "组别(1=CT,2=DSA)", "术前VAS", "术后1月VAS", "骨水泥渗漏"]
        sheets = {"A院": sheet("A", 1, (1, 0), head), "B院": sheet("B", 1, (1, 2), head)}

        assert counted(sheets) == {"CT": (8, 2, 4), "DSA": (4, 0, 2)}
        said = [one for one in opened(xlsx(sheets)).findings if one.code == "codes_differ_between_sheets"]
        assert [(one.severity, one.sheet, one.column, one.parameters["n"]) for one in said] == [
            ("warning", "B院", "E", 6)
        ]


class TestNotedVisits:
    def test_that_contradict_are_asked(self) -> None:
        """T1 is a week on one sheet and a month on the other: neither note is used, and what T1 means is asked."""
        head = ["编号", "引导方式", "VAS_T0", "VAS_T1"]
        rows = [[n, "CT" if n % 2 else "DSA", 8, 3] for n in range(1, 9)]

        result = opened(
            xlsx(
                {
                    "A院": [head, *[[f"A{n}", *rest] for n, *rest in rows], [], ["T0=术前，T1=术后1周"]],
                    "B院": [head, *[[f"B{n}", *rest] for n, *rest in rows], [], ["T0=术前，T1=术后1月"]],
                }
            )
        )

        assert "visit_codes_assumed" in [one.code for one in result.questions]
        assert "visit_legend_used" not in codes(result)
