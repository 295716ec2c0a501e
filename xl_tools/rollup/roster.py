"""Rows of a table -> the roster: which units report, in which role, until when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Edition
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import LEVELS, Organ
from xl_tools.rollup.names import Names
from xl_tools.settings import DEFAULTS, Settings
from xl_tools.sources.labels import essence

GOVERNMENT, DEPARTMENT, TOWN, STREET = "政府", "部门", "乡镇", "街道"
AUTHORISED, VERTICAL, PUBLIC = "授权组织", "垂直管理", "公共企事业单位"
# 国办公开办函〔2021〕30号; 条例第五十五条: they report elsewhere.
NOT_SUMMED: Final = frozenset({VERTICAL, PUBLIC})


class Role(NamedTuple):
    """What a unit is to the parent: kind and level of its report, other words for it."""

    kind: str
    level: str
    synonyms: tuple[str, ...]


ROLES: Final[Mapping[str, Role]] = MappingProxyType(
    {
        GOVERNMENT: Role(
            "government", "", ("人民政府", "本级", "本级政府", "下级政府", "县市区", "县区")
        ),
        DEPARTMENT: Role(
            "department",
            "",
            tuple(
                "政府部门 工作部门 县直部门 市直部门 区直部门 县直 市直 区直 委办局"
                " 县直单位 市直单位 区直单位 党委部门加挂 党的工作机关".split()
            ),
        ),
        TOWN: Role("government", "township", ("乡", "镇", "乡镇政府", "乡镇人民政府")),
        STREET: Role("subdistrict", "township", ("街道办", "街道办事处", "街办")),
        AUTHORISED: Role(
            "authorised", "", ("法律法规授权组织", "法律法规授权的组织", "法律、法规授权的组织")
        ),
        VERTICAL: Role(
            "department", "", ("垂管", "垂管单位", "垂直管理单位", "垂直管理部门", "垂直部门")
        ),
        PUBLIC: Role(
            "authorised",
            "",
            ("公共企事业", "企事业单位", "公共企业", "公共事业单位", "公共企业事业单位"),
        ),
    }
)
# Words for a role that also say which kind of organ it is.
KINDS: Final = MappingProxyType(
    {
        "政府办": (GOVERNMENT, "office"),
        "政府办公室": (GOVERNMENT, "office"),
        "政府办公厅": (GOVERNMENT, "office"),
        "开发区": (DEPARTMENT, "zone"),
        "园区": (DEPARTMENT, "zone"),
        "管委会": (DEPARTMENT, "zone"),
        "开发区管委会": (DEPARTMENT, "zone"),
    }
)
LEVEL_WORDS: Final = MappingProxyType(
    {
        "township": ("乡", "镇", "乡镇", "乡级", "镇级", "街道", "乡科级"),
        "county": ("县", "区", "区县", "县区", "县市区", "区级", "县处级"),
        "prefecture": ("市", "地市", "地市级", "设区的市", "州", "地级"),
        "province": ("省", "自治区", "直辖市", "自治区级"),
        "ministry": ("部", "部委", "部级", "部委级"),
    }
)
COLUMNS: Final = MappingProxyType(
    {
        "name": tuple(
            "单位 单位名称 机关 机关名称 报送单位 填报单位 部门单位 单位全称 机关全称 名称".split()
        ),
        "role": ("角色", "单位类型", "单位类别", "单位性质", "类型", "类别", "性质"),
        "level": ("级别", "层级", "机关级别", "单位级别"),
        "email": ("邮箱", "电子邮箱", "邮件", "电子邮件", "email", "邮箱地址"),
        "due": ("截止日期", "截止时间", "截止", "报送期限", "期限", "报送截止日期", "上报期限"),
        "handed_in": ("上报日期", "上报时间", "报送日期", "报送时间", "收到日期", "收到时间"),
        "year": ("年度", "报告年度"),
    }
)
NO_NAMES: Final = frozenset({"合计", "小计", "总计"})
HEAD_ROWS: Final = 15
MOST_PROBLEMS: Final = 8
YEAR: Final = re.compile(r"(20[12][0-9])年")
DAY: Final = re.compile(
    r"(?:([12][0-9]{3})[-/.年]\s*)?([0-9]{1,2})[-/.月]\s*([0-9]{1,2})日?(?:[ T].*)?"
)
DIGITS: Final = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
# What a unit's name says of its role where the roster leaves it blank.
BY_NAME: Final = (
    (re.compile(r"[乡镇](?:人民)?政府$|[乡镇]$"), TOWN, "township"),
    (re.compile(r"街道(?:办事处|办)?$"), STREET, "township"),
    (re.compile(r"[县区旗](?:人民)?政府(?:办公室|办)?$"), GOVERNMENT, "county"),
    (re.compile(r"(?:省|自治区)(?:人民)?政府(?:办公厅|办)?$"), GOVERNMENT, "province"),
    (re.compile(r"(?:人民)?政府(?:办公厅|办公室|办)?$"), GOVERNMENT, ""),
    (re.compile(r"(?:局|委员会|委|厅|办公室|队|中心|管委会)$"), DEPARTMENT, ""),
)

Row = Sequence[object]


class Unit(NamedTuple):
    """One unit of the roster; what is not known is empty."""

    name: str
    role: str = ""
    kind: str = ""
    level: str = ""
    email: str = ""
    due: date | None = None
    handed_in: date | None = None

    @property
    def is_summed(self) -> bool:
        """Does its report go into the parent's?"""
        return self.role not in NOT_SUMMED

    def deadline(self, edition: Edition, year: int, settings: Settings = DEFAULTS) -> date | None:
        """The day by which it reports: its own, else the office's, else the national one."""
        if self.due is not None:
            return self.due
        level = self.level or ("county" if self.kind != "government" and self.kind else "")
        key = edition.publication_key(level, self.kind)
        text = settings.dates._asdict().get(key) or edition.publication.get(key, "")
        return date.fromisoformat(f"{year + 1}-{text}") if text else None


