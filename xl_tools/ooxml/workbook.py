"""Package -> sheets, names, shared strings, styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeVar

from xl_tools.ooxml.archive import AGAIN
from xl_tools.ooxml.package import WORKBOOKS, Package, Relation
from xl_tools.ooxml.sheet import Sheet, scan
from xl_tools.ooxml.sniff import NEED_XLSX
from xl_tools.ooxml.strings import shared_strings
from xl_tools.ooxml.text import cell_text, unescaped
from xl_tools.ooxml.xml import SMALL, Element, Markup, attributes_of, elements, first, markup
from xl_tools.records import NamedTuple
from xl_tools.refs import address, column_letters
from xl_tools.refusal import Refusal

Found = TypeVar("Found")

# The built-in formats that show a date or a time; 27-36 and 50-58 are those of Chinese Office.
DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
# What stands in a number format without being shown as a part of a date.
ASIDE: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
DATE_LETTER: Final = re.compile(r"[ymdhsYMDHS]")
# Attributes as most programs write them; in any other way they are read one by one.
ONLY_NAME: Final = re.compile(rb' name="([^"&\r]+)"')
FORMAT_FIRST: Final = re.compile(rb' numFmtId="([0-9]+)"')
NO_TEXT: Final = rb'(?![^<>]* t="(?:s|str|inlineStr)")'
TRUE: Final = frozenset({"1", "true"})


class SheetRef(NamedTuple):
    """A sheet as the workbook lists it.

    `state` is "visible", "hidden" or "veryHidden"; `kind` is "worksheet", "chartsheet" or the like.
    """

    name: str
    state: str
    member: str
    kind: str


class Listed(NamedTuple):
    """What the main part of a workbook lists: its sheets' attributes and its names."""

    sheets: tuple[Mapping[str, str], ...]
    date1904: bool
    names: Mapping[str, str]
    local_names: Mapping[tuple[int, str], str]


class Book:
    """A workbook's sheets and names; its strings and styles are read when first asked for."""

    __slots__ = (
        "_dates",
        "_relations",
        "_strings",
        "date1904",
        "local_names",
        "names",
        "package",
        "sheets",
    )

    def __init__(self, package: Package) -> None:
        listed = _listed(package.read(package.main), package.main)
        self.package = package
        self._relations = package.relations(package.main)
        self.sheets = tuple(_sheet(one, self._relations, package) for one in listed.sheets)
        self.date1904 = listed.date1904
        self.names, self.local_names = listed.names, listed.local_names
        self._strings: tuple[str, ...] | None = None
        self._dates: frozenset[int] | None = None

    @property
    def strings(self) -> tuple[str, ...]:
        """The shared strings by number."""
        if self._strings is None:
            self._strings = self._part("sharedStrings", _strings) or ()
        return self._strings

    @property
    def dates(self) -> frozenset[int]:
        """The cell styles that show a number as a date or a time."""
        if self._dates is None:
            self._dates = self._part("styles", _date_styles) or frozenset()
        return self._dates

    def sheet(self, name: str) -> SheetRef | None:
        """The sheet of that name; Excel knows no difference of case."""
        folded = name.casefold()
        return next((ref for ref in self.sheets if ref.name.casefold() == folded), None)

    def read(self, ref: SheetRef) -> Sheet:
        """The cells of a sheet."""
        try:
            xml = self.package.read(ref.member)
            return scan(xml, self.strings, self.dates, member=ref.member, sheet=ref.name)
        except Refusal as refusal:
            raise refusal.within(self.package.name) from None

    def may_hold(self, ref: SheetRef, column: int, below: int) -> bool:
        """Does a column hold anything below a row? Yes where it cannot be told at a glance."""
        xml = self.package.read(ref.member)
        if b' r="A1"' not in xml:
            return True  # cells written in another manner
        filled = rb' r="%b([0-9]+)"[^<>]*[^<>/]>' % address(1, column)[:-1].encode()
        return any(int(match[1]) > below for match in re.finditer(filled, xml))

    def may_hold_numbers(self, ref: SheetRef, columns: int) -> bool:
        """Do its first columns, 26 at most, hold other than texts? Yes where that is not plain."""
        xml = self.package.read(ref.member)
        if xml.count(b"<c ") != xml.count(b'<c r="') or b"<sheetData>" not in xml:
            return True  # cells written in another manner
        letters = rb"[A-%b]" % column_letters(columns).encode()
        return re.search(rb'<c r="%b[0-9]+"%b[^<>]*[^<>/]>' % (letters, NO_TEXT), xml) is not None

    def _part(self, kind: str, read: Callable[[bytes, str], Found]) -> Found | None:
        """What the workbook's part of a kind holds; None where there is no such part."""
        for relation in self._relations.values():
            if relation.kind == kind:
                return read(self.package.read(relation.member), relation.member)
        return None


