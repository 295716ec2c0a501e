"""Sheets with macro buttons -> sheets without them; notes and other controls stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xl_tools.delivery.parts import Parts
from xl_tools.ooxml.outline import Node, outline
from xl_tools.ooxml.splice import Edit
from xl_tools.ooxml.workbook import SheetRef
from xl_tools.ooxml.xml import markup
from xl_tools.refusal import Refusal

BUTTON: Final = "Button"
# Elements that are nothing once what they hold is gone.
WRAPPERS: Final = frozenset({"AlternateContent", "Choice", "Fallback", "controls"})
WHOLE_WRAPPERS: Final = frozenset({"AlternateContent", "controls"})
ANCHORS: Final = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
SHAPES: Final = ("shape", "rect", "oval", "roundrect", "line", "polyline", "image", "group")
UNCLOSED: Final = re.compile(rb"<br\s*>(?!\s*</br)")
RUNS_MACRO: Final = re.compile(rb"\bmacro\s*=")


def remove_buttons(parts: Parts, ref: SheetRef) -> None:
    """Take the buttons off a sheet, and the macros off whatever else stands on it."""
    xml = parts.xml(ref.member)
    root = outline(xml)
    relations = parts.relations(ref.member)
    edits: list[Edit] = []
    gone: list[Node] = []
    shapes: set[str] = set()
    for control in root.all("control"):
        key = control.get("id")
        if key in relations and _is_button(parts, relations[key].member):
            parts.cut(ref.member, key)
            shapes.add(f"_x0000_s{control.get('shapeId')}")
            gone.append(control)
        else:
            edits += _silenced(control, None)
    for node in root.all("legacyDrawing", "drawing"):
        key = node.get("id")
        if key in relations and not _cleaned(parts, node.name, relations[key].member, shapes, ref):
            parts.cut(ref.member, key)
            gone.append(node)
    parts.edit(ref.member, xml, edits + _removals(gone))


def silence_drawings(parts: Parts) -> None:
    """Take the macros off the shapes of all drawings."""
    types = parts.content_types()
    for member in sorted(parts.reached()):
        if types.get(member, "").endswith(("drawing+xml", "drawingml.chartshapes+xml")):
            data = parts.read(member)
            if RUNS_MACRO.search(data):
                xml = parts.xml(member)
                parts.edit(member, xml, _silenced(outline(xml), ""))


def _is_button(parts: Parts, member: str) -> bool:
    return outline(parts.xml(member)).get("objectType") == BUTTON


def _silenced(around: Node, value: str | None) -> list[Edit]:
    """The edits that leave no macro to the elements in one: an empty name, or none at all."""
    return [node.with_attribute("macro", value) for node in around.walk() if node.get("macro")]


def _cleaned(parts: Parts, kind: str, member: str, shapes: set[str], ref: SheetRef) -> bool:
    """Take the buttons out of a drawing of a sheet; does anything still stand in it?"""
    try:
        if kind == "drawing":
            return _clean_drawing(parts, member, shapes)
        return _clean_legacy(parts, member)
    except Refusal as refusal:
        raise Refusal(refusal.problem, refusal.advice, sheet=ref.name) from None


def _clean_drawing(parts: Parts, member: str, shapes: set[str]) -> bool:
    """Take out the stand-ins of controls that are gone."""
    if not shapes:
        return True
    xml = parts.xml(member)
    root = outline(xml)
    gone: list[Node] = []
    for node in root.all("compatExt"):
        shape = node.within("sp")
        if node.get("spid") in shapes and shape is not None:
            alone = shape.parent is not None and shape.parent.name in ANCHORS
            gone.append(shape.parent if alone and shape.parent else shape)
    parts.edit(member, xml, _removals(gone))
    left = [node for node in root.all(*ANCHORS) if node not in gone]
    return bool(left) or not gone


def _clean_legacy(parts: Parts, member: str) -> bool:
    """Take the buttons out of a VML drawing, in which the notes of a sheet are kept as well."""
    data = parts.read(member)
    if not (b"FmlaMacro" in data or BUTTON.encode() in data):
        return True
    # Excel leaves line breaks of captions unclosed.
    xml = markup(UNCLOSED.sub(b"<br/>", data), member)
    root = outline(xml)
    gone = [
        shape
        for node in root.all("ClientData")
        if node.get("ObjectType") == BUTTON and (shape := node.within(*SHAPES)) is not None
    ]
    taken = {id(inner) for shape in gone for inner in shape.walk()}
    macros = [node for node in root.all("FmlaMacro") if id(node) not in taken]
    parts.edit(member, xml, _removals([*gone, *macros]))
    return any(id(node) not in taken for node in root.all(*SHAPES)) or not gone


def _removals(gone: Iterable[Node]) -> list[Edit]:
    """The edits that take elements out, and the wrappers that held nothing else."""
    marked = {id(node) for node in gone}
    tops: dict[int, Node] = {}
    for node in gone:
        top = around = node
        while around.parent is not None and _is_hollow(around.parent, marked):
            around = around.parent
            if around.name in WHOLE_WRAPPERS:
                top = around
        tops[id(top)] = top
    return [top.removed() for top in tops.values() if not _stands_in(top, tops)]


def _is_hollow(node: Node, marked: set[int]) -> bool:
    return node.name in WRAPPERS and all(
        id(child) in marked or _is_hollow(child, marked) for child in node.children
    )


def _stands_in(node: Node, tops: dict[int, Node]) -> bool:
    around = node.parent
    while around is not None and id(around) not in tops:
        around = around.parent
    return around is not None
