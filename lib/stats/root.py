"""The one place where a function of one number falls through zero."""

from __future__ import annotations

from collections.abc import Callable

STEPS = 200


def root(function: Callable[[float], float], low: float, high: float, *, tolerance: float = 1e-15) -> float:
    """Where `function` crosses zero between `low` and `high`, whose signs must differ.

    Chandrupatla's method (Adv Eng Software 1997;28:145–149): inverse quadratic steps where they are safe, halving
    otherwise. `tolerance` is relative to the root.
    """
    a, b = low, high
    at_a, at_b = function(a), function(b)
    if at_a == 0 or at_b == 0:
        return a if at_a == 0 else b
    if (at_a > 0) == (at_b > 0):
        raise ValueError(f"function must change sign between {low!r} and {high!r}, got {at_a!r} and {at_b!r}")
    share, best = 0.5, a
    for _ in range(STEPS):
        x = a + share * (b - a)
        at_x = function(x)
        if (at_x > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = x, at_x
        best = a if abs(at_a) < abs(at_b) else b
        width = 2 * tolerance * abs(best) + 1e-300
        if abs(b - a) <= 2 * width or at_a == 0 or at_b == 0:
            return best
        share = min(max(_next_share(a, b, c, at_a, at_b, at_c), width / abs(b - a)), 1 - width / abs(b - a))
    return best


def _next_share(a: float, b: float, c: float, at_a: float, at_b: float, at_c: float) -> float:
    place, height = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if height**2 >= place or (1 - height) ** 2 >= 1 - place:
        return 0.5
    near = at_a / (at_b - at_a) * at_c / (at_b - at_c)
    return near + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
