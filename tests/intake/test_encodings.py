from __future__ import annotations

import pytest

from lib.intake.encodings import decoded
from lib.intake.findings import UnreadableFile
from tests.intake.files import csv, opened, values


class TestDecoded:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
    def test_chinese(self, encoding: str) -> None:
        """Chinese text comes back whole, with or without its byte order mark."""
        text = "编号,引导方式,术前VAS\n1,CT引导,7\n"

        assert decoded(text.encode(encoding)) == text

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
    def test_chinese_in_utf_16_without_a_mark(self, encoding: str) -> None:
        """Long Chinese cells, among which few bytes are zero, are opened in either order of bytes."""
        remark = "术后未见明显骨水泥渗漏恢复良好患者满意第一天出院"
        rows = [[f"病人{n}", "断层扫描引导" if n % 2 else "血管造影引导", 7, 2 + n % 3, remark] for n in range(12)]

        result = opened(
            csv([["编号", "引导方式", "术前VAS评分", "术后1个月VAS评分", "备注"], *rows]).encode(encoding),
            "registry.csv",
        )

        assert values(result, "VAS", "baseline") == [7.0] * 12
        assert values(result, "VAS", "1 month") == [2.0 + n % 3 for n in range(12)]

    @pytest.mark.parametrize(
        "content", [bytes(range(256)) * 40, b"id,group\na\x00b,CT\n" * 20, b"\x00\x01,\x00\n\x00" * 99]
    )
    def test_what_is_no_utf_16(self, content: bytes) -> None:
        """Bytes of a program, a table with one zero in a cell and zeros among control characters are not such text."""
        with pytest.raises(UnreadableFile):
            opened(content, "registry.csv")

    def test_big5_and_western(self) -> None:
        """Big5 is not read as GB18030, nor a single é as half of a character."""
        assert decoded("編號,引導方式,術前VAS,術後VAS\n".encode("big5")).startswith("編號,引導方式")
        assert decoded("patient_é,group\n".encode("latin-1")) == "patient_é,group\n"

    def test_shift_jis(self) -> None:
        """A Japanese registry in Shift-JIS is read as written, and opened."""
        rows = [[f"患者{n}", "CTガイド" if n % 2 else "透視ガイド", 7, 2 + n % 3, "漏出なし"] for n in range(12)]
        text = csv([["患者番号", "方法", "術前VAS", "術後1ヶ月VAS", "骨セメント漏出"], *rows])

        result = opened(text.encode("cp932"), "registry.csv")

        assert decoded(text.encode("cp932")) == text
        assert values(result, "VAS", "1 month") == [2.0 + n % 3 for n in range(12)]

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("编号,引导方式,术前VAS\n1,CT引导,7\n", "gbk"),
            ("編號,引導方式,術前VAS,術後VAS,滲漏\n1,CT引導,7,2,無\n", "gbk"),
            ("編號,引導方式,術前VAS,術後VAS,滲漏\n1,CT引導,7,2,無\n", "big5"),
            ("编号,姓名,方式,备注\n1,王喆,导航,恢复可\n2,李堃,徒手,嗜睡\n", "gb18030"),
            ("id,level\n1,T12–L1\n2,L1–L2\n", "cp1252"),
            ("id,Führung,Größe\n1,Röntgen,groß\n", "cp1252"),
        ],
    )
    def test_what_is_no_shift_jis(self, text: str, encoding: str) -> None:
        """Chinese of either script and Western dashes and umlauts are not taken for Japanese."""
        assert decoded(text.encode(encoding)) == text

    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("症例番号,群,術前VAS,術後1ｶ月VAS,骨ｾﾒﾝﾄ漏出\n1,CT,7,3,なし\n2,透視,8,4,あり\n", "cp932"),
            ("症例番号,群,性別,年齢,VAS 術前,VAS 術後1日\n1,CT群,男,70,7,3\n2,DSA群,女,66,8,4\n", "cp932"),
            ("症例番号,群,性別,年齢,VAS 術前,VAS 術後1日\n1,CT群,男,70,7,3\n2,DSA群,女,66,8,4\n", "euc_jp"),
            ("환자번호,유도방법,성별,VAS 시술전,VAS 시술후 1개월\n1,CT 유도,남,7,3\n2,투시 유도,여,8,4\n", "cp949"),
            ("пациент,метод,возраст,VAS до,VAS 1 месяц\n1,CT,70,7,3\n", "cp1251"),
            ("pacjent,płeć,VAS przed,VAS po 1 miesiącu\n1,K,7,3\n", "cp1250"),
            ("编号,组别,性别,术前VAS,术后1月VAS\n1,CT组,男,7,3\n", "gb18030"),
            ("編號,組別,性別,術前VAS,術後1個月VAS\n1,CT組,男,7,3\n", "big5"),
        ],
    )
    def test_told_by_the_words_of_registries(self, text: str, encoding: str) -> None:
        """Headers of a registry say the encoding where every byte would fit several: single kanji, half-width kana."""
        assert decoded(text.encode(encoding)) == text

    def test_words_in_the_beginning_of_a_long_file(self) -> None:
        """The beginning that is searched ends with a line: no character of a long file is cut in two."""
        text = "症例番号,術前VAS,備考\n" + "".join(f"{n},7,経過良好とのこと\n" for n in range(9000))

        assert decoded(text.encode("euc_jp")) == text

    def test_mixed(self) -> None:
        """A header in UTF-8 over rows in GBK is refused, not garbled."""
        with pytest.raises(UnreadableFile) as refusal:
            decoded("编号,引导方式\n".encode() + "1,引导\n".encode("gbk"))

        assert refusal.value.code == "encoding"
