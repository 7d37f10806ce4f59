from __future__ import annotations

import pytest

from lib.intake.settings import ReadingSettings, settings_of
from tests.intake.files import HEADER, ROWS, codes, opened, opened_rows, with_column, xlsx


class TestMethods:
    def test_unknown_names_are_kept_as_written(self) -> None:
        """Names that mean no method of ours stay, also hostile ones; a whole number is text."""
        names = ["<b>x</b>", "HER2+", "HER2-", "true", 1.0, "D\u0301SA"]

        result = opened_rows([HEADER, *with_column(1, names)])

        assert result.cohort is not None
        assert result.cohort.methods == ("<b>x</b>", "HER2+", "HER2-", "true", "1", "D\u0301SA")

    def test_merged_spellings_are_said(self) -> None:
        """Merging is never silent."""
        result = opened_rows([HEADER, *with_column(1, ["CT", "ct ", "CT引导"])])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert "groups_merged" in codes(result)

    def test_blank_methods_are_not_filled_down_in_silence(self) -> None:
        """A blank below a method is a blank where the visitor says so, and else asked about."""
        rows = [HEADER, *with_column(1, ["CT", None, None, "DSA", None, None])]
        result = opened_rows(rows, settings_of({"chosen": {"method_blanks": "leave"}}))

        assert [one.code for one in opened_rows(rows).questions] == ["missing_group"]
        assert result.cohort is not None
        assert [row.in_file for row in result.cohort.flow("VAS", "post-procedure")] == [1, 1, 4]
        assert "missing_group" in codes(result)

    def test_a_method_column_without_a_header_of_ours(self) -> None:
        """Values that are methods make a method column."""
        result = opened_rows([["id", "how", "vas_pre", "vas_post"], ["a", "CT", 8, 2], ["b", "DSA", 7, 3]])

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")

    def test_guidance_wins_over_a_group(self) -> None:
        """A column of guidance methods is taken before a column called group; the group stays a filter."""
        rows = [
            ["id", "group", "guidance", "vas_pre", "vas_post"],
            ["a", "x", "CT", 8, 2],
            ["b", "y", "DSA", 7, 3],
            ["c", "x", "CT", 7, 3],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.methods == ("CT", "DSA")
        assert [covariate.name for covariate in result.cohort.covariates] == ["group"]

    def test_compare_by_another_column(self) -> None:
        """Any column may take the place of the guidance method."""
        rows = [[*HEADER, "procedure"], *[[*row, "PVP" if i % 2 else "PKP"] for i, row in enumerate(ROWS)]]

        result = opened_rows(rows, settings_of({"columns": {"method": "procedure"}}))

        assert result.cohort is not None and result.cohort.methods == ("PKP", "PVP")


class TestComparedBy:
    @pytest.mark.parametrize(("guidance", "shown"), [("引导方式", "术式"), ("术者", "")])
    def test_a_column_of_treatments_beside_the_guidance(self, guidance: str, shown: str) -> None:
        """Named in the place of 引导方式, 术式 is what is compared; alone it is the method under its usual name."""
        head = ["编号", guidance, "术式", "术前VAS", "术后1月VAS"]
        rows = [
            [n, ("CT", "DSA")[n % 2] if shown else "甲", ("PVP", "PKP")[n // 6], 8 - n % 3, 3 + n % 2]
            for n in range(12)
        ]

        result = opened_rows([head, *rows], ReadingSettings(columns=(("method", ("术式",)),)))

        assert result.cohort is not None and set(result.cohort.methods) == {"PVP", "PKP"}
        assert result.cohort.compared_by == shown


class TestGuidedProcedures:
    def registry(self, *names: str) -> list[list[object]]:
        """Twelve patients whose procedures take turns."""
        rows = [[n, names[n % len(names)], 8, 3] for n in range(12)]
        return [["ID", "手术方式", "术前VAS", "术后1月VAS"], *rows]

    def test_one_procedure_under_two_methods(self) -> None:
        """What tells the patients apart is the guidance: its names are the methods."""
        for names in (
            ("CT引导下骨水泥注入", "DSA引导下骨水泥注入"),
            ("CT-guided vertebroplasty", "DSA-guided vertebroplasty"),
            ("CT引导下经皮椎体成形术(L1)", "DSA引导下PVP（T12、L2）", "CT引导PVP T11", "DSA引导下椎体成形术"),
            ("CT引导下经皮骨水泥成形术", "DSA下骨成形术", "CT引导下骨成形术", "DSA引导下POP"),
        ):
            result = opened_rows(self.registry(*names))

            assert result.cohort is not None and result.cohort.facets("method") == {"CT": 6, "DSA": 6}

    def test_two_procedures_stay_apart(self) -> None:
        """PVP and PKP under the same guidance are two groups, and so is PVP with an ablation."""
        for other in ("CT引导下PKP", "CT引导下PVP+射频消融"):
            result = opened_rows(self.registry("CT引导下PVP", other))

            assert result.cohort is not None and set(result.cohort.methods) == {"CT引导下PVP", other}


class TestDevices:
    @pytest.mark.parametrize(("written", "told"), [("C-arm", 1), ("C臂引导", 1), ("C臂透视", 0), ("fluoroscopy", 0)])
    def test_a_device_taken_as_a_method_is_told(self, written: str, told: int) -> None:
        """A C-arm becomes fluoroscopy, which a note says with its rows; a name of the method itself needs none."""
        rows = [[f"P{n}", (written, "CT")[n % 2], 8, 2 + n % 3] for n in range(8)]
        result = opened_rows([["id", "guidance", "VAS before", "VAS 1 month"], *rows])

        assert result.cohort is not None and set(result.cohort.methods) == {"CT", "Fluoroscopy"}
        found = [one for one in result.findings if one.code == "method_by_device"]
        assert [(one.severity, one.value, one.parameters["n"]) for one in found] == [("note", written, 4)] * told

    def test_what_the_visitor_named_is_not_told(self) -> None:
        """Recoded as fluoroscopy on Columns, it is no judgement of the reading any more."""
        rows = [[f"P{n}", ("C-arm", "CT")[n % 2], 8, 2 + n % 3] for n in range(8)]
        said = ReadingSettings(methods=(("C-arm", "Fluoroscopy"),))
        result = opened_rows([["id", "guidance", "VAS before", "VAS 1 month"], *rows], said)

        assert "method_by_device" not in codes(result)


class TestOrder:
    def test_ct_first_and_dsa_last_as_the_charts_stand(self) -> None:
        """The file begins with DSA and CBCT; tables begin with CT and end with the control, nobody is moved."""
        rows = [[f"P{n}", method, 7, 2] for n, method in enumerate(["DSA", "CBCT", "CT", "Robot", "DSA"])]

        cohort = opened_rows([["id", "guidance", "VAS before", "VAS 1 month"], *rows]).cohort

        assert cohort is not None
        assert cohort.methods == ("CT", "CBCT", "Robot", "DSA")
        assert [cohort.methods[code] for code in cohort.method] == ["DSA", "CBCT", "CT", "Robot", "DSA"]


def test_a_count_behind_a_name_makes_no_other_group() -> None:
    """The first cell of 观察组 also says how many it has: two groups of six, not three."""
    names = ["观察组（6例）", *["观察组"] * 5, *["对照组"] * 6]
    rows = [[n, name, 8, 2 + n % 3] for n, name in enumerate(names)]

    result = opened_rows([["编号", "组别", "VAS术前", "VAS术后1月"], *rows])

    assert result.cohort is not None
    assert result.cohort.methods == ("观察组", "对照组")
    assert "groups_merged" in codes(result)


class TestNamesOfSheets:
    @staticmethod
    def _methods(*sheets: str) -> tuple[str, ...]:
        """The methods of a workbook with three patients on each of these sheets."""
        head = ["id", "vas_pre", "vas_post"]
        rows = {name: [[n, 8 - n + place, 3 + place] for n in (1, 2, 3)] for place, name in enumerate(sheets)}
        result = opened(xlsx({name: [head, *own] for name, own in rows.items()}))
        assert result.cohort is not None
        return result.cohort.methods

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("DSA patients", "CT patients"), ("2024 DSA group", "2024 CT group"), ("2024年DSA组患者", "2024年CT组患者"),
            ("reg_DSA_final", "reg_CT_final"), ("DSA引导病例", "ＣＴ引导病例"),
        ],
    )  # fmt: skip
    def test_that_differ_in_the_method_alone_are_the_methods(self, first: str, second: str) -> None:
        """What every sheet shares in its name says nothing: CT against DSA, in the order of all charts."""
        assert self._methods(first, second) == ("CT", "DSA")

    def test_the_longest_name_at_the_end_is_the_method(self) -> None:
        """Of cone-beam CT the last word is another method: such a group was called CT."""
        assert set(self._methods("2020 fluoroscopy", "2021 cone-beam CT")) == {"Fluoroscopy", "CBCT"}

    @pytest.mark.parametrize(("first", "second"), [("DSA 2023", "CT 2024"), ("CT patients", "others")])
    def test_that_differ_in_more_stay_as_written(self, first: str, second: str) -> None:
        """Another year may be another registry."""
        assert set(self._methods(first, second)) == {first, second}
