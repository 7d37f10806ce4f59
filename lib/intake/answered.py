"""What was answered of the questions of reading: told in a paper as what was proposed and taken is."""

from __future__ import annotations

from dataclasses import replace

from lib.intake.findings import Finding, UnreadableFile
from lib.intake.interpreting import interpret
from lib.intake.opened import Opened
from lib.intake.questions import Option
from lib.intake.settings import ReadingSettings


def answered(opened: Opened) -> tuple[Finding, ...]:
    """A note for each question that the file leaves open and the settings answer, `taken_as` the answer's code.

    The file is understood once more without the answers, to hear what it would have asked.
    """
    said = opened.settings
    unsaid = replace(said, chosen=(), repeated=None, scales=tuple(replace(scale, unit=None) for scale in said.scales))
    if unsaid == said:
        return ()
    try:
        questions = interpret(opened.readable, unsaid).questions
    except UnreadableFile:
        return ()
    still_open = {question.code for question in opened.questions}
    return tuple(
        Finding(
            severity="note",
            code=question.code,
            parameters={**question.parameters, **option.parameters},
            taken_as=option.code,
        )
        for question in questions
        if question.code not in still_open
        for option in question.options
        if _is_answer(option, said)
    )


def _is_answer(option: Option, said: ReadingSettings) -> bool:
    """Whether the settings hold what an option would have set."""
    patch = option.patch
    parts = [
        *(dict(said.chosen).get(key) == value for key, value in patch.chosen),
        *((known := said.scale(one.outcome)) is not None and known.unit == one.unit for one in patch.scales),
        *([said.repeated == patch.repeated] if patch.repeated is not None else []),
    ]
    return bool(parts) and all(parts)
