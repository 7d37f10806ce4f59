"""Bytes of a text file -> text, without mojibake. Standard library only."""

from __future__ import annotations

import codecs
import re

from lib.intake.unreadable import UnreadableFile

_SIMPLIFIED = re.compile("[术后组别编号性龄岁评分诊随访导引导疗龄时间姓氏住院渗漏肿瘤骨水泥]")
_TRADITIONAL = re.compile("[術後組別編號齡歲評分診隨訪導療時間滲漏腫瘤骨水泥]")


def decoded(content: bytes) -> str:
    """The text in UTF-8, UTF-16, GB18030, Big5 or Western European encoding.

    Raises UnreadableFile: nul_bytes, or encoding when lines are in different encodings or none fits.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _strictly(content[len(mark) :], name)
    if b"\x00" in content:
        return _wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _local(content)


def _strictly(content: bytes, name: str) -> str:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as reason:
        raise UnreadableFile("encoding") from reason
    if "\x00" in text:
        raise UnreadableFile("nul_bytes")
    return text


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: every second byte of ASCII characters is zero."""
    sample = content[:65536]
    even, odd = sample[0::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
    if max(even, odd) < 0.3 or len(content) % 2:
        raise UnreadableFile("nul_bytes")
    return _strictly(content, "utf-16-be" if even > odd else "utf-16-le")


def _local(content: bytes) -> str:
    if _is_mixed(content):
        raise UnreadableFile("encoding")
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", content[:1_000_000])]
    if runs and sum(length == 1 for length in runs) > 0.7 * len(runs):
        return content.decode("cp1252", errors="replace")
    candidates: list[tuple[int, str]] = []
    for name, common in (("gb18030", _SIMPLIFIED), ("big5", _TRADITIONAL)):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        candidates.append((len(common.findall(text[:100_000])), text))
    if not candidates:
        raise UnreadableFile("encoding")
    return max(candidates, key=lambda candidate: candidate[0])[1]


def _is_mixed(content: bytes) -> bool:
    """Some lines are Chinese in UTF-8 and others are not UTF-8 at all."""
    wide, foreign = False, False
    for line in content[:5_000_000].splitlines():
        if line.isascii():
            continue
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            foreign = True
        else:
            wide = wide or any(letter > "\u2e7f" for letter in text)
        if wide and foreign:
            return True
    return False
