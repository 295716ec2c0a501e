"""A package with parts and relations taken out -> a package in which nothing hangs loose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from xl_tools.ooxml.outline import Node, outline
from xl_tools.ooxml.package import TYPES, Package, Relation
from xl_tools.ooxml.splice import Edit, spliced
from xl_tools.ooxml.xml import Markup, markup
from xl_tools.refusal import Refusal

WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# What the content type of a part with macros, or of one that serves only them, says.
MACRO_TYPE: Final = re.compile("vba|macro|activex|attachedtoolbars|dialogsheet", re.IGNORECASE)
# The container in which macros, controls and embedded objects are kept.
COMPOUND_FILE: Final = bytes.fromhex("d0cf11e0a1b11ae1")


class Parts:
    """The members of a package while some are changed and some relations are cut."""

    __slots__ = ("_changes", "_cut", "package")

    def __init__(self, package: Package, changes: Mapping[str, bytes | None]) -> None:
        self.package = package
        self._changes = dict(changes)
        self._cut: set[tuple[str, str]] = set()

    def read(self, member: str) -> bytes:
        """The bytes of a member as they are now."""
        data = self._changes.get(self.package.find(member) or member)
        return self.package.read(member) if data is None else data

    def xml(self, member: str) -> Markup:
        """The checked XML of a member as it is now."""
        return markup(self.read(member), member)

    def edit(self, member: str, xml: Markup, edits: Iterable[Edit]) -> None:
        """Change a member, if there is anything to change."""
        changed = spliced(xml.source, edits)
        if changed != xml.source:
            self._changes[self.package.find(member) or member] = changed

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part points at, less what was cut."""
        found = self.package.relations(part)
        return {key: one for key, one in found.items() if (part, key) not in self._cut}

    def cut(self, part: str, key: str) -> None:
        """Let a part no longer point at something."""
        self._cut.add((part, key))

    def reached(self) -> frozenset[str]:
        """The members that the package leads to, by any way that was not cut."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            for relation in self.relations(waiting.pop()).values():
                member = self.package.find(relation.member)
                if member is not None and member not in found:
                    found.add(member)
                    waiting.append(member)
        return frozenset(found)

    def content_types(self) -> dict[str, str]:
        """The content type of every member that has one."""
        root = outline(self.xml(self._types()))
        by_ending = {
            n.get("Extension").casefold(): n.get("ContentType") for n in root.all("Default")
        }
        types = {
            name: by_ending[ending]
            for name in self.package.names
            if (ending := _ending(name)) in by_ending and name != self._types()
        }
        for node in root.all("Override"):
            member = self.package.find(node.get("PartName").lstrip("/"))
            if member is not None:
                types[member] = node.get("ContentType")
        return types

    def macro_free(self) -> bytes:
        """The bytes of the package as an ordinary workbook.

        What was reached by a cut relation alone is gone; what nothing ever led to is kept, unless
        it is a part of macros.
        """
        stay = self.reached()
        before = Parts(self.package, {}).reached()
        types = self.content_types()
        macros = frozenset(name for name, kind in types.items() if MACRO_TYPE.search(kind))
        gone = (before - stay) | (macros - stay)
        for part in ("", *self.package.names):
            self._settle_relations(part, gone)
        self._settle_types(gone)
        same = {n for n, data in self._changes.items() if data == self._original(n)}
        return self.package.replace({n: d for n, d in self._changes.items() if n not in same})

    def _original(self, member: str) -> bytes | None:
        return self.package.read(member) if member in self.package else None

    def _types(self) -> str:
        return self.package.find(TYPES) or TYPES

    def _settle_relations(self, part: str, gone: frozenset[str]) -> None:
        """Take out the relations that were cut, and the whole list where none is left."""
        member = self.package.relations_member(part)
        if member is None:
            return
        if part in gone:
            self._changes[part] = self._changes[member] = None
            return
        xml = self.xml(member)
        nodes = outline(xml).all("Relationship")
        inside = self.package.relations(part)
        dead = [node for node in nodes if self._is_dead(part, node.get("Id"), inside, gone)]
        if dead and len(dead) == len(nodes):
            self._changes[member] = None
        else:
            self.edit(member, xml, [node.removed() for node in dead])

    def _is_dead(
        self, part: str, key: str, inside: Mapping[str, Relation], gone: frozenset[str]
    ) -> bool:
        if (part, key) in self._cut:
            return True
        return key in inside and self.package.find(inside[key].member) in gone

    def _settle_types(self, gone: frozenset[str]) -> None:
        for part in gone:
            self._changes[part] = None
        left = {name for name in self.package.names if self._changes.get(name, b"") is not None}
        xml = self.xml(self._types())
        root = outline(xml)
        edits = [node.removed() for node in root.all("Default") if _is_idle(node, gone, left)]
        named = False
        for node in root.all("Override"):
            member = self.package.find(node.get("PartName").lstrip("/"))
            if member == self.package.main:
                named = True
                edits += _retyped(node)
            elif member not in left:
                edits.append(node.removed())
        if not named:
            edits.append(_added(xml, root, self.package.main))
        self.edit(self._types(), xml, edits)


def _is_idle(node: Node, gone: frozenset[str], left: set[str]) -> bool:
    """A default that only serves members that are gone, or one that makes macros of members."""
    ending = node.get("Extension").casefold()
    served = any(_ending(name) == ending for name in left)
    orphaned = any(_ending(name) == ending for name in gone) and not served
    return orphaned or MACRO_TYPE.search(node.get("ContentType")) is not None


def _retyped(node: Node) -> list[Edit]:
    if node.get("ContentType") == WORKBOOK_TYPE:
        return []
    return [node.with_attribute("ContentType", WORKBOOK_TYPE)]


def _added(xml: Markup, root: Node, main: str) -> Edit:
    new = '%sOverride PartName="/%s" ContentType="%s"/>'
    tag = new % (xml.prefix.decode(), main, WORKBOOK_TYPE)
    return Edit(root.close, root.close, b"<" + tag.encode())


def _ending(name: str) -> str:
    return name.rpartition(".")[2].casefold()


def refuse_macros(package: Package) -> None:
    """Refusal where a part could still hold macros: nothing half-cleaned is handed out."""
    parts = Parts(package, {})
    types = parts.content_types()
    for name in package.names:
        kind = types.get(name, "")
        if MACRO_TYPE.search(kind) or package.read(name).startswith(COMPOUND_FILE):
            raise Refusal(
                f"里面的 {name} 可能带有宏，去不掉",
                "请在 Excel 里另存为“Excel 工作簿（.xlsx）”后再试",
            )
