"""Case ledgers of any length, with the traps of real ones; and a slow, plain count of them.

python benchmarks/ledgers.py 500000 -o 台账.csv

The count is written from the Regulation and the form, day by day and case by case, on what is
meant; the ledger's file holds the same in the many ways in which people write it.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

DAY = timedelta(1)
HEAD = (
    "编号 收件渠道 收到日期 签收日期 申请人 申请人类型 补正告知日期 补正收到日期 延长告知日期"
    " 征求意见起 征求意见止 延迟至 办理结果 答复日期 复议申请日期 复议审结日期 复议结果"
    " 诉讼类型 诉讼立案日期 诉讼审结日期 诉讼结果 信息处理费"
).split()
# What is meant -> how it is written. The rows and columns of the form of 2021.
KINDS = {
    "natural_person": ("自然人", "公民", "个人", "群众"),
    "commercial": ("商业企业", "公司", "企业"),
    "research": ("科研机构", "高校", "研究所"),
    "nonprofit": ("社会公益组织", "基金会", "协会"),
    "legal_services": ("法律服务机构", "律师事务所", "律所"),
    "other_org": ("其他", "村民委员会", "业主委员会"),
}
RESULTS = {
    "full_grant": ("予以公开", "（一）予以公开", "同意公开", "已主动公开"),
    "partial_grant": ("部分公开", "（二）部分公开", "区分处理"),
    "denied_state_secret": ("1.属于国家秘密", "不予公开（属于国家秘密）"),
    "denied_by_law": ("其他法律行政法规禁止公开", "不予公开 2.其他法律行政法规禁止公开"),
    "denied_security_stability": ("3.危及“三安全一稳定”", "危及三安全一稳定"),
    "denied_third_party": ("保护第三方合法权益", "不予公开-商业秘密", "个人隐私"),
    "denied_internal_affairs": ("5、属于三类内部事务信息", "内部事务"),
    "denied_process": ("属于四类过程性信息", "6.过程性信息"),
    "denied_enforcement_file": ("属于行政执法案卷", "案卷"),
    "denied_administrative_query": ("8.属于行政查询事项", "查询事项"),
    "unavailable_not_held": ("本机关不掌握相关政府信息", "信息不存在", "无法提供：本机关不掌握"),
    "unavailable_needs_creation": ("没有现成信息需要另行制作", "需要加工"),
    "unavailable_unclear": ("补正后申请内容仍不明确",),
    "rejected_petition": ("信访举报投诉类申请", "信访", "1.信访举报投诉类申请"),
    "rejected_repeat": ("重复申请", "重复"),
    "rejected_publication": ("要求提供公开出版物",),
    "rejected_excessive": ("无正当理由大量反复申请",),
    "rejected_reconfirmation": ("要求行政机关确认或重新出具已获取信息",),
    "other_correction_overdue": ("逾期不补正",),
    "other_fee_overdue": ("逾期未缴费",),
    "other_misc": ("撤回申请", "（六）其他处理 3.其他"),
}
OUTCOMES = {
    "affirmed": ("结果维持", "维持", "驳回诉讼请求"),
    "reversed": ("结果纠正", "撤销", "确认违法"),
    "other": ("其他结果", "终止", "驳回起诉"),
}
SUITS = {
    "litigation_direct": ("未经复议直接起诉", "直接起诉"),
    "litigation_after_reconsideration": ("复议后起诉",),
}
ASKED_KINDS = ("法人或其他组织", "法人")
ASKED_RESULTS = ("不予公开", "非政府信息", "其他", "告知通过其他途径办理")
LETTERS = ("补正告知", "延期告知", "征求意见", "处理中")


class Dispute(NamedTuple):
    """A reconsideration or a suit: the row of table 4, its days, the column of its outcome."""

    row: str
    filed: date
    decided: date | None
    outcome: str


class Case(NamedTuple):
    """What is meant by a row.

    `flaw`: "", or why it cannot be counted: "wrong", "twice", "asked kind", "asked result".
    """

    number: str
    received: date
    channel: str
    kind: str
    result: str = ""
    answered: date | None = None
    asked: date | None = None
    corrected: date | None = None
    extended: date | None = None
    consulted: tuple[date, date] | None = None
    postponed: date | None = None
    disputes: tuple[Dispute, ...] = ()
    fee: int = 0
    flaw: str = ""
    letter: bool = False


# ---- inventing -------------------------------------------------------------------------


def cases_of(count: int, year: int, seed: int, flaws: float = 0.02) -> list[Case]:
    """So many cases around a year."""
    chance = random.Random(seed)
    return [_case(number, year, chance, flaws) for number in range(1, count + 1)]


def _case(number: int, year: int, chance: random.Random, flaws: float) -> Case:
    received = date(year - 1, 10, 1) + chance.randrange(500) * DAY
    case = Case(
        f"{received.year}-{number:06d}",
        received,
        chance.choice(("当面", "邮寄", "网上", "电子邮件")),
        _weighted(tuple(KINDS), chance),
    )
    case = _delayed(case, chance)
    if chance.random() < 0.93:
        taken = chance.choice((2, 9, 15, 20, 25)) + chance.randrange(8)
        latest = max(filter(None, (case.received, case.asked, case.corrected)))
        answered = latest + taken * DAY
        case = case._replace(result=_weighted(tuple(RESULTS), chance), answered=answered)
    elif chance.random() < 0.3:
        case = case._replace(letter=True)
    if case.answered and chance.random() < 0.04:
        case = case._replace(disputes=tuple(_disputes(case.answered, chance)))
    if chance.random() < 0.01:
        case = case._replace(fee=100 * chance.randrange(1, 9))
    if chance.random() < flaws:
        asked = "asked result" if case.answered and chance.random() < 0.5 else "asked kind"
        case = case._replace(flaw=chance.choice((asked, "wrong", "twice")))
    return case


def _weighted(ids: Sequence[str], chance: random.Random) -> str:
    """The first ones most often, as in life."""
    return ids[min(int(chance.expovariate(1) * 2), len(ids) - 1)]


def _delayed(case: Case, chance: random.Random) -> Case:
    """With correction, extension, consultation or a later day, each now and then."""
    received = case.received
    if chance.random() < 0.08:
        asked = received + chance.randrange(1, 12) * DAY
        done = asked + chance.randrange(1, 20) * DAY if chance.random() < 0.85 else None
        case = case._replace(asked=asked, corrected=done)
    if chance.random() < 0.05:
        case = case._replace(extended=received + chance.randrange(5, 45) * DAY)
    if chance.random() < 0.05:
        first = max(received, case.corrected or received) + chance.randrange(0, 25) * DAY
        case = case._replace(consulted=(first, first + chance.randrange(20) * DAY))
    if chance.random() < 0.02:
        case = case._replace(postponed=received + chance.randrange(20, 120) * DAY)
    return case


def _disputes(answered: date, chance: random.Random) -> Iterator[Dispute]:
    for row in ("reconsideration", chance.choice(tuple(SUITS))):
        if chance.random() < 0.7:
            filed = answered + chance.randrange(5, 60) * DAY
            done = filed + chance.randrange(20, 200) * DAY if chance.random() < 0.7 else None
            yield Dispute(row, filed, done, chance.choice(tuple(OUTCOMES)) if done else "")


# ---- writing ---------------------------------------------------------------------------

HABITS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: day.strftime("%Y%m%d"),
    lambda day: f"{day.isoformat()} 09:30:00",
    lambda day: str((day - date(1899, 12, 30)).days),
    lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
)


def rows_of(cases: Sequence[Case], seed: int, *, habits: int = len(HABITS)) -> Iterator[list[str]]:
    """The rows of the ledger below its head, one a case; one that stands twice follows itself."""
    chance = random.Random(seed)
    for case in cases:
        row = _row(case, chance, habits)
        yield [row.get(name, "") for name in HEAD]
        if case.flaw == "twice":
            yield [row.get(name, "") for name in HEAD]


def _row(case: Case, chance: random.Random, habits: int) -> dict[str, str]:
    def day(value: date | None) -> str:
        return HABITS[chance.randrange(habits)](value) if value else ""

    first, last = case.consulted or (None, None)
    row = {
        "编号": case.number,
        "收件渠道": case.channel,
        "申请人": f"某{int(case.number[5:]) // 2}",
        "申请人类型": chance.choice(KINDS[case.kind]),
        "补正告知日期": day(case.asked),
        "补正收到日期": day(case.corrected),
        "延长告知日期": day(case.extended),
        "征求意见起": day(first),
        "征求意见止": day(last),
        "延迟至": day(case.postponed),
        "办理结果": chance.choice(RESULTS[case.result]) if case.result else "",
        "答复日期": day(case.answered),
        "信息处理费": str(case.fee or ""),
    }
    if case.channel == "当面":
        row["收到日期"] = day(case.received)
    else:  # registered on another day; what counts is the signature or the confirmation
        row["收到日期"] = day(case.received - chance.randrange(4) * DAY)
        row["签收日期"] = day(case.received)
    if case.letter:
        row["办理结果"] = chance.choice(LETTERS)
    for dispute in case.disputes:
        row |= _dispute_words(dispute, day, chance)
    return row | _flaw(case, chance)


def _dispute_words(
    dispute: Dispute, day: Callable[[date | None], str], chance: random.Random
) -> dict[str, str]:
    outcome = chance.choice(OUTCOMES[dispute.outcome]) if dispute.outcome else ""
    if dispute.row == "reconsideration":
        words = outcome if outcome not in ("驳回诉讼请求", "驳回起诉") else "终止"
        words = "维持" if outcome == "驳回诉讼请求" else words
        return {
            "复议申请日期": day(dispute.filed),
            "复议审结日期": day(dispute.decided),
            "复议结果": words,
        }
    return {
        "诉讼类型": chance.choice(SUITS[dispute.row]),
        "诉讼立案日期": day(dispute.filed),
        "诉讼审结日期": day(dispute.decided),
        "诉讼结果": outcome,
    }


def _flaw(case: Case, chance: random.Random) -> dict[str, str]:
    """What makes a row impossible to count."""
    if case.flaw == "asked result":
        return {"办理结果": chance.choice(ASKED_RESULTS)}
    if case.flaw == "asked kind":
        return {"申请人类型": chance.choice(ASKED_KINDS)}
    if case.flaw != "wrong":
        return {}
    if case.answered:
        bad = (
            {"答复日期": "下周"},
            {"申请人类型": " "},
            {"答复日期": (case.received - 9 * DAY).isoformat()},
        )
        return chance.choice(bad)
    return {"收到日期": "2024-13-45", "签收日期": "2024-13-45"}


def csv_bytes(rows: Iterator[list[str]], encoding: str = "utf-8-sig", sign: str = ",") -> bytes:
    """The ledger as a text file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=sign)
    writer.writerow(HEAD)
    writer.writerows(rows)
    return buffer.getvalue().encode(encoding)


