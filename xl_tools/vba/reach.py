"""VBA source -> the same with only what certain procedures need.

What is not there cannot break, cannot be called by mistake and gives a virus scanner nothing to
dislike. Names that appear only in texts (`Application.Run "Name"`) do not count: we have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xl_tools.vba.source import declarations, procedures, words


def reachable(source: str, roots: Iterable[str]) -> str:
    """The declarations, and the procedures that `roots` call, directly or through others.

    Raises ValueError for a root that is not there.
    """
    found = list(procedures(source))
    texts = {procedure.name.lower(): procedure.text for procedure in found}
    needed = _closure(texts, [root.lower() for root in roots])
    kept = [procedure.text for procedure in found if procedure.name.lower() in needed]
    return "\n".join([declarations(source).rstrip() + "\n", *kept])


def _closure(texts: Mapping[str, str], roots: list[str]) -> set[str]:
    missing = [root for root in roots if root not in texts]
    if missing:
        raise ValueError(f"no such procedure: {', '.join(missing)}")
    needed: set[str] = set()
    waiting = roots
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += words(texts[name]) & texts.keys()
    return needed
