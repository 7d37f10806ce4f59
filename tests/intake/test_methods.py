from __future__ import annotations

import pytest

from lib.intake.methods import canonical_method, guided
from tests.intake.files import codes, opened_rows


class TestCanonicalMethod:
    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("ct ", "CT"),
            ("ＣＴ", "CT"),
            ("CT引导下", "CT"),
            ("CT机", "CT"),
            ("CT监视", "CT"),
            ("CT定位组", "CT"),
            ("DSA arm", "DSA"),
            ("C-arm", "Fluoroscopy"),
            ("X光", "Fluoroscopy"),
            ("DSA设备", "DSA"),
            ("双C臂", "Fluoroscopy"),
            ("CT-guided", "CT"),
            ("CT\u00a0组", "CT"),
            ("\u200bDSA", "DSA"),
            ("数字减影血管造影", "DSA"),
            ("C型臂透视", "Fluoroscopy"),
            ("C-arm guided", "Fluoroscopy"),
            ("锥形束CT", "CBCT"),
            ("O型臂导航", "O-arm"),
            ("机器人辅助组", "Robot"),
            ("PVP", None),
            ("1组（CT）", "CT"),
            ("观察组（CT引导）", "CT"),
            ("Group A: DSA", "DSA"),
            ("Group B - cone-beam CT", "CBCT"),
            ("A组-CT", "CT"),
            ("1.CT组", "CT"),
            ("2、DSA引导", "DSA"),
            ("（1）CT组", "CT"),
            ("2.5D", None),
            ("Group: C-arm fluoroscopy", "Fluoroscopy"),
            ("引导方式：CT引导", "CT"),
            ("A组（PVP）", None),
            ("\u202eTC\u202c", None),
            ("sous scanner", "CT"),
            ("Durchleuchtung", "Fluoroscopy"),
            ("在CT引导下第3例,俯卧位", None),
            ("CT'\"`\\", None),
            ("1", None),
            ("CT/透视", None),
            ("CT or DSA", None),
            ("CT？", None),
            ("C臂/透视", "Fluoroscopy"),
        ],
    )
    def test_spellings(self, written: str, name: str | None) -> None:
        """Case, width, blanks and 引导/guided do not matter; sentences and other names are not methods."""
        assert canonical_method(written) == name


class TestDoubtfulNames:
    @pytest.mark.parametrize("cell", ["CT组\n（12例）", "CT (n=12)", "CT组12例", "CT-guided [12 patients]"])
    def test_a_count_behind_a_name_is_no_part_of_it(self, cell: str) -> None:
        """A cell that says how many the group has names the group."""
        assert canonical_method(cell) == "CT"

    @pytest.mark.parametrize("cell", ["1.CT", "2、CT", "1=CT", "(3) CT引导", "1:CT组（n=12）"])
    def test_a_number_before_a_name_is_no_part_of_it(self, cell: str) -> None:
        """A name chosen from a numbered list is that name; a number that is not before one is no method."""
        assert canonical_method(cell) == "CT"
        assert canonical_method("1.5") is None

    @pytest.mark.parametrize(
        ("cell", "code", "name"),
        [("CT?", "method_doubtful", "CT"), ("DAS", "method_doubtful", "DSA"), ("DSA？", "method_doubtful", "DSA"),
         ("CT+DSA", "methods_combined", None), ("CT联合DSA", "methods_combined", None),
         ("CT then DSA", "methods_combined", None), ("DSA引导改CT", "methods_combined", None)],
    )  # fmt: skip
    def test_each_is_questioned_with_its_cells(self, cell: str, code: str, name: str | None) -> None:
        """Beside CT and DSA a name in doubt, a slip and two methods in one stay as written and are named."""
        rows = [[n, cell if n in (2, 7) else "CT" if n < 6 else "DSA", 8, 2 + n % 3] for n in range(12)]

        result = opened_rows([["编号", "引导方式", "VAS术前", "VAS术后1月"], *rows])

        found = next(one for one in result.findings if one.code == code)
        assert (found.row, [place[1] for place in found.also], found.parameters["n"]) == (4, [9], 2)
        assert found.parameters.get("name") == name

    def test_another_method_is_not_questioned(self) -> None:
        """CBCT is no slip of CT, and "MRI" is a method of its own."""
        rows = [[n, ("CT", "CBCT", "MRI")[n % 3], 8, 2 + n % 3] for n in range(12)]

        result = opened_rows([["编号", "引导方式", "VAS术前", "VAS术后1月"], *rows])

        assert not {"method_doubtful", "methods_combined"} & codes(result)


class TestWordsOfADevice:
    @pytest.mark.parametrize("written", ["64排CT", "CT引导穿刺", "计算机断层扫描", "多排CT引导下穿刺"])
    def test_of_computed_tomography(self, written: str) -> None:
        """How many rows a scanner has, and what was done with it, makes no method of its own."""
        assert canonical_method(written) == "CT"


class TestInWordsOfTheProcedure:
    @pytest.mark.parametrize(
        ("written", "method"),
        [
            ("CT引导下经皮椎体成形术", "CT"),
            ("CT下椎体成形术", "CT"),
            ("C臂透视下PVP", "Fluoroscopy"),
            ("术后下肢疼痛", None),
        ],
    )
    def test_the_guidance_stands_before_it(self, written: str, method: str | None) -> None:
        """透视下 and CT下 before a procedure are its guidance; 术后下肢 is none."""
        found = guided(written)

        assert (None if found is None else found[0]) == method
