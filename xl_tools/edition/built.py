"""editions/*.toml <-> editions/built.json: the same data, which a start reads thirty times faster.

The built file names the sources it was made from by their checksums. Where they are no longer the
same it is passed over, so it can never say anything else than the sources do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

BUILT: Final = "built.json"


def built_text(sources: Mapping[str, bytes], editions: Iterable[Mapping[str, Any]]) -> str:
    """What the built file of these sources says: a line for each edition."""
    lines = ",\n".join(json.dumps(edition, ensure_ascii=False) for edition in editions)
    return f'{{"sources": {json.dumps(_sums(sources))},\n"editions": [\n{lines}\n]}}\n'


def read_built(folder: Path, sources: Mapping[str, bytes]) -> list[dict[str, Any]] | None:
    """The editions of a folder as data; None where the built file is not of these sources."""
    try:
        built = json.loads((folder / BUILT).read_bytes())
        found: list[dict[str, Any]] = built["editions"]
        return found if built["sources"] == _sums(sources) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _sums(sources: Mapping[str, bytes]) -> dict[str, int]:
    return {name: crc32(data) for name, data in sorted(sources.items())}
