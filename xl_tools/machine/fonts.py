"""This machine -> which fonts of official documents it has, and which stand in for the others."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from typing import Final

from xl_tools.document.fonts import stand_ins
from xl_tools.document.profile import STANDARD
from xl_tools.records import NamedTuple

SECONDS: Final = 30
REGISTRY: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"


class Found(NamedTuple):
    """A font of the standard and what this machine takes for it; empty where it has nothing."""

    wanted: str
    taken: str


def found_fonts(installed: Iterable[str]) -> list[Found]:
    """For each font of the standard the first of its stand-ins that is installed."""
    there = set(installed)
    return [
        Found(name, next((one for one in stand_ins(name) if one in there), ""))
        for name in STANDARD.fonts
    ]


def installed_fonts() -> set[str] | None:
    """The names of the fonts of this machine; None where it cannot be asked."""
    if sys.platform == "win32":
        return _registered()
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, ":", "family", "fullname"],
            check=True,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return names_in(done.stdout)


def names_in(listing: str) -> set[str]:
    """Families and full names out of fc-list's lines: families:fullname=full names."""
    plain = listing.replace(":fullname=", ",").replace("\\-", "-")
    return {name.strip() for line in plain.splitlines() for name in line.split(",")} - {""}


def _registered() -> set[str]:
    """The fonts that Windows lists; it adds the kind in brackets, and joins several by &."""
    import winreg

    names: set[str] = set()
    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):  # type: ignore[attr-defined,unused-ignore]
        try:
            with winreg.OpenKey(root, REGISTRY) as key:  # type: ignore[attr-defined,unused-ignore]
                for index in range(winreg.QueryInfoKey(key)[1]):  # type: ignore[attr-defined,unused-ignore]
                    said = winreg.EnumValue(key, index)[0]  # type: ignore[attr-defined,unused-ignore]
                    names |= {one.strip() for one in said.rpartition(" (")[0].split("&")}
        except OSError:
            continue
    return names
