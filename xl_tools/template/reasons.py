"""The column of 校验 in which a clerk says why a row is right as it stands."""

from __future__ import annotations

from typing import Final

from xl_tools.edition import Rule
from xl_tools.placement import CheckLine, Placement
from xl_tools.sources.explanations import EXPLAINED
from xl_tools.template.plan import SheetPlan
from xl_tools.template.validations import reason_validation

TITLE: Final = "情况说明"
WIDTH: Final = 28


def put_reason(plan: SheetPlan, placement: Placement, line: CheckLine) -> None:
    """The cell for the reason, and hidden ones for what was found when it was given."""
    rule = placement.edition.rules[line.rule]
    spot = placement.check(line, "reason")
    if not rule.explainable:
        plan.put_at(spot, None, "cell")
        return
    plan.put_at(spot, None, "input_text")
    plan.validate(spot.address, **reason_validation())
    for name in ("told", "told_expected"):
        plan.put_at(placement.check(line, name), None, "open_hidden")
    for name in ("told_by", "told_reason"):
        plan.put_at(placement.check(line, name), None, "open_text")


def or_explained(
    placement: Placement, line: CheckLine, rule: Rule, state: str, words: tuple[str, str]
) -> str:
    """The formula of a state: a broken row counts as explained while its reason holds.

    `words` are what a broken row says and how near is the same. A reason typed by hand holds until
    the program has noted what was found when it was given; from then on only as long as the same is
    found, or until it is written anew.
    """
    if not rule.explainable:
        return state
    broken, close = words
    reason, noted, actual, expected, told, told_expected = (
        placement.check(line, name).address
        for name in ("reason", "told_reason", "actual", "expected", "told", "told_expected")
    )
    same = f"ABS(N({told})-N({actual}))+ABS(N({told_expected})-N({expected}))<{close}"
    still = f"OR(ISBLANK({told}),{same},NOT(EXACT({reason},{noted})))"
    holds = f'AND(TRIM({reason})<>"",{still})'
    return state.replace(f'"{broken}"', f'IF({holds},"{EXPLAINED}","{broken}")')
