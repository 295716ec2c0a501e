"""Checked XML -> its elements as a tree, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from xl_tools.ooxml.splice import Edit
from xl_tools.ooxml.text import escaped, plain
from xl_tools.ooxml.xml import (
    ATTRIBUTE,
    NAME,
    REST_OF_TAG,
    SAVE_AGAIN,
    Element,
    Markup,
    attributes_of,
    element,
    opening,
)
from xl_tools.refusal import Refusal

TAG: Final = re.compile(rb"<(/?)(?:%s:)?(%s)%s" % (NAME, NAME, REST_OF_TAG))
CELLS: Final = frozenset({"sheetData"})


class Node:
    """An element: its local name, its attributes as written, its place, what it holds."""

    __slots__ = ("at", "attributes", "children", "close", "end", "inner", "name", "parent", "start")

    def __init__(self, name: str, tag: re.Match[bytes], parent: Node | None) -> None:
        self.name, self.parent = name, parent
        self.attributes = tag[3][:-1].removesuffix(b"/")
        self.start, self.at = tag.start(), tag.start(3)
        self.inner = self.close = self.end = tag.end()
        self.children: list[Node] = []

    def __repr__(self) -> str:
        return f"<{self.name} at {self.start}>"

    def get(self, name: str) -> str:
        """An attribute by its local name; empty where there is none."""
        return attributes_of(self.attributes).get(name, "")

    def walk(self) -> Iterator[Node]:
        """The element and all that stand in it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def all(self, *names: str) -> list[Node]:
        """The elements in it with one of these names."""
        return [node for node in self.walk() if node.name in names]

    def within(self, *names: str) -> Node | None:
        """The nearest element around it with one of these names."""
        around = self.parent
        while around is not None and around.name not in names:
            around = around.parent
        return around

    def text(self, xml: Markup) -> str:
        """The character data directly in an element that holds no other."""
        return plain(xml.text[self.inner : self.close])

    def removed(self) -> Edit:
        """The edit that takes the element out."""
        return Edit(self.start, self.end, b"")

    def with_attribute(self, name: str, value: str | None) -> Edit:
        """The edit that gives an attribute it has another value, or takes it out (None)."""
        for match in ATTRIBUTE.finditer(self.attributes):
            if not match[1] and match[2].decode() == name:
                start, end = self.at + match.start(), self.at + match.end()
                if value is None:
                    return Edit(start, end, b"")
                quoted = escaped(value).replace('"', "&quot;").encode()
                return Edit(start, end, b'%b="%b"' % (match[2], quoted))
        raise ValueError(name)


def outline(xml: Markup, skipped: Container[str] = CELLS) -> Node:
    """The root element; what stands in the skipped ones (cells, by default) is left out."""
    root: Node | None = None
    node: Node | None = None
    at = 0
    while match := TAG.search(xml.text, at):
        at = match.end()
        if match[1]:
            node = _closed(node, match)
            continue
        found = Node(match[2].decode("utf-8"), match, node)
        root = root or found
        if node is not None:
            node.children.append(found)
        if match[3].endswith(b"/>"):
            continue
        if found.name in skipped and (whole := _whole(xml, found)) is not None:
            found.close, found.end = whole.close, whole.end
            at = whole.end
        else:
            node = found
    if root is None:  # not met in checked XML: it has a root
        raise Refusal(f"里面的 {xml.member} 有读不懂的内容", SAVE_AGAIN)
    return root


def _closed(node: Node | None, tag: re.Match[bytes]) -> Node | None:
    if node is None:
        return None
    node.close, node.end = tag.start(), tag.end()
    return node.parent


def _whole(xml: Markup, node: Node) -> Element | None:
    """The element of the root's namespace that begins here; None for one of another namespace."""
    tag = opening(xml.prefix, node.name).match(xml.text, node.start)
    return element(xml, node.name, tag) if tag else None
