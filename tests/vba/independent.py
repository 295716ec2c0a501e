"""What oletools, which is not ours, makes of a vbaProject.bin."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

with warnings.catch_warnings():
    # oletools speaks to an older pyparsing; the newer one warns of every such call.
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools import olevba


def quietly(function: Callable[..., Any], *arguments: object) -> Any:
    """What an oletools function returns, whatever it is warned of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return function(*arguments)


def decompressed(container: bytes) -> bytes:
    """The content of a compressed container."""
    return bytes(quietly(olevba.decompress_stream, bytearray(container)))


def module_sources(project: bytes) -> dict[str, str]:
    """{file name as the VBA editor would export it: source} of a vbaProject.bin."""
    parser = quietly(lambda: olevba.VBA_Parser("vbaProject.bin", data=project))
    try:
        found = quietly(lambda: list(parser.extract_macros()))
        return {name: code for _, _, name, code in found}
    finally:
        parser.close()


def suspicions(source: str) -> set[str]:
    """The words in VBA source that olevba calls suspicious, in lower case.

    Without its guess that any long word may be text in base 64.
    """
    found = quietly(olevba.VBA_Scanner(source).scan)
    words = {word.lower() for kind, word, _ in found if kind == "Suspicious"}
    return words - {"base64 strings", "hex strings"}
