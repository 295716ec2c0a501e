"""editions/*.toml <-> what is built of them: the same, which a start reads thirty times faster.

A built file names the sources it was made from by their checksums. Where they are no longer the
same it is passed over, so it can never say anything else than the sources do. Each of its parts
is a line of JSON that nobody parses before it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32


def built_text(sources: Mapping[str, bytes], parts: Mapping[str, object]) -> str:
    """What a built file of these sources says: a line for itself and one for each part."""
    head = {"sources": _sums(sources), "parts": list(parts)}
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (head, *parts.values()))


def read_built(path: Path, sources: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """The parts by name, each as JSON; None where the built file is not of these sources."""
    try:
        first, *lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
        head = json.loads(first)
        found = dict(zip(head["parts"], lines, strict=True))
        return found if head["sources"] == _sums(sources) else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _sums(sources: Mapping[str, bytes]) -> dict[str, int]:
    return {name: crc32(data) for name, data in sorted(sources.items())}
