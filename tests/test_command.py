"""`python -m lib analyse`: the contract of the interface, end to end."""

from __future__ import annotations

import csv
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lib.__main__ import main

ROOT = Path(__file__).parents[1]
REAL = ROOT / "tests" / "data" / "real"
WIDE, LONG, WHOLE = (REAL / f"ashar2022_{name}.csv" for name in ("bpi_wide", "bpi_long", "outcomes_demographics"))
LISTS = ("mapping", "findings", "flow", "within", "between", "equivalence", "verdicts", "omnibus", "pairwise")
P_TOLERANCE = 1e-6


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


@pytest.fixture
def registry(tmp_path):
    """Write rows of text as a csv and give its path."""

    def write(rows, name="registry.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return tmp_path / name

    return write


def _patients(n, methods=("CT", "DSA"), seed=11):
    """A Chinese registry with so many simulated patients per method."""
    random = np.random.default_rng(seed)
    yield ["编号", "引导方式", "性别", "术前VAS", "术后1个月VAS", "术后6个月VAS"]
    for number in range(n * len(methods)):
        scores = (random.normal(mean, 1.2) for mean in (7.4, 2.5, 2.0))
        written = (f"{min(max(round(score * 2) / 2, 0), 10):.1f}" for score in scores)
        yield [f"P{number}", methods[number % len(methods)], "女" if number % 3 else "男", *written]


def _one(records, **wanted):
    """The only record with these values."""
    found = [one for one in records if all(one[name] == value for name, value in wanted.items())]
    assert len(found) == 1, f"{len(found)} records for {wanted}"
    return found[0]


def _truths():
    """(file, outcome of ours, truth) of every outcome that was computed independently."""
    of_ours = {"BPI intensity": "BPI", "odi": "ODI"}
    for name in (WHOLE.name, WIDE.name):
        for truth in json.loads((REAL / "truth" / f"{name}.json").read_text("utf-8"))["outcomes"]:
            ours = of_ours.get(truth["outcome"], truth["outcome"])
            yield pytest.param(REAL / name, ours, truth, id=f"{name}-{ours}")


TRUTHS = list(_truths())
CONTRASTS = {
    "PRT minus open-label placebo": ("1", "2"),
    "PRT minus usual care": ("1", "3"),
    "open-label placebo minus usual care": ("2", "3"),
}


class TestTruth:
    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_within(self, analyse, file, outcome, truth):
        """Before, after and change of each arm equal the independent computation."""
        found = analyse(file)

        for method, expected in truth["groups"].items():
            row = _one(found["within"], outcome=outcome, method=method)
            ours = {
                "n": expected["n_pairs"],
                "baseline_mean": expected["baseline_mean"],
                "baseline_sd": expected["baseline_sd"],
                "baseline_median": expected["baseline_median"],
                "follow_up_mean": expected["followup_mean"],
                "follow_up_sd": expected["followup_sd"],
                "follow_up_median": expected["followup_median"],
                "change_mean": expected["mean_change"],
                "change_sd": expected["sd_change"],
                "change_low": expected["ci95_change"][0],
                "change_high": expected["ci95_change"][1],
                "paired_t": expected["paired_t"],
                "paired_df": expected["paired_df"],
            }
            assert {name: row[name] for name in ours} == pytest.approx(ours, rel=1e-9)
            assert row["paired_p"] == pytest.approx(expected["paired_t_P"], rel=P_TOLERANCE)

    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_flow(self, analyse, file, outcome, truth):
        """Those with a baseline, with a follow-up and with both are counted as they are."""
        found = analyse(file)

        for method, expected in truth["groups"].items():
            row = _one(found["flow"], outcome=outcome, method=method)
            assert row["with_baseline"] == expected["n_with_baseline"]
            assert row["with_follow_up"] == expected["n_with_followup"]
            assert row["analysed"] == expected["n_pairs"]

    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_between(self, analyse, file, outcome, truth):
        """Welch and Student on the change equal the independent computation, each pair in its direction."""
        found = analyse(file)

        for expected in truth["between"]:
            pair = dict(zip(("experimental", "control"), CONTRASTS[expected["contrast"]], strict=True))
            welch = _one(found["between"], outcome=outcome, analysis="welch_change", **pair)
            student = _one(found["between"], outcome=outcome, analysis="student_change", **pair)
            follow_up = _one(found["between"], outcome=outcome, analysis="welch_follow_up", **pair)
            ours = (welch["difference"], welch["statistic"], welch["df"], welch["low"], welch["high"])
            assert ours == pytest.approx(
                (
                    expected["diff_mean_change"],
                    expected["welch_t_change"],
                    expected["welch_df"],
                    *expected["welch_ci95_change"],
                ),
                rel=1e-9,
            )
            assert [welch["n_experimental"], welch["n_control"]] == expected["n"]
            assert student["statistic"] == pytest.approx(expected["student_t_change"], rel=1e-9)
            assert (welch["p_value"], student["p_value"], follow_up["p_value"]) == pytest.approx(
                (expected["welch_P_change"], expected["student_P_change"], expected["welch_P_followup"]),
                rel=P_TOLERANCE,
            )

    @pytest.mark.parametrize(("file", "outcome", "truth"), TRUTHS)
    def test_adjusted_difference_of_two_arms(self, analyse, file, outcome, truth):
        """With a filter on two methods the ANCOVA is fitted to these two alone, as the truth is."""
        for expected in truth["between"]:
            experimental, control = CONTRASTS[expected["contrast"]]
            found = analyse(file, {"filters": {"method": [experimental, control]}})
            row = _one(found["between"], outcome=outcome, analysis="ancova")
            adjusted = expected["ancova_followup_adj_baseline"]

            assert (row["experimental"], row["control"]) == (experimental, control)
            assert [row["difference"], row["standard_error"], row["low"], row["high"]] == pytest.approx(
                [adjusted["diff"], adjusted["se"], *adjusted["ci95"]], rel=1e-9
            )
            assert row["p_value"] == pytest.approx(adjusted["P"], rel=P_TOLERANCE)
            assert {verdict["reason"] for verdict in found["verdicts"]} == {None}

    def test_wide_is_long(self, analyse):
        """The same trial wide and long gives identical numbers throughout."""

        def numbers(file):
            found = analyse(file)
            lists = ("flow", "within", "between", "omnibus", "pairwise")
            names = ("outcome", "visit")
            return {
                one: [{key: value for key, value in row.items() if key not in names} for row in found[one]
                      if row.get("method", "") is not None]
                for one in lists
            }  # fmt: skip

        assert numbers(WIDE) == numbers(LONG)

    def test_change_column_is_no_visit(self, analyse):
        """The ready-made change is recognised and left alone."""
        mapping = analyse(WIDE)["mapping"]

        assert _one(mapping, column="BPI_change")["term"] == "change"
        assert {row["visit"] for row in mapping if row["term"] == "BPI"} == {"baseline", "Time2"}

    def test_patients_without_a_group(self, analyse):
        """Healthy controls have no method: counted in the flow, in no comparison."""
        found = analyse(WHOLE)
        controls = _one(found["flow"], outcome="ODI", method=None)

        assert (controls["in_file"], controls["analysed"]) == (55, 0)
        assert {row["method"] for row in found["within"]} == {"1", "2", "3"}


class TestResults:
    def test_lists(self, analyse):
        """Every list of the interface is there, with its schema, version and language."""
        found = analyse(WHOLE, language="zh")

        assert (found["schema"], found["lang"]) == (1, "zh")
        assert found["version"]
        assert set(LISTS) <= set(found)
        assert found["source"]["sha256"] and len(found["source"]["sha256"]) == 64
        assert (found["source"]["file"], found["source"]["rows"]) == (WHOLE.name, 341)

    def test_three_methods(self, analyse):
        """Three methods make three pairs at 98.3%, four overall tests, and P values by Holm."""
        found = analyse(LONG)

        assert [row["test"] for row in found["omnibus"]] == ["ancova_f", "welch_anova", "anova", "kruskal"]
        assert {(row["experimental"], row["control"]) for row in found["verdicts"]} == {
            ("2", "3"), ("1", "3"), ("1", "2"),
        }  # fmt: skip
        assert {row["level"] for row in found["verdicts"]} == {1 - 0.05 / 3}
        tested = [row for row in found["pairwise"] if row["analysis"] != "mmrm"]
        assert len(tested) == 3 * 6
        assert all(row["p_holm"] >= row["p_value"] for row in tested)
        assert [row["role"] for row in found["verdicts"]].count("primary") == 1

    def test_question_and_margin(self, analyse):
        """The study decides pair, margin and their stamps; the equivalence rows follow."""
        study = {
            "question": {"experimental": "3", "control": "1", "outcome": "ODI"},
            "margins": {"ODI": {"value": 10, "reason": "hand-made"}},
            "design": {"randomised": True},
            "fixed": {"at": "2026-11-22T09:00:00Z", "results_seen": False},
        }
        found = analyse(WHOLE, study)
        verdict = _one(found["verdicts"], outcome="ODI", experimental="3", control="1")

        assert (verdict["verdict"], verdict["role"], verdict["margin"]) == ("inferior", "primary", 10)
        assert verdict["stamps"] == ["S2"]
        assert "adjusted difference (3 - 1)" in verdict["sentence_en"]
        assert {row["outcome"] for row in found["equivalence"]} == {"ODI"}
        assert {row["analysis"] for row in found["equivalence"]} == {"ancova_hc3", "ancova", "welch_change"}

    def test_mixed_model_has_its_reason(self, analyse):
        """With one follow-up there is no mixed model, and the record says so."""
        rows = [row for row in analyse(LONG)["between"] if row["analysis"] == "mmrm"]

        assert {(row["difference"], row["reason"]) for row in rows} == {(None, "one_follow_up")}

    def test_filtered_view(self, analyse):
        """A filter outside the question leaves the numbers, takes the verdict and counts who has no value."""
        found = analyse(WHOLE, {"filters": {"age": [20, 50]}})
        with WHOLE.open(encoding="utf-8") as file:
            ages = {row["id"]: float(row["age"]) for row in csv.DictReader(file)}

        assert {row["reason"] for row in found["verdicts"]} == {"filtered_view"}
        assert all(math.isfinite(row["difference"]) for row in found["between"] if row["analysis"] == "ancova_hc3")
        (age,) = found["filters"]
        assert (age["part"], age["low"], age["high"]) == ("view", 20, 50)
        assert age["missing"] == sum(map(math.isnan, ages.values()))

    def test_filter_of_the_question(self, analyse):
        """The same filter inside the question keeps the verdict."""
        found = analyse(WHOLE, {"question": {"filters": {"age": [20, 50]}}})

        assert {row["reason"] for row in found["verdicts"]} == {None}

    def test_language_changes_words_only(self, analyse):
        """Canonical names and numbers are the same whatever the language; messages are not."""
        english, chinese = (analyse(WHOLE, language=language) for language in ("en", "zh"))

        assert english["within"] == chinese["within"]
        assert english["verdicts"] == chinese["verdicts"]
        assert english["findings"][0]["message"] != chinese["findings"][0]["message"]

    def test_ascii_minus(self, capsysbinary):
        """A file that machines read has the minus that machines read."""
        main(["analyse", str(WHOLE), "--json", "-", "--lang", "zh"])

        assert "\u2212" not in capsysbinary.readouterr().out.decode("utf-8")


class TestSimulated:
    def test_three_methods_of_guidance(self, analyse, registry):
        """CT is experimental against all, DSA control against all, and every list covers all three."""
        found = analyse(registry(_patients(20, ("锥形束CT", "DSA", "CT"))))

        pairs = {(row["experimental"], row["control"]) for row in found["between"]}
        assert pairs == {("CBCT", "DSA"), ("CT", "DSA"), ("CT", "CBCT")}
        assert len(found["verdicts"]) == 2 * 3
        assert {row["visit"] for row in found["within"]} == {"1 month", "6 months"}
        primary = _one(found["verdicts"], role="primary")
        assert (primary["visit"], primary["experimental"], primary["control"]) == ("6 months", "CT", "DSA")

    @pytest.mark.parametrize(
        ("n", "methods", "reason"),
        [(12, ("CT",), None), (1, ("CT", "DSA"), "too_few"), (1, ("CT",), None), (4, ("CT", "DSA"), "too_few")],
    )
    def test_little_is_no_error(self, analyse, registry, n, methods, reason):
        """One method, one patient per method, four per method: a result with null where there is no number."""
        found = analyse(registry(_patients(n, methods)))

        assert {row["n"] for row in found["within"]} == {n}
        assert {row["reason"] for row in found["verdicts"]} == ({reason} if reason else set())

    def test_no_variance(self, analyse, registry):
        """Everybody with the same scores: null with a reason, and exit status 0."""
        rows = [["id", "guidance", "VAS pre", "VAS 1 month"]]
        rows += [[f"P{i}", ("CT", "DSA")[i % 2], "8", "5"] for i in range(20)]
        found = analyse(registry(rows))

        row = _one(found["between"], analysis="ancova_hc3")
        assert row["difference"] is None
        assert row["reason"]
        assert _one(found["within"], method="CT")["paired_p"] is None

    def test_two_patients_are_computed(self, analyse, registry):
        """From two patients per method the functions compute, whatever the verdict refuses."""
        found = analyse(registry(_patients(2)))

        assert all(isinstance(row["change_low"], float) for row in found["within"])
        assert {row["verdict"] for row in found["verdicts"]} == {None}


class TestStudy:
    def test_scores_replace_the_proposal(self, analyse):
        """Where scores are named only these are analysed."""
        found = analyse(WHOLE, {"scores": [{"outcome": "ODI", "column": "odi"}]})

        assert {row["outcome"] for row in found["within"]} == {"ODI"}

    def test_methods_merge(self, analyse):
        """Methods that are named are renamed; the others keep their name."""
        found = analyse(WHOLE, {"methods": {"1": "CT", "3": "DSA"}})

        assert {row["method"] for row in found["within"]} == {"CT", "2", "DSA"}
        assert _one(found["verdicts"], role="primary")["experimental"] == "CT"

    def test_visits_merge(self, analyse):
        """A visit that is named has its name and its day."""
        found = analyse(WHOLE, {"visits": {"1": "baseline", "2": "1 month"}})

        assert {row["visit"] for row in found["within"]} == {"1 month"}

    @pytest.mark.parametrize(
        "study",
        [
            {"filter": {}},
            {"columns": {"method": "arm"}},
            {"scores": [{"outcome": "VAS", "visit": "baseline", "column": "vas"}]},
            {"question": {"outcome": "EQ-5D"}},
            {"question": {"experimental": "PRT"}},
            {"filters": {"weather": ["rain"]}},
        ],
    )
    def test_invalid(self, analyse, study):
        """An unknown key, or a name that is not there, ends with 2 and study_invalid."""
        found = analyse(WHOLE, study, expected=2)

        assert found["error"]["code"] == "study_invalid"
        assert found["error"]["message"]
        assert found["error"]["remedy"]

    @pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe\x00", b"[1, 2]", b'{"schema": 1e400}'])
    def test_unreadable(self, capsysbinary, tmp_path, text):
        """A study that is no study ends with 2, never with a traceback."""
        (tmp_path / "study.json").write_bytes(text)

        status = main(["analyse", str(WHOLE), "--study", str(tmp_path / "study.json"), "--json", "-"])

        assert status == 2
        assert json.loads(capsysbinary.readouterr().out)["error"]["code"] == "study_invalid"


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

    @pytest.mark.parametrize(("language", "said"), [("en", "Favours 1"), ("zh", "结果有利于1组")])
    def test_summary(self, capsysbinary, language, said):
        """Without --json a person can read it."""
        status = main(["analyse", str(LONG), "--lang", language])

        assert status == 0
        assert said in capsysbinary.readouterr().out.decode("utf-8")

    def test_summary_of_one_method(self, capsysbinary, registry):
        """One method has its change over time to tell."""
        main(["analyse", str(registry(_patients(12, ("CT",))))])

        assert "Within CT" in capsysbinary.readouterr().out.decode("utf-8")

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
