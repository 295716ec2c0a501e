"""Tally -> words for a clerk: the figures, what to choose, what to mend, which replies are late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xl_tools.edition import Edition, Table
from xl_tools.jsontext import plain
from xl_tools.ledger.limits import explained
from xl_tools.tally import Charge, Late, Tally

MOST_LISTED: Final = 20
MOST_EXPLAINED: Final = 5
MOST_CHOICES: Final = 8


def tally_text(tally: Tally, edition: Edition) -> str:
    """All that a count says, in the order in which a clerk needs it."""
    blocks = (
        _head(tally),
        _figures(tally, edition),
        _asked(tally),
        _uncounted(tally),
        _late(tally),
        _soon(tally),
        _charges(tally.charges),
        _remarks(tally),
        _next(tally),
    )
    return "\n".join(line for block in blocks for line in block)


def summary(tally: Tally) -> str:
    """How many rows are counted, and how many are not, in one line."""
    later = later_words(tally)
    if tally.is_whole and later:
        return f"台账 {tally.rows} 行，数清 {tally.rows - tally.later.rows} 行；{later}。"
    if tally.is_whole:
        return f"台账 {tally.rows} 行全部数清。"
    return (
        f"台账 {tally.rows} 行里有 {tally.open_rows} 行没有计数："
        f"要选定的 {len({one.row for one in tally.ask})} 行，"
        f"要改正的 {len(tally.uncounted)} 行。"
    ) + (f"另外{later}。" if later else "")


def later_words(tally: Tally) -> str:
    """The rows that were received after the year, in one sentence; empty where there are none."""
    count, first = tally.later
    if not count:
        return ""
    named = "、".join(first)
    rows = named if count == len(first) else f"{named}等 {count} 行"
    return f"{rows}收到日期在{tally.year}年以后，没有计入，请核对"


def open_lines(tally: Tally) -> Iterator[str]:
    """What of a ledger is not counted yet, for those who only use its figures."""
    yield summary(tally)
    yield from _asked(tally)
    yield from _uncounted(tally)
    if not tally.is_whole:
        yield "没有计数的行列在“待分类”表里；选定、改正以后再填一次。"


def _head(tally: Tally) -> Iterator[str]:
    yield f"{tally.file}：{tally.year}年，{summary(tally)}"


def _figures(tally: Tally, edition: Edition) -> Iterator[str]:
    for table in edition.tables.values():
        lines = list(_rows(tally, table))
        if lines:
            yield f"{table.number}（没有写出的行都是 0）："
            yield from lines


def _rows(tally: Tally, table: Table) -> Iterator[str]:
    """The rows that are not zero: the total, and the columns that make it up."""
    for row in table.all_rows():
        cells = [figure for figure in table.figures if figure.row.id == row.id]
        counts = {f.column: len(tally.cases.get(f.id, ())) for f in cells}
        total = sum(count for column, count in counts.items() if "total" in column.roles)
        if total:
            parts = (
                f"{column.label} {count}"
                for column, count in counts.items()
                if count and "total" not in column.roles
            )
            yield f"  {row.label}：{total}（{'，'.join(parts)}）"


def _asked(tally: Tally) -> Iterator[str]:
    if tally.ask:
        yield f"要您选定（{len(tally.ask)} 处，选定以前不计数）："
    for one in tally.ask[:MOST_LISTED]:
        choices = "；".join(one.choices[:MOST_CHOICES])
        more = "；……" if len(one.choices) > MOST_CHOICES else ""
        asked = f"{one.what}“{one.text}”是哪一种？"
        yield f"  第 {one.row} 行 {_named(one.case)}：{asked}{choices}{more}"
    yield from _rest(tally.ask, "处")


def _uncounted(tally: Tally) -> Iterator[str]:
    if tally.uncounted:
        yield f"没法计数，请在台账里改正（{len(tally.uncounted)} 行）："
    for one in tally.uncounted[:MOST_LISTED]:
        yield f"  第 {one.row} 行 {_named(one.case) or '（没有编号）'}：{one.reason}"
    yield from _rest(tally.uncounted, "行")


def _named(case: str) -> str:
    """A bare number is said to be the number of a case: "7：" alone tells nothing."""
    return f"编号 {case}" if case.isdecimal() else case


def _late(tally: Tally) -> Iterator[str]:
    if tally.overdue:
        yield f"超过法定期限（{len(tally.overdue)} 件，到 {tally.as_of} 为止）："
    for number, late in enumerate(tally.overdue[:MOST_LISTED]):
        yield f"  {_named(late.case)}：{late_words(late)}"
        if number < MOST_EXPLAINED:
            yield from (f"    {line}" for line in explained(late.dates, tally.as_of))
    yield from _rest(tally.overdue, "件")


def late_words(late: Late) -> str:
    """By when, and when it was answered."""
    letter = f"（{late.dates.letter}不是答复）" if late.dates.letter else ""
    went = f"{late.answered} 答复" if late.answered else f"还没有答复{letter}"
    return f"应在 {late.due} 以前答复，{went}"


def _soon(tally: Tally) -> Iterator[str]:
    if tally.soon:
        yield f"快到期（{len(tally.soon)} 件）："
    for one in tally.soon[:MOST_LISTED]:
        yield f"  {_named(one.case)}：{one.due} 到期，还有 {one.left} 个工作日"
    yield from _rest(tally.soon, "件")
    if tally.pace.average is not None:
        yield f"本年答复 {tally.pace.cases} 件，平均用 {tally.pace.average} 个工作日。"


def _charges(charges: Sequence[Charge]) -> Iterator[str]:
    if not charges:
        return
    total = sum((one.charged for one in charges), Decimal(0))
    yield f"信息处理费：共收取 {plain(total)} 元（写进第六部分，单位是元）。"
    wrong = [one for one in charges if one.due is not None and one.due != one.charged]
    for one in wrong[:MOST_LISTED]:
        due = plain(one.due or Decimal(0))
        yield (
            f"  {_named(one.cases[0])}{'等' if len(one.cases) > 1 else ''}：{one.basis}，"
            f"按标准是 {due} 元，台账上是 {plain(one.charged)} 元"
        )
    yield from _rest(wrong, "处")


def _remarks(tally: Tally) -> Iterator[str]:
    yield from (f"注意：{words}。" for words in tally.remarks[:MOST_LISTED])
    yield from _rest(tally.remarks, "条")


def _next(tally: Tally) -> Iterator[str]:
    if tally.is_whole:
        file = f'"{tally.file}"' if " " in tally.file else tally.file
        yield f"可以填进工作簿了：xl-tools fill 年报.xlsx --ledger {file} -o 新年报.xlsx"
    elif tally.ask:
        yield (
            "把结果存成工作簿（加上 -o 结果.xlsx），在它的“待分类”表里逐行选定、保存，"
            "再加上 --answers 结果.xlsx 数一次。"
        )
    else:
        yield "请在台账里改正，再数一次。"


def _rest(listed: Sequence[object], unit: str) -> Iterator[str]:
    if len(listed) > MOST_LISTED:
        yield f"  ……共 {len(listed)} {unit}，全部写在 -o 结果.json 里"
