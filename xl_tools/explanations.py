"""JSON <-> Explanation: the reason given for a finding that may be explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from xl_tools.records import NamedTuple

MEMBER: Final = "acknowledged"  # of a report as JSON


PARTS: Final = frozenset({"rule", "cells", "values", "reason", "by", "on"})


class Explanation(NamedTuple):
    """Why a finding of a rule is right as it stands; it lapses when cells or values change.

    `cells` are those of the finding, or one name alone: the cell or the table that a row of 校验
    is about. `values` is what was found there; empty where nobody has noted it yet.
    """

    rule: str
    cells: tuple[str, ...]
    values: tuple[str, ...]
    reason: str
    by: str = ""
    on: str = ""


def explanations_of(extra: Mapping[str, Any]) -> tuple[Explanation, ...]:
    """The explanations among the further members of a report; what is none is passed over."""
    return tuple(_explanation(one) for one in _listed(extra) if _is_one(one))


def without_explanations(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The further members of a report without its explanations; what is none is kept."""
    rest = [one for one in _listed(extra) if not _is_one(one)]
    if len(rest) == len(_listed(extra)):
        return dict(extra)
    others = {name: said for name, said in extra.items() if name != MEMBER}
    return {**others, MEMBER: rest} if rest else others


def _listed(extra: Mapping[str, Any]) -> Sequence[Any]:
    listed = extra.get(MEMBER)
    return listed if isinstance(listed, list | tuple) else ()


def _is_one(data: Any) -> bool:
    return isinstance(data, dict) and bool(data.get("rule")) and data.keys() <= PARTS


def _explanation(data: Mapping[str, Any]) -> Explanation:
    return Explanation(
        str(data["rule"]),
        _texts(data.get("cells")),
        _texts(data.get("values")),
        str(data.get("reason") or "").strip(),
        str(data.get("by") or ""),
        str(data.get("on") or ""),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def explanations_json(explanations: Iterable[Explanation]) -> list[dict[str, Any]]:
    """As a report in JSON lists them; what is empty and may be left out is left out."""
    return [_json(one) for one in explanations]


def _json(one: Explanation) -> dict[str, Any]:
    data: dict[str, Any] = {
        "rule": one.rule,
        "cells": list(one.cells),
        "values": list(one.values),
        "reason": one.reason,
    }
    return data | {name: text for name, text in (("by", one.by), ("on", one.on)) if text}


def with_explanation(known: Sequence[Explanation], new: Explanation) -> tuple[Explanation, ...]:
    """The known ones and a new one, which replaces what was said about the same cells."""
    others = (one for one in known if (one.rule, one.cells) != (new.rule, new.cells))
    return (*others, new)
