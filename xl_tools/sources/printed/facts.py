"""The words around the tables -> title, organ, year, contact data, signature and date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xl_tools.records import NamedTuple
from xl_tools.sources.printed.values import Paragraph

YEAR: Final = re.compile(r"(20[0-9]{2}|二[〇○零Oo][一二三四五六七八九〇○零]{2})年?(?:年度|度)?")
TITLE: Final = re.compile(
    r"(?:信息公开|政务公开).{0,16}(?:报告|年报)[）)]?$|年度(?:工作)?报告[）)]?$"
)
SUBJECT: Final = re.compile(
    r"的?(?:政府信息公开|信息公开|政务公开)(?:工作)?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报)"
    r"|的?年度(?:工作)?报告"
)
PERIOD: Final = re.compile(r"(20[0-9]{2})\s*年\s*1\s*月\s*1\s*日")
ORGAN_END: Final = re.compile(
    r"(?:政府|办公厅|办公室|局|厅|委员会|委|办事处|中心|管委会|院|部|署|总队|支队|大队|处|所|站|会|[省市县区旗乡镇])$"
)
DATES: Final = re.compile(
    r"(?P<y>[0-9]{4})\s*[年./-]\s*(?P<m>[0-9]{1,2})\s*[月./-]\s*(?P<d>[0-9]{1,2})\s*日?"
)
CHINESE_DATE: Final = re.compile(
    r"([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
DIGITS: Final = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
CONTACTS: Final[Mapping[str, re.Pattern[str]]] = {
    "address": re.compile(r"地\s*址[：:]\s*([^；;，,。）)\n]+)"),
    "postcode": re.compile(r"(?:邮\s*编|邮政编码)[：:]\s*([0-9]{6})(?![0-9])"),
    "phone": re.compile(r"电\s*话[：:]\s*([0-9（(][0-9()（）+\-—－ 、/转]{5,40})"),
    "email": re.compile(
        r"(?:邮\s*箱|电子邮件|[Ee]-?mail)[：:]\s*([A-Za-z0-9_.+-]+@[A-Za-z0-9_.-]*[A-Za-z0-9])"
    ),
    "website": re.compile(r"((?:https?://|(?<![@\w.])www\.)[A-Za-z0-9_./?=&%:#~-]+[A-Za-z0-9/])"),
}
LONGEST_TITLE: Final = 70
LONGEST_NAME: Final = 40
STOPS: Final = re.compile("[，。；：！？,;:!?]")


class Title(NamedTuple):
    """The title in one line, and which of the paragraphs hold it."""

    text: str
    first: int
    end: int


def compact(text: str) -> str:
    """A text without any blanks."""
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def find_title(head: Sequence[Paragraph]) -> Title | None:
    """The title: one line, or a few that follow each other, as near the text as possible."""
    lines = [compact(one.text) for one in head]
    for end in range(len(lines), 0, -1):
        for first in range(end - 1, max(-1, end - 5), -1):
            joined = "".join(lines[first:end])
            if len(joined) <= LONGEST_TITLE and not STOPS.search(joined) and TITLE.search(joined):
                return _upwards(lines, first, end)
    return None


def _upwards(lines: Sequence[str], first: int, end: int) -> Title:
    """The lines above that hold the organ, where the title begins with the year."""
    top = first
    while top > max(0, first - 3) and not _names_organ("".join(lines[top:end])):
        above = lines[top - 1]
        if not above or len(above) > LONGEST_NAME or STOPS.search(above):
            break
        top -= 1
    named = _names_organ("".join(lines[top:end]))
    start = top if named else first
    # A long name was broken: its first half alone is no organ.
    while named and start and _is_first_half(lines[start - 1], lines[start]):
        start -= 1
    return Title("".join(lines[start:end]), start, end)


def _names_organ(title: str) -> bool:
    return bool(ORGAN_END.search(organ_in(title)))


def _is_first_half(above: str, line: str) -> bool:
    """Did the title writer break a name after a place, so that the line is full?"""
    full = 12 <= len(above) <= 22 and len(above) + len(line) > 20
    return full and not STOPS.search(above) and bool(re.search("[省市州盟县区旗乡镇]$", above))


def organ_in(title: str) -> str:
    """The organ that a title names; empty where there is none."""
    text = re.sub("^关于", "", title)
    found = YEAR.search(text)
    if found and found.start():
        before = text[: found.start()].removesuffix("关于")
        return before.strip("（(“”《》-—")
    rest = YEAR.sub("", text, count=1)
    subject = SUBJECT.search(rest)
    organ = rest[: subject.start()] if subject else ""
    return organ + "政府" if organ.endswith("人民") else organ


def year_in(text: str) -> int | None:
    """The year a title names."""
    found = YEAR.search(text)
    if found is None:
        return None
    digits = "".join(DIGITS.get(c, c) for c in found[1])
    return int(digits) if digits.isdecimal() else None


def full_name(organ: str, text: str) -> str:
    """A place name completed to the organ that the text itself speaks of."""
    tail = organ[-4:]
    for place, rest in (("[省市州盟县区旗乡镇]", "人民政府"), ("街道", "办事处")):
        if re.search(f"{place}$", organ) and _says(text, tail, rest):
            return organ + rest
    return organ


def _says(text: str, tail: str, rest: str) -> bool:
    return any(tail[start:] + rest in text for start in range(max(1, len(tail) - 2)))


def contacts_in(text: str) -> dict[str, str]:
    """What a text says about how to reach the organ."""
    found = {name: pattern.search(text) for name, pattern in CONTACTS.items()}
    return {name: _trimmed(match[1]) for name, match in found.items() if match}


def _trimmed(text: str) -> str:
    """Without the bracket that closes around it."""
    text = text.strip(" 、（(")
    return text if set(text) & {"（", "("} else text.rstrip("）) ")


# ---- the end ---------------------------------------------------------------------------


class Closing(NamedTuple):
    """Signature and date, and how many paragraphs they take at the end."""

    signature: str
    date: str
    length: int


def closing_of(paragraphs: Sequence[Paragraph], organ: str) -> Closing:
    """The last paragraphs where they are a name and a date."""
    last = [one.text.strip() for one in paragraphs[-2:]]
    aligned = [one.align for one in paragraphs[-2:]]
    date = _date(last[-1]) if last else ""
    if date:
        name = last[-2] if len(last) == 2 and _is_name(last[-2], organ, sure=True) else ""
        return Closing(name, date, 2 if name else 1)
    if len(last) == 2 and _date(last[0]) and _is_name(last[1], organ, sure=False):
        return Closing(last[1], _date(last[0]), 2)
    if last and _is_name(last[-1], organ, sure=aligned[-1] == "right"):
        return Closing(last[-1], "", 1)
    return Closing("", "", 0)


def _is_name(text: str, organ: str, *, sure: bool) -> bool:
    """Is it the name of an organ? Where nothing else shows it, only the report's own counts."""
    bare = compact(text)
    if not bare or len(bare) > LONGEST_NAME or STOPS.search(bare):
        return False
    return bare == organ or (sure and bool(ORGAN_END.search(bare)))


def _date(text: str) -> str:
    """A date alone in its line, as 2025-01-20 where it is whole."""
    bare = compact(text).strip("（()）")
    found = DATES.fullmatch(bare)
    if found:
        return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}"
    chinese = CHINESE_DATE.fullmatch(bare)
    if chinese is None:
        return ""
    year = "".join(DIGITS.get(c, c) for c in chinese[1])
    return f"{year}-{_small(chinese[2]):02}-{_small(chinese[3]):02}"


def _small(text: str) -> int:
    """A Chinese number below 100."""
    tens, ten, ones = text.rpartition("十")
    first = int(DIGITS.get(tens, "1")) * 10 if ten else 0
    return first + int(DIGITS.get(ones, "0"))
