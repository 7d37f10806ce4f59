"""What a header means is worked out once while a registry is interpreted, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

_known: ContextVar[dict[tuple[str, str], Any] | None] = ContextVar("meanings of one registry", default=None)

Given = ParamSpec("Given")
Result = TypeVar("Result")


def remembered(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """The function of one text, whose answers are kept while one that is `forgetting` runs, and nowhere else.

    Headers may hold what identifies a patient, so nothing is kept from one registry or visitor to another.
    """

    @wraps(function)
    def answer(text: str) -> Result:
        known = _known.get()
        if known is None:
            return function(text)
        place = (function.__name__, text)
        if place not in known:
            known[place] = function(text)
        meaning: Result = known[place]
        return meaning

    return answer


def forgetting(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function, during which what is `remembered` is kept; it is gone when it ends, in whatever way."""

    @wraps(function)
    def run(*given: Given.args, **named: Given.kwargs) -> Result:
        before = _known.set({})
        try:
            return function(*given, **named)
        finally:
            _known.reset(before)

    return run
