"""Makes data/fonts: the part of Noto Sans CJK that charts and documents need, small enough to ship.

    sudo apt install fonts-noto-cjk
    make font

Regular keeps the 6,763 characters of GB 2312, Chinese punctuation and full-width forms, Latin with accents, Greek,
and the signs that statistics are written with. Bold keeps the 3,755 common characters of the first level, enough for
headings; a rarer character in a heading falls back to Regular. The family is called "Noto Sans SC", as upstream calls
its own subset for the region; the SIL Open Font License is beside the files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Noto Sans SC"
UPSTREAM = "Noto Sans CJK SC"
FONTS = Path(__file__).resolve().parent.parent / "data" / "fonts"
# Marks and spacing only: no vertical text, no old forms, no alternates.
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]
# The first rows of GB 2312 after the last one kept: level 1 is rows 16 to 55, level 2 rows 56 to 87.
END_OF_ROWS = {"Regular": 0xF8, "Bold": 0xD8}


def hanzi(weight: str) -> set[int]:
    """The Chinese characters of GB 2312 that a weight keeps."""
    pairs = (bytes((row, cell)) for row in range(0xB0, END_OF_ROWS[weight]) for cell in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", errors="ignore"))}


def signs() -> set[int]:
    """Latin, Greek, punctuation, full-width forms and the signs of statistics."""
    blocks = [
        (0x0020, 0x024F),  # Latin
        (0x02B0, 0x036F),  # combining marks: the bar of x̄
        (0x0370, 0x03FF),  # Greek
        (0x2000, 0x206F),  # dashes, quotes, spaces
        (0x2070, 0x209F),  # superscripts and subscripts
        (0x20A0, 0x214F),  # currency, ℃, №
        (0x2150, 0x218F),  # fractions, Roman numerals
        (0x2190, 0x21FF),  # arrows
        (0x2200, 0x22FF),  # mathematics
        (0x2460, 0x24FF),  # numbers in circles
        (0x25A0, 0x26FF),  # squares, circles, triangles
        (0x3000, 0x303F),  # Chinese punctuation
        (0x3200, 0x33FF),  # ㎜, ㎏ and their like
        (0xFF00, 0xFFEF),  # full-width forms
    ]
    return {code for first, last in blocks for code in range(first, last + 1)}


def subset_font(source: Path, weight: str) -> Path:
    """Write data/fonts/NotoSansSC-<weight>.otf from the collection at `source`, and return its path."""
    font = simplified_chinese(source)
    options = subset.Options()
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "DSIG", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=hanzi(weight) | signs())
    subsetter.subset(font)
    rename(font)
    font.recalcTimestamp = False  # the same input gives the same bytes
    target = FONTS / f"NotoSansSC-{weight}.otf"
    font.save(target)
    return target


def simplified_chinese(source: Path) -> TTFont:
    """The font of a Noto collection whose shapes are those of mainland China."""
    for font in TTCollection(source).fonts:
        if font["name"].getDebugName(1) == UPSTREAM:
            return font
    message = f"{source} holds no {UPSTREAM}"
    raise ValueError(message)


def rename(font: TTFont) -> None:
    """Call the family "Noto Sans SC" in every name record."""
    for record in font["name"].names:
        text = record.toUnicode().replace(UPSTREAM, FAMILY).replace("NotoSansCJKsc", "NotoSansSC")
        record.string = text
    outlines = font["CFF "].cff
    outlines.fontNames = [font["name"].getDebugName(6)]
    outlines.topDictIndex[0].FullName = font["name"].getDebugName(4)
    outlines.topDictIndex[0].FamilyName = FAMILY


def main() -> int:
    """Make both weights; 1 when the upstream fonts are not there."""
    parser = argparse.ArgumentParser(description="Make the subset of Noto Sans SC in data/fonts.")
    parser.add_argument("--source", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    source: Path = parser.parse_args().source
    for weight in END_OF_ROWS:
        collection = source / f"NotoSansCJK-{weight}.ttc"
        if not collection.is_file():
            print(f"{collection} is not there. On Debian and Ubuntu: sudo apt install fonts-noto-cjk", file=sys.stderr)
            return 1
        target = subset_font(collection, weight)
        print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
