"""Rules about what should have been deleted, filled in or numbered before the text went out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule
from xl_tools.records import NamedTuple
from xl_tools.rules.finding import MOST_SENTENCES, Case, Finding, found
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import AROUND, Texts, is_latin, late, places_of, texts_of, words_in

# A pattern is searched for fast where it begins with known characters; what stands before it is
# looked at afterwards.
MARKS: Final = "XxＸ×"
# XX, ×× and 20XX where a name or a number belongs; a row of low lines.
BLANKS: Final = late(
    "(?:20)?[XxＸ×]{2,4}(?=[年月日省市县区旗镇乡局委办人村单部件条个次份元万台期名项家场号])"
    "|[XxＸ](?=[件条次份篇期])|_{3,}"
)
COUNTERS: Final = "人次|万元|条|件|份|次|篇|期|元"
ENDED: Final = "(?=[，。；、,;）)\n]|$)"
AT_END: Final = late(f"(?:{COUNTERS}){ENDED}")
# 共主动公开条: a counter straight behind a word that a number should part it from. Long ones first.
BEFORE_NUMBERS: Final = (
    "共主动公开", "累计发布", "共公开", "共发布", "共收到", "共受理", "共办理", "共办结", "共答复",
    "新收到", "共收取", "分别为", "数为", "达到", "共计", "累计", "合计", "总计", "共",
)  # fmt: skip
# Behind these, only the counters of what is published.
PUBLISHED: Final = ("主动公开", "公开信息", "政府信息", "各类信息", "发布信息")
PUBLISHED_BY: Final = frozenset("条份篇")
GAPS: Final = late(rf"[ \u3000\xa0]+(?:{COUNTERS}){ENDED}")
PERCENTS: Final = late("[%％]")
NUMERAL: Final = frozenset("0123456789０１２３４５６７８９.．几十百千万零一二三四五六七八九两个")
# What makes a noun with the counter behind it, where a blank has slipped between: 事 项, 文 件.
NOUNS: Final = frozenset(
    "事文案信条软硬稿证邮附要零元办来请一二两几多每整单专各款选强月身年省股首层批频班档日时长定"
    "按逾周预近同头链线逐国全人姓署排部配组构物原学任假初中后前延到分工如春秋暑寒名依其再座场屡主美公状"
)


class Slip(NamedTuple):
    """Something found in the whole text: where, and what to say about it."""

    start: int
    end: int
    said: str = ""


def listed(texts: Texts, slips: list[Slip], most: int = MOST_SENTENCES) -> str:
    """The first of them, each with where it stands and what is around it."""
    words, last = [], ""
    for one in slips[:most]:
        where = texts.where(one.start)
        said = one.said or texts.quote(one.start, one.end)
        words.append(said if where == last else f"{where}{said}")
        last = where
    return "；".join(words) + (f"；一共 {len(slips)} 处" if slips[most:] else "")


def joined(texts: Texts, slips: list[Slip]) -> list[Slip]:
    """Those that stand so near each other that one quotation shows both, as one."""
    together: list[Slip] = []
    for one in sorted(slips):
        last = together[-1] if together else None
        near = (
            last and one.start - last.end <= AROUND and texts.at(one.start) == texts.at(last.start)
        )
        if last and near:
            together[-1] = last._replace(end=max(one.end, last.end))
        else:
            together.append(one)
    return together


@on_rule("S-PLACE")
def leftovers(case: Case, rule: Rule) -> Iterator[Finding]:
    """Words of the form, of a covering letter, blanks of a model that were not filled."""
    texts = texts_of(case)
    words = words_in(texts.whole, tuple(rule.settings["words"]))
    slips = [Slip(*m.span()) for m in words if texts.before(m.start()) not in PRECIOUS]
    if any(mark in texts.whole for mark in (*MARKS, "___")):
        slips += [Slip(*m.span()) for m in BLANKS().finditer(texts.whole) if _is_blank(texts, m)]
    if slips:
        yield found(rule, f"{listed(texts, joined(texts, slips))}。{rule.advice}")


PRECIOUS: Final = frozenset("珍宝富昂名高尊")  # 珍贵办公用品 is no 贵办


def _is_blank(texts: Texts, match: re.Match[str]) -> bool:
    """Is it no piece of a word in Latin letters?"""
    before = texts.before(match.start())
    return not is_latin(before) and before not in tuple(MARKS)


@on_rule("S-HOLE")
def holes(case: Case, rule: Rule) -> Iterator[Finding]:
    """A counter, or a percent sign, with no number before it."""
    texts = texts_of(case)
    slips = [*_wordy_holes(texts), *_gaps(texts), *_percents(texts)]
    if slips:
        said = [_hole(texts, one) for one in sorted(slips)]
        yield found(rule, f"{listed(texts, said)}。{rule.advice}")


def _wordy_holes(texts: Texts) -> Iterator[Slip]:
    for match in AT_END().finditer(texts.whole):
        end = match.start()
        words = BEFORE_NUMBERS + (PUBLISHED if match[0] in PUBLISHED_BY else ())
        word = next((word for word in words if texts.whole.endswith(word, 0, end)), "")
        if word and not (word.startswith("共") and texts.before(end - len(word)) == "公"):
            yield Slip(end - len(word), match.end())


def _gaps(texts: Texts) -> Iterator[Slip]:
    """A blank where a number was to be put; none that slipped into a noun, or behind a number."""
    for match in places_of(GAPS, texts.whole, " \u3000\xa0"):
        before = texts.before(match.start())
        if _is_chinese(before) and before not in NUMERAL and before not in NOUNS:
            yield Slip(*match.span())


def _percents(texts: Texts) -> Iterator[Slip]:
    for match in PERCENTS().finditer(texts.whole):
        before = texts.before(match.start())
        if _is_chinese(before) and before not in NUMERAL:
            yield Slip(*match.span())


def _is_chinese(character: str) -> bool:
    return "一" <= character <= "鿿"


def _hole(texts: Texts, slip: Slip) -> Slip:
    text = texts.whole[slip.start : slip.end]
    counter = next((c for c in COUNTERS.split("|") if text.endswith(c)), text[-1])
    return slip._replace(said=f"{texts.quote(slip.start, slip.end)}“{counter}”前面没有数")


@on_rule("S-GENERIC")
def vague_words(case: Case, rule: Rule) -> Iterator[Finding]:
    """Words that could stand in anybody's report."""
    texts = texts_of(case)
    words = case.settings.texts.vague
    slips = [Slip(*m.span()) for m in words_in(texts.whole, words)]
    slips = [one for one in slips if texts.at(one.start).section == "problems"]
    if slips:
        yield found(rule, f"{listed(texts, joined(texts, slips))}。{rule.advice}")