# ---- the slow count --------------------------------------------------------------------


class Counted(NamedTuple):
    """Cases behind each cell; late ones with their last day; cases that cannot be counted."""

    cells: dict[str, list[str]]
    overdue: dict[str, tuple[date, date | None]]
    dues: dict[str, date | None]


def slow_count(
    cases: Sequence[Case], year: int, as_of: date, is_workday: Callable[[date], bool]
) -> Counted:
    """Count as the form says: each case by itself, each day by itself."""
    cells: dict[str, list[str]] = defaultdict(list)
    overdue: dict[str, tuple[date, date | None]] = {}
    dues: dict[str, date | None] = {}
    for case in cases:
        _count_disputes(case, year, cells)
        if case.received > date(year, 12, 31):
            continue  # 明年的事
        if case.answered and case.answered < date(year, 1, 1):
            continue  # 去年已经办完
        if _can_be_counted(case, year):
            _count_case(case, year, cells)
        if case.flaw != "wrong":
            dues[case.number] = due = last_day(case, is_workday)
            if due and (case.answered or as_of) > due:
                overdue[case.number] = (due, case.answered)
    return Counted(dict(cells), overdue, dues)


def _can_be_counted(case: Case, year: int) -> bool:
    """What the result was need not be known in a year in which there is none yet."""
    if case.flaw == "asked result":
        return case.answered is not None and case.answered.year > year
    return case.flaw in ("", "twice")


