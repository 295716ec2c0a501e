from __future__ import annotations

import pytest

from tests.ooxml.books import members, relations, sentence, types, unzipped, workbook, zipped
from xl_tools.ooxml.package import KINDS, Relation, open_package

AGAIN = "请重新取得这个文件，或在 Excel、WPS 里打开后另存一份。"
OFFICE = "请改选 .xlsx 工作簿或 .docx 文档。"


def test_a_workbook_has_its_members_in_order_and_a_kind() -> None:
    found = open_package(workbook(), "年报.xlsx")
    assert found.names == tuple(members())
    assert (found.kind, found.main, found.name) == ("xlsx", "xl/workbook.xml", "年报.xlsx")
    assert found.read("xl/workbook.xml") == members()["xl/workbook.xml"].encode()  # type: ignore[union-attr]
    assert "xl/workbook.xml" in found
    assert "xl/other.xml" not in found


@pytest.mark.parametrize(("content_type", "kind"), KINDS.items())
def test_the_kind_is_that_of_the_main_part(content_type: str, kind: str) -> None:
    assert open_package(workbook(types=types(content_type)), "a").kind == kind


def test_a_kind_may_be_said_of_all_parts_of_an_ending() -> None:
    said = types(part="/xl/x.xml").replace("application/xml", next(iter(KINDS)))
    assert open_package(workbook(types=said), "a").kind == "xlsx"


def test_the_main_part_is_found_wherever_it_stands() -> None:
    moved = members(types=types(part="/Deep/Book.XML"))
    moved["deep/book.xml"] = moved.pop("xl/workbook.xml")
    moved["_rels/.rels"] = relations(("officeDocument", "/DEEP/./x/../book.xml"))
    found = open_package(zipped(moved), "a")
    assert (found.kind, found.find(found.main)) == ("xlsx", "deep/book.xml")


REFUSED = {
    "text": (
        b"abc",
        "是文本文件，不是工作簿或 Word 文档，请在 Excel 或 WPS 里打开，另存为 .xlsx 后再试。",
    ),
    "binary workbook": (
        workbook(types=types("application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
        "是二进制工作簿（.xlsb），请在 Excel 或 WPS 里打开，另存为 .xlsx 后再试。",
    ),
    "slides": (
        workbook(types=types("application/vnd.openxmlformats-officedocument.presentationml.x+xml")),
        f"是演示文稿（.pptx），{OFFICE}",
    ),
    "drawing": (
        workbook(types=types("application/vnd.ms-visio.drawing.main+xml")),
        f"是别的 Office 文件，不是工作簿或 Word 文档，{OFFICE}",
    ),
    "no main part": (
        workbook(workbook=None),
        f"里面没有工作簿或文档的正文，文件不完整，{AGAIN}",
    ),
    "no relations": (
        workbook(root=None),
        f"里面没有工作簿或文档的正文，文件不完整，{AGAIN}",
    ),
    "ods": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}),
        "是 OpenDocument 表格（.ods），请在 Excel 或 WPS 里打开，另存为 .xlsx 后再试。",
    ),
    "odt": (
        zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "是 OpenDocument 文档（.odt 一类），请在 Word 或 WPS 里另存为 .docx 后再试。",
    ),
    "ofd": (
        zipped({"OFD.xml": "", "Doc_0/Document.xml": ""}),
        f"是 OFD 版式文件，不是工作簿或 Word 文档，{OFFICE}",
    ),
    "numbers": (
        zipped({"Index/Document.iwa": ""}),
        "是苹果 Numbers 或 Pages 文件，请在其中导出为 .xlsx 后再试。",
    ),
    "a folder of files": (
        zipped({"年报/说明.txt": "", "年报/年报.xlsx": ""}),
        "是压缩包，里面装着 年报/年报.xlsx，请先解压，再选里面的文件。",
    ),
    "any zip": (
        zipped({"a.txt": "a"}),
        "是压缩包，里面不是工作簿或 Word 文档的内容，请检查是不是选错了文件。",
    ),
    "broken types": (
        workbook(types="<Types>"),
        "里面的 [Content_Types].xml 已损坏（第 1 行读不下去），请用 Excel 或 WPS 打开后另存一份。",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_read_is_called_by_its_name(data: bytes, said: str) -> None:
    assert sentence(lambda: open_package(data, "年报.xlsx")) == f"文件“年报.xlsx”：{said}"


def test_a_file_name_that_is_no_text_can_still_be_printed() -> None:
    name = "年报\udcb1.xlsx"
    assert sentence(lambda: open_package(b"", name)).startswith("文件“年报\\udcb1.xlsx”：")
    assert open_package(workbook(), name).name == "年报\\udcb1.xlsx"


def test_a_missing_member_is_named() -> None:
    found = open_package(workbook(), "a.xlsx")
    said = f"文件“a.xlsx”：里面缺少 xl/styles.xml，文件不完整，{AGAIN}"
    assert sentence(lambda: found.read("xl/styles.xml")) == said


# ---- a changed copy -----------------------------------------------------------------------


def test_members_are_changed_removed_and_added_and_others_stay() -> None:
    data = zipped(members() | {"xl/media/a.png": bytes(range(256)), "xl/calcChain.xml": "<c/>"})
    found = open_package(data, "a")
    changed = found.replace(
        {"XL/workbook.xml": b"<new/>", "xl/calcChain.xml": None, "xl/新.xml": b"1", "none": None}
    )
    before, after = unzipped(data), unzipped(changed)
    assert list(after) == [n for n in before if n != "xl/calcChain.xml"] + ["xl/新.xml"]
    assert (after["xl/workbook.xml"], after["xl/新.xml"]) == (b"<new/>", b"1")
    untouched = set(before) & set(after) - {"xl/workbook.xml"}
    assert {n: after[n] for n in untouched} == {n: before[n] for n in untouched}


def test_without_changes_the_file_is_the_same_to_the_byte() -> None:
    data = workbook()
    assert open_package(data, "a").replace({}) == data


def test_untouched_members_keep_their_packed_bytes_dates_and_extras() -> None:
    data = workbook(**{"xl/media/a.png": bytes(range(256)) * 9})
    local = data[data.index(b"PK\3\4", 30) :]  # all but the first member
    local = local[: local.index(b"PK\1\2")]
    changed = open_package(data, "a").replace({"[Content_Types].xml": types().encode() + b" "})
    assert local in changed


def test_the_same_changes_give_the_same_file() -> None:
    data = workbook()
    first, second = (open_package(data, "a").replace({"a.xml": b"<a/>"}) for _ in range(2))
    assert first == second


# ---- relations ----------------------------------------------------------------------------


def test_relations_lead_to_members_from_the_folder_or_from_the_root() -> None:
    listed = relations(("worksheet", "worksheets/s.xml"), ("styles", "/xl/styles.xml")).replace(
        "</Relationships>",
        '<Relationship Id="out" Type="x/hyperlink" Target="http://a" TargetMode="External"/>'
        '<Relationship Id="up" Type="x/customXml" Target="../customXml/item1.xml"/>'
        "<Relationship/></Relationships>",
    )
    found = open_package(workbook(rels=listed), "a").relations("xl/workbook.xml")
    assert found == {
        "rId1": Relation("worksheet", "xl/worksheets/s.xml"),
        "rId2": Relation("styles", "xl/styles.xml"),
        "up": Relation("customXml", "customXml/item1.xml"),
    }
    assert open_package(workbook(), "a").relations("xl/worksheets/sheet1.xml") == {}