# ---- numbering -----------------------------------------------------------------------------

CHINESE: Final = "一二三四五六七八九十"
# The sign behind the number is judged later: each class of such signs costs a start as much again.
STEPS: Final = late(rf"(第?[（(]?)([{CHINESE}]{{1,3}})(?=(.))|([1-9][0-9]?)(?=(.))")
# What may stand before 一是; before （一） and 1. only a new line or a full stop.
BEFORE_STEP: Final = frozenset("，。；：:;、,（( \t\u3000\n")
BLANK: Final = frozenset(" \t\u3000\xa0")


@on_rule("S-SEQ")
def numbering(case: Case, rule: Rule) -> Iterator[Finding]:
    """一是, 三是 without 二是; （二） without （一）."""
    texts = texts_of(case)
    slips: list[Slip] = []
    last: dict[tuple[str, str], int] = {}
    for match in STEPS().finditer(texts.whole):
        step = _step(texts, match)
        if step is None:
            continue
        kind, number, place = step
        key = (texts.at(place).section, kind)
        before = last.get(key, 0)
        if number not in (1, before + 1):
            slips.append(_gap(texts, place, kind, number, before))
        last[key] = number
    if slips:
        yield found(rule, f"{listed(texts, slips)}。{rule.advice}")


def _step(texts: Texts, match: re.Match[str]) -> tuple[str, int, int] | None:
    """The kind of a number, the number, and its place; None where it numbers nothing."""
    opening, word, after, digits, point = match.groups()
    place, before = match.start(), texts.before(match.start())
    if before in BLANK and (digits or after in "）)"):
        before = _before_blanks(texts.whole, place)
    if digits:
        behind = texts.whole[match.end() + 1 : match.end() + 2]
        numbered = point in ".．、" and before in "\n" and not (behind and behind in "0123456789")
        return ("{}.", int(digits), place) if numbered else None
    number = _number(word) if after in "是要，,）)" else 0
    if after in "）)":
        opened = opening and opening in "（(" and before in "\n。"
        return ("（{}）", number, place) if number and opened else None
    if opening and opening in "（(":  # （一是
        opening, place, before = "", place + 1, opening
    if not number or (before and before not in BEFORE_STEP) or (after in "，,") != bool(opening):
        return None  # 统一是; 第一是; a plain 一，
    return f"{opening}{{}}{after.replace(',', '，')}", number, place


def _before_blanks(text: str, place: int) -> str:
    """The character before a place and the blanks before it: paragraphs are indented with them."""
    while place and text[place - 1] in BLANK:
        place -= 1
    return text[place - 1 : place] if place else ""


def _number(text: str) -> int:
    """三 is 3, 二十一 is 21; 0 where it is no number."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return 0
    high = (CHINESE.index(tens) + 1 if tens else 1) if ten else 0
    return high * 10 + (CHINESE.index(ones) + 1 if ones else 0)


def _word(kind: str, number: int) -> str:
    if kind == "{}.":
        return kind.format(number)
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else CHINESE[tens - 1]) + "十" if tens else ""
    return kind.format(ten + (CHINESE[ones - 1] if ones else ""))


def _gap(texts: Texts, place: int, kind: str, number: int, before: int) -> Slip:
    own = _word(kind, number)
    quote = texts.quote(place, place + len(own))
    if not before:
        said = f"{quote}前面没有“{_word(kind, 1)}”"
    elif number == before:
        said = f"{quote}的“{own}”重复了"
    else:
        said = f"{quote}前面是“{_word(kind, before)}”，没有“{_word(kind, before + 1)}”"
    return Slip(place, place + len(own), said)
