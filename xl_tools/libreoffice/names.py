"""Defined names, of a book and of its sheets, in Excel's notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from xlwings import base_classes

from xl_tools.libreoffice.addresses import box_of, quoted
from xl_tools.libreoffice.layout import box_from
from xl_tools.libreoffice.office import struct

NAME: Final = re.compile(r"[^\W\d][\w.\\?]*|[\\_][\w.\\?]*")
LOCAL: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
NEWBORN: Final = "xl_tools_new_name"


class Name(base_classes.Name):
    """One name; `scope` is the sheet it belongs to, None for one of the book.

    LibreOffice's object is called as it was asked for, in small or in capital letters; how the
    name is spelt, if that is not known, is looked up when it is wanted.
    """

    def __init__(self, book: Any, scope: Any, native: Any, spelt: str = "") -> None:
        self._book, self._scope, self._native, self._spelt = book, scope, native, spelt

    @property
    def api(self) -> Any:
        """The name in LibreOffice."""
        return self._native

    @property
    def name(self) -> str:
        """The name; one of a sheet with its sheet, as in Sheet1!total."""
        own = self._spelt = self._spelt or self._looked_up()
        return own if self._scope is None else f"{quoted(self._scope.name)}!{own}"

    @name.setter
    def name(self, value: str) -> None:
        wanted = _checked(_split(value)[1])
        self._native.setName(wanted)
        self._spelt = wanted

    def _looked_up(self) -> str:
        own = str(self._native.Name)
        names = _owner(self._book, self._scope).NamedRanges.ElementNames
        return next((name for name in names if name.casefold() == own.casefold()), own)

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        at = self._native.ReferencePosition
        tokens, own_text = self._native.getTokens(), self._native.Content
        text: str = self._book.formulas.text(tokens, at, own_text)
        return text

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        tokens = self._book.formulas.tokens(value.removeprefix("="), self._native.ReferencePosition)
        self._native.setTokens(tokens)

    @property
    def refers_to_range(self) -> Any:
        """The cells it stands for; ValueError where it stands for no cells."""
        found = self.range_or_none()
        if found is None:
            raise ValueError(f"the name {self.name} does not refer to a range")
        return found

    def range_or_none(self) -> Any:
        """The cells it stands for, None where it stands for no cells."""
        cells = self._native.ReferredCells
        if cells is None:
            return None
        place = cells.RangeAddress
        return self._book.sheet_at(place.Sheet).cells_of(box_from(place))

    def delete(self) -> None:
        """Take the name away; the cells stay."""
        _owner(self._book, self._scope).NamedRanges.removeByName(self._native.Name)


class Names(base_classes.Names):
    """The names of a sheet; without one, those of the book and of all its sheets."""

    def __init__(self, book: Any, sheet: Any = None) -> None:
        self._book, self._sheet = book, sheet

    @property
    def api(self) -> Any:
        """The names in LibreOffice."""
        return _owner(self._book, self._sheet).NamedRanges

    def __iter__(self) -> Iterator[Name]:
        scopes = [self._sheet] if self._sheet else [None, *self._book.sheets]
        for scope in scopes:
            names = _owner(self._book, scope).NamedRanges
            for name in names.ElementNames:
                yield Name(self._book, scope, names.getByName(name), name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, key: int | str) -> Name:
        """A name by its place, counted from 1, or by itself, in small or capital letters."""
        if isinstance(key, int):
            return list(self)[key - 1]
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def contains(self, key: str) -> bool:
        """Is there such a name?"""
        return self.find(key) is not None

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names by their texts."""
        return [(name.name, name) for name in self]

    def find(self, key: str) -> Name | None:
        """The name of that spelling; None where there is none."""
        sheet, own = _split(key)
        scope = self._book.sheets.find(sheet) if sheet else self._sheet
        if sheet and scope is None:
            return None
        names = _owner(self._book, scope).NamedRanges
        return Name(self._book, scope, names.getByName(own)) if names.hasByName(own) else None

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or define it anew."""
        sheet, own = _split(name)
        scope = self._book.sheets(sheet) if sheet else self._sheet
        found = self.find(name) or Name(self._book, scope, _new(_owner(self._book, scope), own))
        found.refers_to = refers_to
        return found


def _owner(book: Any, scope: Any) -> Any:
    """What the names hang on in LibreOffice: a sheet or the whole document."""
    return book.api if scope is None else scope.api


def _new(owner: Any, name: str) -> Any:
    """A name that stands for nothing yet.

    LibreOffice takes names with dots from files only, and when a name is renamed.
    """
    names = owner.NamedRanges
    wanted = _checked(name)
    names.addNewByName(NEWBORN, "0", struct("table.CellAddress"), 0)
    native = names.getByName(NEWBORN)
    native.setName(wanted)
    return native


def _checked(name: str) -> str:
    if NAME.fullmatch(name) is None or box_of(name) is not None:
        raise ValueError(f"{name!r} cannot be a defined name")
    return name


def _split(name: str) -> tuple[str, str]:
    """Sheet1!total -> "Sheet1", "total"; no sheet in front -> "", …."""
    match = LOCAL.fullmatch(name)
    if match is None:
        return "", name
    return (match[1] or match[2]).replace("''", "'"), match[3]
