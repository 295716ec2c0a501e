from __future__ import annotations

import pytest

from tests.ooxml.books import MAIN, relations, sentence, sheet_xml, types, workbook, workbook_xml
from xl_tools.ooxml.package import open_package
from xl_tools.ooxml.workbook import Book, SheetRef, read_book, shows_date

AGAIN = "请重新取得这个文件，或在 Excel、WPS 里打开后另存一份。"
SHEETS = '<sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets>'


def book(**changed: str | bytes | None) -> Book:
    return read_book(open_package(workbook(**changed), "年报.xlsx"))


def with_parts(**changed: str | bytes | None) -> Book:
    """A book with shared strings and styles."""
    listed = relations(
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "/xl/styles.xml"),
    )
    return book(rels=listed, **changed)


def test_sheets_stand_in_order_with_state_and_kind() -> None:
    listed = workbook_xml(
        '<sheets><sheet name="二 &amp; 三" sheetId="7" state="hidden" r:id="rId2"/>'
        '<sheet name="图" sheetId="1" state="veryHidden" r:id="rId1"/></sheets>'
    )
    found = book(
        workbook=listed,
        rels=relations(("chartsheet", "/xl/charts/c.xml"), ("worksheet", "WORKSHEETS/sheet1.xml")),
        **{"xl/charts/c.xml": f'<chartsheet xmlns="{MAIN}"/>'},
    )
    assert found.sheets == (
        SheetRef("二 & 三", "hidden", "xl/worksheets/sheet1.xml", "worksheet"),
        SheetRef("图", "veryHidden", "xl/charts/c.xml", "chartsheet"),
    )
    assert found.sheet("图") == found.sheets[1]
    assert found.sheet("无") is None
    assert found.read(found.sheets[1]).cells == {}


def test_strict_and_prefixed_workbooks_are_read_alike() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    listed = (
        f'<w:workbook xmlns:w="{strict}" xmlns:q="http://purl.oclc.org/ooxml/officeDocument'
        '/relationships"><w:workbookPr date1904="true"/><w:sheets>'
        '<w:sheet sheetId="1" q:id="rId1" name="表"/></w:sheets>'
        '<w:definedNames><w:definedName name="a.b">表!$A$1</w:definedName></w:definedNames>'
        "</w:workbook>"
    )
    found = book(workbook=listed)
    assert ([s.name for s in found.sheets], found.date1904, dict(found.names)) == (
        ["表"],
        True,
        {"a.b": "表!$A$1"},
    )


def test_names_are_the_workbooks_or_a_sheets() -> None:
    found = book(
        workbook=workbook_xml(
            SHEETS + '<definedNames><definedName name="applications.received.total">'
            "'三、依申请公开'!$J$4</definedName>"
            '<definedName hidden="1" localSheetId="0" name="_xlnm.Print_Area">表一!$A$1'
            "</definedName>"
            '<definedName name="text">"&lt;&amp;"</definedName><definedName name="empty"/>'
            '</definedNames><extLst><ext><x14:definedNames xmlns:x14="u">'
            '<x14:definedName name="f"><x14:a/></x14:definedName></x14:definedNames></ext></extLst>'
        )
    )
    assert dict(found.names) == {
        "applications.received.total": "'三、依申请公开'!$J$4",
        "text": '"<&"',
        "empty": "",
    }
    assert dict(found.local_names) == {(0, "_xlnm.Print_Area"): "表一!$A$1"}
    assert found.date1904 is False


def test_strings_and_styles_are_read_when_first_asked_for() -> None:
    broken = with_parts(**{"xl/sharedStrings.xml": "<sst>", "xl/styles.xml": "<styleSheet"})
    assert broken.sheets[0].name == "表一"
    said = (
        "里面的 xl/sharedStrings.xml 已损坏（第 1 行读不下去），请用 Excel 或 WPS 打开后另存一份。"
    )
    found = sentence(lambda: broken.read(broken.sheets[0]))
    assert found == f"文件“年报.xlsx”：{said}"