class Roster:
    """The units that report, in their order; the year and whose they are, where it says so."""

    __slots__ = ("_by_name", "_names", "organ", "units", "year")

    def __init__(self, units: Iterable[Unit], year: int | None = None, organ: str = "") -> None:
        self.units, self.year, self.organ = tuple(units), year, organ
        self._by_name = {unit.name: unit for unit in self.units}
        self._names = Names(self._by_name)

    def find(self, name: str) -> Unit | None:
        """The unit of that name, whatever region or spelling it is written with."""
        return self._by_name.get(self._names.find(name))

    def spoken_of(self, text: str) -> Unit | None:
        """The unit that a file's name speaks of."""
        return self._by_name.get(self._names.spoken_of(text))


def _year_due(day: date) -> int:
    """The year of a report that is due on a day: late in the year itself, or early in the next."""
    return day.year if day.month > 6 else day.year - 1


def roster_of(rows: Sequence[Row], file: str = "") -> Roster:
    """The roster in the rows of a table; Refusal names every row that cannot be used."""
    at, columns = _head(rows, file)
    years = {int(y) for row in rows[:at] for cell in row for y in YEAR.findall(str(cell or ""))}
    problems: list[str] = []
    units: list[Unit] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {name: row[n] for name, n in columns.items() if n < len(row)}
        if _text(cells.get("year")):
            years |= {_year(_text(cells["year"]), number, problems)}
        if unit := _unit(cells, number, years, problems):
            units.append(unit)
    problems += _twice(units)
    if problems:
        more = f"；等 {len(problems)} 处" if len(problems) > MOST_PROBLEMS else ""
        raise Refusal("；".join(problems[:MOST_PROBLEMS]) + more, "请改正名单", file=file)
    if not units:
        raise Refusal("名单里一个单位也没有", "请在“单位”一列写上各单位的名称", file=file)
    years = years or {_year_due(unit.due) for unit in units if unit.due}
    return Roster(units, years.pop() if len(years) == 1 else None)


