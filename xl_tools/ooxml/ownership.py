"""Workbook -> whether it was written by us and saved by no other program since."""

from __future__ import annotations

import re
from typing import Final

from xl_tools.ooxml.package import Package

# Who wrote the file: any other program puts its own name there when it saves.
ABOUT: Final = "docProps/app.xml"
PROGRAM: Final = re.compile(rb"<Application>[^<]*</Application>")
OURS: Final = b"<Application>xl-tools</Application>"


def signed(package: Package) -> dict[str, bytes | None]:
    """The member that says so, to be changed along with others."""
    member = package.find(ABOUT)
    return {member: PROGRAM.sub(OURS, package.read(member))} if member else {}


def is_signed(package: Package) -> bool:
    """Was no other program at work on it?"""
    member = package.find(ABOUT)
    return member is not None and OURS in package.read(member)
