"""Scripts of registries with columns of deaths: what these say of follow-ups and of the event is found again."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from lib.command.analyse import analyse
from lib.command.recipe import recipe_of
from lib.report.scripts.python import python_script
from tests.report.test_scripts_python import run

TOLD = ("answer", "words", "date", "alive", "score")
HEADS = {
    "answer": "death",
    "words": "转归",
    "date": "date of death",
    "alive": "Alive at 1 month",
    "score": "centre",
}


def with_deaths(folder: Path, told: str, remark: str = "") -> Path:
    """60 patients, six blank at 3 months; of these 0, 20 and 40, all CT, died, 40 of them before the first month.

    With `told` "score" the cell of the first visit after the death says so, and those behind it are blank.
    """
    rows = [f"id,guidance,procedure date,VAS pre,VAS 1 month,VAS 3 months,{HEADS[told]}"]
    for n in range(60):
        is_dead, is_early = n % 20 == 0, n == 40
        operated = datetime.date(2024, 1, 1) + datetime.timedelta(days=3 * n)
        died = operated + datetime.timedelta(days=10 if is_early else 60)
        said = {
            "answer": "yes" if is_dead else "no",
            "words": "死亡" if is_dead else "存活",
            "date": str(died) if is_dead else "",
            "alive": "no" if is_early else "yes",
            "score": "A",
        }[told]
        gone = "died" if told == "score" else ""
        month, last = (gone if is_early else 5 - n % 4), ("" if n % 10 == 0 else 4 - n % 5)
        last = gone if is_dead and not is_early else last
        shown = remark if n == 20 and remark else said
        rows.append(f"{n},{('CT', 'DSA')[n % 2]},{operated},{8 - n % 3},{month},{last},{shown}")
    (folder / "deaths.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder / "deaths.csv"


class TestDeaths:
    @pytest.mark.parametrize("told", TOLD)
    def test_are_found_again(self, tmp_path: Path, told: str) -> None:
        """By hand: who died at each visit and at all, by yes and no, 存活 and 死亡, dates, life at a visit, scores."""
        file = with_deaths(tmp_path, told)
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert left == () and recipe.left == {}
        n = 1 if told == "alive" else 3
        assert recipe.expected["flow", "VAS", "1 month", "CT", "died"] == 1
        assert recipe.expected["flow", "VAS", "3 months", "CT", "died"] == n
        assert recipe.expected["responders", "VAS", "3 months", "CT", "points", "1.5", "died"] == n
        assert recipe.expected["rate", "death", "any", "CT", "events"] == n
        assert recipe.expected["rate", "death", "any", "DSA", "n"] == 30

    def test_a_remark_of_one_patient_stays_out(self, tmp_path: Path) -> None:
        """A death that names somebody is in no script: what depends on it is named as left, the rest is rebuilt."""
        file = with_deaths(tmp_path, "answer", remark="died (Li Wei)")
        recipe, left = recipe_of(analyse(file))

        done = run(python_script(recipe), file, tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
        assert "Li Wei" not in python_script(recipe)
        assert ("responders", "VAS", "3 months", "CT", "points", "1.5", "died") in left
        assert sum(recipe.left.values()) == len(left) and "responders" in recipe.left
        for listed, n in recipe.left.items():
            assert f"{n} numbers of the list '{listed}' are not rebuilt here" in done.stdout
        assert ("responders", "VAS", "3 months", "CT", "points", "1.5", "improved") in recipe.expected
