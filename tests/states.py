"""What 校验 shows, row by row, against what Python's rules say of the same workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xl_tools.edition import Editions
from xl_tools.placement import CheckLine, Placement
from xl_tools.places import Spot
from xl_tools.report import Reading
from xl_tools.rules import Outcome, check
from xl_tools.sources.explanations import NOT_APPLICABLE
from xl_tools.template.checks import GOOD

State = bool | None


def shown_state(text: object) -> State:
    """What a cell of the column 状态 says: holds, does not, cannot be asked."""
    return None if text == NOT_APPLICABLE else text == GOOD


def same_states(
    placement: Placement, reading: Reading, editions: Editions, look: Callable[[Spot], object]
) -> dict[str, set[State]]:
    """Assert that relations and rules about cells agree; which states there were, by rule."""
    outcome = check(reading, editions)
    seen: dict[str, set[State]] = {}
    for line in placement.checks:
        if not line.rule.startswith("CY-"):  # last year: tests/template/test_prior.py
            state = shown_state(look(placement.check(line, "state")))
            _assert_same(line, state, outcome)
            seen.setdefault(line.rule, set()).add(state)
    return seen


def _assert_same(line: CheckLine, state: State, outcome: Outcome) -> None:
    if line.relation is not None:
        states = {relation.cells: state.holds for relation, state in outcome.relations}
        assert state == states[line.relation.cells], line
        return
    broken = any(finding.rule == line.rule for finding in outcome.findings)
    assert (state is False) == broken, line


def look_into(values: Any) -> Callable[[Spot], object]:
    """A look at what LibreOffice computed."""
    return lambda spot: values[spot.sheet].get((spot.row, spot.column))
