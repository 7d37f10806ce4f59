from __future__ import annotations

import pytest

from lib.intake.delimited import read_delimited
from lib.intake.findings import UnreadableFile
from lib.intake.opening import SourceFile, open_registry
from tests.intake.files import HEADER, ROWS, csv, opened, values, with_column


class TestReadDelimited:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_separators(self, separator: str) -> None:
        """The separator is found."""
        result = opened(csv([HEADER, *ROWS], separator).encode(), "a.csv")

        assert values(result, "ODI", "baseline") == [62, 58, 70, 66, 54, 60]

    def test_decimal_commas(self) -> None:
        """7,5 between semicolons is 7.5."""
        text = csv([HEADER, *with_column(2, ["7,5"])], ";")

        assert values(opened(text.encode(), "a.csv"), "VAS", "baseline")[0] == 7.5

    def test_a_named_separator(self) -> None:
        """Excel's line sep=; is obeyed and is no row."""
        text = "sep=;\n" + csv([HEADER, *ROWS], ";")

        assert values(opened(text.encode(), "a.csv"), "VAS", "baseline") == [8, 7, 6, 9, 7, 8]

    def test_line_ends_and_quotes(self) -> None:
        """Quoted cells may hold separators, quotation marks and line ends."""
        text = 'id,group,note,vas_pre,vas_post\r\na,CT,"one\r\ntwo, ""three""",8,2\r\nb,DSA,,7,3\r\n'

        assert values(opened(text.encode(), "a.csv"), "VAS", "baseline") == [8, 7]

    def test_ids_stay_text(self) -> None:
        """007 and 7 are two patients."""
        text = "id,group,vas_pre,vas_post\n007,CT,8,2\n7,DSA,7,3\n"

        result = opened(text.encode(), "a.csv")

        assert result.cohort is not None and result.cohort.n_patients == 2

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b'id,group,vas_pre\n"a,CT,8\nb,DSA,7\n', "csv_quotes"),
            (b"id,group\na\x00b,CT\n" * 20, "nul_bytes"),
            (",".join("c" * 20_000).encode() + b"\n", "too_many_columns"),
        ],
    )
    def test_refusals(self, content: bytes, code: str) -> None:
        """An open quotation mark, zero bytes and a million columns are refused by name."""
        with pytest.raises(UnreadableFile) as refusal:
            read_delimited(content, "")

        assert refusal.value.code == code

    def test_rows_of_another_length_are_named(self) -> None:
        """A row with a field too many is said."""
        grids, notices = read_delimited(b"a,b\n1,2\n3,4\n5,6,7\n", "")

        assert notices == [{"code": "ragged_rows", "parameters": {"row": 4}}]
        assert len(grids) == 1


class TestRaggedRows:
    def test_a_row_with_a_field_too_many_keeps_only_its_id(self) -> None:
        """One field too many shifts a row; its scores are not taken from the wrong column."""
        text = csv([HEADER, *ROWS]).replace("P02,", "P02,extra,")

        result = opened(text.encode(), "a.csv")

        assert result.cohort is not None and result.cohort.n_patients == 6
        assert values(result, "VAS", "baseline") == [8, None, 6, 9, 7, 8]
        assert [finding.row for finding in result.findings if finding.code == "ragged_rows"] == [3]

    def test_the_file_is_named_where_there_are_several(self) -> None:
        """Row 4 of the second of two files has a field too many."""
        first = csv([HEADER, *ROWS])
        second = first.replace("P", "Q").replace("Q03,", "Q03,extra,")

        result = open_registry([
            SourceFile(name="a.csv", content=first.encode()), SourceFile(name="b.csv", content=second.encode()),
        ])  # fmt: skip

        ragged = [(one.sheet, one.row) for one in result.findings if one.code == "ragged_rows"]
        assert ragged == [("b", 4)]
