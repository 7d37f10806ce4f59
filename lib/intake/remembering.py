"""What a text means is worked out once while a registry is interpreted, and forgotten with it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, TypeVarTuple

_known: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar("meanings of one registry", default=None)

_MOST = 20_000
"""Answers kept at once: all headers and every short list of a registry, and not the million cells of a large one."""

Given = ParamSpec("Given")
Texts = TypeVarTuple("Texts")
Result = TypeVar("Result")


def remembered(function: Callable[[*Texts], Result]) -> Callable[[*Texts], Result]:
    """The function of texts, whose answers are kept while one that is `forgetting` runs, and nowhere else.

    Headers and cells may hold what identifies a patient, so nothing is kept from one registry or visitor to another.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def answer(*texts: *Texts) -> Result:
        known = _known.get()
        if known is None:
            return function(*texts)
        place = (name, *texts)
        if place in known:
            meaning: Result = known[place]
            return meaning
        meaning = function(*texts)
        if len(known) < _MOST:
            known[place] = meaning
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
