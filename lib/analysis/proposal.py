"""What to ask of a registry when nobody has asked: which methods, which outcome, which visit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from lib.registry.protocol import Registry
from lib.stats.results import NotEstimable
from lib.terms import ALWAYS_CONTROL, ALWAYS_EXPERIMENTAL, Question, Visit

MOSTLY_FOLLOWED = 0.8
"""A visit opens when every method has at least this share of its baseline patients there."""

_CALLED_CONTROL = ("对照", "control")
_PREFERRED_OUTCOMES = ("VAS", "NRS", "ODI")


def ordered_pair(first: str, second: str) -> tuple[str, str]:
    """(experimental, control) of two methods, of which `first` was met first in the file.

    CT is experimental against anything, DSA control against anything; then a group that the registry itself calls
    its control (对照组, "control group") is control; otherwise the method first met is control.
    """
    if first == ALWAYS_EXPERIMENTAL or second == ALWAYS_CONTROL:
        return first, second
    if second != ALWAYS_EXPERIMENTAL and first != ALWAYS_CONTROL and _is_called_control(second):
        return first, second
    return second, first


def _is_called_control(name: str) -> bool:
    return any(word in name.casefold() for word in _CALLED_CONTROL)


def propose_pair(methods: Sequence[str]) -> tuple[str, str]:
    """(experimental, control) to begin with, of two methods or more in the order first met; fewer: ValueError.

    CT and DSA where they are, else the methods first met.
    """
    if len(methods) < 2:
        raise ValueError(f"methods must hold at least 2 names, but holds {len(methods)}")
    named = [name for name in (ALWAYS_EXPERIMENTAL, ALWAYS_CONTROL) if name in methods]
    others = [name for name in methods if name not in named]
    chosen = set([*named, *others][:2])
    first, second = (name for name in methods if name in chosen)
    return ordered_pair(first, second)


def method_pairs(
    methods: Sequence[str], question: Question | NotEstimable, shown: tuple[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Every unordered pair once, as (experimental, control), in the order of the file.

    The question decides the roles of its own pair only; `shown`, the pair a reader looks at, keeps its own direction.
    """
    asked = [] if isinstance(question, NotEstimable) else [(question.experimental, question.control)]
    directed = {frozenset(pair): pair for pair in [*asked, *([shown] if shown else [])]}
    pairs = (ordered_pair(first, second) for first, second in combinations(methods, 2))
    return tuple(directed.get(frozenset(pair), pair) for pair in pairs)


def follow_up_visits(registry: Registry, outcome: str) -> tuple[Visit, ...]:
    """The visits of an outcome at which there is a change: those after a baseline; none without a baseline."""
    visits = registry.visits(outcome)
    has_baseline = any(visit.is_baseline for visit in visits)
    return tuple(visit for visit in visits if has_baseline and not visit.is_baseline)


def opening_visit(registry: Registry, outcome: str, methods: Sequence[str]) -> Visit | None:
    """The visit at which an outcome opens; None where there is no follow-up.

    The latest visit at which every shown method has at least 80% of its baseline patients, else the visit with most
    pairs. A visit without a day of its own (last follow-up) is taken only where there is no other.
    """
    followed = follow_up_visits(registry, outcome)
    candidates = tuple(visit for visit in followed if visit.days is not None) or followed
    pairs: dict[Visit, int] = {}
    best: Visit | None = None
    for visit in candidates:
        rows = [row for row in registry.flow(outcome, visit.name) if row.method in methods]
        pairs[visit] = sum(row.analysed for row in rows)
        observed = [row for row in rows if row.with_baseline > 0]
        if observed and all(row.analysed >= MOSTLY_FOLLOWED * row.with_baseline for row in observed):
            best = visit
    if best is not None or not pairs:
        return best
    return max(candidates, key=lambda visit: (pairs[visit], visit.order))


def propose_question(
    registry: Registry,
    *,
    outcome: str | None = None,
    visit: str | None = None,
    experimental: str | None = None,
    control: str | None = None,
) -> Question | NotEstimable:
    """The question a registry opens with; what is given is kept, what is not is proposed.

    Not estimable: `no_method`, `one_method` (with `method` and its patients `n`), `no_follow_up` (no outcome, or not
    the `outcome` named, has both a baseline and a follow-up).
    """
    shown = registry.methods
    if not shown:
        return NotEstimable(reason="no_method")
    if len(shown) == 1:
        patients = registry.facets("method")[shown[0]]
        return NotEstimable(reason="one_method", parameters={"method": shown[0], "n": patients})
    asked = outcome or _propose_outcome(registry)
    if asked is None:
        return NotEstimable(reason="no_follow_up")
    opening = opening_visit(registry, asked, shown)
    named = visit or (opening.name if opening else None)
    if named is None:
        return NotEstimable(reason="no_follow_up", parameters={"outcome": asked})
    pair = _complete_pair(shown, experimental, control)
    return Question(outcome=asked, visit=named, experimental=pair[0], control=pair[1])


def _propose_outcome(registry: Registry) -> str | None:
    followed = [outcome for outcome in registry.scales if follow_up_visits(registry, outcome)]
    preferred = [outcome for outcome in _PREFERRED_OUTCOMES if outcome in followed]
    return next(iter([*preferred, *followed]), None)


def _complete_pair(shown: Sequence[str], experimental: str | None, control: str | None) -> tuple[str, str]:
    if experimental is not None and control is not None:
        return experimental, control
    if experimental is None and control is None:
        return propose_pair(shown)
    given = experimental if experimental is not None else control
    others = [name for name in shown if name != given]
    best = ALWAYS_CONTROL if experimental is not None else ALWAYS_EXPERIMENTAL
    other = best if best in others else others[0]
    return (experimental, other) if experimental is not None else (other, str(control))
