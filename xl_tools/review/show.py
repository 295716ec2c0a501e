"""Differences -> words, JSON, a page: the same ones, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Any, Final

from xl_tools.records import NamedTuple
from xl_tools.review.differences import Difference
from xl_tools.review.wording import Change, excerpt, shared

MARK: Final = "xl-tools/differences/1"
LONG: Final = 1_500  # characters; comparing longer texts sign by sign takes too long
STYLE: Final = """
:root { color-scheme: light; }
body { font: 16px/1.6 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1a1a1a;
  background: #fff; margin: 0 auto; max-width: 64em; padding: 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.2em; margin-top: 2em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; overflow-wrap: anywhere; }
caption { text-align: left; padding: .4em 0; }
th, td { border: 1px solid #767676; padding: .3em .5em; text-align: left; vertical-align: top; }
thead th { background: #f3f3f3; } tbody th { font-weight: normal; width: 22%; }
del { background: #fbe3e4; color: #8a0c14; } ins { background: #e2f3e5; color: #0b5a1e; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } tr { break-inside: avoid; } }
"""


class Sides(NamedTuple):
    """What is compared, as the words of a person: file names, and what either is called."""

    old_file: str
    new_file: str
    old: str = "原来"
    new: str = "现在"


def lines(found: Sequence[Difference], sides: Sides) -> Iterator[str]:
    """One line for each difference, then how many there are."""
    for one in found:
        old, new = excerpt(Change(one.old, one.new)) if not one.cell else (one.old, one.new)
        where = f"（{one.found}）" if one.found else ""
        yield f"  {one.part}{where}：{sides.old}“{old}”，{sides.new}“{new}”"
    figures = sum(bool(one.cell) for one in found)
    if found:
        yield f"{sides.new_file}：与 {sides.old_file} 有 {len(found)} 处不同，其中数 {figures} 处。"
    else:
        yield f"{sides.new_file}：与 {sides.old_file} 的数和文字完全相同。"


def as_json(found: Sequence[Difference], sides: Sides) -> dict[str, Any]:
    """The form for programs."""
    return {
        "schema": MARK,
        "old": sides.old_file,
        "new": sides.new_file,
        "differences": [one._asdict() for one in found],
    }


def page(found: Sequence[Difference], sides: Sides) -> str:
    """A page that any browser shows, offline: figures first, then the text with its changes."""
    title = f"{sides.new_file} 与 {sides.old_file} 的不同"
    figures = [one for one in found if one.cell]
    others = [one for one in found if not one.cell]
    body = [f"<h1>{escape(title)}</h1>", f"<p>{escape(list(lines(found, sides))[-1])}</p>"]
    if figures:
        body += _table("数", figures, sides)
    if others:
        body += _table("文字", others, sides)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="generator" content="{MARK}"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head>\n<body><main>\n{chr(10).join(body)}\n</main></body></html>\n"
    )


def _table(name: str, found: Sequence[Difference], sides: Sides) -> Iterator[str]:
    yield f"<h2>{name}（{len(found)} 处）</h2><table><thead><tr>"
    for head in ("在哪里", sides.old, sides.new):
        yield f'<th scope="col">{escape(head)}</th>'
    yield "</tr></thead><tbody>"
    for one in found:
        where = f"<br>（{escape(one.found)}）" if one.found else ""
        old, new = _marked(one.old, one.new)
        head = f'<th scope="row">{escape(one.part)}{where}</th>'
        yield f"<tr>{head}<td>{old}</td><td>{new}</td></tr>"
    yield "</tbody></table>"


def _steps(old: str, new: str) -> Sequence[tuple[str, int, int, int, int]]:
    """What is equal and what is not; of long texts only where they begin and end alike."""
    if len(old) * len(new) <= LONG * LONG:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    start = shared(old, new)
    end = min(shared(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    a, b = len(old) - end, len(new) - end
    return [
        ("equal", 0, start, 0, start),
        ("replace", start, a, start, b),
        ("equal", a, len(old), b, len(new)),
    ]


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both texts with what differs between them marked."""
    left, right = [], []
    for kind, a, b, c, d in _steps(old, new):
        gone, come = escape(old[a:b]), escape(new[c:d])
        same = kind == "equal"
        left.append(gone if same or not gone else f"<del>{gone}</del>")
        right.append(come if same or not come else f"<ins>{come}</ins>")
    return "".join(left), "".join(right)
