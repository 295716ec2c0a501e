"""JSON text <-> values in which every number is an exact decimal."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final, NoReturn

from xl_tools.refusal import Refusal

# The names of our JSON forms; by them a later run also knows the pages and files made of them.
REPORT: Final = "xl-tools/report/1"
FINDINGS: Final = "xl-tools/findings/1"
ROLLUP: Final = "xl-tools/rollup/1"
MANIFEST: Final = "xl-tools/manifest/1"

MARK: Final = b"\xef\xbb\xbf"  # that some editors put before UTF-8
MAX_DEPTH: Final = 60
MAX_EXPONENT: Final = 30


def loads(data: bytes, file: str = "") -> Any:
    """The value of a JSON text; numbers with a fraction are Decimals, whole ones are ints."""
    try:
        return json.loads(
            data.removeprefix(MARK).decode("utf-8"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise Refusal("不是 UTF-8 编码的 JSON 文件", "请另存为 UTF-8", file=file) from None
    except RecursionError:
        raise Refusal("JSON 文件嵌套太深", "请检查文件", file=file) from None
    except json.JSONDecodeError as error:
        where = f"第 {error.lineno} 行第 {error.colno} 列"
        raise Refusal(f"不是完整的 JSON 文件（{where}读不下去）", "请检查文件", file=file) from None
    except Refusal as refusal:
        raise refusal.within(file) from None


def _whole(text: str) -> int:
    if len(text.removeprefix("-")) > MAX_EXPONENT:
        raise Refusal(f"JSON 里的数 {text[:20]}… 太大", "请检查")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise Refusal(f"JSON 里的 {text} 不是数", "请改成数字或 null")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal(f"JSON 里“{twice}”写了两次", "请删去一个")
    return found


def dumps(value: Any) -> str:
    """The JSON text of a value, indented, Chinese as it is, decimals to the last digit."""
    return _text(value, "\n") + "\n"


def _text(value: Any, line: str) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int | float | None):
        return json.dumps(value, ensure_ascii=False)
    inner = line + "  "
    if hasattr(value, "items"):
        parts = [f"{_text(name, inner)}: {_text(item, inner)}" for name, item in value.items()]
        return _wrapped("{", parts, "}", line)
    parts = [_text(item, inner) for item in value]
    return _wrapped("[", parts, "]", line)


def _wrapped(opening: str, parts: list[str], closing: str, line: str) -> str:
    text = f"{opening}{', '.join(parts)}{closing}"
    if not parts or ("\n" not in text and len(text) + len(line) <= 100):
        return text
    inner = line + "  "
    return f"{opening}{inner}{(',' + inner).join(parts)}{line}{closing}"


def plain(number: Decimal) -> str:
    """A decimal as people write it: 1E+2 is 100, a count that was stored as 3.0 is 3."""
    whole = number.to_integral_value()
    return f"{whole or abs(whole):f}" if number == whole else f"{number:f}"
