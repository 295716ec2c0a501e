"""Rules about names: is it the organ's own report, or another's that was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_tools.edition import Rule
from xl_tools.rules.finding import Case, Finding, found
from xl_tools.rules.leftovers import Slip, listed
from xl_tools.rules.registry import rule as on_rule
from xl_tools.rules.texts import HAN, PREFACE, Texts, late, texts_of

BODY: Final = late(
    "(?:党政)?(?:综合)?(?:人民政府|办事处|管理委员会|管委会)?(?:办公厅|办公室|政府信息与政务公开办公室)?$"
)
TITLED: Final = late(rf"^(?:关于)?((?:{HAN}|[（）()]){{3,40}}?)(?:关于)?(?:20[0-9]{{2}}|二[〇○零])")
CONTACT: Final = late(
    rf"(?:与|向)({HAN}{{3,30}}?)(?:联系|咨询|反映)|请(?:联系|致电|咨询)({HAN}{{3,30}}?)(?:[（(，,。：:]|$)"
)
TOWN: Final = late(f"({HAN}{{2,}}?(?:镇|乡|街道|苏木))(?:人民政府|办事处|$)")
COUNTY: Final = late(f"{HAN}{{2,8}}?(?:自治县|县|市|区|旗)")
GENERAL: Final = frozenset("全各本我该省市县区乡镇")  # 全县, 各乡镇: no name
# A town that acts: its name opens a sentence, or stands behind that of its county.
ACTING: Final = late(
    f"(?:^|(?<=[，。；：\n“]))(?:{HAN}{{2,6}}[县市区旗])?({HAN}{{2,4}}(?:镇|乡|街道))(?:人民政府|办事处|党委|党工委)",
    re.MULTILINE,
)
# What may stand before 镇 without being a name.
NO_NAME: Final = late(
    "[各本我全该乡等所两每辖市县区和与及对向由在将为让使经按据靠到把]|按照|根据|落实|围绕|通过|依托|结合|坚持|针对|依据"
    "|遵照|借助|由于|作为|加强|完善|推动|推进|成立|组织|要求|配合|协助|接受|以及|关于|其中|同时|此外|及时|定期|不断"
    "|积极|认真|严格|切实|村级|城镇|小城|集镇|建制|重点|中心|特色|示范|试点|上级|下级|基层"
)


@on_rule("S-ORG")
def names(case: Case, rule: Rule) -> Iterator[Finding]:
    """One finding for all names that are not the organ's own."""
    report = case.reading.report
    own = _plain(report.organ.name)
    texts = texts_of(case)
    said = []
    if not _plain(report.title).startswith(own):
        title = TITLED().match(_plain(report.title))
        if title and not _is_same(own, title[1]):
            said.append(f"标题里的机关是“{title[1]}”")
    if report.signature and not _is_same(own, _plain(report.signature)):
        said.append(f"落款是“{report.signature}”")
    slips = [*_contacts(texts, own), *_others(texts, own)]
    if slips:
        said.append(listed(texts, slips))
    if said:
        yield found(rule, f"{'；'.join(said)}，本机关是“{report.organ.name}”。{rule.advice}")


def _plain(text: str) -> str:
    return "".join(text.split())


def core(name: str) -> str:
    """A name without what a government and its office do not share."""
    return BODY().sub("", name) or name


def is_town(name: str) -> bool:
    """Is it the name of a town, a township or a subdistrict?"""
    return TOWN().search(name) is not None


def _is_same(own: str, other: str) -> bool:
    """Do both names mean one organ, shortened or with its office?"""
    return own in other or core(own) in other or core(other) in own


def _contacts(texts: Texts, own: str) -> Iterator[Slip]:
    """Whom the preface says to ask: of another town or another county."""
    preface = texts.sections.get(PREFACE, "")
    for match in CONTACT().finditer(preface):
        name = match[1] or match[2]
        if any(_differs(pattern(), own, name) for pattern in (TOWN, COUNTY)):
            yield Slip(*match.span(), f"的联系单位是“{name}”")


def _differs(pattern: re.Pattern[str], own: str, other: str) -> bool:
    """Do both name a place of this kind, and not the same one?"""
    mine, theirs = pattern.match(own), pattern.match(other)
    if not (mine and theirs) or theirs[0][0] in GENERAL:
        return False
    return mine[0] not in other and theirs[0] not in own


def _others(texts: Texts, own: str) -> Iterator[Slip]:
    """Another town that acts in a town's report."""
    if not is_town(own):
        return
    for match in ACTING().finditer(texts.whole):
        if texts.at(match.start()).section == PREFACE:
            continue  # whom the preface names is asked about above
        if match[1] not in own and not NO_NAME().search(match[1][:-1]):
            start, end = match.span()
            yield Slip(start, end, f"写的是“{match[0]}”，很可能是抄来的没有改")
