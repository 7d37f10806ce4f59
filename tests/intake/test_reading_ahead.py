from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lib.intake.allowance import ORDINARY

ROOT = Path(__file__).parents[2]


def started(what: str, n: int = 0) -> subprocess.Popen[bytes]:
    """A reader's process that does `what` of split_readings."""
    program = [sys.executable, "-m", "tests.intake.split_readings", what, str(n)]
    return subprocess.Popen(program, stdout=subprocess.PIPE, cwd=ROOT)


def told(what: str, n: int = 0) -> Any:
    """What it says."""
    with started(what, n) as process:
        output, _ = process.communicate()
    assert process.returncode == 0
    return json.loads(output)


class TestReadAhead:
    def test_two_processes_say_what_one_says(self) -> None:
        """Of 200 worksheets with odd cells, cut and repeated text, two processes find the same cells or refusal."""
        said = told("disagreements", 200)

        assert said["wrong"] == []
        assert said["joined"] > 50  # of the others, the second half is not plain

    def test_the_allowance_is_shared(self) -> None:
        """Together the two may use no more memory and processor than one, and afterwards the reader has the rest."""
        said = told("limits")
        (memory, seconds), (second_memory, second_seconds) = said["during"], said["second"]

        assert said["joined"] == [1, 1]
        assert said["before"] == [ORDINARY.memory, ORDINARY.cpu_seconds]
        assert memory + (second_memory - said["size"]) <= ORDINARY.memory + 2**20  # what was held before is held once
        assert seconds + second_seconds <= ORDINARY.cpu_seconds
        assert said["after"] == said["before"]

    def test_a_second_process_that_fails_costs_nothing(self) -> None:
        """Where the second process runs out of memory, nothing of it is taken and the reader has its limits back."""
        assert told("failing") == {"joined": [0, 0], "limits": [ORDINARY.memory, ORDINARY.cpu_seconds]}

    @pytest.mark.parametrize(("n", "joined"), [(0, [1, 8]), (3, [0, 0]), (60, [0, 0]), (150, [0, 0])])
    def test_what_was_sent_in_part_is_not_taken(self, n: int, joined: list[int]) -> None:
        """Of a second process that was ended while it sent (0: after it) all is taken or nothing."""
        assert told("cut_short", n) == {"joined": joined, "columns": 2 if joined[0] else 0}

    def test_it_dies_with_the_reader(self) -> None:
        """A reader that is killed takes its second process along, and its output ends at once."""
        with started("abandoned") as process:
            assert process.stdout is not None
            second = os.pidfd_open(int(process.stdout.readline()))
            process.send_signal(signal.SIGKILL)

            assert process.stdout.read() == b""
            assert select.select([second], [], [], 10.0)[0] == [second]
        os.close(second)
