"""One paragraph -> tokens: words of the lexicon, numbers with their counters, years, marks."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from xl_tools.prose.lexicon import NO_ENTRY, Entry, Lexicon
from xl_tools.prose.numerals import NUMBER, Amount, amount_of
from xl_tools.records import NamedTuple

# One character for one, so that places stay: full-width digits, signs.
NARROW: Final = str.maketrans("０１２３４５６７８９％．（）：；", "0123456789%.（）：；")
MARKS: Final = frozenset("，,；;。！？!?：:（）()")
NUMERALS: Final = frozenset("0123456789零〇一二两三四五六七八九十第")
BEGINNINGS: Final = MARKS | NUMERALS
DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
SPELT: Final = frozenset("零〇一二两三四五六七八九十")
NEGATIONS: Final = ("没有", "未", "无", "零", "不存在")
MOST_BETWEEN: Final = 2  # characters between a Chinese numeral and its counter
SENTENCE_ENDS: Final = frozenset("。！？!?")
# After what a counter is none: 部分, 个人, 项目, 条例 and the like.
NO_COUNTER: Final = {
    "部": "分门署委队位",
    "个": "人体性别百",
    "项": "目",
    "次": "年月日数要序",
    "条": "例款文",
    "份": "额",
    "起": "来草诉",
    "例": "会外如",
}
ORDINAL_NUMBER: Final = re.compile(f"(?P<ordinal>第)?{NUMBER}")


class Token(NamedTuple):
    """A piece of text: word, number, year, month, mark or something else."""

    kind: str
    text: str
    start: int
    end: int
    entry: Entry = NO_ENTRY
    amount: Amount | None = None
    unit: str = ""

    def has(self, *kinds: str) -> bool:
        """Is it a word of one of these kinds?"""
        return not self.entry.kinds.isdisjoint(kinds)


class Paragraph(NamedTuple):
    """Cleaned text and, for each of its characters, the place in the original."""

    text: str
    places: tuple[int, ...]


def last_telling(line: str, counters: tuple[str, ...]) -> int:
    """Where the last number or word of negation may be; -1 where there is none."""
    ends = [at + len(word) for word in NEGATIONS if (at := line.rfind(word)) >= 0]
    last = max(ends, default=-1)
    for place in range(len(line) - 1, -1, -1):
        if place + MOST_BETWEEN + 1 < last:
            break  # all that begins here ends before it
        if line[place] in DIGITS:
            last = max(last, place + 1)
        elif line[place] in SPELT:
            last = max(last, _counted(line, place, counters))
    return last


def _counted(line: str, place: int, counters: tuple[str, ...]) -> int:
    """Where a counter ends that follows a Chinese numeral, nearly at once; -1 without one."""
    word = line[place + 1 : place + MOST_BETWEEN + 2].split(maxsplit=1)
    near = word[0] if word and not line[place + 1].isspace() else ""
    marks = "".join(counters)
    return max((place + n for n, sign in enumerate(near, 2) if sign in marks), default=-1)


def cleaned(text: str, start: int, year: int) -> Paragraph:
    """Without blanks; last year's carry and next year's are said in words, not as a year."""
    text = text.translate(NARROW)
    out: list[str] = []
    places: list[int] = []
    done = 0
    for match in _changes(year).finditer(text):
        out.append(text[done : match.start()])
        places += range(done, match.start())
        word = "" if match[0].isspace() else "上年" if match["before"] else "下年"
        out.append(word)
        places += [match.start()] * len(word)
        done = match.end()
    out.append(text[done:])
    places += range(done, len(text) + 1)
    return Paragraph("".join(out), tuple(place + start for place in places))


@cache
def _changes(year: int) -> re.Pattern[str]:
    """Blanks (not between two digits), 2023年 before 结转, 2025年 after it."""
    return re.compile(
        r"(?<!\d)\s+|\s+(?!\d)"
        rf"|(?P<before>{year - 1}\s*年度?(?=\s*(?:结转|转入|未办结|遗留)))"
        rf"|(?:(?<=[转延至到入])|(?<=转结))(?P<after>\s*{year + 1}\s*年度?)"
        rf"|(?<=[在于]){year + 1}年度?(?=(?:继续)?(?:答复|办理|处理|办结))"
    )


def tokens(text: str, lexicon: Lexicon, counters: tuple[str, ...]) -> list[Token]:
    """The tokens of a cleaned paragraph, in order."""
    found: list[Token] = []
    place = other = 0
    while place < len(text):
        if text[place] not in lexicon.firsts and text[place] not in BEGINNINGS:
            place += 1
            continue
        token = _token(text, place, lexicon, counters)
        if token is None:
            place += 1
            continue
        if other < place:
            found.append(Token("other", text[other:place], other, place))
        found.append(token)
        place = other = token.end
    if other < len(text):
        found.append(Token("other", text[other:], other, len(text)))
    return found


def _token(text: str, place: int, lexicon: Lexicon, counters: tuple[str, ...]) -> Token | None:
    """What begins here; None where nothing does that is known."""
    character = text[place]
    if character in MARKS:
        return Token("mark", character, place, place + 1)
    word = lexicon.at(text, place)
    number = _number(text, place, counters) if character in NUMERALS else None
    if number is not None and (word is None or number.end > place + len(word[0])):
        return number
    if word is not None:
        return Token("word", word[0], place, place + len(word[0]), word[1])
    return None


def _number(text: str, place: int, counters: tuple[str, ...]) -> Token | None:
    """A counted number, a year, a month, or digits of something else; None: no number at all."""
    match = ORDINAL_NUMBER.match(text, place)
    if match is None:
        return None
    unit = _unit(text, match.end(), counters)
    end = match.end() + len(unit)
    said = text[place:end]
    if match["ordinal"]:
        return Token("other", said, place, end)
    if unit == "月":
        return Token("month", said, place, end)
    amount = amount_of(match)
    if unit in ("年", "年度"):
        is_year = len(match["digits"]) == 4
        return Token("year" if is_year else "other", said, place, end, NO_ENTRY, amount)
    if not unit and amount is not None and not amount.value and _is_told(text, place, end):
        unit = counters[0]  # 均为0, 为零
    if not unit or amount is None:
        return Token("other", said, place, end) if said[0].isascii() else None
    return Token("number", said, place, end, NO_ENTRY, amount, unit)


def _is_told(text: str, place: int, end: int) -> bool:
    """Does 为 or 是 lead to it, and a mark follow?"""
    return text[place - 1 : place] in ("为", "是") and (end == len(text) or text[end] in MARKS)


def _unit(text: str, place: int, counters: tuple[str, ...]) -> str:
    """What stands behind a number and says what it counts; empty where nothing does."""
    for unit in ("%", "元", "年度", "年", "月"):
        if text.startswith(unit, place):
            return unit
    for counter in counters:
        if text.startswith(counter, place):
            after = text[place + len(counter) :][:1]
            if after == "次":
                return counter + after
            if not after or after not in NO_COUNTER.get(counter, ""):
                return counter
    return ""
