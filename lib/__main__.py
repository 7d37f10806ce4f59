"""`python -m lib analyse FILE`: the pages' work from the command line."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from lib.command.analyse import Analysed, analyse, failure, results
from lib.command.material import material_of
from lib.command.summary import summary
from lib.intake.findings import UnreadableFile
from lib.report.journal import PLAIN, STYLES
from lib.report.language import LANGUAGES, sentence
from lib.version import VERSION

ANALYSED = 0
NOT_ANALYSED = 2

STANDARD_OUTPUT = "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 analysed, 2 cannot be analysed."""
    chosen = _parser().parse_args(arguments)
    try:
        status = _analyse(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANALYSED
    return status


def _analyse(chosen: argparse.Namespace) -> int:
    language, out = chosen.lang, chosen.json
    documents = {kind: getattr(chosen, kind) for kind in _DOCUMENTS if getattr(chosen, kind) is not None}
    try:
        analysed = analyse(chosen.file, chosen.study)
        without_script = _write_documents(analysed, documents, language, chosen.style)
        if out is not None:
            _write(results(analysed, language), out)
        elif not documents:
            _say(sys.stdout, summary(analysed, language))
    except UnreadableFile as refused:
        return _refuse(refused, out, language)
    return ANALYSED if without_script is None else _refuse(without_script, None, language)


def _write_documents(
    analysed: Analysed, documents: Mapping[str, Path], language: str, style: str
) -> UnreadableFile | None:
    """Write what can be written; the reason where there is no script of such a registry. Raises UnreadableFile."""
    without_script = None
    for kind, path in documents.items():
        try:
            content = _DOCUMENTS[kind](analysed, language, style)
        except UnreadableFile as refused:
            if refused.code != "no_script":
                raise
            without_script = refused
        else:
            _write_bytes(content, path)
    return without_script


def _refuse(refused: UnreadableFile, out: str | None, language: str) -> int:
    """Say on standard error why nothing was analysed and, where records were wanted, write the reason there."""
    found = failure(refused, language)
    error = found["error"]
    _say(sys.stderr, sentence(language, "command.refused", message=error["message"], remedy=error["remedy"]) + "\n")
    if out is not None and error["code"] != "cannot_write":
        try:
            _write(found, out)
        except UnreadableFile:
            return NOT_ANALYSED
    return NOT_ANALYSED


def _write(found: Mapping[str, Any], out: str) -> None:
    """Write records as JSON: null where a number does not exist, never NaN. Raises UnreadableFile cannot_write."""
    text = json.dumps(_plain(found), ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    if out == STANDARD_OUTPUT:
        _say(sys.stdout, text, "utf-8")
        return
    try:
        Path(out).write_bytes(text.encode("utf-8", "replace"))
    except OSError as reason:
        raise UnreadableFile("cannot_write", file=Path(out).name) from reason


def _report(analysed: Analysed, language: str, style: str) -> bytes:
    """The report as a Word document, its numbers in a style."""
    from lib.report.word.report import report  # noqa: PLC0415 (Word and the figures: loaded only for a report)

    return report(replace(material_of(analysed), style=style), language)


def _slides(analysed: Analysed, language: str, style: str) -> bytes:
    """The slides as a PowerPoint presentation, their numbers in a style."""
    from lib.report.slides.slides import slides  # noqa: PLC0415 (likewise)

    return slides(replace(material_of(analysed), style=style), language)


def _python(analysed: Analysed, _: str, __: str) -> bytes:
    """The Python script that rebuilds the numbers. Raises UnreadableFile no_script."""
    from lib.command.recipe import recipe_of  # noqa: PLC0415 (likewise)
    from lib.report.scripts.python import python_script  # noqa: PLC0415

    return python_script(recipe_of(analysed)[0]).encode("utf-8")


def _r(analysed: Analysed, _: str, __: str) -> bytes:
    """The same in R. Raises UnreadableFile no_script."""
    from lib.command.recipe import recipe_of  # noqa: PLC0415 (likewise)
    from lib.report.scripts.r import r_script  # noqa: PLC0415

    return r_script(recipe_of(analysed)[0]).encode("utf-8")


_DOCUMENTS: dict[str, Callable[[Analysed, str, str], bytes]] = {
    "report": _report, "slides": _slides, "script_python": _python, "script_r": _r,
}  # fmt: skip
"""What can be written beside the records, by the name of its option."""


def _write_bytes(content: bytes, out: Path) -> None:
    """Write a document. Raises UnreadableFile cannot_write."""
    try:
        out.write_bytes(content)
    except OSError as reason:
        raise UnreadableFile("cannot_write", file=out.name) from reason


def _say(stream: TextIO, text: str, encoding: str | None = None) -> None:
    """Write text; a letter that the terminal does not know becomes a question mark, never an error."""
    stream.flush()
    stream.buffer.write(text.encode(encoding or stream.encoding or "utf-8", "replace"))
    stream.buffer.flush()


def _plain(value: Any) -> Any:
    """A value as JSON knows it: numpy's numbers as numbers, what is not finite as null."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lib", description=_help("about"))
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(required=True, metavar="analyse")
    analysing = commands.add_parser("analyse", description=_help("analyse"), help=_help("analyse"))
    analysing.add_argument("file", type=Path, metavar="FILE", help=_help("file"))
    analysing.add_argument("--study", type=Path, metavar="STUDY.json", help=_help("study"))
    analysing.add_argument("--json", metavar="OUT", help=_help("json"))
    analysing.add_argument("--report", type=Path, metavar="OUT.docx", help=_help("report"))
    analysing.add_argument("--slides", type=Path, metavar="OUT.pptx", help=_help("slides"))
    analysing.add_argument("--script-python", type=Path, metavar="OUT.py", help=_help("script_python"))
    analysing.add_argument("--script-r", type=Path, metavar="OUT.R", help=_help("script_r"))
    analysing.add_argument("--style", choices=STYLES, default=PLAIN, help=_help("style"))
    analysing.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=_help("lang"))
    return parser


def _help(part: str) -> str:
    """A line of help in every language: the language is not known before the arguments are read."""
    return " / ".join(sentence(language, f"command.help.{part}") for language in LANGUAGES)


if __name__ == "__main__":
    sys.exit(main())
