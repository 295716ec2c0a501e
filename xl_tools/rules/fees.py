"""What is charged for requests: section six, table 2 and the case ledger must not disagree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xl_tools.edition import Rule
from xl_tools.jsontext import plain
from xl_tools.records import NamedTuple
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import Texts, has_any, late, sentences, texts_of

SECTION: Final = "other"
# A digit group may be parted by a comma. 100元/件 and 每件100元 are rates, not what was charged.
AMOUNT: Final = late(
    r"(?<![0-9.])(?<!每件)(?<!每页)([0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?)\s*(万)?元(?!/|每|一件)"
)
NOTHING: Final = late(
    "(?:没有|没|未|无|不)(?:发生|产生)?(?:需要|需)?(?:收取|收费|收|计收)|免收|免费|均未"
)
TEN_THOUSAND: Final = 10_000


class Told(NamedTuple):
    """What section six says was charged, in 元; nothing where it names no amount."""

    amounts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal | None:
        """The one amount it may be held to: the largest, of which others are parts."""
        return max(self.amounts, default=None)

    def fits(self, amount: Decimal) -> bool:
        """Is it one of those told, or all of them together?"""
        return amount in (*self.amounts, sum(self.amounts, Decimal(0)))


def tells_of_fees(texts: Texts, rule: Rule) -> bool:
    """Does section six speak of the fees?"""
    return has_any(texts.sections.get(SECTION, ""), rule.settings["words"])


def unpaid(case: Case) -> list[str]:
    """The cells in which applications ended because a fee was not paid."""
    figures = case.form.tables["applications"].figures
    own = [f.id for f in figures if "fee_overdue" in f.row.roles and "total" in f.column.roles]
    return [cell for cell in own if case.reading.report.number(cell)]


def charged(case: Case) -> Decimal:
    """What the ledger of the year says was charged, in 元; 0 without one."""
    tally = case.ledger
    if tally is None or tally.year != case.reading.report.year:
        return Decimal(0)
    return sum((one.charged for one in tally.charges), Decimal(0))


@on_rule("FEE")
def fees(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding: section six is silent or tells another amount; else what table 2 says."""
    texts = texts_of(case)
    told = _told(texts, rule) if tells_of_fees(texts, rule) else None
    for said in (_silent(case, rule, told), _other_amount(case, rule, told), _table(case, told)):
        if said is not None:
            words, cells, weight = said
            yield found(rule, words, cells)._replace(severity=weight or rule.severity)
            return


Said = tuple[str, tuple[str, ...], str] | None  # the words, the cells, another weight


def _silent(case: Case, rule: Rule, told: Told | None) -> Said:
    """Somebody did not pay, or somebody paid, and section six says nothing of fees."""
    cells, amount = unpaid(case), charged(case)
    if told is not None or not (cells or amount):
        return None
    facts = []
    if cells:
        count = sum((case.reading.report.number(cell) for cell in cells), Decimal(0))
        facts.append(f"{case.listed(cells)}有 {plain(count)} 件")
    if amount:
        facts.append(f"台账收取信息处理费 {plain(amount)} 元")
    words = f"{'，'.join(facts)}，第六部分却没有写信息处理费。{rule.advice}"
    return words, tuple(cells), ""


def _other_amount(case: Case, rule: Rule, told: Told | None) -> Said:
    """The ledger charged something else than section six tells."""
    amount = charged(case)
    if told is None or not amount or told.fits(amount):
        return None
    stated = "没有写收取多少元" if told.total is None else f"写的是 {plain(told.total)} 元"
    words = f"第六部分的信息处理费{stated}，台账是 {plain(amount)} 元。{rule.settings['amounts']}"
    return words, (), ""


def _table(case: Case, told: Told | None) -> Said:
    """元 put into the column of 万元; or nothing there, which may be right, for a look."""
    total = told.total if told else None
    figures = [f for f in case.form.figures().values() if "fee" in f.row.roles]
    for figure in figures if total else ():
        stated = case.reading.report.cells.get(figure.id)
        if total is None or not isinstance(stated, Decimal):
            continue
        told_so = f"第六部分写信息处理费 {plain(total)} 元，{case.where(figure.id)}"
        if stated == total:
            unit = f"{told_so}也是 {plain(stated)}：表二以万元为单位"
            return f"{unit}，信息处理费不填在这里。请核对", (figure.id,), ""
        if stated == 0:
            words = f"{told_so}是 0。信息处理费本来就不填在表二，请核对有没有别的收费漏填"
            return words, (figure.id,), "info"
    return None


def _told(texts: Texts, rule: Rule) -> Told:
    """The amounts in the sentences of section six that speak of fees; 0 where it says none."""
    amounts: list[Decimal] = []
    for sentence in sentences(texts.sections.get(SECTION, "")):
        if not has_any(sentence, rule.settings["words"]):
            continue
        for match in AMOUNT().finditer(sentence):
            value = Decimal(match[1].replace(",", "").replace("，", ""))
            amounts.append(value * TEN_THOUSAND if match[2] else value)
        if not amounts and NOTHING().search(sentence):
            amounts.append(Decimal(0))
    return Told(tuple(amounts))
