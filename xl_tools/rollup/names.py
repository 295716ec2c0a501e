"""Names of organs -> which of them mean one organ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from xl_tools.sources.labels import essence

# A government and its office make one report (国办公开办函〔2021〕30号).
OFFICE: Final = re.compile(r"政府(?:办公厅|办公室|办)$")
# A shorter name leaves out the region before it: 教育局 is 甲县教育局.
REGIONS: Final = "省市县区旗州盟"
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


class Names:
    """The names of known organs, to find the one that a report or a file speaks of."""

    __slots__ = ("_by_key", "_by_short", "_by_stem", "_known", "region")

    def __init__(self, known: Iterable[str]) -> None:
        self._known = tuple(dict.fromkeys(known))
        self.region = region_of(self._known)
        self._by_key: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._by_short: dict[str, list[str]] = {}
        for name in self._known:
            self._by_key.setdefault(organ_key(name), []).append(name)
            stem = _stem(name)
            self._by_stem.setdefault(stem, []).append(name)
            for short in self._shorter(stem):
                self._by_short.setdefault(short, []).append(name)

    def find(self, name: str) -> str:
        """The known name that means this organ; empty where none or several could.

        Either name may leave out the region before it; where the region is known, no other will do.
        """
        key, stem = organ_key(name), _stem(name)
        if not key:
            return ""
        if same := self._by_key.get(key):
            return next((one for one in same if essence(one) == essence(name)), same[0])
        near = [*self._by_stem.get(stem, ()), *self._by_short.get(stem, ())]
        near += [one for short in self._shorter(stem) for one in self._by_stem.get(short, ())]
        return _only(near)

    def _shorter(self, stem: str) -> Iterator[str]:
        """The stem without the region, or regions, before it."""
        for end in range(2, len(stem) - 1):
            before = stem[:end]
            fits = before.endswith(self.region) or self.region.endswith(before)
            if stem[end - 1] in REGIONS and fits:
                yield stem[end:]

    def spoken_of(self, text: str) -> str:
        """The known name that a file's name holds; empty where it holds none or several."""
        words = organ_key(text)
        spoken = {one: _stem(one).removeprefix(self.region) for one in self._known}
        fitting = {one: len(word) for one, word in spoken.items() if len(word) > 1}
        fitting = {one: length for one, length in fitting.items() if spoken[one] in words}
        longest = max(fitting.values(), default=0)
        return _only([one for one, length in fitting.items() if length == longest])


def _only(names: list[str]) -> str:
    """The first of names that all mean one organ."""
    return names[0] if len({organ_key(one) for one in names}) == 1 else ""
