"""Macros of a book's own Basic (VBA), by the names that Excel takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from xlwings import NoSuchObjectError

QUALIFIED: Final = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(.+)")
ADDRESS: Final = "vnd.sun.star.script:{}?language=Basic&location=document"
DEFINITION: Final = r"(?im)^[ \t]*(?:(?:public|private|static|friend)\s+)*(?:sub|function)\s+{}\b"


def split(macro: str) -> tuple[str, str]:
    """'a.xlsm'!Module.Macro -> "a.xlsm", "Module.Macro"; no book in front -> "", …."""
    match = QUALIFIED.fullmatch(macro)
    assert match is not None
    return (match[1] or match[2] or "").replace("''", "'"), match[3]


def run(document: Any, macro: str, arguments: Sequence[Any]) -> Any:
    """What a macro returns; `macro` is Macro, Module.Macro or Library.Module.Macro."""
    script = document.getScriptProvider().getScript(ADDRESS.format(_full_name(document, macro)))
    return script.invoke(tuple(arguments), (), ())[0]


def _full_name(document: Any, macro: str) -> str:
    """The macro with its library and module, looked for in the sources."""
    *inside, name = macro.split(".")
    pattern = re.compile(DEFINITION.format(re.escape(name)))
    for library, module, source in _modules(document.BasicLibraries):
        place = f"{library}.{module}".casefold().split(".")
        fits = place[len(place) - len(inside) :] == [part.casefold() for part in inside]
        if fits and pattern.search(source):
            return f"{library}.{module}.{name}"
    raise NoSuchObjectError(f"the book has no macro {macro!r}")


def _modules(libraries: Any) -> Iterator[tuple[str, str, str]]:
    """(library, module, source) of all that a book carries."""
    for library in libraries.ElementNames:
        libraries.loadLibrary(library)
        modules = libraries.getByName(library)
        for module in modules.ElementNames:
            yield library, module, modules.getByName(module)
