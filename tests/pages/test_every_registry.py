"""Patients, Safety and Responders with every kind of registry: whole, in words, and without anything raw."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from lib.report.language import sentence
from tests.pages.pages_without_browser import (
    LANGUAGES,
    markdown,
    open_demo,
    open_table,
    outcomes_page,
    settled,
    table_text,
    tables,
)

PATIENTS, SAFETY, RESPONDERS = (f"pages/results/{name}.py" for name in ("patients", "safety", "responders"))
PAGES = (PATIENTS, SAFETY, RESPONDERS)
HEAD = "id,guidance,sex,VAS before,VAS 1 month"
RAW = re.compile(r"\b(nan|None|NaN|inf|Traceback|NotEstimable)\b|\{[a-z_]+\}|\b[a-z_]+\.[a-z_]+\.[a-z_]+\b")


def registry(*methods: str, head: str = "", cell: str = "") -> str:
    """Twelve patients per method whose scores differ; with `head`, the cell says yes for every fourth, or `cell`."""
    rows = [method for method in methods for _ in range(12)]
    lines = [f"{HEAD}{',' + head if head else ''}"]
    for n, method in enumerate(rows):
        answer = f",{cell or ('yes' if n % 4 == 0 else 'no')}" if head else ""
        lines.append(f"{n},{method},{'FM'[n % 2]},{6 + n % 4},{n % 7}{answer}")
    return "\n".join(lines) + "\n"


def lesions() -> str:
    """Twelve patients per method, every third with two levels, of which the second leaked."""
    lines = ["id,guidance,level,VAS before,VAS 1 month,leakage"]
    for n in range(24):
        who = f"P{n},{('CT', 'DSA')[n % 2]}"
        lines.append(f"{who},L{1 + n % 5},{6 + n % 4},{n % 7},no")
        if n % 3 == 0:
            lines.append(f"{who},T{8 + n % 4},{6 + n % 4},{n % 7},yes")
    return "\n".join(lines) + "\n"


KINDS = {
    "one method": registry("CT", head="leakage"),
    "three methods": registry("CT", "DSA", "CBCT", head="leakage"),
    "no event": registry("CT", "DSA", head="leakage", cell="no"),
    "several lesions": lesions(),
    "no such column": registry("CT", "DSA"),
}


def everything(page: AppTest) -> str:
    """All words on the page: text, tables with their heads, warnings, buttons, choices."""
    heads = [str(one) for table in tables(page) for one in (*table.index, *table.columns)]
    others = [one.value for kind in (page.text, page.warning, page.info, page.title, page.subheader) for one in kind]
    labels = [str(one.label) for one in page.button]
    return "\n".join([markdown(page), table_text(page), *heads, *map(str, others), *labels])


def shown(page: AppTest, path: str) -> str:
    """All words of a page to which the visitor goes."""
    return everything(settled(page.switch_page(path).run()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
class TestEveryPage:
    def test_says_that_nothing_is_open(self, path: str, language: str) -> None:
        """Without a registry there is a title that says so and two ways on."""
        page = settled(outcomes_page(language).switch_page(path).run())

        assert page.title[0].value == sentence(language, "open.nothing")
        assert [one.label for one in page.button] == [sentence(language, f"open.{one}") for one in ("registry", "demo")]

    @pytest.mark.parametrize("kind", KINDS)
    def test_is_whole_and_shows_nothing_raw(self, kind: str, path: str, language: str) -> None:
        """Every kind of registry has a page without an exception, an empty value or an untranslated key."""
        said = shown(open_table(KINDS[kind], language), path)

        assert not RAW.findall(said), kind
        assert len(said) > 30

    def test_is_whole_when_a_filter_leaves_nobody(self, path: str, language: str) -> None:
        """Women from 81 on: the demo has none, and no page breaks."""
        page = open_demo(language)
        page.sidebar.pills(key="filter_1").set_value(["F"])
        page.sidebar.slider[0].set_value((81.0, 82.0))

        said = shown(page.run(), path)

        assert not RAW.findall(said)


@pytest.mark.parametrize("path", PAGES)
def test_no_space_follows_a_chinese_stop(path: str) -> None:
    """Chinese sentences stand one after another without a space between them."""
    assert not re.findall(r"[。：；] +[^\s\n]", markdown(settled(open_demo("zh").switch_page(path).run())))


class TestSafetyOfLesions:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_patients_first_then_lesions(self, language: str) -> None:
        """By hand: 4 of 12 patients in both methods; 4 of 16 levels, under a name of their own."""
        page = settled(open_table(lesions(), language).switch_page(SAFETY).run())
        rows = {str(label): list(cells) for label, cells in tables(page)[0].iterrows()}

        assert "4/12" in table_text(page)
        per_lesion = next(cells for label, cells in rows.items() if sentence(language, "rates.lesions") in label)
        assert all(str(cell).replace("\\", "").startswith("4/16") for cell in per_lesion)


class TestCumulativeCurve:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_reads_the_share_at_the_threshold(self, language: str) -> None:
        """At 1.5 points the curve's words have the box's shares: 93% with CT and 94% with DSA, 26/28 and 29/31."""
        page = settled(open_demo(language).switch_page(RESPONDERS).run())

        said = next(one for one in markdown(page).split("\n") if "93%" in one)
        assert "94%" in said
        assert sentence(language, "charts.cumulative.title") in markdown(page)


class TestTippingPoint:
    @pytest.mark.parametrize(
        ("language", "who", "whose"),
        [
            ("en", "CT 4 of 30 alive, DSA 1 of 31 alive", "twice what matters to one patient, 1.5 by Ostelo 2008"),
            ("zh", "CT组存活30例中4例，DSA组存活31例中1例", "个体最小有意义变化1.5分的2倍，Ostelo 2008"),
        ],
    )
    def test_says_who_was_not_observed_and_whose_range_it_is(self, language: str, who: str, whose: str) -> None:
        """The demo at 3 months: 2 and 1 are dead and not missing; the range is twice the study's threshold."""
        page = open_demo(language)
        page.session_state["more_analyses"] = True

        said = markdown(settled(page.run()))

        assert sentence(language, "tipping.heading") in said
        assert who in said.replace("、", "，")
        assert whose in said

    def test_follows_what_the_visitor_chose(self) -> None:
        """Farrar's 2 points chosen: looked at up to 4."""
        page = open_demo("en")
        page.session_state["more_analyses"] = True
        page = settled(page.run())

        page = settled(page.radio(key="matters_1").set_value("farrar2001").run())

        assert "up to 4 points" in markdown(page)
        assert "2 by Farrar 2001" in markdown(page)
