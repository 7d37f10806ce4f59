"""The program: its exit status, what it refuses and how, and where it writes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from lib.__main__ import main
from lib.command.analyse import analyse as analyse_file
from lib.command.analyse import results
from lib.report.numbers import MINUS
from tests.command.registries import LONG, ROOT, WHOLE, simulated_rows
from tests.intake.files import xlsx


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("empty.xlsx", b"", "empty_file"),
            ("noise.xlsx", bytes(range(256)) * 8, "not_a_spreadsheet"),
            ("letter.docx", b"%PDF-1.7 a letter", "not_a_spreadsheet"),
            ("words.csv", b"name,colour\nx,red\ny,blue\n", "columns_not_found"),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_says_why(self, capsysbinary, tmp_path, name, content, code, language):
        """What cannot be analysed ends with 2, one paragraph on standard error and the same as JSON."""
        (tmp_path / name).write_bytes(content)

        status = main(["analyse", str(tmp_path / name), "--json", "-", "--lang", language])

        printed = capsysbinary.readouterr()
        error = json.loads(printed.out)["error"]
        said = printed.err.decode("utf-8")
        assert (status, error["code"]) == (2, code)
        assert said.strip().count("\n") == 0
        assert error["message"] in said
        assert error["remedy"] in said

    @pytest.mark.parametrize("name", ["nowhere.xlsx", "."])
    def test_no_such_file(self, capsysbinary, tmp_path, name):
        """A path that is not there, or a folder, is named and refused."""
        status = main(["analyse", str(tmp_path / name), "--json", "-"])

        assert status == 2
        assert json.loads(capsysbinary.readouterr().out)["error"]["code"] == "file_not_found"

    def test_cannot_write(self, capsysbinary, tmp_path):
        """Where the results cannot be written the command says so."""
        status = main(["analyse", str(LONG), "--json", str(tmp_path / "no" / "folder.json")])

        assert status == 2
        assert b"folder.json" in capsysbinary.readouterr().err


class TestOutput:
    def test_file(self, analyse, tmp_path):
        """The same results go to a file."""
        assert main(["analyse", str(LONG), "--json", str(tmp_path / "out.json")]) == 0

        assert json.loads((tmp_path / "out.json").read_text("utf-8")) == analyse(LONG)

    @pytest.mark.parametrize(("language", "said"), [("en", "Favours Group 1"), ("zh", "结果有利于第1组")])
    def test_summary(self, capsysbinary, language, said):
        """Without --json a person can read it."""
        status = main(["analyse", str(LONG), "--lang", language])

        assert status == 0
        assert said in capsysbinary.readouterr().out.decode("utf-8")

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "Cement leakage: 1/32 (3%) with CT, 2/32 (6%) with DSA"),
            ("zh", "骨水泥渗漏：CT组1/32（3%），DSA组2/32（6%）"),
        ],
    )
    def test_summary_tells_every_event(self, capsysbinary, language, said):
        """Leakage of the demo, 1 and 2 of 32, stands after the scores with its verdict, as do the other events."""
        demo = ROOT / "data" / f"demo_registry_{language}.xlsx"

        main(["analyse", str(demo), "--lang", language])

        printed = capsysbinary.readouterr().out.decode("utf-8")
        assert said in printed
        assert printed.index("ODI ·") < printed.index(said)
        events = results(analyse_file(demo), language)["verdicts"]
        sentences = [one[f"sentence_{language}"] for one in events if one["outcome"] not in ("VAS", "ODI")]
        assert len(sentences) > 1
        assert all(one in printed.replace(MINUS, "-") for one in sentences)

    def test_summary_of_one_method(self, capsysbinary, registry):
        """One method has its change over time to tell."""
        main(["analyse", str(registry(simulated_rows(12, ("CT",))))])

        assert "Within CT" in capsysbinary.readouterr().out.decode("utf-8")

    def test_summary_of_one_method_counts_leaks_once(self, capsysbinary, tmp_path):
        """Of 8 patients 3 leaked, at two places: one line for the event, as its places are named nowhere in it."""
        places = ["vein", "disc", "vein + disc", *["no"] * 5]
        rows = [[n, "CT", 5 + n % 4, n % 3, place] for n, place in enumerate(places, start=1)]
        content = xlsx({"a": [["id", "guidance", "VAS before", "VAS 1 month", "leakage"], *rows]})
        (tmp_path / "a.xlsx").write_bytes(content)

        assert main(["analyse", str(tmp_path / "a.xlsx"), "--lang", "en"]) == 0
        said = capsysbinary.readouterr().out.decode()
        assert said.count("Cement leakage:") == 1 and "3/8" in said

    def test_program(self):
        """`python -m lib` runs by itself, prints valid JSON and never loads Streamlit or pandas."""
        program = (
            "import runpy, sys; sys.argv = ['lib', 'analyse', sys.argv[1], '--json', '-']\n"
            "try: runpy.run_module('lib', run_name='__main__')\n"
            "except SystemExit as end: assert end.code == 0\n"
            "assert not {'streamlit', 'pandas', 'statsmodels'} & set(sys.modules)"
        )
        ran = subprocess.run([sys.executable, "-c", program, str(LONG)], cwd=ROOT, capture_output=True, check=False)

        assert ran.returncode == 0, ran.stderr.decode("utf-8")
        assert json.loads(ran.stdout)["schema"] == 1

    def test_reader_of_the_output_may_leave(self):
        """`… | head` ends quietly."""
        command = f'"{sys.executable}" -m lib analyse "{WHOLE}" --json - | head -c 10'
        ran = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)  # noqa: S602

        assert ran.stderr == b""


class TestDocuments:
    def test_a_registry_without_a_script_still_has_its_report(self, capsysbinary, tmp_path):
        """A visit of one patient alone allows no script: report and records are written, the reason said, status 2."""
        rows = [
            [n, "CT" if n % 2 else "DSA", visit, score]
            for n in range(1, 25)
            for visit, score in (("before", 7 + n % 3), ("1 month", 2 + n % 4), *([("called in", 3)] if n == 5 else []))
        ]
        path = tmp_path / "visits.xlsx"
        path.write_bytes(xlsx({"Sheet1": [["id", "Guidance", "Visit", "VAS"], *rows]}))
        out = {name: tmp_path / name for name in ("report.docx", "script.R", "out.json")}

        status = main([
            "analyse", str(path), "--script-r", str(out["script.R"]), "--report", str(out["report.docx"]),
            "--json", str(out["out.json"]),
        ])  # fmt: skip

        assert status == 2
        assert out["report.docx"].read_bytes()[:2] == b"PK"
        assert json.loads(out["out.json"].read_text("utf-8"))["between"]
        assert not out["script.R"].exists()
        assert b"script" in capsysbinary.readouterr().err
