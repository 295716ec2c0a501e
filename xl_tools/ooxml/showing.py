"""Workbook -> the same with a sheet hidden, or shown again: a hidden one is not printed."""

from __future__ import annotations

import re
from typing import Final

from xl_tools.ooxml.package import Package, open_package
from xl_tools.ooxml.splice import Edit, spliced
from xl_tools.ooxml.xml import attributes_of, elements, markup

STATE: Final = re.compile(rb'\s+state\s*=\s*(?:"[^"]*"|\x27[^\x27]*\x27)')


def with_sheet_shown(package: Package, name: str, *, shown: bool) -> Package:
    """The package; unchanged where it has no such sheet, or where the sheet is the open one."""
    xml = markup(package.read(package.main), package.main)
    view = next(elements(xml, "workbookView"), None)
    active = attributes_of(view.attributes).get("activeTab", "0") if view else "0"
    for number, one in enumerate(elements(xml, "sheet")):
        given = attributes_of(one.attributes)
        is_shown = given.get("state", "visible") == "visible"
        if given.get("name") != name or is_shown is shown or (not shown and active == str(number)):
            continue
        bare = STATE.sub(b"", one.attributes)
        start = one.start + 1 + len(xml.prefix) + len(b"sheet")
        new = bare if shown else b' state="hidden"' + bare
        edit = Edit(start, start + len(one.attributes), new)
        return open_package(package.replace({package.main: spliced(xml.source, [edit])}), "")
    return package
