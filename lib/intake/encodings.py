"""Bytes of a text file -> text, without mojibake. Standard library only."""

from __future__ import annotations

import codecs
import re

from lib.intake.unreadable import UnreadableFile

_SIMPLIFIED = re.compile("[术后组别编号性龄岁评分诊随访导引导疗龄时间姓氏住院渗漏肿瘤骨水泥]")
_TRADITIONAL = re.compile("[術後組別編號齡歲評分診隨訪導療時間滲漏腫瘤骨水泥]")
_USUAL = re.compile(r"[\t\r\n -~\u00a0-\u00ff\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
"""Latin, Chinese and Japanese text with its punctuation."""

_WORDS = {
    "gb18030": "术前|术后|治疗|手术|患者|病例|编号|序号|姓名|性别|年龄|组别|分组|引导|方式|评分"
    "|随访|渗漏|骨水泥|住院号|日期|时间|备注|疼痛|術前|術後|組別|引導",
    "big5": "術前|術後|治療|手術|患者|病例|編號|序號|姓名|性別|年齡|組別|分組|引導|方式|評分"
    "|隨訪|滲漏|骨水泥|病歷號|日期|時間|備註|疼痛",
    "cp932": "術前|術後|治療|手術|患者|症例|番号|氏名|性別|年齢|評価|観察|方法|漏出|合併症"
    "|セメント|ｾﾒﾝﾄ|ガイド|透視|あり|なし|ヶ月|ヵ月|ｶ月|カ月|か月|週間",
    "cp949": "환자|번호|성별|나이|연령|수술|시술|치료|개월|방법|유도|누출|합병증|투시|그룹|있음|없음|평가",
    "cp1251": "пациент|возраст|группа|операци|лечени|месяц|недел|метод|осложнени|женск|мужск",
    "cp1250": "płeć|miesi[ąę]c|powikłan|tydzień|tygodni[aą]|dzień|metoda wprowadz|měsíc|věk|pohlaví",
}
_WORDS["euc_jp"] = _WORDS["cp932"]
"""Words of registries by the encodings that write them; read in another encoding they become rare characters."""

Decoded = tuple[str, str]
"""(text, the name of its encoding as Python's codecs have it)."""

_FEWEST_WORDS = 2
_LINE_END = re.compile(r"[\r\n]")
_SEPARATOR = re.compile(r"[,;\t|]")
_MOSTLY_LATIN = 0.3
_NEARLY_ALL = 0.95
_MOSTLY = 0.7
_SAMPLE = 100_000
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD_OF_JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]{2,}")
"""Two letters at least: a dash of Western text between two letters looks like a single kanji."""


def decoded(content: bytes) -> str:
    """The text, whatever its encoding. Raises UnreadableFile as `decoded_from`."""
    return decoded_from(content)[0]


def decoded_from(content: bytes) -> Decoded:
    """The text in UTF-8, UTF-16, GB18030, Big5, Shift-JIS, EUC-JP, EUC-KR or a European encoding, and which it is.

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
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _local(content)


def _strictly(content: bytes, name: str) -> Decoded:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as reason:
        raise UnreadableFile("encoding") from reason
    if "\x00" in text:
        raise UnreadableFile("nul_bytes")
    return text, name


def wide_order(content: bytes) -> str | None:
    """The order of bytes, "utf-16-le" or "utf-16-be", where those without a mark are UTF-16, else None.

    In Latin text every second byte is zero. In Chinese text few are: there the order counts in which nearly all
    characters are of a usual script, with line ends and separators among them.
    """
    sample = content[:65536]
    if len(content) % 2 or not sample.count(0):
        return None
    even, odd = sample[0::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
    if max(even, odd) >= _MOSTLY_LATIN:
        return "utf-16-be" if even > odd else "utf-16-le"
    shares = {name: _share_of_usual(sample.decode(name, errors="replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _NEARLY_ALL else None


def _share_of_usual(text: str) -> float:
    """The share of characters of a usual script; 0 for what has no lines or no separators."""
    if not _LINE_END.search(text) or not _SEPARATOR.search(text):
        return 0.0
    return len(_USUAL.findall(text)) / len(text)


def _wide(content: bytes) -> Decoded:
    order = wide_order(content)
    if order is None:
        raise UnreadableFile("nul_bytes")
    return _strictly(content, order)


def _local(content: bytes) -> Decoded:
    if _is_mixed(content):
        raise UnreadableFile("encoding")
    spoken = _by_words(content)
    if spoken is not None:
        return spoken
    japanese = _in_shift_jis(content)
    if japanese is not None:
        return japanese
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", content[:1_000_000])]
    if runs and sum(length == 1 for length in runs) > 0.7 * len(runs):
        return content.decode("cp1252", errors="replace"), "cp1252"
    candidates: list[tuple[int, Decoded]] = []
    for name, common in (("gb18030", _SIMPLIFIED), ("big5", _TRADITIONAL)):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        candidates.append((len(common.findall(text[:100_000])), (text, name)))
    if not candidates:
        raise UnreadableFile("encoding")
    return max(candidates, key=lambda candidate: candidate[0])[1]


def _by_words(content: bytes) -> Decoded | None:
    """The text in the one encoding in which its beginning holds more words of a registry than in any other, else None.

    The beginning ends with a line, so that no character is cut.
    """
    beginning = content if len(content) <= _SAMPLE else content[:_SAMPLE].rpartition(b"\n")[0]
    found: dict[str, int] = {}
    for name, words in _WORDS.items():
        try:
            found[name] = len(re.findall(words, beginning.decode(name), re.IGNORECASE))
        except UnicodeDecodeError:
            continue
    best = max(found, key=lambda name: found[name], default="")
    if not best or found[best] < _FEWEST_WORDS or list(found.values()).count(found[best]) > 1:
        return None
    try:
        return content.decode(best), best
    except UnicodeDecodeError:
        return None


def _in_shift_jis(content: bytes) -> Decoded | None:
    """The text where it is words of kana and common kanji in Shift-JIS and no usual Chinese in GB18030, else None."""
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        return None
    n = len(_NOT_ASCII.findall(text[:_SAMPLE]))
    japanese = [one for one in _WORD_OF_JAPANESE.findall(text[:_SAMPLE]) if all(map(_is_usual_japanese, one))]
    if sum(map(len, japanese)) < _MOSTLY * n:
        return None
    chinese = _NOT_ASCII.findall(content.decode("gb18030", errors="replace")[:_SAMPLE])
    return (text, "cp932") if sum(map(_is_usual_chinese, chinese)) < (1 - _MOSTLY) * len(chinese) else None


def _is_usual_japanese(letter: str) -> bool:
    """Kana, punctuation or a kanji of the first level."""
    return letter < "\u4e00" or letter > "\u9fff" or letter.encode("cp932") < b"\x98\x73"


def _is_usual_chinese(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


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
