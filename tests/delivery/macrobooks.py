"""Macro workbooks for tests: as XlsxWriter writes them, and with the parts that Excel adds."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.ooxml.books import unzipped, zipped

RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/></Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
A14 = "http://schemas.microsoft.com/office/drawing/2010/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
RIBBON = {
    2006: "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    2007: "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
}
PATH = r"C:\Users\张三\python.exe"


def xlwings_workbook() -> Path:
    """The standalone workbook of xlwings, written by another program than ours."""
    found = find_spec("xlwings")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "quickstart_standalone.xlsm"


def macros() -> io.BytesIO:
    """A real macro project."""
    with zipfile.ZipFile(xlwings_workbook()) as archive:
        return io.BytesIO(archive.read("xl/vbaProject.bin"))


def macro_workbook() -> bytes:
    """Three sheets and xlwings' settings between them: buttons, notes, names, rules, a ribbon."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        first, conf = book.add_worksheet("表一"), book.add_worksheet("xlwings.conf")
        second, third = book.add_worksheet("表 二"), book.add_worksheet("表三")
        _fill_first(book, first)
        conf.write_column("A1", ["Interpreter_Win", "共用"])
        conf.write_column("B1", [PATH, "共用"])
        conf.print_area("A1:B2")
        conf.hide()
        second.write("A1", "共用")
        second.write_formula("B1", "=表一!B3*2", None, 99)
        second.insert_button("D2", {"macro": "RunPython", "caption": "只有按钮"})
        second.print_area("A1:B9")
        third.write_comment("A1", "只有批注")
        third.activate()
        book.define_name("合计", "=表一!$B$3")
        book.define_name("conf.path", "=xlwings.conf!$B$1")
        book.add_vba_project(macros(), True)
        book.set_vba_name("ThisWorkbook")
    return with_ribbon(file.getvalue())


def _fill_first(book: Any, sheet: Any) -> None:
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.write_column("B1", [1, 2])
    sheet.write_formula("B3", "=SUM(B1:B2)", red, 12)  # stale on purpose: it is 3
    sheet.write_formula("C1", "=GK_SUM(B1:B2)", red, 3)
    sheet.write_formula("C2", '=IF(C1=3,"平","GK_SUM(")', None, "")
    sheet.write_comment("A1", "批注留着")
    sheet.insert_button("E2", {"macro": "RunPython", "caption": "校验"})
    sheet.data_validation("B1:B2", {"validate": "integer", "criteria": ">=", "value": 0})
    sheet.conditional_format("B3", {"type": "formula", "criteria": "=$B$3<0", "format": red})
    sheet.merge_range("A5:C5", "合并", red)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_footer("&C第 &P 页")
    sheet.protect("", {"objects": True})