def _head(rows: Sequence[Row], file: str) -> tuple[int, dict[str, int]]:
    """Which row is the heading, and which column is what."""
    for at, row in enumerate(rows[:HEAD_ROWS]):
        words = [essence(_text(cell)).lower().replace("-", "") for cell in row]
        found: dict[str, int] = {}
        for name, synonyms in COLUMNS.items():
            fitting = [words.index(w) for w in synonyms if w in words]
            if fitting:
                found[name] = fitting[0]
        if "name" in found:
            return at, found
    wanted = "单位、角色、级别、邮箱、截止日期、上报日期"
    raise Refusal("名单里找不到“单位”一列", f"请在第一行写上列名：{wanted}", file=file)


def _unit(
    cells: Mapping[str, object], number: int, years: set[int], problems: list[str]
) -> Unit | None:
    """The unit of one row; None for an empty one, a sum, and one that has problems."""
    name = "".join(_text(cells.get("name")).split())
    if not name:
        if any(_text(cells.get(one)) for one in ("role", "level", "email")):
            problems.append(f"第 {number} 行没有写单位")
        return None
    if name in NO_NAMES:
        return None
    before = len(problems)
    role, kind, level = _role(_text(cells.get("role")), name, number, problems)
    level = _level(_text(cells.get("level")), number, problems) or level
    year = next(iter(years)) + 1 if len(years) == 1 else None
    due, came = (_day(cells.get(n), n, number, year, problems) for n in ("due", "handed_in"))
    email = _text(cells.get("email"))
    if email and "@" not in email:
        problems.append(f"第 {number} 行的邮箱“{email}”缺少 @")
    return Unit(name, role, kind, level, email, due, came) if len(problems) == before else None


def organ_named(name: str) -> Organ:
    """An organ of which the name alone is known: what follows from it."""
    _, kind, level = _role_by_name(name)
    return Organ(name, level=level, kind=kind)


def _role(text: str, name: str, number: int, problems: list[str]) -> tuple[str, str, str]:
    """Role, kind and level as far as they follow from the word, else from the unit's name."""
    word = essence(text)
    if not word:
        return _role_by_name(name)
    if word in KINDS:
        role, kind = KINDS[word]
        return role, kind, _role_by_name(name)[2] if role == GOVERNMENT else ""
    for role, about in ROLES.items():
        if word == role or word in map(essence, about.synonyms):
            level = about.level or (_role_by_name(name)[2] if role == GOVERNMENT else "")
            return role, _kind(about.kind, name), level
    problems.append(f"第 {number} 行的角色“{text}”不认识，应是{'、'.join(ROLES)}")
    return "", "", ""


def _role_by_name(name: str) -> tuple[str, str, str]:
    for pattern, role, level in BY_NAME:
        if pattern.search(name):
            return role, _kind(ROLES[role].kind, name), level
    return "", "", ""


def _kind(kind: str, name: str) -> str:
    return "office" if kind == "government" and re.search("政府办(?:公[厅室])?$", name) else kind


def _level(text: str, number: int, problems: list[str]) -> str:
    word = essence(text)
    for level, shown in LEVELS.items():
        if word in (level, essence(shown)) or word in LEVEL_WORDS[level]:
            return level
    if word:
        listed = "、".join(LEVELS.values())
        problems.append(f"第 {number} 行的级别“{text}”不认识，应是{listed}")
    return ""


def _year(text: str, number: int, problems: list[str]) -> int:
    digits = text.removesuffix("年度").removesuffix("年").strip()
    if len(digits) == 4 and digits.isdecimal():
        return int(digits)
    problems.append(f"第 {number} 行的年度“{text}”不是四位数的年份")
    return 0


def _day(
    value: object, column: str, number: int, year: int | None, problems: list[str]
) -> date | None:
    """A date in any habit; one without a year is in the year after the report's."""
    text = _text(value)
    if not text:
        return None
    found = DIGITS.fullmatch(text) or DAY.fullmatch(text)
    try:
        if found and (found[1] or year):
            return date(int(found[1] or year or 0), int(found[2]), int(found[3]))
    except ValueError:
        pass
    title = COLUMNS[column][0]
    problems.append(f"第 {number} 行的{title}“{text}”看不懂，请写成 2025-01-31 的样子")
    return None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _twice(units: Sequence[Unit]) -> Iterator[str]:
    for name, times in Counter(unit.name for unit in units).items():
        if times > 1:
            yield f"“{name}”写了 {times} 次"
