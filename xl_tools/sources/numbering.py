"""numbering.xml -> the number that Word shows before a paragraph and does not write in its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml.package import Package
from xl_tools.ooxml.xml import parse
from xl_tools.records import NamedTuple

DIGITS: Final = "〇一二三四五六七八九"
PLACE: Final = re.compile("%([1-9])")
LEVELS: Final = 9


def chinese(number: int) -> str:
    """A number below 100 as in 二十一."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    ten = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return ten + (DIGITS[ones] if ones else "")


def _circled(number: int) -> str:
    return chr(0x245F + number) if 0 < number <= 20 else str(number)


FORMATS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "chineseCounting": chinese,
        "chineseCountingThousand": chinese,
        "japaneseCounting": chinese,
        "taiwaneseCountingThousand": chinese,
        "ideographDigital": chinese,
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
    }
)


class Level(NamedTuple):
    """One level of a list: how it counts and what it prints around the number."""

    start: int
    format: str
    text: str


class Numbering:
    """The lists of a document while its paragraphs are counted."""

    __slots__ = ("_counts", "_levels", "_lists", "_styles")

    def __init__(
        self,
        lists: Mapping[str, str],
        levels: Mapping[tuple[str, int], Level],
        styles: Mapping[str, tuple[str, int]],
    ) -> None:
        self._lists, self._levels, self._styles = lists, levels, styles
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, list_id: str, level: int, style: str) -> str:
        """The number before the next paragraph of a list; empty for a bullet or no list."""
        if not list_id:
            list_id, level = self._styles.get(style, ("", 0))
        abstract = self._lists.get(list_id, "")
        found = self._levels.get((abstract, level))
        if found is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, found.start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            counts.pop(deeper, None)
        if found.format in ("bullet", "none"):
            return ""
        return PLACE.sub(lambda m: self._number(abstract, int(m[1]) - 1), found.text)

    def _number(self, abstract: str, level: int) -> str:
        own = self._levels.get((abstract, level), Level(1, "decimal", ""))
        count = self._counts[abstract].get(level, own.start)
        return FORMATS.get(own.format, str)(count)


class _Lists:
    """Handlers that collect the lists of numbering.xml and of styles.xml."""

    def __init__(self) -> None:
        self.lists: dict[str, str] = {}
        self.levels: dict[tuple[str, int], Level] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self._abstract = self._list = self._style = ""
        self._level = -1

    def start(self, name: str, found: dict[str, str]) -> None:
        value = found.get("val", "")
        if name == "abstractNum":
            self._abstract, self._level = found.get("abstractNumId", ""), -1
        elif name == "num":
            self._list, self._level = found.get("numId", ""), -1
        elif name == "abstractNumId":
            self.lists[self._list] = value
        elif name == "lvl" and not self._list:
            self._level = int(found.get("ilvl", "0")) if found.get("ilvl", "0").isdigit() else -1
            self.levels[self._abstract, self._level] = Level(1, "decimal", "")
        elif self._level >= 0 and not self._list:
            self._detail(name, value)

    def _detail(self, name: str, value: str) -> None:
        level = self.levels[self._abstract, self._level]
        if name == "start" and value.isdigit():
            level = level._replace(start=int(value))
        elif name == "numFmt":
            level = level._replace(format=value)
        elif name == "lvlText":
            level = level._replace(text=value)
        self.levels[self._abstract, self._level] = level

    def style(self, name: str, found: dict[str, str]) -> None:
        value = found.get("val", "")
        if name == "style":
            self._style = found.get("styleId", "")
        elif name == "numId" and self._style:
            self.styles[self._style] = (value, self.styles.get(self._style, ("", 0))[1])
        elif name == "ilvl" and self._style and value.isdigit():
            self.styles[self._style] = (self.styles.get(self._style, ("", 0))[0], int(value))


def read_numbering(package: Package) -> Numbering:
    """The lists of a document."""
    found = _Lists()
    handlers = {"numbering": found.start, "styles": found.style}
    for one in package.relations(package.main).values():
        if one.kind in handlers and package.find(one.member):
            parse(package.read(one.member), one.member, handlers[one.kind])
    return Numbering(found.lists, found.levels, found.styles)
