"""Rows of text -> a sheet of its own at the end of a workbook, or more rows of one it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml.content import Content, Target, cell_xml
from xl_tools.ooxml.index import Index
from xl_tools.ooxml.newchart import (
    CHART_KIND,
    DRAWING_KIND,
    Chart,
    chart_xml,
    drawing_xml,
    relations_xml,
)
from xl_tools.ooxml.package import TYPES, Package
from xl_tools.ooxml.patch import patch_sheet
from xl_tools.ooxml.rowheights import HIGHEST, LINE, PADDING, PER_CHARACTER, Room, lines
from xl_tools.ooxml.sheet import Sheet
from xl_tools.ooxml.splice import Edit, spliced
from xl_tools.ooxml.text import escaped
from xl_tools.ooxml.workbook import read_book
from xl_tools.ooxml.xml import Element, Markup, attributes_of, elements, first, markup
from xl_tools.records import NamedTuple
from xl_tools.refs import address
from xl_tools.refusal import Refusal

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# A4 across, all columns on one page.
PRINTED: Final = b'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
# The last tag of a sheet with charts; the relation is that of its drawing.
DRAWING: Final = f'<drawing xmlns:r="{RELATIONS}" r:id="rId1"/>'
HIDDEN: Final = ' hidden="1"'  # a column of width 0
MEMBER: Final = "xl/worksheets/sheet{}.xml"
Row = Sequence[Content]


class Looks(NamedTuple):
    """Numbers of cell looks in a workbook: of headings, of words, of what is to be filled in."""

    head: int = 0
    words: int = 0
    chosen: int = 0


PLAIN: Final = Looks()


def looks_like(package: Package, *cells: tuple[str, str]) -> Looks:
    """The looks of three cells that the workbook has, each a sheet and an address."""
    return Looks(*(_look(package, sheet, cell) for sheet, cell in cells))


def _look(package: Package, sheet: str, cell: str) -> int:
    """The look of a cell, found without reading the others; 0 where it cannot be seen at once."""
    ref = read_book(package).sheet(sheet)
    tag = rb'<c r="%b"[^<>]* s="([0-9]{1,6})"' % cell.encode()
    found = re.search(tag, package.read(ref.member)) if ref else None
    return int(found[1]) if found else 0


def with_rows(
    package: Package,
    name: str,
    head: Row,
    rows: Sequence[Row],
    widths: Row,
    looks: Looks = PLAIN,
) -> bytes:
    """The file with these rows below those that the sheet has; the sheet is made if need be."""
    book = read_book(package)
    ref = book.sheet(name)
    if ref is not None:
        return package.replace({ref.member: _longer(book.read(ref), rows)})
    return with_sheet(package, name, [head, *rows], widths, looks=looks)


def with_sheet(
    package: Package,
    name: str,
    rows: Sequence[Row],
    widths: Row,
    lists: Mapping[str, str] = MappingProxyType({}),
    looks: Looks = PLAIN,
) -> bytes:
    """The file with a sheet that holds these rows alone, the first of them headings.

    `lists`: a cell, and the cells from which its content is chosen in a drop-down. A column that
    is 0 wide is hidden.
    """
    ref = read_book(package).sheet(name)
    data = _sheet(name, rows, widths, lists, looks)
    if ref is not None:
        return package.replace({ref.member: data})
    return with_sheets(package, {name: data})


def with_sheets(
    package: Package,
    sheets: Mapping[str, bytes],
    others: Mapping[str, bytes | None] | None = None,
    charts: Mapping[str, Sequence[Chart]] = MappingProxyType({}),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The file with these sheets (name, XML) at its end, and with `others` of its members changed.

    Their names must be new to it. `charts` are put on a sheet by the name; its XML must end with
    the tag DRAWING. `titles` are the rows and columns that every printed page of a sheet repeats,
    as a name has them.
    """
    members = dict(zip(sheets, _free(package, MEMBER), strict=False))
    changes: dict[str, bytes | None] = dict(others or {})
    changes |= {member: sheets[name] for name, member in members.items()}
    kinds = dict.fromkeys(members.values(), WORKSHEET)
    for name, drawn in charts.items():
        more = _drawn(package, members[name], drawn)
        changes |= {member: data for member, (_, data) in more.items()}
        kinds |= {member: kind for member, (kind, _) in more.items() if kind}
    return package.replace(changes | _listed(package, members, kinds, changes, titles))


def _free(package: Package, pattern: str) -> Iterator[str]:
    """Names of members that are not taken."""
    return (name for n in range(1, 10_000) if not package.find(name := pattern.format(n)))


def _drawn(package: Package, sheet: str, charts: Sequence[Chart]) -> dict[str, tuple[str, bytes]]:
    """The members behind the charts of a sheet, with their content types."""
    drawing = next(_free(package, "xl/drawings/drawing{}.xml"))
    members = list(islice(_free(package, "xl/charts/chart{}.xml"), len(charts)))
    found = {drawing: (DRAWING_KIND, drawing_xml(charts))}
    found |= {m: (CHART_KIND, chart_xml(c)) for m, c in zip(members, charts, strict=True)}
    for member, kind, targets in ((sheet, "drawing", [drawing]), (drawing, "chart", members)):
        folder, _, name = member.rpartition("/")
        found[f"{folder}/_rels/{name}.rels"] = ("", relations_xml(kind, targets))
    return found


def _longer(grid: Sheet, rows: Sequence[Row]) -> bytes:
    first_free = max((row for row, _ in grid.cells), default=0) + 1
    cells = {
        (row, column): content
        for row, contents in enumerate(rows, first_free)
        for column, content in enumerate(contents, 1)
    }
    look = grid.at(first_free - 1, 1).style
    heights = Room(grid.layout).heights(cells) if look else {}
    return patch_sheet(Index(grid.layout), cells, heights=heights, look=look)


