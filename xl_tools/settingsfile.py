"""xl-tools.toml -> Settings; every fault named with file and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from xl_tools.files import read_whole
from xl_tools.log import user_folder
from xl_tools.refusal import Refusal, toml_place
from xl_tools.settings import DEFAULTS, FILE, Settings, Word

MAX_BYTES: Final = 1 << 20
MOST_WORDS: Final = 100_000
DAY: Final = "[0-9]{2}-[0-9]{2}"
# The head of a list of words, as websites keep them.
HEADS: Final = ("易错词", "替换词", "是否严重")
SERIOUS: Final = frozenset({"1", "是", "严重", "true", "y", "yes"})
KINDS: Final[Mapping[type, str]] = {
    bool: " true 或 false",
    int: "不小于 0 的整数",
    str: "文字",
    tuple: "方括号里的一串文字",
}


def settings_near(path: Path | None) -> Settings:
    """The settings for a file: those beside it, else those of the user, else the defaults."""
    folders = [path.parent] if path else []
    for folder in (*folders, user_folder()):
        own = folder / FILE
        if own.is_file():
            return load_settings(own)
    return DEFAULTS


def load_settings(path: Path) -> Settings:
    """The settings in a file; what it does not say is as by default."""
    data = _read(path)
    groups = DEFAULTS._asdict()
    for name, given in data.items():
        _expect(name in groups, f"不认识“{name}”", f"可以写的是：{_listed(groups)}", path)
        _expect(isinstance(given, dict), f"“{name}”应是一节", f"请写成 [{name}]", path)
        groups[name] = _group(name, groups[name], given, path)
    settings = Settings(**groups)
    listed = [word for name in settings.words.lists for word in read_words(path.parent / name)]
    words = settings.words._replace(wrong=(*settings.words.wrong, *listed))
    return settings._replace(words=words)


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # only where somebody has a file of their own

    try:
        return tomllib.loads(read_whole(path, MAX_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError:
        problem, advice = "设置文件的编码不对", "请用记事本另存为 UTF-8"
    except tomllib.TOMLDecodeError as error:
        problem, advice = f"设置文件不合 TOML 语法（{toml_place(error)}）", "请改正，或删掉这个文件"
    raise Refusal(problem, advice, file=str(path))


def _expect(holds: bool, problem: str, advice: str, path: Path) -> None:
    if not holds:
        raise Refusal(problem, advice, file=str(path))


def _listed(names: Mapping[str, Any] | Sequence[str]) -> str:
    return "、".join(names)


def _group(name: str, default: Any, given: Mapping[str, Any], path: Path) -> Any:
    """One section of the file over its defaults."""
    values = default._asdict()
    for key, value in given.items():
        known = f"[{name}] 里可以写的是：{_listed(values)}"
        _expect(key in values, f"不认识“{name}.{key}”", known, path)
        values[key] = _value(f"{name}.{key}", value, values[key], path)
    return type(default)(**values)


def _value(key: str, value: Any, default: Any, path: Path) -> Any:
    """A value of the same kind as its default."""
    if key == "words.wrong":
        return tuple(_words(key, value, path))
    kind = type(default)
    fits = type(value) is (list if kind is tuple else kind)
    fits = fits and not (kind is int and value < 0)
    fits = fits and not (kind is tuple and not all(isinstance(one, str) and one for one in value))
    _expect(fits, f"“{key}”写成了 {value!r}", f"应是{KINDS[kind]}", path)
    if key.startswith("dates."):
        _expect(not value or _is_day(value), f"“{key}”写成了 {value!r}", DATE, path)
    return tuple(value) if kind is tuple else value


DATE: Final = "应是每年都有的月和日，例如 01-31"


def _is_day(text: str) -> bool:
    """Is it a day that every year has? The 29th of February is none."""
    from datetime import date  # few offices set a day of their own

    try:
        return bool(re.fullmatch(DAY, text)) and bool(date.fromisoformat(f"2023-{text}"))
    except ValueError:
        return False


def _words(key: str, value: Any, path: Path) -> Iterator[Word]:
    """Single words, each a table of its own."""
    advice = '应是 [[words.wrong]]，里面写 wrong = "易错词"，可以加 right、serious'
    _expect(isinstance(value, list), f"“{key}”写成了 {value!r}", advice, path)
    for one in value:
        fits = isinstance(one, dict) and one.keys() <= set(Word._fields) and bool(one.get("wrong"))
        kinds = {"wrong": str, "right": str, "serious": bool}
        fits = fits and all(type(one[name]) is kinds[name] for name in one)
        _expect(fits, f"“{key}”里有一项写成了 {one!r}", advice, path)
        yield Word(**one)


# ---- lists of words ----------------------------------------------------------------------


def read_words(path: Path) -> Iterator[Word]:
    """The words of a list, 易错词 | 替换词 | 是否严重: .xlsx, .csv or text with tabs."""
    from xl_tools.sources.plainrows import rows_in

    try:
        yield from _listed_words(rows_in(read_whole(path)))
    except Refusal as refusal:
        raise refusal.within(str(path)) from None


def _listed_words(rows: list[list[str]]) -> Iterator[Word]:
    """Below the head, wherever its columns stand."""
    bare = [[text.strip() for text in row] for row in rows]
    top = next((n for n, row in enumerate(bare) if HEADS[0] in row), None)
    if top is None:
        listed = " | ".join(HEADS)
        raise Refusal("词表里没有“易错词”这一列", f"第一行应是：{listed}")
    if len(bare) - top > MOST_WORDS:
        raise Refusal(f"词表超过 {MOST_WORDS} 行", "请分开，只留用得上的")
    places = [bare[top].index(head) if head in bare[top] else None for head in HEADS]
    for row in bare[top + 1 :]:
        wrong, right, serious = (
            row[place] if place is not None and place < len(row) else "" for place in places
        )
        if wrong:
            yield Word(wrong, right, serious.casefold() in SERIOUS)
