"""A good file with one thing changed in one member."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest


def mutant(source: Path, member: str, old: str, new: str | None) -> Path:
    """A copy beside the source in which the first `old` of a member reads `new`.

    With `new` None the member is left out. Fails if there is nothing to change.
    """
    target = source.with_name(f"{source.stem}-mutant{source.suffix}")
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        assert member in before.namelist()
        for name in before.namelist():
            data = before.read(name)
            if name == member:
                if new is None:
                    continue
                assert old.encode() in data, f"{old} is not in {member}"
                data = data.replace(old.encode(), new.encode(), 1)
            after.writestr(name, data)
    return target


def doubled(source: Path, member: str) -> Path:
    """A copy beside the source in which a member stands twice."""
    target = source.with_name(f"{source.stem}-mutant{source.suffix}")
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        with pytest.warns(UserWarning, match="Duplicate name"):
            after.writestr(member, before.read(member))
    return target


def with_member(source: Path, member: str, text: str) -> Path:
    """A copy beside the source with one more member."""
    target = source.with_name(f"{source.stem}-more{source.suffix}")
    shutil.copyfile(source, target)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(member, text)
    return target
