"""Workbooks made byte by byte, without the code under test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from xl_tools.refusal import Refusal

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members, in this order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of a zip file, by the standard library."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def types(main: str = XLSX, part: str = "/xl/workbook.xml") -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/></Types>'
    )


def relations(*targets: tuple[str, str]) -> str:
    """Relationships rId1, rId2, … to (the last word of the type, target)."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def sheet_xml(rows: str = "", before: str = "", after: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"'
        f' xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()


def workbook_xml(inside: str) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{inside}</workbook>'


def members(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """The members of a workbook with one sheet; some of them given, or None to leave one out."""
    made: dict[str, str | bytes | None] = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml(
            '<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets>'
        ),
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'),
    }
    named = {"types": "[Content_Types].xml", "workbook": "xl/workbook.xml", "root": "_rels/.rels"}
    named |= {"rels": "xl/_rels/workbook.xml.rels", "sheet": "xl/worksheets/sheet1.xml"}
    made |= {named.get(name, name): data for name, data in changed.items()}
    return {name: data for name, data in made.items() if data is not None}


def workbook(**changed: str | bytes | None) -> bytes:
    return zipped(members(**changed))


def sentence(action: Callable[[], object]) -> str:
    """The sentence of the refusal that the action ends in."""
    with pytest.raises(Refusal) as caught:
        action()
    return caught.value.sentence
