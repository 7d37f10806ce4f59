"""The demo registry that ships with the app: its bytes and its study, in either language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from lib import study as study_file
from lib.intake.opening import SourceFile
from lib.report.language import sentence
from lib.study import Study

DATA = Path(__file__).parents[2] / "data"


@cache
def registry(language: str) -> tuple[tuple[SourceFile, ...], Study]:
    """The demo's file and its study, with the margins' reason in the page's language.

    Nothing in it belongs to a patient, so every visitor may share it.
    """
    name = f"demo_registry_{language}.xlsx"
    content = (DATA / name).read_bytes()
    study = study_file.load((DATA / "demo_study.json").read_text("utf-8"))
    reason = sentence(language, "demo.margin_reason")
    margins = {outcome: replace(margin, reason=reason) for outcome, margin in study.margins.items()}
    return (SourceFile(name=name, content=content),), replace(study, margins=margins)


@cache
def template(language: str) -> bytes:
    """The empty template, as xlsx."""
    return (DATA / f"template_{language}.xlsx").read_bytes()
