"""The study file in a browser: taken away, and dropped with the registry after the server was killed and started."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.__main__ import main
from lib.command.comparisons import ascii_minus
from lib.report.language import sentence
from tests.browser.conftest import NewVisitor
from tests.browser.pages_in_browser import drawn, settled, upload, verdict, visit
from tests.browser.running_server import RunningServer

REGISTRY = "id,guidance,sex,VAS before,VAS 1 month,VAS 3 months\n" + "".join(
    f"{n},{('CT', 'DSA')[n % 2]},{'FM'[n // 2 % 2]},{8 - n % 3},{5 - n % 5},{3 - n % 4 / 2}\n" for n in range(48)
)


def _press(page: Page, key: str, label: str) -> None:
    page.locator(f".st-key-{key} button").filter(has_text=label).click()


def _to_report(page: Page, language: str) -> None:
    """By the menu: a new address would be a new session, without the registry."""
    page.get_by_text(sentence(language, "menu.export"), exact=True).first.click()
    page.get_by_role("menuitem", name=sentence(language, "menu.report")).click()
    expect(page.get_by_role("button", name=sentence(language, "study.download"))).to_be_visible()
    settled(page)


@pytest.mark.parametrize("language", ["en", "zh"])
class TestStudyFile:
    def test_brings_everything_back_after_a_restart(
        self, new_visitor: NewVisitor, cold_server: Callable[[], RunningServer], tmp_path: Path, language: str
    ) -> None:
        """Score, visit and filter; the server is killed; file and study dropped on a new one: the same sentence."""
        registry, study = tmp_path / "registry.csv", tmp_path / "study.json"
        registry.write_text(REGISTRY, "utf-8")
        first = cold_server()
        page = new_visitor()
        visit(page, f"{first.address}/?lang={language}")
        upload(page, registry)
        expect(verdict(page)).to_be_visible()
        _press(page, "visit", "1 mo" if language == "en" else "1月")
        _press(page, "filter_1", sentence(language, "covariates.levels.F"))
        filtered = sentence(language, "ledger.after_filters", n=24, filters=sentence(language, "covariates.levels.F"))
        expect(verdict(page)).to_contain_text(filtered)
        drawn(page)
        said = verdict(page).inner_text()
        _to_report(page, language)
        with page.expect_download() as taken:
            page.get_by_role("button", name=sentence(language, "study.download")).click()
        study.write_bytes(taken.value.path().read_bytes())
        page.close()
        first.stop()

        again = new_visitor()
        visit(again, f"{cold_server().address}/?lang={language}")
        upload(again, registry, study)
        expect(verdict(again)).to_contain_text(filtered)
        drawn(again)

        assert verdict(again).inner_text() == said
        assert main(["analyse", str(registry), "--study", str(study), "--json", str(tmp_path / "out.json")]) == 0
        verdicts = json.loads((tmp_path / "out.json").read_text("utf-8"))["verdicts"]
        assert next(one[f"sentence_{language}"] for one in verdicts if one["visit"] == "1 month") in ascii_minus(said)

    def test_is_json_without_a_patient(self, page: Page, server: RunningServer, language: str) -> None:
        """The demo's study file holds the question and both margins, and no cell of the registry."""
        visit(page, f"{server.address}/report?registry=demo&lang={language}")

        with page.expect_download() as taken:
            page.get_by_role("button", name=sentence(language, "study.download")).click()

        found = json.loads(taken.value.path().read_text("utf-8"))
        assert found["question"]["visit"] == "3 months"
        assert set(found["margins"]) == {"VAS", "ODI"}
        assert set(found) <= {"schema", "question", "margins", "mcid", "filters", "view", "design"}

    def test_a_study_alone_waits_for_its_registry(
        self, page: Page, server: RunningServer, tmp_path: Path, language: str
    ) -> None:
        """Dropped first, it is kept and said so; a file that is no study is refused by its part."""
        (tmp_path / "study.json").write_text('{"schema": 1, "methods": {"CT": "Cone beam"}}', "utf-8")
        (tmp_path / "wrong.json").write_text('{"schema": 1, "colour": "red"}', "utf-8")
        (tmp_path / "registry.csv").write_text(REGISTRY, "utf-8")
        visit(page, f"{server.address}/?lang={language}")

        upload(page, tmp_path / "wrong.json")
        expect(page.get_by_text("colour")).to_be_visible()
        expect(page.locator("input[type=file]")).to_have_count(1)
        upload(page, tmp_path / "study.json")
        expect(page.get_by_text(sentence(language, "study.waits"))).to_be_visible()
        expect(page.locator("input[type=file]")).to_have_count(1)
        upload(page, tmp_path / "registry.csv")

        expect(verdict(page)).to_contain_text("Cone beam")
