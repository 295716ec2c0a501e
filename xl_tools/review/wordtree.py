"""Word file -> its paragraphs, each with the look that its styles give it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xl_tools.ooxml.package import Package
from xl_tools.ooxml.xml import parse
from xl_tools.records import NamedTuple

TWIPS_PER_MM: Final = 1440 / 25.4
MAX_CHAIN: Final = 20
OFF: Final = frozenset({"0", "false", "off", "none"})


class Node:
    """An element: local name, attributes, children and its own text."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Node] = []
        self.text = ""

    def first(self, name: str) -> Node | None:
        """The first child of that name."""
        return next((one for one in self.children if one.name == name), None)

    def every(self, name: str) -> Iterator[Node]:
        """All elements of that name below, in order."""
        left = self.children[::-1]  # no recursion: a file may be nested as deep as it likes
        while left:
            one = left.pop()
            if one.name == name:
                yield one
            left += one.children[::-1]

    def value(self, name: str, attribute: str = "val") -> str:
        """An attribute of a child; empty where either is missing."""
        found = self.first(name)
        return found.attributes.get(attribute, "") if found else ""

    def has(self, name: str) -> bool:
        """Is there such a child, and is it not switched off?"""
        found = self.first(name)
        return found is not None and found.attributes.get("val", "") not in OFF


def tree(data: bytes, member: str) -> Node:
    """The elements of a part."""
    root = Node("", {})
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = Node(name, attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def text(piece: str) -> None:
        stack[-1].text += piece

    parse(data, member, start, end, text)
    return root.children[0]


class Look(NamedTuple):
    """How something looks: properties by name, those of paragraphs and of characters."""

    paragraph: Mapping[str, Mapping[str, str]]
    run: Mapping[str, Mapping[str, str]]

    def over(self, paragraph: Node | None, run: Node | None) -> Look:
        """The same with properties that lie over these."""
        return Look(_laid(self.paragraph, paragraph), _laid(self.run, run))

    def has(self, name: str) -> bool:
        """Is a property of the paragraph there and on?"""
        found = self.paragraph.get(name)
        return found is not None and found.get("val", "") not in OFF

    @property
    def font(self) -> str:
        """The font of Chinese characters."""
        return self.run.get("rFonts", {}).get("eastAsia", "")

    @property
    def size(self) -> float:
        """The size of characters in points."""
        return _number(self.run.get("sz", {}).get("val", "")) / 2

    @property
    def line(self) -> float:
        """The distance of lines in points, negative where it depends on the font."""
        spacing = self.paragraph.get("spacing", {})
        line = _number(spacing.get("line", "240")) / 20
        return line if spacing.get("lineRule", "auto") == "exact" else -line

    @property
    def indent(self) -> float:
        """The indent of the first line, in characters of the text."""
        found = self.paragraph.get("ind", {})
        if "firstLineChars" in found:
            return _number(found["firstLineChars"]) / 100
        return _number(found.get("firstLine", "")) / 20 / max(self.size, 1)


class Said(NamedTuple):
    """A run of text and how it looks."""

    text: str
    look: Look


class WordParagraph(NamedTuple):
    """A paragraph: its text, its look, its runs; `table` is the number of its table from 1."""

    text: str
    look: Look
    runs: tuple[Said, ...]
    table: int


class Word(NamedTuple):
    """A Word file: its body, its paragraphs, its section, and what it is called."""

    body: Node
    paragraphs: tuple[WordParagraph, ...]
    section: Node
    package: Package


def _laid(below: Mapping[str, Mapping[str, str]], over: Node | None) -> dict[str, Any]:
    laid = dict(below)
    for one in over.children if over is not None else ():
        # Spacing and indents are made of several attributes, each from where it is stated.
        laid[one.name] = {**laid.get(one.name, {}), **one.attributes}
    return laid


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


# ---- styles ------------------------------------------------------------------------------


class Styles:
    """The styles of a document, each with those it is based on."""

    def __init__(self, root: Node | None) -> None:
        self._nodes: dict[str, Node] = {}
        self._default = ""
        self._base = Look({}, {})
        for one in root.children if root else ():
            if one.name == "docDefaults":
                self._base = self._base.over(*(_default(one, kind) for kind in ("pPr", "rPr")))
            elif one.name == "style":
                name = one.attributes.get("styleId", "")
                self._nodes[name] = one
                is_default = one.attributes.get("default", "") not in ("", *OFF)
                if is_default and one.attributes.get("type") == "paragraph":
                    self._default = name

    def look(self, style: str) -> Look:
        """How a paragraph of a style looks."""
        look = self._base
        for node in reversed(self._chain(style or self._default)):
            look = look.over(node.first("pPr"), node.first("rPr"))
        return look

    def character(self, look: Look, style: str) -> Look:
        """The same in a character style."""
        for node in reversed(self._chain(style)):
            look = look.over(None, node.first("rPr"))
        return look

    def _chain(self, style: str) -> list[Node]:
        chain: list[Node] = []
        while style in self._nodes and len(chain) < MAX_CHAIN:
            chain.append(self._nodes[style])
            style = self._nodes[style].value("basedOn")
        return chain


def _default(node: Node, kind: str) -> Node | None:
    around = node.first(f"{kind}Default")
    return around.first(kind) if around else None


# ---- the document ------------------------------------------------------------------------


def word_of(package: Package) -> Word:
    """The document of a package."""
    body = tree(package.read(package.main), package.main).first("body") or Node("body", {})
    member = related(package, "styles")
    styles = Styles(tree(package.read(member), member) if member else None)
    paragraphs = tuple(_paragraphs(body, styles))
    sections = [*body.every("sectPr")]
    return Word(body, paragraphs, sections[-1] if sections else Node("sectPr", {}), package)


def related(package: Package, kind: str) -> str:
    """The member that the document names for a purpose; empty where there is none."""
    relations = package.relations(package.main).values()
    return next((one.member for one in relations if one.kind == kind), "")


def _paragraphs(node: Node, styles: Styles) -> Iterator[WordParagraph]:
    number = 0
    for one in node.children:
        if one.name == "p":
            yield _paragraph(one, styles, 0)
        elif one.name == "tbl":
            number += 1
            yield from (_paragraph(p, styles, number) for p in one.every("p"))


def _paragraph(node: Node, styles: Styles, table: int) -> WordParagraph:
    own = node.first("pPr") or Node("pPr", {})
    look = styles.look(own.value("pStyle")).over(own, None)
    runs = tuple(_run(one, look, styles) for one in node.every("r"))
    return WordParagraph("".join(run.text for run in runs), look, runs, table)


def _run(node: Node, look: Look, styles: Styles) -> Said:
    own = node.first("rPr")
    look = styles.character(look, own.value("rStyle") if own else "").over(None, own)
    return Said("".join(one.text for one in node.every("t")), look)