def _count_case(case: Case, year: int, cells: dict[str, list[str]]) -> None:
    new = case.received.year == year
    rows = ["received" if new else "pending_start"]
    if case.answered and case.answered.year == year:
        rows += [case.result, "total"]
    else:
        rows.append("pending_end")
    for row in rows:
        cells[f"applications.{row}.{case.kind}"].append(case.number)
        cells[f"applications.{row}.total"].append(case.number)


def _count_disputes(case: Case, year: int, cells: dict[str, list[str]]) -> None:
    for dispute in case.disputes:
        if dispute.decided and dispute.decided.year == year:
            column = dispute.outcome
        elif dispute.filed.year <= year and (not dispute.decided or dispute.decided.year > year):
            column = "pending"
        else:
            continue
        cells[f"disputes.{dispute.row}.{column}"].append(case.number)
        cells[f"disputes.{dispute.row}.total"].append(case.number)


def last_day(case: Case, is_workday: Callable[[date], bool]) -> date | None:
    """第三十三条: within 20 working days of receipt; what 第三十条 to 第三十五条 add to that."""
    if case.asked and not case.corrected:
        return None  # 第三十条: the time runs from the corrected application
    start = case.corrected or case.received

    def after(days: int) -> date:
        day = start
        while days:
            day += DAY
            asked_others = case.consulted and case.consulted[0] <= day <= case.consulted[1]
            if is_workday(day) and not asked_others:
                days -= 1
        return day

    due = after(20)
    if case.extended and case.extended <= due:
        due = after(40)
    if case.postponed and case.postponed > due:
        due = case.postponed
    return due


def main() -> None:
    """Write a ledger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("-o", type=Path, required=True)
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    cases = cases_of(chosen.count, chosen.year, chosen.seed)
    chosen.o.write_bytes(csv_bytes(rows_of(cases, chosen.seed)))


if __name__ == "__main__":
    main()
