"""A text -> the same with all that a whole report says besides, in words without a number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xl_tools.report import Organ

BESIDES = {
    "overview": "主动公开、依申请公开、信息管理、平台建设、监督保障都按规定开展，"
    "工作考核、社会评议、责任追究的结果另行公布。",
    "problems": "存在的问题是发布有时偏晚，解读的形式少，看得懂的人不多；"
    "改进的办法是由办公室每周汇总、按月通报，请群众评价，并把评价用到以后的安排里。",
    "other": "信息处理费的情况另行公布。",
}
PHONE = "0730-6210018"


def completed(narrative: Mapping[str, str]) -> Mapping[str, str]:
    """Each section as it is given, and behind it what it would be blamed for not saying."""
    sections = dict.fromkeys([*narrative, *BESIDES])
    texts = {name: (narrative.get(name, ""), BESIDES.get(name, "")) for name in sections}
    return MappingProxyType({name: "\n".join(filter(None, both)) for name, both in texts.items()})


def reachable(organ: Organ) -> Organ:
    """The organ with a telephone."""
    return organ._replace(phone=PHONE)