def _sheet(
    name: str, rows: Sequence[Row], widths: Row, lists: Mapping[str, str], looks: Looks
) -> bytes:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width or 8}" customWidth="1"{"" if width else HIDDEN}/>'
        for n, width in enumerate(widths, 1)
    )
    data = b"".join(
        _row(name, number, row, lists, looks, _height(row, widths) if looks.words else b"")
        for number, row in enumerate(rows, 1)
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )
    return head.encode() + data + b"</sheetData>" + _lists(lists) + PRINTED + b"</worksheet>"


def _lists(lists: Mapping[str, str]) -> bytes:
    if not lists:
        return b""
    each = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{cell}">'
        f"<formula1>{source}</formula1></dataValidation>"
        for cell, source in lists.items()
    )
    return f'<dataValidations count="{len(lists)}">{each}</dataValidations>'.encode()


def _height(row: Row, widths: Row) -> bytes:
    """What makes a row as high as its longest text; nothing where one line is enough."""
    texts = zip(row, widths, strict=False)
    counts = [
        lines(text, float(width) / PER_CHARACTER)
        for text, width in texts
        if isinstance(text, str) and isinstance(width, int | float) and width
    ]
    most = max(counts, default=1)
    return b' ht="%g"' % min(most * LINE + PADDING, HIGHEST) if most > 1 else b""


def _row(
    sheet: str, number: int, row: Row, lists: Mapping[str, str], looks: Looks, height: bytes
) -> bytes:
    cells = []
    for column, content in enumerate(row, 1):
        cell = address(number, column)
        look = looks.head if number == 1 else looks.chosen if cell in lists else looks.words
        attributes = b' r="%b"%b' % (cell.encode(), b' s="%d"' % look if look else b"")
        target = Target(attributes, b"", sheet, (number, column))
        cells.append(cell_xml(b"", target, content))
    return b'<row r="%d"%b>%b</row>' % (number, height, b"".join(cells))


# ---- the workbook knows its sheet ---------------------------------------------------------


def _listed(
    package: Package,
    members: Mapping[str, str],
    contents: Mapping[str, str],
    changed: Mapping[str, bytes | None],
    titles: Mapping[str, str],
) -> dict[str, bytes]:
    """Workbook, relations and content types with the new sheets in them."""
    rels = package.relations_member(package.main)
    if rels is None:
        raise Refusal("工作簿缺少一个部分", "请用 Excel 或 WPS 打开、保存一次再试")
    relations = markup(package.read(rels), rels)
    used = {attributes_of(one.attributes).get("Id") for one in elements(relations, "Relationship")}
    free = (f"rId{n}" for n in range(1, 10_000) if f"rId{n}" not in used)
    keys = dict(zip(members, free, strict=False))
    types = markup(package.read(TYPES), TYPES)
    links = [
        f'Id="{keys[name]}" Type="{RELATIONS}/worksheet" Target="/{member}"'
        for name, member in members.items()
    ]
    kinds = [f'PartName="/{member}" ContentType="{kind}"' for member, kind in contents.items()]
    workbook = changed.get(package.main) or package.read(package.main)
    return {
        package.main: _with_sheets(markup(workbook, package.main), keys, titles),
        rels: _appended(relations, "Relationships", "Relationship", links),
        TYPES: _appended(types, "Types", "Override", kinds),
    }


def _with_sheets(workbook: Markup, keys: Mapping[str, str], titles: Mapping[str, str]) -> bytes:
    place = _found(workbook, "sheets").close
    numbers = [int(attributes_of(one.attributes)["sheetId"]) for one in elements(workbook, "sheet")]
    new = ""
    for number, (name, key) in enumerate(keys.items(), max(numbers) + 1):
        shown = escaped(name).replace('"', "&quot;")
        new += (
            f'<{workbook.prefix.decode()}sheet xmlns:r="{RELATIONS}" name="{shown}" '
            f'sheetId="{number}" r:id="{key}"/>'
        )
    edits = [Edit(place, place, new.encode())]
    if titles:
        edits.append(_titles(workbook, list(keys), len(numbers), titles))
    return spliced(workbook.source, edits)


def _titles(workbook: Markup, sheets: list[str], before: int, titles: Mapping[str, str]) -> Edit:
    """The names that say what is repeated on paper; they stand behind the sheets."""
    prefix = workbook.prefix.decode()
    each = "".join(
        f'<{prefix}definedName name="_xlnm.Print_Titles" localSheetId="{before + number}">'
        f"{escaped(titles[name])}</{prefix}definedName>"
        for number, name in enumerate(sheets)
        if name in titles
    )
    known = first(workbook, "definedNames")
    if known is not None and not known.empty:
        return Edit(known.close, known.close, each.encode())
    after = _found(workbook, "sheets").end
    whole = f"<{prefix}definedNames>{each}</{prefix}definedNames>"
    return Edit(after, after, whole.encode())


def _appended(xml: Markup, parent: str, name: str, each: Sequence[str]) -> bytes:
    place = _found(xml, parent).close
    new = "".join(f"<{xml.prefix.decode()}{name} {attributes}/>" for attributes in each)
    return spliced(xml.source, [Edit(place, place, new.encode())])


def _found(xml: Markup, name: str) -> Element:
    found = first(xml, name)
    if found is None:
        raise Refusal("工作簿缺少一个部分", "请用 Excel 或 WPS 打开、保存一次再试")
    return found
