"""What must be asked before a number can be trusted: few questions, each with a proposal and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lib.intake.settings import ReadingSettings

MOST_ASKED = 3
"""Questions on one screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer: its text is message `questions.<question code>.option_<code>`; `patch` carries it out."""

    code: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    patch: ReadingSettings = field(default_factory=ReadingSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeQuestion:
    """A question whose answer changes a number and which the data cannot decide.

    `proposed` is the position of the preselected option and `reason` the code of its reason (message
    `questions.<code>.reason_<reason>`). `unanswered` is the option that holds until somebody answers, where that is not
    the proposal: it leaves something out, and a finding of the reading says so. When `is_safe` is False nothing is
    analysed until it is answered; such a question may have no options, and is then answered on the page Columns. Lower
    `rank` is asked first.
    """

    code: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    proposed: int = 0
    reason: str = ""
    is_safe: bool = True
    rank: int = 5
    unanswered: int | None = None

    @property
    def taken(self) -> Option:
        """The option that holds until somebody answers."""
        return self.options[self.proposed if self.unanswered is None else self.unanswered]


def sheets_named(first: str, second: str) -> dict[str, str]:
    """The sheets of two rows where they differ: row 2 and row 2 say nothing."""
    return {} if first == second else {"first_sheet": first, "second_sheet": second}
