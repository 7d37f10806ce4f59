from __future__ import annotations

import pytest

from lib.intake.encodings import decoded
from lib.intake.findings import UnreadableFile


class TestDecoded:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
    def test_chinese(self, encoding: str) -> None:
        """Chinese text comes back whole, with or without its byte order mark."""
        text = "编号,引导方式,术前VAS\n1,CT引导,7\n"

        assert decoded(text.encode(encoding)) == text

    def test_big5_and_western(self) -> None:
        """Big5 is not read as GB18030, nor a single é as half of a character."""
        assert decoded("編號,引導方式,術前VAS,術後VAS\n".encode("big5")).startswith("編號,引導方式")
        assert decoded("patient_é,group\n".encode("latin-1")) == "patient_é,group\n"

    def test_mixed(self) -> None:
        """A header in UTF-8 over rows in GBK is refused, not garbled."""
        with pytest.raises(UnreadableFile) as refusal:
            decoded("编号,引导方式\n".encode() + "1,引导\n".encode("gbk"))

        assert refusal.value.code == "encoding"
