"""What a header means is worked out once for each registry, and nothing of it is kept for the next."""

from __future__ import annotations

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from threading import Barrier

import pytest

from lib.intake import remembering
from lib.intake.remembering import forgetting, remembered
from lib.intake.vocabulary import term_of
from tests.intake.in_process import opened_here

asked: list[str] = []


@remembered
def length(text: str) -> int:
    """The number of characters; each question is written down, and "" is refused."""
    asked.append(text)
    if not text:
        raise ValueError("no text")
    return len(text)


@forgetting
def lengths(*texts: str) -> list[int]:
    """The lengths of all texts, as one registry asks for its headers."""
    return [length(text) for text in texts]


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    asked.clear()


def test_one_registry_asks_once() -> None:
    """A header that comes again in one registry is worked out once, and each has its own answer."""
    assert lengths("VAS", "ODI 1", "VAS") == [3, 5, 3]
    assert asked == ["VAS", "ODI 1"]


def test_the_next_registry_asks_again() -> None:
    """Nothing is kept after a registry was read, nor after one that was refused."""
    with pytest.raises(ValueError, match="no text"):
        lengths("VAS", "")
    lengths("VAS")
    length("VAS")
    length("VAS")

    assert asked == ["VAS", "", "VAS", "VAS", "VAS"]


def test_two_visitors_at_once_share_nothing() -> None:
    """Registries that are read at the same time by two threads each work out their own headers."""
    both = Barrier(2, timeout=30)

    @forgetting
    def visit(text: str) -> int:
        both.wait()
        found = length(text)
        both.wait()
        return found + length(text)

    with ThreadPoolExecutor(2) as visitors:
        assert list(visitors.map(visit, ["VAS", "VAS"])) == [6, 6]
    assert asked == ["VAS", "VAS"]


def test_each_section_has_its_own_answer() -> None:
    """A text that means a term in one section and none in another keeps both answers, each asked for again."""

    @forgetting
    def terms() -> list[str | None]:
        return [term_of(section, "CT") for section in ("methods", "columns", "methods", "columns")]

    assert terms() == ["CT", None, "CT", None]


def test_a_long_column_is_answered_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the most that is kept every text still has its own answer, worked out each time."""
    monkeypatch.setattr(remembering, "_MOST", 2)

    assert lengths("1", "22", "333", "333", "22") == [1, 2, 3, 3, 2]
    assert asked == ["1", "22", "333", "333"]


def test_no_cache_keeps_a_header() -> None:
    """After a registry was opened no cached function of the intake holds a header of it."""
    opened = opened_here(
        "病人 canary no,Canary,引导方式,VAS canary 术前,VAS canary 术后1月\nP1,a,CT,7,2\nP2,b,DSA,8,3\n".encode()
    )
    cached = [
        value
        for name, module in [*sys.modules.items()]
        if name.startswith("lib.intake")
        for value in vars(module).values()
        if isinstance(value, type(lru_cache(len)))
    ]
    held = [one for function in cached for one in gc.get_referents(function)]
    keys = [place for one in held if isinstance(one, dict) for place in one]
    kept = [one for one in (*held, *keys) if isinstance(one, str)]

    assert opened.cohort is not None
    assert len(cached) > 5
    assert [text for text in kept if "canary" in text.casefold()] == []
