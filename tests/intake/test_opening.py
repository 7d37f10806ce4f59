from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.intake.child import read_in_child
from lib.intake.findings import UnreadableFile
from lib.intake.opening import MOST_UPLOADED, Opened, SourceFile, interpret, open_registry, read
from lib.intake.settings import ReadingSettings, settings_of
from tests.intake.files import HEADER, ROWS, codes, csv, opened, opened_rows, values, xlsx
from tests.intake.in_process import reply_here

REAL = Path(__file__).resolve().parents[1] / "data" / "real"


def real(name: str, settings: ReadingSettings | None = None) -> Opened:
    """A real trial opened."""
    return opened((REAL / name).read_bytes(), name, settings)


def truth(name: str) -> list[dict[str, Any]]:
    """What the trial holds, computed without Trocar."""
    found: list[dict[str, Any]] = json.loads((REAL / "truth" / f"{name}.json").read_text("utf-8"))["outcomes"]
    return found


class TestWithoutChild:
    @pytest.mark.parametrize("name", ["registry.xlsx", "ashar2022_bpi_wide.csv"])
    def test_is_the_same(self, name: str) -> None:
        """What is read in this process, as most tests do, equals what the child reads."""
        content = (
            (REAL / name).read_bytes() if name.endswith("csv") else xlsx({"CT": [HEADER, *ROWS], "Note": [["one"]]})
        )

        assert reply_here(content, name) == read_in_child(content, name.rpartition(".")[2])


class TestRealTrial:
    @pytest.mark.parametrize(
        ("name", "outcomes"),
        [
            ("ashar2022_bpi_wide.csv", {"BPI intensity": ("BPI", "Time2")}),
            (
                "ashar2022_outcomes_demographics.csv",
                {"pain_avg": ("pain_avg", "2"), "odi": ("ODI", "2"), "bpi_intensity": ("bpi_intensity", "2")},
            ),
        ],
    )
    def test_equals_the_truth(self, name: str, outcomes: dict[str, tuple[str, str]]) -> None:
        """Pairs, means and SDs of every arm equal those computed by pandas from the same file."""
        cohort = real(name).cohort
        assert cohort is not None

        for known in truth(name):
            outcome, visit = outcomes[known["outcome"]]
            counts = cohort.score_counts(outcome, visit)
            for method, group in known["groups"].items():
                pairs = counts.of(method)
                baseline = np.repeat(pairs.baseline, pairs.count)
                follow_up = np.repeat(pairs.follow_up, pairs.count)
                assert pairs.n == group["n_pairs"]
                assert baseline.mean() == pytest.approx(group["baseline_mean"], abs=1e-9)
                assert baseline.std(ddof=1) == pytest.approx(group["baseline_sd"], abs=1e-9)
                assert follow_up.mean() == pytest.approx(group["followup_mean"], abs=1e-9)
                assert (follow_up - baseline).mean() == pytest.approx(group["mean_change"], abs=1e-9)

    def test_wide_and_long_agree(self) -> None:
        """The same trial written wide and long gives the same pairs."""
        wide, long = real("ashar2022_bpi_wide.csv").cohort, real("ashar2022_bpi_long.csv").cohort
        assert wide is not None and long is not None

        for method in ("1", "2", "3"):
            one, other = (
                wide.score_counts("BPI", "Time2").of(method),
                long.score_counts("bpi_intensity", "2").of(method),
            )
            assert one.baseline.tolist() == other.baseline.tolist()
            assert one.follow_up.tolist() == other.follow_up.tolist()
            assert one.count.tolist() == other.count.tolist()

    def test_controls_without_an_arm_are_kept_and_counted(self) -> None:
        """The 55 people without an arm stay in the file with method −1 and are named by a finding."""
        result = real("ashar2022_outcomes_demographics.csv")

        assert result.cohort is not None
        assert int((result.cohort.method < 0).sum()) == 55
        missing = next(finding for finding in result.findings if finding.code == "missing_group")
        assert missing.parameters["n"] == 55

    def test_a_change_column_is_not_a_visit(self) -> None:
        """BPI_change is listed as a change and gives no third visit."""
        result = real("ashar2022_bpi_wide.csv")

        assert [column.term for column in result.mapping if column.header == "BPI_change"] == ["change"]
        assert result.cohort is not None
        assert [visit.name for visit in result.cohort.visits("BPI")] == ["baseline", "Time2"]

    def test_codes_of_visits_are_said_to_be_assumed(self) -> None:
        """Time 1 is taken as the baseline, with a warning and not in silence."""
        assert "visit_codes_assumed" in codes(real("ashar2022_bpi_long.csv"))

    def test_a_study_file_names_what_codes_mean(self) -> None:
        """Methods and visits recoded by the user carry the user's names."""
        settings = settings_of({"methods": {"1": "PRT", "2": "Placebo"}, "visits": {"1": "baseline", "2": "1 month"}})

        cohort = real("ashar2022_bpi_long.csv", settings).cohort

        assert cohort is not None
        assert set(cohort.methods) == {"PRT", "Placebo", "3"}
        assert [(visit.name, visit.days) for visit in cohort.visits("bpi_intensity")] == [
            ("baseline", 0.0),
            ("1 month", 30.0),
        ]


