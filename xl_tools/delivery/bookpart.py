"""Workbook part -> the same without some sheets, without names of macros and what points there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from xl_tools.delivery.parts import Parts
from xl_tools.ooxml.layout import lay_out
from xl_tools.ooxml.outline import Node, outline
from xl_tools.ooxml.splice import Edit
from xl_tools.ooxml.workbook import Book, SheetRef
from xl_tools.ooxml.xml import Markup, opening
from xl_tools.records import NamedTuple

SET: Final = frozenset({"1", "true"})
# A name that stands for a macro says so in one of these.
OF_MACROS: Final = ("vbProcedure", "xlm", "function")
# The texts that Excel shows for the arguments of a macro's functions.
ARGUMENT_TEXTS: Final = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
SHARED_TEXT: Final = re.compile(rb"""\st\s*=\s*["']s["']""")
PROPERTIES: Final = "extended-properties"
STRINGS: Final = "sharedStrings"
NOTHING: Final = re.compile(r"(?!)")
EMPTY_STRING: Final = b"<%bsi><%bt/></%bsi>"


class References:
    """What would be lost with some sheets: places on them, and the names of such places."""

    __slots__ = ("_pattern", "sheets")

    def __init__(self, book: Book, sheets: Collection[str]) -> None:
        self.sheets = frozenset(name.casefold() for name in sheets)
        self._pattern = NOTHING
        if sheets:
            quoted = "|".join(map(re.escape, sheets))
            places = rf"(?<![\w.'])(?:{quoted})!|'(?:{quoted})'!"
            self._pattern = re.compile(places, re.IGNORECASE)
            names = [re.escape(n) for n, target in book.names.items() if self.used_in(target)]
            words = rf"(?<![\w.!])(?:{'|'.join(names)})(?![\w.(!])"
            both = f"{places}|{words}" if names else places
            self._pattern = re.compile(both, re.IGNORECASE)

    def is_title(self, title: str) -> bool:
        """Is it the title of a sheet that is lost, or of a name that belongs to one?"""
        sheet, mark, _ = title.rpartition("!")
        bare = sheet.removeprefix("'").removesuffix("'") if mark else title
        return bare.casefold() in self.sheets

    def used_in(self, formula: str) -> bool:
        """Does a formula use any of it?"""
        return self._pattern.search(formula) is not None


def remove_sheets(parts: Parts, book: Book, gone: frozenset[int], lost: References) -> None:
    """Take sheets out of a workbook, with the names that point to them; and the names of macros."""
    main = parts.package.main
    xml = parts.xml(main)
    root = outline(xml)
    names = root.all("definedName")
    dead = [node for node in names if _is_dead(node, gone, lost, xml)]
    edits = [*_removed(dead, names), *_shifted(names, dead, gone)]
    if gone:
        sheets = [node for node in root.all("sheet") if node.within("sheets")]
        for index in gone:
            edits.append(sheets[index].removed())
            parts.cut(main, sheets[index].get("id"))
        edits += _views(root, book.sheets, gone)
        _forget_strings(parts, book, gone)
    edits += _argument_texts(root)
    parts.edit(main, xml, edits)
    bare = {node.get("name") for node in dead}
    _retitle(parts, lambda title: title in bare or lost.is_title(title))


# ---- names -----------------------------------------------------------------------------


def _is_dead(node: Node, gone: frozenset[int], lost: References, xml: Markup) -> bool:
    if any(node.get(attribute) in SET for attribute in OF_MACROS):
        return True
    own = node.get("localSheetId")
    return (own.isdecimal() and int(own) in gone) or lost.used_in(node.text(xml))


def _removed(dead: list[Node], names: list[Node]) -> list[Edit]:
    """The names out; the list of names too, if nothing is left on it."""
    if dead and len(dead) == len(names) and dead[0].parent is not None:
        return [dead[0].parent.removed()]
    return [node.removed() for node in dead]


def _shifted(names: list[Node], dead: list[Node], gone: frozenset[int]) -> Iterator[Edit]:
    """A sheet's own names count the sheets, from the left."""
    for node in names:
        own = node.get("localSheetId")
        if node not in dead and own.isdecimal() and (before := _before(int(own), gone)):
            yield node.with_attribute("localSheetId", str(int(own) - before))


def _before(index: int, gone: Iterable[int]) -> int:
    return sum(one < index for one in gone)


def _argument_texts(root: Node) -> list[Edit]:
    found = [node for node in root.all("ext") if node.get("uri").upper() == ARGUMENT_TEXTS]
    around = found[0].parent if found else None
    if around is not None and len(around.children) == len(found):
        return [around.removed()]
    return [node.removed() for node in found]


# ---- the rest of the workbook ------------------------------------------------------------


def _views(root: Node, sheets: tuple[SheetRef, ...], gone: frozenset[int]) -> Iterator[Edit]:
    """The sheet in front, and the first tab that is seen, by their new places."""
    seen = next(i for i, ref in enumerate(sheets) if i not in gone and ref.state == "visible")
    for view in root.all("workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            old = view.get(attribute)
            if old.isdecimal():
                kept = seen if int(old) in gone else int(old)
                if (new := kept - _before(kept, gone)) != int(old):
                    yield view.with_attribute(attribute, str(new))


def _forget_strings(parts: Parts, book: Book, gone: frozenset[int]) -> None:
    """Blank the texts that only these sheets showed: their numbers must stay taken."""
    own: set[int] = set()
    others: set[int] = set()
    for index, ref in enumerate(book.sheets):
        (own if index in gone else others).update(_strings_of(parts, ref))
    found = (r for r in parts.relations(parts.package.main).values() if r.kind == STRINGS)
    table = next(found, None)
    if table is None or not own - others:
        return
    xml = parts.xml(table.member)
    items = outline(xml).children
    blank = EMPTY_STRING % ((xml.prefix,) * 3)
    edits = [
        Edit(items[number].start, items[number].end, blank)
        for number in sorted(own - others)
        if number < len(items) and items[number].name == "si"
    ]
    parts.edit(table.member, xml, edits)


def _strings_of(parts: Parts, ref: SheetRef) -> Iterator[int]:
    if ref.kind != "worksheet":
        return
    layout = lay_out(parts.read(ref.member), ref.member, ref.name)
    text, prefix = layout.xml.text, layout.xml.prefix
    value = re.compile(rb"[^<]*<%bv\s*>\s*([0-9]+)" % re.escape(prefix))
    for tag in opening(prefix, "c").finditer(text, layout.data.inner, layout.data.close):
        if SHARED_TEXT.search(tag[1]) and (match := value.match(text, tag.end())):
            yield int(match[1])


# ---- docProps/app.xml --------------------------------------------------------------------


def _retitle(parts: Parts, gone: Callable[[str], bool]) -> None:
    """Take the titles of sheets and names off the lists in the file's properties."""
    found = (r for r in parts.relations("").values() if r.kind == PROPERTIES)
    relation = next(found, None)
    if relation is None:
        return
    xml = parts.xml(relation.member)
    lists = outline(xml).all("HeadingPairs", "TitlesOfParts")
    if len(lists) != 2:
        return
    groups, titles = _groups(xml, lists[0]), lists[1].all("lpstr")
    if sum(group.size for group in groups) != len(titles):
        # Both lists are hints: where they make no sense, they are better not there.
        parts.edit(relation.member, xml, [node.removed() for node in lists])
    elif dead := [node for node in titles if gone(node.text(xml))]:
        parts.edit(relation.member, xml, _titles(lists, groups, titles, dead))


class _Group(NamedTuple):
    """A kind of titles: its heading, and how many there are."""

    heading: Node
    number: Node
    size: int


def _groups(xml: Markup, pairs: Node) -> list[_Group]:
    headings, numbers = pairs.all("variant")[::2], pairs.all("i4")
    counts = [node.text(xml) for node in numbers]
    if len(headings) != len(numbers) or not all(map(str.isdecimal, counts)):
        return []
    return [_Group(h, n, int(c)) for h, n, c in zip(headings, numbers, counts, strict=True)]


def _titles(
    lists: list[Node], groups: list[_Group], titles: list[Node], dead: list[Node]
) -> Iterator[Edit]:
    yield from (node.removed() for node in dead)
    place = kinds = 0
    for group in groups:
        left = sum(node not in dead for node in titles[place : place + group.size])
        place += group.size
        if left:
            kinds += 1
            yield Edit(group.number.inner, group.number.close, b"%d" % left)
        else:
            yield group.heading.removed()
            yield (group.number.parent or group.number).removed()
    for node, size in zip(lists, (2 * kinds, len(titles) - len(dead)), strict=True):
        yield node.all("vector")[0].with_attribute("size", str(size))
