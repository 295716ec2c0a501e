"""Rules about what is cited and how words are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.leftovers import Slip, listed
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import HAN, PREFACE, Texts, late, places_of, texts_of, words_in

NUMBER: Final = late(
    rf"(国办{HAN}{{1,6}})[〔\[（(【［]\s*(20[0-9]{{2}})\s*[〕\]）)】］]\s*第?([0-9]{{1,3}})\s*号"
)
ABOUT: Final = late("年度报告|年报|格式|信息处理费|统计|口径|情况说明")
NEAR: Final = 60
ORDER: Final = late(r"国务院令\s*(?:第\s*)?([0-9]{3})\s*号")
REGULATION: Final = "公开条例"
# Articles of 2007 on the annual report; today they are about other things.
OLD_ARTICLES: Final = late(
    r"条例[》）)]?(?:（[^）\n]{0,24}）)?\s*(?:第三十条[、和])?(第三十[一二]条(?:[、和]\s*第三十[一二]条)?)"
)
REPORTING: Final = late("编制|年度报告|本报告")
AMENDED: Final = late("新?修订(?:后|通过)?的?《(?:中华人民共和国)?(?:政府信息公开)?条例》")
PLAN: Final = late(rf"(20[0-9]{{2}})年(?:度)?{HAN}{{0,8}}政务公开(?:重点)?工作要点")


@on_rule("S-CITE")
def citations(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for all that is cited wrongly; a remark where a word has only become stale."""
    texts = texts_of(case)
    slips = [
        *_documents(texts, rule),
        *_orders(texts, rule),
        *_articles(texts, rule),
        *_plans(texts, case.reading.report.year),
        *_typos(texts, rule),
    ]
    if slips:
        yield found(rule, f"{listed(texts, sorted(slips))}。{rule.advice}")
    stale = [
        Slip(*m.span(), f"{texts.quote(*m.span())}，条例修订已经多年，不必再写“新修订”")
        for m in AMENDED().finditer(texts.whole)
    ]
    if stale and case.reading.report.year >= rule.settings["stale_from"] and not slips:
        yield found(rule, listed(texts, stale[:1]))._replace(severity="info")


def _documents(texts: Texts, rule: Rule) -> Iterator[Slip]:
    """Document numbers: of another organ, or of a form that is no longer in use."""
    rights: dict[str, str] = rule.settings["documents"]
    obsolete: dict[str, str] = rule.settings["obsolete"]
    for match in places_of(NUMBER, texts.whole, ("国办",)):
        number = f"〔{match[2]}〕{match[3]}号"
        given, right = f"{match[1]}{number}", rights.get(number, "")
        if given in obsolete:
            yield Slip(*match.span(), f"写的是“{given}”，{obsolete[given]}")
        elif right and match[1] != right and _is_about(texts, match):
            yield Slip(*match.span(), f"写的是“{given}”，应是“{right}{number}”")


def _is_about(texts: Texts, match: re.Match[str]) -> bool:
    around = texts.whole[max(match.start() - NEAR, 0) : match.end() + NEAR]
    return bool(ABOUT().search(around))


def _orders(texts: Texts, rule: Rule) -> Iterator[Slip]:
    right = rule.settings["order"]
    for match in ORDER().finditer(texts.whole):
        before = texts.whole[max(match.start() - 30, 0) : match.start()]
        if int(match[1]) != right and REGULATION in before:
            yield Slip(*match.span(), f"写的是“{match[0]}”，现行条例是国务院令第{right}号")


def _articles(texts: Texts, rule: Rule) -> Iterator[Slip]:
    for match in places_of(OLD_ARTICLES, texts.whole, ("第三十",)):
        own = texts.at(match.start())
        sentence = own.text[max(match.start() - own.start - NEAR, 0) :][: NEAR * 2 + 40]
        if own.section == PREFACE or REPORTING().search(sentence):
            said = f"引的是条例{match[1]}，那是修订前的条文，{rule.settings['article']}"
            yield Slip(match.start(1), match.end(1), said)


def _plans(texts: Texts, year: int) -> Iterator[Slip]:
    for match in PLAN().finditer(texts.whole) if "工作要点" in texts.whole else ():
        if int(match[1]) < year:
            said = f"写的是“{match[0]}”，这是 {year} 年度的报告，很可能没有换成当年的要点"
            yield Slip(*match.span(), said)


def _typos(texts: Texts, rule: Rule) -> Iterator[Slip]:
    words: dict[str, Any] = rule.settings["typos"]
    for match in words_in(texts.whole, tuple(words)):
        yield Slip(*match.span(), f"写的是“{match[0]}”，应是“{words[match[0]]}”")


# ---- an office's own lists of words --------------------------------------------------------


@on_rule("S-WORD")
def wrong_words(case: Case, rule: Rule) -> Iterator[Finding]:
    """Words that an office does not want to see; one finding, the serious ones first."""
    words = case.settings.words
    if not words.wrong:
        return  # a list is optional
    texts = texts_of(case)
    slips = []
    for word in sorted(words.wrong, key=lambda one: not one.serious):
        start = texts.whole.find(word.wrong) if word.wrong not in words.allowed else -1
        if start >= 0 and not _is_right(texts, start, word.wrong, word.right):
            instead = f"，应是“{word.right}”" if word.right else "，词表里不让用"
            serious = "（严重）" if word.serious else ""
            end = start + len(word.wrong)
            slips.append(Slip(start, end, f"写的是“{word.wrong}”{serious}{instead}"))
    if slips:
        yield found(rule, f"{listed(texts, slips)}。{rule.advice}")


def _is_right(texts: Texts, start: int, wrong: str, right: str) -> bool:
    """Is it a piece of the right word, as 截至 in 截至目前?"""
    place = right.find(wrong)
    return place >= 0 and texts.whole.startswith(right, max(start - place, 0))


@on_rule("S-SECRET")
def secrecy(case: Case, rule: Rule) -> Iterator[Finding]:
    """Markings of secrecy in what is to be published."""
    texts = texts_of(case)
    words = tuple(rule.settings["words"])
    slips = [Slip(*match.span()) for match in words_in(texts.whole, words)]
    if slips:
        yield found(rule, f"{listed(texts, slips)}。{rule.advice}")
