"""Names of organs -> which of them mean one organ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from xl_tools.sources.labels import essence

# A government and its office make one report (国办公开办函〔2021〕30号).
OFFICE: Final = re.compile(r"政府(?:办公厅|办公室|办)$")
# A shorter name leaves out the region before it: 教育局 is 甲县教育局.
REGION: Final = re.compile(r".+[省市县区旗州盟]$")
LEADING: Final = re.compile(r".{1,8}?[省市县区旗州盟](?=.{2})")
ENDINGS: Final = ("人民政府", "政府", "办事处")


@lru_cache(maxsize=8192)
def organ_key(name: str) -> str:
    """The same for all names of one organ, the office of a government included."""
    plain = essence(name).replace("人民政府", "政府")
    return OFFICE.sub("政府", plain)


def is_office(name: str) -> bool:
    """Is it the office of a government rather than the government?"""
    return OFFICE.search(essence(name)) is not None


@lru_cache(maxsize=8192)
def _stem(name: str) -> str:
    key = organ_key(name)
    for ending in ENDINGS:
        if key.endswith(ending) and len(key) > len(ending):
            return key.removesuffix(ending)
    return key


def region_of(names: Iterable[str]) -> str:
    """The region that most of the names begin with: 甲县; empty where none leads."""
    found = Counter(m[0] for name in names if (m := LEADING.match(essence(name))))
    return found.most_common(1)[0][0] if found else ""


def match(name: str, known: Iterable[str], region: str = "") -> str:
    """The one of the known names that means this organ; empty where none or several could.

    A name may leave out the region before it; where the region is known, no other will do.
    """
    names = list(known)
    key = organ_key(name)
    if not key:
        return ""
    same = [one for one in names if organ_key(one) == key]
    if same:
        return next((one for one in same if essence(one) == essence(name)), same[0])
    near = [one for one in names if _is_near(name, one, region) or _is_near(one, name, region)]
    return near[0] if len({organ_key(one) for one in near}) == 1 else ""


def _is_near(name: str, other: str, region: str) -> bool:
    """Is a name the other one, or the other one with a region before it?"""
    long, short = _stem(name), _stem(other)
    if not short or not long.endswith(short):
        return False
    before = long.removesuffix(short)
    if not before:
        return True
    fits = before.endswith(region) or region.endswith(before)
    return REGION.fullmatch(before) is not None and fits


def named_in(text: str, known: Iterable[str]) -> str:
    """The known organ that a file's name speaks of; empty where none or several do."""
    names, words = list(known), organ_key(text)
    region = region_of(names)
    spoken = {one: _spoken(one, region) for one in names}
    fitting = {one: len(word) for one, word in spoken.items() if len(word) > 1 and word in words}
    longest = max(fitting.values(), default=0)
    best = [one for one, length in fitting.items() if length == longest]
    return best[0] if len({organ_key(one) for one in best}) == 1 else ""


def _spoken(name: str, region: str) -> str:
    """What people call an organ within its region: 公安局, 东镇."""
    short = _stem(name).removeprefix(region)
    return short or organ_key(name)
