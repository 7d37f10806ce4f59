"""Running the command, once for every test that only reads what it printed."""

from __future__ import annotations

import csv
import json
from functools import cache

import pytest

from lib.__main__ import main


@pytest.fixture
def analyse(capsysbinary, tmp_path):
    """Run the command on a file with a study given as a dictionary; gives the JSON."""

    def run(file, study=None, *, language="en", expected=0):
        arguments = ["analyse", str(file), "--json", "-", "--lang", language]
        if study is not None:
            (tmp_path / "study.json").write_text(json.dumps(study), "utf-8")
            arguments += ["--study", str(tmp_path / "study.json")]
        status = main(arguments)
        printed = capsysbinary.readouterr().out
        assert status == expected
        assert b"Traceback" not in printed
        return json.loads(printed, parse_constant=pytest.fail)

    return run


@pytest.fixture(scope="module")
def of_trial(tmp_path_factory):
    """The results of a file of the trial, all methods or some: computed once for all tests that only read them."""

    @cache
    def run(file, methods=()):
        folder = tmp_path_factory.mktemp("trial")
        (folder / "study.json").write_text(json.dumps({"filters": {"method": methods}} if methods else {}), "utf-8")
        assert main(["analyse", str(file), "--study", f"{folder}/study.json", "--json", f"{folder}/out.json"]) == 0
        return json.loads((folder / "out.json").read_text("utf-8"), parse_constant=pytest.fail)

    return run


@pytest.fixture
def registry(tmp_path):
    """Write rows of text as a csv and give its path."""

    def write(rows, name="registry.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return tmp_path / name

    return write
