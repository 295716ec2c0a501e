"""Rules about data of persons, and about how the organ is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.leftovers import Slip, listed
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import HAN, PREFACE, is_latin, late, texts_of

DIGITS: Final = late(r"[0-9](?:[ -]?[0-9]){9,20}[Xx]?(?![0-9A-Za-z])")
MOBILE: Final = late("1[3-9][0-9]{9}")
CARD: Final = late("[3-6][0-9]{15,18}")
CITIZEN: Final = late(
    "[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
)
# 申请人张三（住石桥镇中心街18号）: who asked, and where at home.
APPLICANT: Final = late(
    rf"申请人(?:姓名)?[：:“]?({HAN}{{2,4}})”?[，,、（(](?:现?家?住(?:址|所)?|(?:通讯|联系)?地址)"
    "[^。；\n]{2,30}?[号室组村路街弄]"
)
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
PHONE: Final = late(r"(?<![0-9])(?:0[0-9]{2,3}[ )）—－-]{0,2})?[2-9][0-9]{6,7}(?![0-9])")


@on_rule("S-PII")
def personal_data(case: Case, rule: Rule) -> Iterator[Finding]:
    """Numbers of persons (not the organ's own telephone); applicants with where they live."""
    texts = texts_of(case)
    slips = [
        Slip(*match.span(), f"有申请人的姓名和住址 {match[1][0]}{'*' * (len(match[1]) - 1)}")
        for match in (APPLICANT().finditer(texts.whole) if "申请人" in texts.whole else ())
    ]
    for match in DIGITS().finditer(texts.whole):
        before = texts.before(match.start())
        if before == "." or is_latin(before):
            continue  # a piece of a longer code
        number = re.sub("[ -]", "", match[0]).upper()
        kind = _kind(number)
        own = texts.at(match.start())
        offered = own.section == PREFACE or texts.whole[match.end() : match.end() + 1] == "@"
        if kind and not (kind == "手机号" and offered):
            said = f"有{kind} {number[:4]}{'*' * (len(number) - 4)}"
            slips.append(Slip(*match.span(), said))
    if slips:
        yield found(rule, f"{listed(texts, sorted(slips))}。{rule.advice}")


def _kind(number: str) -> str:
    """What kind of a person's number it is; empty where it is none."""
    if len(number) == 18 and CITIZEN().fullmatch(number) and _citizen_check(number) == number[-1]:
        return "身份证号"
    if MOBILE().fullmatch(number):
        return "手机号"
    return "银行卡号" if CARD().fullmatch(number) and _luhn(number) else ""


def _citizen_check(number: str) -> str:
    """GB 11643: the last character that the first seventeen call for."""
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11]


def _luhn(number: str) -> bool:
    """ISO/IEC 7812: every second digit from the right doubled, the sum ends in 0."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


@on_rule("S-CONTACT")
def contact(case: Case, rule: Rule) -> Iterator[Finding]:
    """How the organ is reached: somewhere at all, and the same everywhere."""
    texts, organ = texts_of(case), case.reading.report.organ
    preface = texts.sections.get(PREFACE, "")
    reached = organ.phone or organ.email or PHONE().search(texts.whole) or "@" in texts.whole
    if not reached:
        yield found(rule, f"没有写联系电话或邮箱。{rule.advice}")
        return
    other = organ.phone and _bare(organ.phone)[-7:] not in _bare(preface)
    if other and PHONE().search(preface):
        words = f"前言里的电话与基本信息里的 {organ.phone} 不同"
        yield found(rule, f"{words}。{rule.advice}")


def _bare(text: str) -> str:
    return re.sub("[^0-9]", "", text)
