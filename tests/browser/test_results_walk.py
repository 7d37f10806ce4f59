"""A visitor walks Patients, Safety and Responders of the demo: the paper's figures, the other language, nothing raw."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lib.report.language import sentence
from tests.browser.pages_in_browser import drawn, settled, visit
from tests.browser.running_server import RunningServer

WALK = (("patients", "flow"), ("safety", "event_0"), ("responders", "responders"))
"""Each page with what is on it once it stands."""

KEY_FIGURES = {
    ("en", "patients"): ("16/32 (50%)", "6 months: 23 observed", "0.49"),
    ("zh", "patients"): ("16/32（50%）", "术后6个月：有评分23例", "0.49"),
    ("en", "safety"): (
        "Technical success: 32/32 (100%) with CT, 32/32 (100%) with DSA",
        "Technical success: all 32 with CT; lower limit of the two-sided 95% CI 89.1%.",
        "Cement leakage: 1/32 (3%) with CT, 2/32 (6%) with DSA; risk difference (CT − DSA) −3.1 percentage points",
        "(95% CI −17.3 to 10.3; Fisher P > 0.99). Too few events to say whether the rates differ.",
        "89.1 to 100.0% (exact)",
    ),
    ("zh", "safety"): (
        "技术成功：CT组32/32（100%），DSA组32/32（100%）",
        "89.1",
        "骨水泥渗漏：CT组1/32（3%），DSA组2/32（6%）；率差（CT组−DSA组）为−3.1个百分点",
        "（95%CI：−17.3至10.3；Fisher确切概率法，P>0.99）。事件数过少，尚不能判断两组率是否不同。",
    ),
    ("en", "responders"): ("26/28 (93%) with CT, 29/31 (94%) with DSA", "26/32 (81%) with CT, 29/32 (91%) with DSA"),
    ("zh", "responders"): ("CT组26/28（93%），DSA组29/31（94%）", "CT组26/32（81%），DSA组29/32（91%）"),
}
"""What each page must say of the demo: the paper's counts with R's limits, and the rows counted in the file."""

RAW = re.compile(r"\b(nan|NaN|None|undefined|null|Traceback|Error)\b|\{[a-z_]+\}|\b[a-z]+_[a-z_]+\b|�")
WORDS = """main => {
  const whole = main.cloneNode(true);
  whole.querySelectorAll('[data-testid=stIconMaterial], style, script').forEach(one => one.remove());
  const texts = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) found.push(texts.currentNode.data);
  return found.join('\\n');
}"""
NOT_CHINESE = re.compile(r"[A-Za-z]{4,}(?: [a-z]{3,})+")
"""Two English words in a row, of which the second is no name."""


def walk_to(page: Page, name: str, language: str) -> None:
    """Another page of the results, by the menu."""
    page.get_by_text(sentence(language, "menu.results"), exact=True).first.click()
    page.get_by_role("menuitem", name=sentence(language, f"menu.{name}")).click()
    expect(page.get_by_role("heading", name=sentence(language, f"menu.{name}"), level=1)).to_be_visible()


def said_on(page: Page) -> str:
    """Every word of the page, also of what stands beside the charts for those who hear it; an icon is no word."""
    return str(page.locator("[data-testid=stMain]").evaluate(WORDS)).replace("\xa0", " ")


@pytest.mark.parametrize(("locale", "language", "other"), [("en-GB", "en", "中文"), ("zh-CN", "zh", "EN")])
class TestWalk:
    def test_has_the_papers_figures_on_every_page(
        self, page: Page, server: RunningServer, locale: str, language: str, other: str
    ) -> None:
        """Patients, Safety, Responders by the menu, in this language and after the switch in the other one."""
        visit(page, f"{server.address}/outcomes?registry=demo")
        expect(page.locator(".st-key-verdict")).to_be_visible()
        drawn(page)
        second = "zh" if language == "en" else "en"

        for name, key in WALK:
            walk_to(page, name, language)
            self.check(page, name, key, language)
            page.locator(".st-key-language button").filter(has_text=other).click()
            expect(page.get_by_role("heading", name=sentence(second, f"menu.{name}"), level=1)).to_be_visible()
            self.check(page, name, key, second)
            back = "EN" if language == "en" else "中文"
            page.locator(".st-key-language button").filter(has_text=back).click()
            expect(page.get_by_role("heading", name=sentence(language, f"menu.{name}"), level=1)).to_be_visible()
            settled(page)

    @staticmethod
    def check(page: Page, name: str, key: str, language: str) -> None:
        """The page once it stands: its key figures, and nothing raw or of the other language."""
        expect(page.locator(f"[class*=st-key-{key}]").first).to_be_visible()
        drawn(page)
        for figure in KEY_FIGURES[language, name]:
            expect(page.locator("[data-testid=stMain]")).to_contain_text(figure)
        said = said_on(page)
        assert not RAW.findall(said), (name, language)
        if language == "zh":
            assert not NOT_CHINESE.findall(said), name
        else:
            assert not re.findall(r"[\u4e00-\u9fff]", said.replace("中文", "")), name
