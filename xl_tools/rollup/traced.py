"""What is wrong in the sum + what is wrong in the units -> whose error it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_tools.rollup.standing import Standing
from xl_tools.rules.finding import Finding, Outcome, cut


def traced(outcome: Outcome, counted: Sequence[Standing]) -> Outcome:
    """The outcome of the sum; what units have wrong in the same cells names these units.

    Whoever reads of a total that does not add up looks for the unit, not for the cell.
    """
    return outcome._replace(findings=tuple(_traced(one, counted) for one in outcome.findings))


def _traced(finding: Finding, counted: Sequence[Standing]) -> Finding:
    if finding.severity != "error" or not finding.cells:
        return finding
    organs = list(dict.fromkeys(_with_the_same(finding, counted)))
    if not organs:
        return finding
    names = cut(organs, len(organs), "个单位")
    return finding._replace(message=f"{finding.message}同一处有错的单位：{names}，先请它们改。")


def _with_the_same(finding: Finding, counted: Sequence[Standing]) -> Iterator[str]:
    for one in counted:
        for located in one.submission.findings:
            own = located.finding
            if own.is_open and own.rule == finding.rule and own.cells[:1] == finding.cells[:1]:
                yield one.organ