def read_book(package: Package) -> Book:
    """The workbook in a package."""
    try:
        if package.kind not in WORKBOOKS:
            raise Refusal(f"是 Word 文档（.{package.kind}），不是工作簿", NEED_XLSX)
        return Book(package)
    except Refusal as refusal:
        raise refusal.within(package.name) from None


def remembered(read: Callable[[bytes, str], Found]) -> Callable[[bytes, str], Found]:
    """The same, but what small parts say is kept: workbooks of one template share them."""
    kept = lru_cache(maxsize=16)(read)
    return lambda data, member: (kept if len(data) <= SMALL else read)(data, member)


@remembered
def _listed(data: bytes, member: str) -> Listed:
    xml = markup(data, member)
    sheets = tuple(attributes_of(one.attributes) for one in _within(xml, "sheets", "sheet"))
    if not sheets:
        raise Refusal("里面一张工作表也没有", AGAIN)
    return Listed(sheets, _date1904(xml), *_names(xml))


@remembered
def _strings(data: bytes, member: str) -> tuple[str, ...]:
    return shared_strings(markup(data, member))


def _sheet(
    attributes: Mapping[str, str], relations: Mapping[str, Relation], package: Package
) -> SheetRef:
    name = attributes.get("name", "")
    relation = relations.get(attributes.get("id", ""))
    member = package.find(relation.member) if relation else None
    if relation is None or member is None:
        raise Refusal("找不到这张工作表的内容，文件不完整", AGAIN, sheet=name)
    return SheetRef(unescaped(name), attributes.get("state", "visible"), member, relation.kind)


def _date1904(xml: Markup) -> bool:
    found = first(xml, "workbookPr")
    return found is not None and attributes_of(found.attributes).get("date1904") in TRUE


def _names(xml: Markup) -> tuple[Mapping[str, str], Mapping[tuple[int, str], str]]:
    """The formulas of the workbook's names, and of those that belong to a sheet, by its place."""
    everywhere: dict[str, str] = {}
    local: dict[tuple[int, str], str] = {}
    for one in _within(xml, "definedNames", "definedName"):
        name, sheet = _name_and_sheet(one.attributes)
        formula = cell_text(xml.text[one.inner : one.close])
        if sheet.isdecimal():
            local[int(sheet), name] = formula
        elif everywhere.setdefault(name, formula) != formula:
            raise Refusal(f"名称“{name}”定义了两次，所指的地方不同", AGAIN)
    return MappingProxyType(everywhere), MappingProxyType(local)


def _name_and_sheet(raw: bytes) -> tuple[str, str]:
    """The name, and the number of the sheet it belongs to if it does to one."""
    only = ONLY_NAME.fullmatch(raw)
    if only is not None:
        return only[1].decode(), ""
    attributes = attributes_of(raw)
    return attributes.get("name", ""), attributes.get("localSheetId", "")


@remembered
def _date_styles(data: bytes, member: str) -> frozenset[int]:
    xml = markup(data, member)
    listed = (attributes_of(one.attributes) for one in _within(xml, "numFmts", "numFmt"))
    formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in listed}
    styles = (_format_of(one.attributes) for one in _within(xml, "cellXfs", "xf"))
    return frozenset(style for style, number in enumerate(styles) if _is_date(number, formats))


def _format_of(raw: bytes) -> str:
    """The number format that a style names, mostly as its first attribute."""
    first_of = FORMAT_FIRST.match(raw)
    return first_of[1].decode() if first_of else attributes_of(raw).get("numFmtId", "0")


def _within(xml: Markup, group: str, name: str) -> Iterator[Element]:
    listed = first(xml, group)
    return elements(xml, name, listed) if listed else iter(())


def _is_date(number: str, formats: Mapping[str, str]) -> bool:
    if number in formats:
        return shows_date(formats[number])
    return number.isdecimal() and len(number) < 4 and int(number) in DATE_FORMATS


def shows_date(number_format: str) -> bool:
    """Does a number format show a date or a time?"""
    return DATE_LETTER.search(ASIDE.sub("", number_format)) is not None
