"""The tree of a member: the elements that are there, each where it stands."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from tests.ooxml.drawn import Drawn, sheets
from xl_tools.ooxml.outline import Node, outline
from xl_tools.ooxml.splice import spliced
from xl_tools.ooxml.xml import Markup, markup

SOURCE = b"""<?xml version="1.0"?><!-- <a/> --><w xmlns="u" xmlns:m="v">
<sheetData><c><d/></c></sheetData><m:A k='1>2' m:k="other"><m:B/><B x="&quot;q">t&amp;</B></m:A>
<m:sheetData><e/></m:sheetData></w>"""


@pytest.fixture
def xml() -> Markup:
    return markup(SOURCE, "x.xml")


def local(name: str) -> str:
    return name.rpartition("}")[2]


def text_of(node: Node, xml: Markup) -> str:
    return "" if node.children else node.text(xml)


@given(sheets())
def test_it_is_the_tree_that_another_parser_sees(drawn: Drawn) -> None:
    xml = markup(drawn.xml, "sheet.xml")
    nodes = list(outline(xml, skipped=()).walk())
    theirs = list(ET.fromstring(drawn.xml).iter())
    assert [node.name for node in nodes] == [local(one.tag) for one in theirs]
    for node, one in zip(nodes, theirs, strict=True):
        assert {name: node.get(local(name)) for name in one.attrib} == one.attrib
        if not len(one):
            assert text_of(node, xml) == (one.text or "")


def test_an_element_ends_where_its_end_tag_ends(xml: Markup) -> None:
    root = outline(xml)
    assert SOURCE[root.start :].startswith(b"<w ")
    assert SOURCE[: root.end] == SOURCE
    found = root.all("A")[0]
    assert SOURCE[found.start : found.end].startswith(b"<m:A ")
    assert SOURCE[found.start : found.end].endswith(b"</m:A>")
    assert SOURCE[found.inner : found.close].startswith(b"<m:B/>")
    assert found.within("w") is root
    assert found.within("B") is None


def test_cells_are_passed_over_and_what_only_bears_their_name_is_not(xml: Markup) -> None:
    root = outline(xml)
    assert [node.name for node in root.walk()] == [
        "w",
        "sheetData",
        "A",
        "B",
        "B",
        "sheetData",
        "e",
    ]
    assert SOURCE[root.children[0].start : root.children[0].end].endswith(b"</sheetData>")


def test_an_element_is_taken_out(xml: Markup) -> None:
    root = outline(xml)
    left = spliced(SOURCE, [root.all("A")[0].removed()])
    assert [local(one.tag) for one in ET.fromstring(left)] == ["sheetData", "sheetData"]


def test_an_attribute_is_changed_or_taken_out(xml: Markup) -> None:
    node = outline(xml).all("A")[0]
    new = outline(markup(spliced(SOURCE, [node.with_attribute("k", '<"甲"&>')]), "x.xml"))
    assert new.all("A")[0].get("k") == '<"甲"&>'
    gone = spliced(SOURCE, [node.with_attribute("k", None)])
    assert ET.fromstring(gone)[1].attrib == {"{v}k": "other"}
    with pytest.raises(ValueError, match="none"):
        node.with_attribute("none", "1")
