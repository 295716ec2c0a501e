"""VBA source -> the same with `#If` decided wherever the constants are known.

LibreOffice takes no notice of such lines and compiles every branch. So what can be decided is
decided when the workbook is built, and what is left must compile with all branches in place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xl_tools.records import NamedTuple

Constants = Mapping[str, bool | int | str]

DIRECTIVE: Final = re.compile(
    r"^\s*#\s*(If|ElseIf|Else|End\s+If|Const)\b(.*?)(?:\bThen\b.*)?$", re.IGNORECASE
)
NEGATION: Final = re.compile(r"Not\s+(\w+)", re.IGNORECASE)
COMPARISON: Final = re.compile(r'(\w+)\s*(=|>=)\s*("[^"]*"|\d+)')
NAME: Final = re.compile(r"\w+")


class _Branches(NamedTuple):
    """An `#If` that is open: is it decided here, is this branch kept, was one kept already?"""

    decided: bool
    kept: bool
    done: bool


def resolve(source: str, constants: Constants) -> str:
    """The source with the branches that hold for `constants`; names count in any case.

    An `#If` about other names stays as it is. Raises ValueError for one that mixes both.
    """
    return _Resolver({name.lower(): value for name, value in constants.items()}).resolved(source)


class _Resolver:
    """The branches that are open while the lines go by."""

    def __init__(self, constants: Constants) -> None:
        self._constants = constants
        self._open: list[_Branches] = []

    def resolved(self, source: str) -> str:
        lines = [line for line in source.splitlines() if self._keeps(line)]
        if self._open:
            raise ValueError("an #If has no #End If")
        return "".join(f"{line}\n" for line in lines)

    def _keeps(self, line: str) -> bool:
        found = DIRECTIVE.match(line)
        if not found:
            return self._active
        match found[1].lower().split():
            case ["if"]:
                return self._if(found[2])
            case ["const"]:
                name = found[2].partition("=")[0].strip().lower()
                return self._active and name not in self._constants
            case ["end", "if"]:
                return self._end()
            case ["elseif"]:
                return self._else(found[2])
            case _:
                return self._else("")

    @property
    def _active(self) -> bool:
        return all(branches.kept for branches in self._open)

    def _if(self, condition: str) -> bool:
        held = self._held(condition)
        known = held is not None
        self._open.append(_Branches(known, held is not False, held is True))
        return self._active and not known

    def _else(self, condition: str) -> bool:
        """`#Else`, or `#ElseIf` with its condition."""
        branches = self._innermost()
        held = self._held(condition) if condition.strip() else True
        if not branches.decided:
            return self._active
        if held is None:
            raise ValueError(f"cannot be decided after a condition that was: {condition.strip()}")
        kept = held and not branches.done
        self._open[-1] = _Branches(True, kept, branches.done or held)
        return False

    def _end(self) -> bool:
        branches = self._innermost()
        self._open.pop()
        return self._active and not branches.decided

    def _innermost(self) -> _Branches:
        if not self._open:
            raise ValueError("a branch or an #End If without an #If")
        return self._open[-1]

    def _held(self, condition: str) -> bool | None:
        """Does the condition hold? None where that is not known."""
        text = condition.strip()
        if NAME.fullmatch(text):
            value = self._constants.get(text.lower())
            return None if value is None else bool(value)
        if negated := NEGATION.fullmatch(text):
            held = self._held(negated[1])
            return None if held is None else not held
        if compared := COMPARISON.fullmatch(text):
            return self._compared(*compared.groups())
        return None

    def _compared(self, name: str, sign: str, literal: str) -> bool | None:
        value = self._constants.get(name.lower())
        if value is None:
            return None
        if literal.startswith('"'):
            return value == literal.strip('"') if sign == "=" else None
        number = int(literal)
        known = int(value)
        return known == number if sign == "=" else known >= number
