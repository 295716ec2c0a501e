"""The engine as xlwings sees it, and the page about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from xlwings import base_classes

from tests.office.live import Live
from tests.office.session import Office
from xl_tools.libreoffice.engine import LibreOffice

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "libreoffice-engine.md"
MODULES = ("apps", "books", "sheets", "ranges", "looks", "names")


def supported() -> dict[str, type]:
    """Our classes by the names that xlwings gives them."""
    found: dict[str, type] = {"Engine": LibreOffice}
    for module in MODULES:
        for name, kind in vars(import_module(f"xl_tools.libreoffice.{module}")).items():
            if isinstance(kind, type) and kind.__module__.startswith("xl_tools."):
                found |= {name: kind} if hasattr(base_classes, name) else {}
    return found


def members(kind: type) -> Iterator[str]:
    """What a class does itself: `name` to read, `name=` to set as well, `name()` to call."""
    ours: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        if one.__module__.startswith("xl_tools."):
            ours |= vars(one)
    for name, member in sorted(ours.items()):
        if name.startswith("_") or name in INNER:
            continue
        settable = isinstance(member, property) and member.fset is not None
        called = callable(member) or isinstance(member, staticmethod)
        yield f"`{name}{'=' if settable else '()' if called else ''}`"


# What our classes do for each other alone.
INNER = {
    "box", "cells_of", "context", "corner_of", "epoch", "excel_words", "find", "formats",
    "formulas", "part", "range_or_none", "sheet_at", "to_change", "to_fill",
}  # fmt: skip


def test_the_page_lists_what_is_supported_and_nothing_else() -> None:
    rows = [f"| {name} | {' '.join(members(kind))} |" for name, kind in supported().items()]
    found = re.search(r"(?s)<!-- members -->\n(.*?)\n<!-- /members -->", PAGE.read_text("utf-8"))
    assert found is not None
    assert found[1].splitlines()[2:] == rows


def test_every_class_is_one_of_xlwings() -> None:
    for name, kind in supported().items():
        assert name == "Engine" or issubclass(kind, getattr(base_classes, name))


def test_our_own_part_imports_nothing_else_of_ours() -> None:
    for path in (ROOT / "xl_tools" / "libreoffice").glob("*.py"):
        for module in re.findall(r"(?m)^\s*(?:from|import) (xl_tools[\w.]*)", path.read_text()):
            assert module.startswith("xl_tools.libreoffice")


@pytest.mark.office
def test_registering_anew_replaces_the_engine(live_office: Live, office: Office) -> None:
    import xlwings

    from xl_tools.libreoffice.engine import connect

    live_office.new()
    engine = connect(office.address())
    assert [one.name for one in xlwings.engines].count("libreoffice") == 1
    assert xlwings.engines["libreoffice"].impl is engine.impl
    assert (engine.type, len(engine.apps.active.books)) == ("desktop", 1)
    assert engine.impl.context is not None


@pytest.mark.office
def test_a_converter_of_xlwings_finds_its_values(live_office: Live) -> None:
    sheet = live_office.new().sheets[0]
    sheet["A1"].options(ndim=2).value = [["年度", 2024]]
    assert sheet["A1:B1"].options(tuple).value == ("年度", 2024)
    assert sheet["A1:B1"].options("json").value == '["\\u5e74\\u5ea6", 2024.0]'
