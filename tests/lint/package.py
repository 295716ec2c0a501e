"""Zip file -> parts, and what is wrong with the package around them."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

PLAIN_XML = ("customXml/", "customUI/")  # data of others, and the ribbon
CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Package(NamedTuple):
    """An Office file taken apart; parts that are no XML stand in `names` alone."""

    names: tuple[str, ...]
    parts: dict[str, ET.Element]
    broken: tuple[str, ...]

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """{relationship id: (kind, the part or address it leads to)} of one part."""
        root = self.parts.get(relations_of(part))
        found = root.iter(RELATIONSHIP) if root is not None else ()
        return {r.get("Id", ""): (_kind(r), _target(part, r)) for r in found}

    def one(self, part: str, kind: str) -> str:
        """The part that `part` leads to as `kind`; empty if there is none."""
        return next((to for known, to in self.related(part).values() if known == kind), "")


def opened(path: Path) -> Package:
    """An Office file taken apart, with whatever does not parse set aside."""
    parts: dict[str, ET.Element] = {}
    broken: list[str] = []
    with zipfile.ZipFile(path) as archive:
        names = tuple(archive.namelist())
        for name in dict.fromkeys(names):
            if name.endswith((".xml", ".rels", ".vml")):
                try:
                    parts[name] = ET.fromstring(archive.read(name))
                except ET.ParseError as error:
                    line, column = error.position
                    broken.append(f"{name}: not well-formed at line {line}, column {column}")
    return Package(names, parts, tuple(broken))


def package_complaints(package: Package) -> Iterator[str]:
    """Everything wrong with members, content types and relationships."""
    yield from package.broken
    for name, count in Counter(package.names).items():
        if count > 1:
            yield f"{name}: stands in the file {count} times"
    yield from _content_types(package)
    for part in package.parts:
        yield from _relations(package, part)


def relations_of(part: str) -> str:
    """The member that holds a part's relationships; "" is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _kind(relation: ET.Element) -> str:
    return relation.get("Type", "").rpartition("/")[2]


def _target(part: str, relation: ET.Element) -> str:
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return target
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target)))[1:]


def _content_types(package: Package) -> Iterator[str]:
    root = package.parts.get(CONTENT_TYPES)
    if root is None:
        yield f"{CONTENT_TYPES}: missing"
        return
    endings = {e.get("Extension", "").lower() for e in root.iter(f"{TYPES}Default")}
    own = {e.get("PartName", "")[1:] for e in root.iter(f"{TYPES}Override")}
    for name in dict.fromkeys(package.names):
        ending = name.rpartition(".")[2].lower()
        # A part of Office's own has a type of its own; plain XML is data that others put there.
        plain = ending in endings and (ending != "xml" or name.startswith(PLAIN_XML))
        if name not in own and not plain and name != CONTENT_TYPES:
            yield f"{name}: has no content type"
    for name in sorted(own - set(package.names)):
        yield f"{CONTENT_TYPES}: names {name}, which is missing"


def _relations(package: Package, part: str) -> Iterator[str]:
    """Relationships that lead nowhere, and references to relationships that are not there."""
    if part.endswith(".rels"):
        yield from _dangling(package, part)
        return
    known = package.related(part)
    for element in package.parts[part].iter():
        for name, value in element.attrib.items():
            if name.startswith(REFERENCE) and value not in known:
                yield f"{part}: {_local(element)} refers to relationship {value}, which is missing"


def _dangling(package: Package, member: str) -> Iterator[str]:
    folder, name = posixpath.split(member)
    part = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
    if part and part not in package.names:
        yield f"{member}: belongs to {part}, which is missing"
    for relation in package.parts[member].iter(RELATIONSHIP):
        target = _target(part, relation)
        if relation.get("TargetMode") != "External" and target not in package.names:
            yield f"{member}: {relation.get('Id')} leads to {target}, which is missing"


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
