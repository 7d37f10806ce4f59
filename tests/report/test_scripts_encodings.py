"""Scripts read a text file as it was read here: by its encoding and separator, and rows that have a field too many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lib.command.analyse import analyse
from lib.command.recipe import recipe_of
from lib.intake.findings import UnreadableFile
from lib.report.scripts.python import python_script
from tests.report.test_scripts_python import run

HEADS = {
    "cp932": ("患者番号", "ガイド方法", "性別", "術前VAS", "術後1ヶ月VAS", "セメント漏出"),
    "cp949": ("환자번호", "유도방법", "성별", "시술전VAS", "시술후1개월VAS", "시멘트누출"),
    "big5": ("編號", "引導方式", "性別", "術前VAS", "術後1個月VAS", "骨水泥滲漏"),
    "cp1252": ("N°", "guidage", "sexe", "EVA avant", "EVA 1 mois", "fuite de ciment"),
    "utf-16": ("编号", "引导方式", "性别", "术前VAS", "术后1个月VAS", "骨水泥渗漏"),
    "utf-16-be": ("编号", "引导方式", "性别", "术前VAS", "术后1个月VAS", "骨水泥渗漏"),
    "utf-8-sig": ("编号", "引导方式", "性别", "术前VAS", "术后1个月VAS", "骨水泥渗漏"),
}
ANSWERS = {
    "cp932": ("あり", "なし", "女", "男"), "cp949": ("있음", "없음", "여", "남"), "big5": ("有", "無", "女", "男"),
    "cp1252": ("oui", "non", "féminin", "masculin"),
}  # fmt: skip


def written_in(folder: Path, encoding: str, separator: str = ",", *, has_field_too_many: bool = False) -> Path:
    """Forty patients; perhaps with a field too many in the last row, which moves what stands behind it."""
    yes, no, woman, man = ANSWERS.get(encoding, ("有", "无", "女", "男"))
    rows = [
        (str(n), ("CT", "DSA")[n % 2], (woman, man)[n // 2 % 2], str(9 - n % 4), str(n % 5), (yes, no)[n % 6 > 1])
        for n in range(40)
    ]
    lines = [separator.join((one[1], one[0], *one[2:])) for one in (HEADS[encoding], *rows)]
    if has_field_too_many:
        lines[-1] = lines[-1].replace(f"DSA{separator}", f"DSA{separator}{separator}")
    (folder / "registry.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return folder / "registry.csv"


class TestPythonScript:
    @pytest.mark.parametrize("encoding", list(HEADS))
    def test_reads_every_encoding(self, tmp_path: Path, encoding: str) -> None:
        """Shift-JIS, EUC-KR, Big5, Latin and UTF-16 are read by the name that the reader found, to the last number."""
        file = written_in(tmp_path, encoding)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.encoding == {"utf-16": "utf-16-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)
        assert {"within", "between", "rate"} <= {name[0] for name in recipe.expected}
        assert left == ()

    @pytest.mark.parametrize("separator", [";", "|", "\t"])
    def test_reads_every_separator(self, tmp_path: Path, separator: str) -> None:
        """Semicolons, bars and tabs between the fields."""
        file = written_in(tmp_path, "utf-8-sig", separator)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.separator == separator
        assert left == ()

    def test_reads_a_row_with_a_field_too_many(self, tmp_path: Path) -> None:
        """Which field is one too many cannot be known: the patient has a method and no score, here as there."""
        file = written_in(tmp_path, "utf-8-sig", has_field_too_many=True)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert recipe.expected["within", "VAS", "1 month", "DSA", "n"] == 19
        assert recipe.expected["flow", "VAS", "1 month", "DSA", "in_file"] == 20
        assert left == ()

    def test_an_open_document_has_none(self, tmp_path: Path) -> None:
        """What a script cannot open without more packages is refused with what to do."""
        analysed = analyse(written_in(tmp_path, "utf-8-sig"))
        readable = replace(analysed.opened.readable, formats=("ods",))

        with pytest.raises(UnreadableFile) as refused:
            recipe_of(replace(analysed, opened=replace(analysed.opened, readable=readable)))

        assert refused.value.code == "no_script"