class TestOrderlyFiles:
    def test_english_workbook(self) -> None:
        """A wide workbook in English gives both scores at both visits for every patient."""
        result = opened_rows([HEADER, *ROWS])

        assert result.cohort is not None and result.questions == ()
        assert result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "baseline") == [8, 7, 6, 9, 7, 8]
        assert values(result, "ODI", "post-procedure") == [30, 24, 36, 40, 20, 28]

    def test_chinese_workbook(self) -> None:
        """Chinese headers, visits, methods and missing codes are understood."""
        rows = [
            ["编号", "引导方式", "性别", "年龄(岁)", "术前VAS评分", "术后1周VAS评分", "末次随访VAS评分"],
            ["1", "CT引导", "男", 60, "8分", 3, 1],
            ["2", "ＣＴ", "女", 71, 7, "失访", 2],
            ["3", "DSA引导下", "女", 58, 9, 4, "死亡"],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None
        assert result.cohort.methods == ("CT", "DSA")
        assert [visit.name for visit in result.cohort.visits("VAS")] == ["baseline", "1 week", "last follow-up"]
        assert values(result, "VAS", "1 week") == [3, None, 4]
        assert result.cohort.facets("sex") == {"M": 1, "F": 2}
        assert [row.died for row in result.cohort.flow("VAS", "last follow-up")] == [0, 1]
        assert [row.lost for row in result.cohort.flow("VAS", "1 week")] == [1, 0]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
    def test_csv_in_the_encodings_of_excel(self, encoding: str) -> None:
        """A Chinese csv reads the same in every encoding that Excel writes."""
        text = csv([["编号", "引导方式", "术前VAS", "术后VAS"], ["1", "CT引导", 8, 2], ["2", "DSA引导", 7, 3]])

        result = opened(text.encode(encoding), "登记.csv")

        assert result.cohort is not None
        assert result.cohort.methods == ("CT", "DSA")
        assert values(result, "VAS", "post-procedure") == [2, 3]

    def test_long_file_pairs_rows_of_one_patient(self) -> None:
        """Rows of one patient come together by the id, in whatever order they stand."""
        rows = [
            ["id", "guidance", "visit", "VAS"],
            ["a", "CT", "1 month", 2],
            ["b", "DSA", "pre", 7],
            ["a", "CT", "pre", 8],
            ["b", "DSA", "1 month", 3],
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and result.cohort.n_patients == 2
        assert values(result, "VAS", "baseline") == [8, 7]
        assert values(result, "VAS", "1 month") == [2, 3]

    def test_ids_that_start_again_on_each_sheet_are_different_patients(self) -> None:
        """Two sheets that are groups both count from 1; nobody is paired with somebody else."""
        header = ["编号", "术前VAS", "术后VAS"]
        content = xlsx({"CT组": [header, [1, 8, 2], [2, 7, 3]], "DSA组": [header, [1, 9, 4], [2, 6, 5]]})

        result = opened(content)

        assert result.cohort is not None and result.cohort.n_patients == 4
        assert result.cohort.facets("method") == {"CT": 2, "DSA": 2}
        assert values(result, "VAS", "baseline") == [8, 7, 9, 6]

    def test_sheets_that_are_visits_are_joined_by_the_id(self) -> None:
        """The sheets 术前 and 术后 hold the same patients in another order."""
        before = [["编号", "引导方式", "VAS"], ["a", "CT", 8], ["b", "DSA", 7]]
        after = [["编号", "VAS"], ["b", 3], ["a", 2]]

        result = opened(xlsx({"术前": before, "术后": after}))

        assert result.cohort is not None and result.cohort.n_patients == 2
        assert values(result, "VAS", "post-procedure") == [2, 3]
        assert result.cohort.facets("method") == {"CT": 1, "DSA": 1}

    def test_synthetic_data_say_so(self) -> None:
        """A title that calls the data made up marks the cohort."""
        result = opened_rows([["模拟数据，非真实患者"], HEADER, *ROWS])

        assert result.cohort is not None and result.cohort.is_synthetic

    def test_interpreting_again_does_not_read_again(self) -> None:
        """A changed setting works on the cells that were read."""
        workbook = read([SourceFile(name="a.xlsx", content=xlsx({"S": [HEADER, *ROWS]}))])

        renamed = interpret(workbook, settings_of({"methods": {"CT": "CT fluoroscopy"}}))

        assert renamed.cohort is not None and renamed.cohort.methods == ("CT fluoroscopy", "DSA")


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"", "a.xlsx", "empty_file"),
            (b"%PDF-1.7\n", "a.xlsx", "not_a_spreadsheet"),
            (b'{"a": [1, 2]}', "a.csv", "not_a_spreadsheet"),
            (b"PK\x03\x04 interrupted", "a.xlsx", "corrupt_zip"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "a.xlsx",
                "password_protected",
            ),
            (b"patient_id,group,vas_pre,vas_post\n", "a.csv", "no_rows"),
        ],
    )
    def test_unreadable(self, content: bytes, name: str, code: str) -> None:
        """What cannot be read is refused with its code."""
        with pytest.raises(UnreadableFile) as refusal:
            opened(content, name)

        assert refusal.value.code == code

    def test_no_score_is_answered_on_columns(self) -> None:
        """Without a score the columns are still listed, and nothing is analysed."""
        result = opened_rows([["id", "group", "weight"], ["a", "CT", 60], ["b", "DSA", 70]])

        assert result.cohort is None
        assert result.blocking is not None and result.blocking.code == "columns_not_found"
        assert [column.header for column in result.mapping] == ["id", "group", "weight"]

    def test_only_changes_are_named(self) -> None:
        """A registry of changes alone is told which columns these are."""
        header = ["id", "group", "ΔVAS 1 month", "Change in ODI"]
        result = opened_rows([header, *([n, "CT" if n % 2 else "DSA", -3 - n % 2, -20 - n] for n in range(8))])

        assert result.blocking is not None and result.blocking.reason == "changes"
        assert result.blocking.parameters["changes"] == "ΔVAS 1 month, Change in ODI"

    def test_two_patients_under_one_id_are_asked_about(self) -> None:
        """Rows of one patient that disagree stop the analysis until it is said which counts."""
        rows = [HEADER, *ROWS, ["P01", "CT", 5, 5, 50, 50]]

        result = opened_rows(rows)
        answered = opened_rows(rows, result.questions[0].options[0].patch)

        assert result.cohort is None and result.questions[0].code == "duplicate_patient_conflict"
        assert answered.cohort is not None and values(answered, "VAS", "baseline")[0] == 8

    def test_a_patient_in_two_groups_is_asked_about(self) -> None:
        """The same id under two methods is nobody's patient."""
        rows = [["id", "group", "visit", "VAS"], ["a", "CT", "pre", 8], ["a", "DSA", "1 week", 2]]

        result = opened_rows(rows)

        assert result.blocking is not None and result.blocking.code == "duplicate_patient_conflict"

    def test_an_unknown_header_in_the_study_file(self) -> None:
        """A study file that names a column which is not there is invalid."""
        with pytest.raises(UnreadableFile) as refusal:
            opened_rows([HEADER, *ROWS], settings_of({"columns": {"method": "guidance"}}))

        assert refusal.value.code == "study_invalid"

    def test_nothing_to_open(self) -> None:
        """A workbook without a filled cell is refused as empty."""
        with pytest.raises(UnreadableFile) as refusal:
            open_registry([SourceFile(name="a.xlsx", content=xlsx({"Sheet1": []}))])

        assert refusal.value.code == "empty_sheet"


class TestLimits:
    def test_a_file_that_is_too_large_is_refused_unread(self) -> None:
        """One byte over the limit: refused before any process reads it."""
        with pytest.raises(UnreadableFile) as refusal:
            read([SourceFile(name="a.csv", content=bytes(MOST_UPLOADED + 1))])

        assert refusal.value.code == "reading_too_large"


class TestSeveralFiles:
    def test_the_refused_one_is_named(self) -> None:
        """Of two files dropped together the one that is no spreadsheet is named, and not in what could be logged."""
        contents = {"good.csv": b"id,group,vas_pre\n1,CT,7\n", "a.pdf": b"%PDF-1.7"}
        files = [SourceFile(name=name, content=content) for name, content in contents.items()]

        with pytest.raises(UnreadableFile) as refused:
            read(files)

        assert refused.value.file == "a.pdf"
        assert "a.pdf" not in str(refused.value) + str(refused.value.parameters)
