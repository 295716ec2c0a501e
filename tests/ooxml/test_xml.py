from __future__ import annotations

import pytest

from tests.ooxml.books import sentence
from xl_tools.ooxml import xml
from xl_tools.ooxml.text import plain
from xl_tools.ooxml.xml import attributes_of, elements, first, markup, parse

SAVE = "请用 Excel 或 WPS 打开后另存一份。"
BOMB = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        b"<!DOCTYPE a><a/>",
        b'<?xml version="1.0"?>\n<!-- --><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    ],
)
def test_a_document_type_is_refused(data: bytes) -> None:
    assert sentence(lambda: parse(data, "xl/a.xml")) == (
        "里面的 xl/a.xml 带有文档类型声明（DOCTYPE），可能是恶意文件，没有读取，"
        "请向提供者核实，或用 Excel 或 WPS 另存一份。"
    )


@pytest.mark.parametrize(
    "data",
    [b"<a>\n<b></a>", b"\n\n<a", b"<a/>\n<a/>", b"<a>\n&undefined;</a>", b"<a>\n\x00</a>",
     b"<a>\n\xff</a>", b"<a>\n&#0;</a>", b"<a>\n&#xD800;</a>"],
)  # fmt: skip
def test_broken_xml_is_refused_with_its_line(data: bytes) -> None:
    found = sentence(lambda: parse(data, "xl/a.xml"))
    assert found.startswith("里面的 xl/a.xml 已损坏（第 ")
    assert found.endswith(f" 行读不下去），{SAVE}")


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<a/>".encode("utf-16"), "UTF-16"),
        ("<a/>".encode("utf-16-be"), "UTF-16"),
        (b'<?xml version="1.0" encoding="gbk"?><a/>', "gbk"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "ISO-8859-1"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "utf-7"),
    ],
)
def test_another_encoding_is_refused_by_name(data: bytes, encoding: str) -> None:
    said = f"里面的 a.xml 的编码是 {encoding}，不是 UTF-8，{SAVE}"
    assert sentence(lambda: parse(data, "a.xml")) == said


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "SMALL", 10)
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 5)
    parse(b"<a>" + b"<b/>" * 4 + b"</a>", "a.xml")
    said = f"里面的 a.xml 内容过多，超过 5 个元素，{SAVE}"
    assert sentence(lambda: parse(b"<a>" + b"<b/>" * 5 + b"</a>", "a.xml")) == said
    assert sentence(lambda: parse(b"<a>" * 6 + b"</a>" * 6, "a.xml")) == said


def test_a_list_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_LISTED", 2)
    found = markup(b"<a><b/><b/><b/></a>", "a.xml")
    said = f"里面的 a.xml 列出的内容超过 2 项，{SAVE}"
    assert sentence(lambda: list(elements(found, "b"))) == said


def test_a_tag_longer_than_any_is_refused() -> None:
    data = b"<a " + b" " * (1 << 20) + b"/>"
    assert sentence(lambda: parse(data, "a.xml")) == (f"里面的 a.xml 有一段内容长得不正常，{SAVE}")


def test_handlers_get_local_names() -> None:
    seen: list[object] = []
    data = b'<x:a xmlns:x="urn:x" x:id="1"><x:b>t&amp;u</x:b></x:a>'
    parse(
        data,
        "a.xml",
        start=lambda name, found: seen.append((name, found.get("id"))),
        end=seen.append,
        text=seen.append,
    )
    assert seen == [("a", "1"), ("b", None), "t&u", "b", "a"]


def test_elements_are_found_by_the_roots_prefix() -> None:
    data = b'<x:a xmlns:x="u" xmlns:y="v"><y:b/><x:b n="1"/><x:bb/><x:b n=\'2\'>t</x:b ></x:a>'
    found = markup(data, "a.xml")
    assert (found.root, found.prefix) == ("a", b"x:")
    cut = [data[e.start : e.end] for e in elements(found, "b")]
    assert cut == [b'<x:b n="1"/>', b"<x:b n='2'>t</x:b >"]
    assert [e.empty for e in elements(found, "b")] == [True, False]
    assert first(found, "c") is None


def test_only_elements_within_another_are_found() -> None:
    found = markup(b"<a><b>1</b><c><b>2</b></c><b>3</b></a>", "a.xml")
    inside = elements(found, "b", first(found, "c"))
    assert [found.text[e.inner : e.close] for e in inside] == [b"2"]


def test_markup_in_comments_cdata_and_instructions_is_no_tag() -> None:
    data = (
        '\ufeff<?xml version="1.0"?><?p <b>0</b>?><!-- <b>1</b> --><a>'
        "<b>2<!-- <c/> -->3</b><b><![CDATA[<c>&amp;]]>&lt;</b><!--<b/>--></a>"
    ).encode()
    found = markup(data, "a.xml")
    assert len(found.text) == len(data)
    texts = [plain(found.text[e.inner : e.close]) for e in elements(found, "b")]
    assert texts == ["23", "<c>&amp;<"]
    assert list(elements(found, "c")) == []


def test_signs_in_attributes_do_not_end_a_tag() -> None:
    found = markup(b"""<a><b x='a>"b' y = "c/>'" /><b z=">"></b></a>""", "a.xml")
    read = [attributes_of(e.attributes) for e in elements(found, "b")]
    assert read == [{"x": 'a>"b', "y": "c/>'"}, {"z": ">"}]


def test_attributes_are_read_by_local_name() -> None:
    raw = b' xmlns:r="urn:r" r:id="&lt;1" id2="2"'
    assert attributes_of(raw) == {"id": "<1", "id2": "2"}
    assert attributes_of(b' r:id="far" id="near" x:id="far"') == {"id": "near"}
