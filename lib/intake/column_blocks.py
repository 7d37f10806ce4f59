"""Which columns of a header belong to the table where blank columns stand between them."""

from __future__ import annotations

from lib.intake.findings import Finding
from lib.intake.headers import column_term, is_known
from lib.intake.workbook import Sheet

_NEAR, _FAR = 2, 8
"""Columns from one block to the next: near ones belong together, farther ones where they say known things."""

_FILLED = 0.6
"""Share of the rows of the main block in which a block must be filled to belong to the same table."""

_KNOWN = 0.5


def columns_of_table(sheet: Sheet, header: int, texts: dict[int, str], findings: list[Finding]) -> list[int]:
    """Positions of the columns of the table under a header row; a block that stands apart is another table, and told.

    Blocks parted by blank columns are one table where they are filled in the same rows and none of them but one numbers
    the patients.
    """
    blocks: list[list[int]] = []
    for position in sorted(texts):
        number = sheet.columns[position].number
        if blocks and number - sheet.columns[blocks[-1][-1]].number <= 1:
            blocks[-1].append(position)
        else:
            blocks.append([position])
    if len(blocks) < 2:
        return sorted(texts)
    filled = sheet.filled[header + 1 :].sum(axis=0)
    main = max(blocks, key=lambda block: (sum(is_known(texts[one]) for one in block), len(block)))
    most = max((int(filled[one]) for one in main), default=0)
    full = [block for block in blocks if max(int(filled[one]) for one in block) >= _FILLED * most]
    kept = [main]
    while found := [one for one in full if one not in kept and _belongs(sheet, one, kept, texts)]:
        kept.append(min(found, key=lambda block: min(_gap(sheet, block, other) for other in kept)))
    for block in blocks:
        if block not in kept:
            first, last = sheet.columns[block[0]].number, sheet.columns[block[-1]].number
            findings.append(
                Finding(
                    severity="warning", code="several_tables", sheet=sheet.name or None,
                    parameters={"first": first, "last": last},
                )
            )  # fmt: skip
    return sorted(position for block in kept for position in block)


def _belongs(sheet: Sheet, block: list[int], kept: list[list[int]], texts: dict[int, str]) -> bool:
    gap = min(_gap(sheet, block, other) for other in kept)
    if gap <= _NEAR:
        return True
    numbered = [any(column_term(texts[one]) == "patient" for one in held) for held in (block, *kept)]
    known = sum(is_known(texts[one]) for one in block)
    return gap <= _FAR and not (numbered[0] and any(numbered[1:])) and known >= _KNOWN * len(block)


def _gap(sheet: Sheet, block: list[int], other: list[int]) -> int:
    """Columns from one block to another."""
    left, right = sorted((block, other))
    return sheet.columns[right[0]].number - sheet.columns[left[-1]].number
