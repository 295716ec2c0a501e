"""Rule ids -> the functions behind them: every `@rule` of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import Case, Finding

Check = Callable[[Case, Rule], Iterator[Finding]]
_CHECKS: Final[dict[str, Check]] = {}
# What stands behind each rule that is no relation; its words stand in the edition.
CHECKS: Final[Mapping[str, Check]] = MappingProxyType(_CHECKS)


class NotApplicable(Exception):
    """A rule cannot be asked of this report; the message says why, if that need be said."""


def rule(*ids: str) -> Callable[[Check], Check]:
    """Put a function behind rules of the editions; it runs where an edition has the rule."""

    def register(check: Check) -> Check:
        for rule_id in ids:
            if rule_id in _CHECKS:
                raise ValueError(f"two functions for the rule {rule_id}")
            _CHECKS[rule_id] = check
        return check

    return register
