"""What a case is and when it came and went -> the cells it counts in, or why it counts nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from xl_tools.edition import Table
from xl_tools.ledger.vocabulary import Meaning
from xl_tools.records import NamedTuple

BEFORE, WITHIN, AFTER, OPEN = range(4)  # when, seen from the year that is counted
KIND, RESULT = "申请人类型", "办理结果"


class Signature(NamedTuple):
    """All that decides where a case counts; cases with the same one are treated alike."""

    kind: Meaning
    result: Meaning
    received: int
    answered: int


class Verdict(NamedTuple):
    """The cells of a case, or what is asked about it, or why it cannot be counted."""

    cells: tuple[str, ...] = ()
    ask: tuple[tuple[str, Meaning], ...] = ()
    reason: str = ""


class Lines:
    """The rows and columns of table 3 by what they mean."""

    __slots__ = ("_rows", "_table", "_totals")

    def __init__(self, table: Table) -> None:
        self._table = table.id
        roles = ("received", "carried_in", "result_total", "carried_out")
        self._rows = {role: tuple(row.id for row in table.rows_with(role)) for role in roles}
        self._totals = tuple(column.id for column in table.columns_with("total"))

    def cells(self, role_or_row: str, kind: str) -> Iterator[str]:
        """The cell of a kind and the total, in the rows of a role or in a result's own row."""
        for row in self._rows.get(role_or_row, (role_or_row,)):
            for column in (kind, *self._totals):
                yield f"{self._table}.{row}.{column}"


def verdict_of(case: Signature, lines: Lines) -> Verdict:
    """Where a case counts in the year."""
    _, _, received, answered = case
    if received == AFTER or answered == BEFORE:
        return Verdict()
    if reason := "；".join(_reasons(case)):
        return Verdict(reason=reason)
    if asks := tuple(_asks(case)):
        return Verdict(ask=asks)
    return Verdict(tuple(_cells(case, lines)))


def _asks(case: Signature) -> Iterator[tuple[str, Meaning]]:
    if case.kind.state == "ask":
        yield KIND, case.kind
    if case.result.state == "ask" and case.answered == WITHIN:
        yield RESULT, case.result


def _reasons(case: Signature) -> Iterator[str]:
    if case.kind.state == "blank":
        yield f"{KIND}没有填"
    if case.result.state == "blank" and case.answered == WITHIN:
        yield f"有答复日期，{RESULT}没有填"
    if case.result.state in ("known", "ask") and case.answered == OPEN:
        yield f"有{RESULT}，答复日期没有填"


def _cells(case: Signature, lines: Lines) -> Iterator[str]:
    kind = case.kind.id
    yield from lines.cells("received" if case.received == WITHIN else "carried_in", kind)
    if case.answered == WITHIN:
        yield from lines.cells(case.result.id, kind)
        yield from lines.cells("result_total", kind)
    else:
        yield from lines.cells("carried_out", kind)
