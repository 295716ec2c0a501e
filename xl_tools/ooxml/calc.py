"""Workbook parts -> parts after which Excel computes every formula anew."""

from __future__ import annotations

from typing import Final

from xl_tools.ooxml.package import TYPES, Package
from xl_tools.ooxml.splice import Edit, spliced
from xl_tools.ooxml.xml import ATTRIBUTE, attributes_of, elements, first, markup

CHAIN: Final = "calcChain"
# What stands before calcPr in a workbook, the last first.
BEFORE: Final = ("definedNames", "externalReferences", "functionGroups", "sheets")


def patch_calc(xml: bytes, member: str = "xl/workbook.xml") -> bytes:
    """The workbook part with fullCalcOnLoad set: Excel computes all formulas when it opens it."""
    workbook = markup(xml, member)
    found = first(workbook, "calcPr")
    if found is None:
        place = next(e.end for name in BEFORE if (e := first(workbook, name)))
        new = b'<%bcalcPr fullCalcOnLoad="1"/>' % workbook.prefix
        return spliced(xml, [Edit(place, place, new)])
    if attributes_of(found.attributes).get("fullCalcOnLoad") in ("1", "true"):
        return xml
    kept = b"".join(
        b" " + match[0]
        for match in ATTRIBUTE.finditer(found.attributes)
        if match[2] != b"fullCalcOnLoad"
    )
    end = b"/>" if found.empty else b">"
    tag = b'<%bcalcPr%b fullCalcOnLoad="1"%b' % (workbook.prefix, kept, end)
    return spliced(xml, [Edit(found.start, found.inner, tag)])


def without_chain(package: Package) -> dict[str, bytes | None]:
    """The changes that take out the list of formula cells, which Excel makes anew.

    A list that names a cell without a formula makes Excel call the file damaged.
    """
    listed = (r.member for r in package.relations(package.main).values() if r.kind == CHAIN)
    chain, relations = next(listed, None), package.relations_member(package.main)
    if chain is None or relations is None:
        return {}
    types = package.find(TYPES) or TYPES
    return {
        chain: None,
        relations: _without(package, relations, ("Relationship", "Type", f"/{CHAIN}")),
        types: _without(package, types, ("Override", "PartName", f"/{chain}")),
    }


def _without(package: Package, member: str, unwanted: tuple[str, str, str]) -> bytes:
    """A member without the elements of a name in which an attribute ends so."""
    name, attribute, ending = unwanted
    xml = markup(package.read(member), member)
    gone = [
        Edit(element.start, element.end, b"")
        for element in elements(xml, name)
        if attributes_of(element.attributes)
        .get(attribute, "")
        .casefold()
        .endswith(ending.casefold())
    ]
    return spliced(xml.source, gone)
