from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from lib.intake import child
from lib.intake.child import read_in_child
from lib.intake.findings import UnreadableFile
from lib.intake.progress import follow
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
            [sys.executable, "-I", str(READER)], input=b"xlsx\n" + GOOD, capture_output=True, cwd=tmp_path, check=True
        )

        assert ran.stdout.startswith(b'{"format":"xlsx"')

    def test_loads_neither_pandas_nor_numpy_nor_streamlit(self) -> None:
        """Reading starts in milliseconds because nothing heavy is imported."""
        program = (
            "import sys; sys.path.insert(0, sys.argv.pop()); from lib.intake import reader; reader._IDLE = 60;"
            "reader.main();"
            "heavy = {'pandas', 'numpy', 'streamlit', 'openpyxl'} & set(sys.modules);"
            "print(sorted(heavy), file=sys.stderr)"
        )
        ran = subprocess.run(
            [sys.executable, "-I", "-c", program, str(READER.parents[2])],
            input=b"xlsx\n" + GOOD,
            capture_output=True,
            check=True,
        )

        assert ran.stderr.split()[-1:] == [b"[]"]

    @pytest.mark.parametrize("idle", [0, 60])
    def test_loads_numpy_while_it_waits_for_its_file(self, idle: int) -> None:
        """What a large sheet needs is loaded before the file comes by a child that waits, and by no other."""
        program = (
            "import sys; sys.path.insert(0, sys.argv.pop()); from lib.intake import reader;"
            f"reader._IDLE = {idle}; reader._prepare_until_a_file_comes(); print('numpy' in sys.modules, flush=True)"
        )
        with subprocess.Popen(
            [sys.executable, "-I", "-c", program, str(READER.parents[2])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as waiting:
            if idle and waiting.stdin is not None:
                waiting.stdin.write(b"xlsx\n")
                waiting.stdin.flush()
            told = waiting.stdout.readline() if waiting.stdout is not None else b""

        assert told.split() == [b"True" if os.name == "posix" and not idle else b"False"]

    def test_gives_way_further_the_longer_it_reads(self) -> None:
        """A reader starts ten steps behind the server, and after its first seconds it is the last in the queue."""
        program = (
            "import os, sys, time; from lib.intake import reader; reader._SOON = 0.02; before = os.nice(0);"
            "reader._limit(reader.ORDINARY); behind = os.nice(0); until = time.process_time() + 0.2;\n"
            "while time.process_time() < until: pass\n"
            "print(behind - before, os.nice(0) - before, 19 - before)"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=READER.parents[2])
        behind, last, most = map(int, ran.stdout.split())

        assert (behind, last) == (min(10, most), most)

    def test_ends_at_once_when_it_has_answered(self) -> None:
        """Nothing is put away after the answer; the bell that makes it give way further would kill it meanwhile."""
        program = (
            "import atexit, runpy, sys; sys.argv = ['reader']; atexit.register(print, 'put away', file=sys.stderr);"
            f"runpy.run_path({str(READER)!r}, run_name='__main__')"
        )
        ran = subprocess.run(
            [sys.executable, "-I", "-c", program], input=b"xlsx\n" + GOOD, capture_output=True, check=True
        )

        assert ran.stdout.startswith(b'{"format":"xlsx"') and ran.stdout.endswith(b"}")
        assert b"put away" not in ran.stderr

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

    def test_tells_how_far_it_has_come(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """While a sheet is read, the share of it rises from nothing to all, before the answer is there."""
        rows: list[Sequence[object]] = [[f"p{n}", "CT", 8 - n % 5, n % 4] for n in range(60_000)]
        shares: list[float] = []
        monkeypatch.setattr(child, "_LOOK_EVERY", 0.005)

        read_in_child(xlsx({"Sheet1": [["id", "group", "vas_pre", "vas_post"], *rows]}), "xlsx", shares.append)

        assert shares == sorted(shares) and len(set(shares)) > 2
        assert 0 <= shares[0] < 0.5 < shares[-1] <= 1

    def test_only_percents_are_heard(self) -> None:
        """Whatever else a reader writes where its progress goes is dropped."""
        heard: list[float] = []

        follow(io.BytesIO(b"0\nTraceback: Zhang San\n7\n 250\n-3\n\xb2\n100\n"), heard)

        assert heard == [0, 0.07, 1, 1]

    def test_stands_back_for_those_who_look_at_results(self) -> None:
        """A child asks for the processor after the server: a page is drawn while others' files are read."""
        process = child._start(child.ORDINARY)
        until = time.monotonic() + 10
        while os.getpriority(os.PRIO_PROCESS, process.pid) == os.getpriority(os.PRIO_PROCESS, 0):
            assert time.monotonic() < until
        process.kill()
        process.wait()
        child._close(process)

    def test_leaves_no_child_behind(self) -> None:
        """Every child has ended when its answer is there."""
        read_in_child(GOOD, "xlsx")

        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


class TestKeepReady:
    def test_every_file_has_a_process_of_its_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Children started before their file came read one file each, and the one that still waits is ended."""
        started: list[subprocess.Popen[bytes]] = []
        start = child._start
        monkeypatch.setattr(child, "_start", lambda allowed: started.append(start(allowed)) or started[-1])
        child.keep_ready()

        replies = [read_in_child(GOOD, "xlsx") for _ in range(3)]
        waits = started[-1].poll() is None
        child.stop_keeping_ready()

        assert replies[0] == replies[1] == replies[2]
        assert len({process.pid for process in started}) == 4
        assert waits and all(process.poll() is not None for process in started)

    def test_a_child_that_died_while_it_waited_is_replaced(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the system ended meanwhile is no refusal of the next file."""
        started: list[subprocess.Popen[bytes]] = []
        start = child._start
        monkeypatch.setattr(child, "_start", lambda allowed: started.append(start(allowed)) or started[-1])
        child.keep_ready()
        started[0].kill()
        started[0].wait()

        reply = read_in_child(GOOD, "xlsx")
        child.stop_keeping_ready()

        assert reply["format"] == "xlsx"


class TestLarger:
    def test_a_large_workbook_is_counted_again_with_more_room(self) -> None:
        """300 MB declared are sent to the larger allowance, which counts and finds the declaration wrong."""
        with pytest.raises(UnreadableFile) as refusal:
            read_in_child(declaring(300 * 2**20, stored=4 * 2**20), "xlsx")

        assert refusal.value.code == "corrupt_zip"

    def test_what_unpacks_to_more_than_a_hundred_times_its_size_is_refused(self) -> None:
        """300 MB declared by 40 kB is no table."""
        with pytest.raises(UnreadableFile) as refusal:
            read_in_child(declaring(300 * 2**20, stored=40_000), "xlsx")

        assert (refusal.value.code, refusal.value.parameters) == ("unpacks_too_large", {"limit": 256})

    def test_more_than_the_larger_allowance_is_refused(self) -> None:
        """901 MB are too many however little they are compressed."""
        with pytest.raises(UnreadableFile) as refusal:
            read_in_child(declaring(901 * 2**20, stored=10 * 2**20), "xlsx")

        assert (refusal.value.code, refusal.value.parameters) == ("unpacks_too_large", {"limit": 900})

    def test_reads_the_same_with_either_allowance(self) -> None:
        """The allowance changes nothing of what is read."""
        replies = [
            subprocess.run(
                [sys.executable, "-I", str(READER), *larger], input=b"xlsx\n" + GOOD, capture_output=True, check=True
            ).stdout
            for larger in ([], ["larger"])
        ]

        assert replies[0] == replies[1]


def declaring(size: int, *, stored: int) -> bytes:
    """The good workbook with a picture of `stored` bytes, of which the directory says that it is `size` bytes."""
    held = io.BytesIO(GOOD)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/a.bin", bytes(stored))
    content = bytearray(held.getvalue())
    entry = content.rfind(b"xl/media/a.bin") - 46
    content[entry + 24 : entry + 28] = struct.pack("<I", size)
    return bytes(content)
