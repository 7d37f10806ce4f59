"""Worksheets with something odd in them, seeded, and what each of the three ways of reading says of them."""

from __future__ import annotations

import random
from unittest import mock

from lib.intake import xlsx_sheet
from lib.intake.findings import UnreadableFile
from lib.intake.grid import DATE, NUMBER, PERCENT, GridBuilder
from lib.intake.workbook import letter
from lib.intake.xlsx_rows import Span
from lib.intake.xlsx_sheet import read_sheet

STRINGS = ["CT", "DSA", " ", "失访", "7/10"]
KINDS = [NUMBER, PERCENT, DATE]
CELLS = (
    '<c r="{0}"><v>7.5</v></c>', '<c r="{0}"><v>{1}</v></c>', '<c r="{0}" t="s"><v>1</v></c>',
    '<c r="{0}" t="s"><v>0</v></c>', '<c r="{0}" s="1"><v>0.42</v></c>', '<c r="{0}" s="2"><v>45000.25</v></c>',
    '<c r="{0}" s="1"/>', '<c r="{0}" t="e"><v>#N/A</v></c>', '<c r="{0}" t="b"><v>1</v></c>',
    '<c r="{0}" s="2" t="str"><v>a &gt; b</v></c>', '<c r="{0}" t="inlineStr"><is><t>疼 3</t></is></c>',
    '<c r="{0}"><f>A1+1</f><v>3</v></c>', '<c r="{0}"><v>0.30000000000000004</v></c>', '<c r="{0}"></c>',
    '<c r="{0}" t="str"><v>a longer text than three words hold</v></c>', '<c r="{0}"><v>-1E-3</v></c>',
    '<c r="{0}" t="s"><v>2</v></c>', '<c r="{0}" t="d"><v>2020-03-01</v></c>', "<c><v>4</v></c>",
)  # fmt: skip
"""{0} is the reference, {1} a number; the first few are what nearly all cells are."""

PIECES = (
    "<", ">", "/", '"', "&", "&amp;", " ", "\n", "\r\n", "\t", "0", "9", "A", "é", "失", "\x01", "\ufffe", "<v>", "</v>",
    "<v/>", "</c>", "<c>", "<row>", "</row>", "<row r=\"7\">", "<!-- -->", "<![CDATA[7]]>", "]]>", "<?a b?>", "t=\"s\"",
    " s=\"1\"", " hidden=\"1\"", "<f>1</f>", "<is><t>x</t></is>", "-", "+", ".", "e5", "nan", "inf", "1_0", "A1", "XFE1",
    "<sheetData>", "</sheetData>",
)  # fmt: skip


def sheet(rng: random.Random) -> bytes:
    """A worksheet of up to 40 rows, plain for the most part, with up to two mutations of its text."""
    rows = []
    number, plain = 0, rng.choice((4, 8, len(CELLS)))
    for _ in range(rng.randint(0, 40)):
        number += 1 if rng.random() < 0.9 else rng.randint(1, 300)
        columns = [column for column in range(1, rng.choice((3, 6, 30))) if rng.random() < 0.9]
        cells = "".join(
            CELLS[rng.randrange(plain)].format(f"{letter(column)}{number}", rng.randint(-3, 99)) for column in columns
        )
        head = rng.choice(("", "", "", ' spans="1:6"', ' s="1" customFormat="1"', ' hidden="1"'))
        rows.append(f'<row r="{number}"{head}>{cells}</row>' if cells else f'<row r="{number}"{head}/>')
    text = "".join(rows)
    for _ in range(rng.choice((0, 1, 1, 2))):
        text = _mutated(text, rng)
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>{text}</sheetData></worksheet>'.encode()


def _mutated(text: str, rng: random.Random) -> str:
    at = rng.randint(0, len(text))
    until = min(len(text), at + rng.choice((0, 1, 1, 2, 6, 40)))
    how = rng.randrange(4)
    if how == 0:
        return text[:at] + rng.choice(PIECES) + text[at:]
    if how == 1:
        return text[:at] + text[until:]
    if how == 2:
        return text[:at] + text[at:until] + text[at:]
    return text[:at] + rng.choice(PIECES) + text[until:]


def readings(data: bytes, size: int) -> dict[str, object]:
    """What the columns, the patterns and the parser say, in pieces of `size` bytes: cells, or a refusal."""
    cut = xlsx_sheet.pieces(data, size)
    return {
        "columns": _said(data, 0, cut),
        "rows": _said(data, 1 << 60, cut),
        "parser": _said(data, 0, [Span(0, len(data), is_of_rows=False)]),
    }


def _said(data: bytes, repays_numpy: int, cut: list[Span]) -> object:
    grid = GridBuilder("S")
    with (
        mock.patch.object(xlsx_sheet, "_REPAYS_NUMPY", repays_numpy),
        mock.patch.object(xlsx_sheet, "pieces", return_value=cut),
    ):
        try:
            read_sheet(data, grid, STRINGS, KINDS, is_1904=False)
        except UnreadableFile as refusal:
            return refusal.code
    return grid.reply()


def disagreements(seeds: range) -> list[int]:
    """The seeds of which the three ways do not say the same."""
    wrong = []
    for seed in seeds:
        rng = random.Random(seed)
        said = readings(sheet(rng), rng.choice((1, 200, 2000)))
        if not said["columns"] == said["rows"] == said["parser"]:
            wrong.append(seed)
    return wrong