def changed(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A workbook with other members."""
    members: dict[str, bytes | None] = {**unzipped(data), **changes}
    return zipped({name: part for name, part in members.items() if part is not None})


def with_ribbon(data: bytes) -> bytes:
    """A workbook with both kinds of ribbon parts."""
    root = unzipped(data)["_rels/.rels"].decode()
    for number, (year, kind) in enumerate(RIBBON.items()):
        name = "customUI/customUI.xml" if year == 2006 else "customUI/customUI14.xml"
        root = root.replace("</Relationships>", RELATION.format(f"rIdUI{number}", kind, name))
        ui = b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"/>'
        data = changed(data, {name: ui})
    return changed(data, {"_rels/.rels": root.encode()})


def related(data: bytes, part: str, key: str, kind: str, target: str) -> bytes:
    """A workbook in which a part points at one more."""
    folder, _, name = part.rpartition("/")
    member = f"{folder}/_rels/{name}.rels"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    old = unzipped(data).get(member, f'<Relationships xmlns="{package}"></Relationships>'.encode())
    kind = kind if ":" in kind else f"{OFFICE}/{kind}"
    new = old.decode().replace("</Relationships>", RELATION.format(key, kind, target))
    return changed(data, {member: new.encode()})


def typed(data: bytes, part: str, kind: str) -> bytes:
    """A workbook in which a part has this content type."""
    types = unzipped(data)["[Content_Types].xml"].decode()
    override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return changed(data, {"[Content_Types].xml": types.replace("</Types>", override).encode()})


# ---- as Excel writes controls ------------------------------------------------------------


def _control(shape: int, key: str, name: str, macro: str) -> str:
    return (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="x14">'
        f'<control shapeId="{shape}" r:id="{key}" name="{name}"><controlPr defaultSize="0"'
        f' macro="{macro}"><anchor moveWithCells="1"><from><xdr:col>1</xdr:col><xdr:colOff>0'
        "</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to><xdr:col>2</xdr:col>"
        "<xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></to></anchor>"
        "</controlPr></control></mc:Choice></mc:AlternateContent>"
    )


def _anchor(inside: str) -> str:
    return (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1"
        "</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0"
        "</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        f"{inside}<xdr:clientData/></xdr:twoCellAnchor>"
    )


def _shape(number: int, macro: str, extension: str = "") -> str:
    return (
        f'<xdr:sp macro="{macro}" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}"'
        f' name="形状 {number}">{extension}</xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>'
    )


def _stand_in(shape: int) -> str:
    """What stands for a control in the drawing."""
    extension = (
        '<a:extLst><a:ext uri="{63B3BB69-23CF-44E3-9099-C40C66FF867C}">'
        f'<a14:compatExt spid="_x0000_s{shape}"/></a:ext></a:extLst>'
    )
    return (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice xmlns:a14="{A14}" Requires="a14">'
        f"{_anchor(_shape(shape, '', extension))}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    )


def _legacy(shape: int, kind: str) -> str:
    return (
        f'<v:shape id="_x0000_s{shape}" type="#_x0000_t201"><v:textbox><div>两行<br>字</div>'
        f'</v:textbox><x:ClientData ObjectType="{kind}"><x:Anchor>1, 0, 1, 0, 2, 0, 2, 0</x:Anchor>'
        "<x:FmlaMacro>[0]!RunPython</x:FmlaMacro></x:ClientData></v:shape>"
    )


def excel_workbook(*kinds: str, shape: bool = False) -> bytes:
    """One sheet with form controls of these kinds, each in the three places where Excel has them.

    `shape` adds a drawn shape that runs a macro.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("表一").write("A1", 1)
        book.add_vba_project(macros(), True)
    data, sheet = file.getvalue(), "xl/worksheets/sheet1.xml"
    numbered = list(enumerate(kinds, 1025))
    for number, kind in numbered:
        part = f"xl/ctrlProps/ctrlProp{number}.xml"
        inside = f'<formControlPr xmlns="{X14}" objectType="{kind}" lockText="1"/>'.encode()
        data = related(changed(data, {part: inside}), sheet, f"rC{number}", "ctrlProp", f"/{part}")
        data = typed(data, part, "application/vnd.ms-excel.controlproperties+xml")
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"{''.join(_legacy(number, kind) for number, kind in numbered)}</xml>"
    )
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main">'
        f"{''.join(_stand_in(number) for number, _ in numbered)}"
        f"{_anchor(_shape(7, '[0]!RunPython')) if shape else ''}</xdr:wsDr>"
    )
    data = changed(
        data,
        {"xl/drawings/drawing1.xml": drawing.encode(), "xl/drawings/vmlDrawing1.vml": vml.encode()},
    )
    data = related(data, sheet, "rD", "drawing", "../drawings/drawing1.xml")
    data = related(data, sheet, "rV", "vmlDrawing", "../drawings/vmlDrawing1.vml")
    vml_type = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    data = typed(data, "xl/drawings/vmlDrawing1.vml", vml_type)
    data = typed(
        data,
        "xl/drawings/drawing1.xml",
        "application/vnd.openxmlformats-officedocument.drawing+xml",
    )
    controls = "".join(_control(n, f"rC{n}", f"{kind} {n}", "[0]!Run") for n, kind in numbered)
    tail = (
        f'<drawing r:id="rD"/><legacyDrawing r:id="rV"/><mc:AlternateContent xmlns:mc="{MC}">'
        f'<mc:Choice Requires="x14"><controls>{controls}</controls></mc:Choice>'
        "</mc:AlternateContent></worksheet>"
    )
    spaces = f'<worksheet xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:x14="{X14}" '
    xml = unzipped(data)[sheet].decode().replace("<worksheet ", spaces)
    return changed(data, {sheet: xml.replace("</worksheet>", tail).encode()})


# ---- our own workbook --------------------------------------------------------------------

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
CONF = "xl/worksheets/sheet99.xml"


def with_macros(data: bytes) -> bytes:
    """A workbook of ours with macros, and with the settings of xlwings as its second sheet."""
    members = unzipped(data)
    book = members["xl/workbook.xml"].decode()
    book = re.sub(
        r'localSheetId="(\d+)"',
        lambda match: f'localSheetId="{int(match[1]) + (int(match[1]) > 0)}"',
        book,
    )
    conf = '<sheet name="xlwings.conf" sheetId="99" state="hidden" r:id="rConf"/>'
    book = re.sub(r"(<sheets><sheet [^>]*/>)", rf"\1{conf}", book)
    name = '<definedName name="conf.path">xlwings.conf!$B$1</definedName></definedNames>'
    types = members["[Content_Types].xml"].decode().replace(WORKBOOK, MACRO_WORKBOOK)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = f'<c r="B1" t="inlineStr"><is><t>{PATH}</t></is></c>'
    sheet = f'<worksheet xmlns="{main}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    data = changed(
        data,
        {
            "xl/workbook.xml": book.replace("</definedNames>", name).encode(),
            "[Content_Types].xml": types.encode(),
            "xl/vbaProject.bin": macros().getvalue(),
            CONF: sheet.encode(),
        },
    )
    data = related(data, "xl/workbook.xml", "rVba", VBA, "vbaProject.bin")
    data = related(data, "xl/workbook.xml", "rConf", "worksheet", "worksheets/sheet99.xml")
    data = typed(data, "xl/vbaProject.bin", "application/vnd.ms-office.vbaProject")
    worksheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    return with_ribbon(typed(data, CONF, worksheet))
