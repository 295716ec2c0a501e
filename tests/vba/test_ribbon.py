"""The part for the ribbon: well-formed, with a button for each macro."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.vba.samples import VERBS
from xl_tools.vba.generated import ribbon_module
from xl_tools.vba.ribbon import NAMESPACE, ribbon_xml
from xl_tools.vba.source import procedures
from xl_tools.verbs import VERBS as PRODUCT

ROOT = ElementTree.fromstring(ribbon_xml(VERBS))
BUTTONS = list(ROOT.iter(f"{{{NAMESPACE}}}button"))


def test_each_button_shows_its_words() -> None:
    assert [button.get("label") for button in BUTTONS] == ["检查", "成文 & <印>", "跳"]
    assert [button.get("supertip") for button in BUTTONS] == ["看看", "“写”出来", "下一个"]


def test_each_button_calls_a_macro_that_is_there() -> None:
    module = ribbon_module(PRODUCT.values())
    macros = {f"{module.name}.{procedure.name}" for procedure in procedures(module.source)}
    root = ElementTree.fromstring(ribbon_xml(PRODUCT.values()))
    called = {button.get("onAction") for button in root.iter(f"{{{NAMESPACE}}}button")}
    assert called == macros


def test_the_tree_is_that_of_the_schema() -> None:
    path: list[str] = []
    element = ROOT
    while len(element):
        path.append(element.tag.rpartition("}")[2])
        element = element[0]
    assert path == ["customUI", "ribbon", "tabs", "tab", "group"]


def test_ids_are_unique() -> None:
    ids = [element.get("id") for element in ROOT.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 5