def test_a_book_without_strings_and_styles_has_none() -> None:
    found = book()
    assert (found.strings, found.dates) == ((), frozenset())


def test_cells_are_read_with_their_strings_and_dates() -> None:
    found = with_parts(
        sheet=sheet_xml(
            '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>45000</v></c>'
            '<c r="C1"><v>45000</v></c></row>'
        ),
        **{
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>零</t></si>'
            "<si><t>一</t></si></sst>",
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/>'
            "</cellXfs></styleSheet>",
        },
    )
    cells = found.read(found.sheets[0]).cells
    kinds = {at: (cell.value, cell.kind) for at, cell in cells.items()}
    assert kinds == {(1, 1): ("一", "text"), (1, 2): (45000, "date"), (1, 3): (45000, "number")}


def test_date_styles_are_those_of_cells_built_in_or_own() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>'
        '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;"/>'
        '<numFmt numFmtId="165" formatCode="0.00"/><numFmt numFmtId="14" formatCode="0"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="15"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/><xf numFmtId="165"><alignment/></xf><xf numFmtId="57"/>'
        '<xf numFmtId="14"/><xf/><xf numFmtId="22"/><xf numFmtId="999"/></cellXfs></styleSheet>'
    )
    assert with_parts(**{"xl/styles.xml": styles}).dates == {1, 3, 6}


@pytest.mark.parametrize(
    ("number_format", "date"),
    [
        ("yyyy-mm-dd", True),
        ('yyyy"年"m"月"d"日"', True),
        ("[$-804]AM/PM h:mm", True),
        ("[h]:mm", True),
        ("SS.0", True),
        ("General", False),
        ("G/通用格式", False),
        ('0"day"', False),
        ("[Red]0.00", False),
        (r"0\d", False),
        ("_d0*y", False),
        ("@", False),
        ("0.00E+00", False),
        ("#,##0;[Blue]-0", False),
    ],
)
def test_a_format_shows_a_date_by_its_letters(number_format: str, date: bool) -> None:
    assert shows_date(number_format) is date


def test_a_document_is_not_read_as_a_workbook() -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    said = "文件“年报.xlsx”：是 Word 文档（.docx），不是工作簿，请改选 .xlsx 或 .xlsm 工作簿。"
    assert sentence(lambda: book(types=types(word))) == said


REFUSED = {
    "no sheets": ({"workbook": workbook_xml("")}, "：里面一张工作表也没有，"),
    "an empty list": ({"workbook": workbook_xml("<sheets/>")}, "：里面一张工作表也没有，"),
    "no relation": (
        {"rels": relations(("styles", "styles.xml"), ("worksheet", "worksheets/sheet2.xml"))},
        "工作表“表一”：找不到这张工作表的内容，文件不完整，",
    ),
    "no relations at all": ({"rels": None}, "工作表“表一”：找不到这张工作表的内容，文件不完整，"),
    "a name of two meanings": (
        {
            "workbook": workbook_xml(
                SHEETS + '<definedNames><definedName name="a">1</definedName>'
                '<definedName name="a">2</definedName></definedNames>'
            )
        },
        "：名称“a”定义了两次，所指的地方不同，",
    ),
}


@pytest.mark.parametrize(("changed", "said"), REFUSED.values(), ids=REFUSED)
def test_a_fault_of_the_workbook_has_its_own_sentence(
    changed: dict[str, str | None], said: str
) -> None:
    found = sentence(lambda: book(**changed))
    assert found == f"文件“年报.xlsx”{said}{AGAIN}"


def test_a_fault_of_a_sheet_names_file_sheet_and_cell() -> None:
    found = book(sheet=sheet_xml('<row r="2"><c r="B2" t="b"><v>2</v></c></row>'))
    assert sentence(lambda: found.read(found.sheets[0])) == (
        "文件“年报.xlsx”工作表“表一”单元格“B2”：逻辑值单元格里不是 0 或 1，"
        "请用 Excel 或 WPS 打开后另存一份。"
    )
