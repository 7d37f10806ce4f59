from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.intake import child
from lib.intake.child import read_in_child
from lib.intake.findings import UnreadableFile
from tests.intake.files import HEADER, ROWS, xlsx

READER = Path(child.__file__).with_name("reader.py")
GOOD = xlsx({"Sheet1": [HEADER, *ROWS]})


class TestReadInChild:
    def test_gives_cells_as_data(self) -> None:
        """The reply is plain data: sheets with columns of distinct cells."""
        reply = read_in_child(GOOD, "xlsx")

        assert reply["format"] == "xlsx"
        assert [column["values"][0] for column in reply["sheets"][0]["columns"]] == HEADER

    def test_works_from_any_folder(self, tmp_path: Path) -> None:
        """The reader finds our files wherever it is started."""
        ran = subprocess.run(
            [sys.executable, "-I", str(READER), "xlsx"], input=GOOD, capture_output=True, cwd=tmp_path, check=True
        )

        assert ran.stdout.startswith(b'{"format":"xlsx"')

    def test_loads_neither_pandas_nor_numpy_nor_streamlit(self) -> None:
        """Reading starts in milliseconds because nothing heavy is imported."""
        program = (
            "import sys, runpy; sys.argv = ['reader', 'xlsx'];"
            f"runpy.run_path({str(READER)!r}, run_name='__main__');"
            "heavy = {'pandas', 'numpy', 'streamlit', 'openpyxl'} & set(sys.modules);"
            "print(sorted(heavy), file=sys.stderr)"
        )
        ran = subprocess.run([sys.executable, "-I", "-c", program], input=GOOD, capture_output=True, check=True)

        assert ran.stderr.strip() == b"[]"

    def test_is_killed_when_it_takes_too_long(self) -> None:
        """A child that does not answer is killed and reported, never awaited for ever."""
        with pytest.raises(UnreadableFile) as refusal:
            read_in_child(GOOD, "xlsx", wall_seconds=0)

        assert refusal.value.code == "reading_too_slow"

    def test_takes_large_input_whole(self) -> None:
        """Input larger than a pipe arrives whole even when the child starts slowly."""
        text = "id,group,vas_pre,vas_post\n" + "".join(f"p{i},CT,8,2\n" for i in range(100_000))

        reply = read_in_child(text.encode(), "csv")

        assert len(reply["sheets"][0]["columns"][0]["values"]) == 100_001

    def test_a_refusal_comes_with_its_code(self) -> None:
        """What the child refuses is raised here."""
        with pytest.raises(UnreadableFile) as refusal:
            read_in_child(b"%PDF-1.7", "xlsx")

        assert refusal.value.code == "not_a_spreadsheet"

    def test_leaves_no_child_behind(self) -> None:
        """Every child has ended when its answer is there."""
        read_in_child(GOOD, "xlsx")

        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
