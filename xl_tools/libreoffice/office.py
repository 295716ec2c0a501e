"""The boundary to UNO: `uno` is looked for when something is asked of it, never before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

RESOLVER: Final = "com.sun.star.bridge.UnoUrlResolver"
ATTEMPTS: Final = 3
HUNDREDTHS_PER_POINT: Final = 2540 / 72


def uno() -> Any:
    """The bridge to LibreOffice; its Python brings it, Debian packs it as python3-uno."""
    return import_module("uno")


def connected(address: str) -> Any:
    """The component context of the LibreOffice that listens at `address` ("pipe,name=…").

    Now and then a fresh connection is taken for an unused one and closed; then another is made.
    """
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(RESOLVER, local)
    full = f"uno:{address};urp;StarOffice.ComponentContext"
    for _ in range(ATTEMPTS):
        try:
            return resolver.resolve(full)
        except uno().getClass("com.sun.star.lang.DisposedException"):
            continue
    return resolver.resolve(full)


def service(context: Any, name: str) -> Any:
    """A service of LibreOffice, by the last part of its name if it stands under com.sun.star."""
    return context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", context)


def failures() -> Any:
    """What LibreOffice raises.

    Its exceptions do not survive a `with` of contextlib: what may fail is raised anew as Python's.
    """
    return uno().getClass("com.sun.star.uno.Exception")


def struct(name: str, **members: object) -> Any:
    """A UNO structure, filled in."""
    made = uno().createUnoStruct(f"com.sun.star.{name}")
    for member, value in members.items():
        setattr(made, member, value)
    return made


def enum(name: str, value: str) -> Any:
    """A value of a UNO enumeration."""
    return uno().Enum(f"com.sun.star.{name}", value)


def any_of(kind: str, value: object) -> Any:
    """A value of exactly that UNO type, where LibreOffice does not take any other."""
    return uno().Any(kind, value)


def properties(**values: object) -> tuple[Any, ...]:
    """A UNO property list."""
    return tuple(
        struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items()
    )


def url_of(path: str | os.PathLike[str]) -> str:
    """A path as LibreOffice writes it."""
    return str(uno().systemPathToFileUrl(os.path.realpath(path)))


def path_of(url: str) -> str:
    """A path as the system writes it."""
    return str(uno().fileUrlToSystemPath(url))


def areas(ranges: Any) -> Iterator[tuple[int, int]]:
    """(row, column), counted from 0, of every cell in a collection of UNO ranges."""
    for area in ranges.RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row, column


def points(hundredths: float) -> float:
    """1/100 mm -> points."""
    return round(hundredths / HUNDREDTHS_PER_POINT, 2)


def hundredths(length: float) -> int:
    """Points -> 1/100 mm."""
    return round(length * HUNDREDTHS_PER_POINT)
