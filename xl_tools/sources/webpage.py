"""HTML bytes -> printed report: saved pages of government sites, Word markup and all.

The standard library's parser needs time that grows with the square of some broken pages, and ten
times as long as this for sound ones: only the tags that matter here are looked at.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from types import MappingProxyType
from typing import Final

from xl_tools.edition import Editions
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources.decoding import decoded
from xl_tools.sources.flow import Flow
from xl_tools.sources.printed import Printed, reading_of_printed

MAX_TAGS: Final = 1_000_000
MAX_LENGTH: Final = 30 << 20
BLOCKS: Final = (
    "address|article|aside|blockquote|body|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header"
    "|hr|html|li|main|nav|ol|p|pre|section|ul"
)
# A tag is over at its ">", one in a quoted value apart; it never holds a "<": linear in time.
INSIDE: Final = r"[^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*"
TAG: Final = re.compile(
    rf"<(/?)({BLOCKS}|table|tr|td|th|caption|br)(?=[\s/>])({INSIDE}|[^<>]*)>", re.IGNORECASE
)
OTHER_TAG: Final = re.compile(rf"<[/!?]?[A-Za-z\[](?:{INSIDE}>|[^<>]*>?)")
META: Final = re.compile(rf"<meta(?=[\s/])({INSIDE})>", re.IGNORECASE)
TITLE: Final = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(
    r"([A-Za-z][A-Za-z-]*)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]+))"
)
ALIGN: Final = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Line ends of the markup: between two Chinese characters they are nothing, else a space.
LINE_END: Final = re.compile(r"[ \t\r\n\f]*[\r\n][ \t\r\n\f]*")
CJK: Final = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")
SKIPPED: Final = re.compile(
    "<!--|<(script|style|noscript|select|textarea)(?![A-Za-z])", re.IGNORECASE
)
# What a page says of itself -> our word for it; the first that is there counts.
ABOUT: Final = (
    ("articletitle", "title"),
    ("contentsource", "organ"),
    ("pubdate", "date"),
)


def read_webpage(data: bytes, file: str, editions: Editions) -> Reading:
    """The report on a saved page; Refusal where it is none."""
    try:
        return reading_of_printed(printed_page(decoded(data), file), editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def printed_page(text: str, file: str = "") -> Printed:
    """The paragraphs and tables of a page."""
    if len(text) > MAX_LENGTH:
        raise Refusal(f"网页超过 {MAX_LENGTH >> 20} 百万字，太大了", "请检查是不是选错了文件")
    about = _about(text)
    flow = Flow("网页")
    at = 0
    text = _without_asides(text)
    for count, tag in enumerate(TAG.finditer(text)):
        if count > MAX_TAGS:
            raise Refusal("网页的标记太多，不像一份报告", "请检查是不是选错了文件")
        _say(flow, text[at : tag.start()])
        _open_or_close(flow, tag)
        at = tag.end()
    _say(flow, text[at:])
    return flow.printed(file)._replace(about=MappingProxyType({"kind": "page", **about}))


def _without_asides(text: str) -> str:
    """The page without comments, scripts and styles; one that is never closed takes the rest."""
    kept: list[str] = []
    at = 0
    while (start := SKIPPED.search(text, at)) is not None:
        kept.append(text[at : start.start()])
        end = _end_of(start[1])
        found = end.search(text, start.end())
        if found is None:
            return "".join(kept)
        at = found.end()
    return "".join((*kept, text[at:]))


@cache
def _end_of(name: str | None) -> re.Pattern[str]:
    return re.compile(f"</{name}[^<>]*>?" if name else "-->", re.IGNORECASE)


def _say(flow: Flow, markup: str) -> None:
    """Text between two tags that matter; the digits of a number may stand in several spans."""
    if not markup:
        return
    text = OTHER_TAG.sub("", markup) if "<" in markup else markup
    if "\n" in text or "\r" in text:
        text = LINE_END.sub(_line_end, text)
    if text:
        flow.say(unescape(text).replace("\u00a0", " ") if "&" in text or "\u00a0" in text else text)


def _line_end(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "" if CJK.match(before) and CJK.match(after) else " "


def _open_or_close(flow: Flow, tag: re.Match[str]) -> None:
    name, closes = tag[2].lower(), bool(tag[1])
    if name == "br":
        flow.line_break()
    elif name == "table":
        flow.end_table() if closes else flow.start_table()
    elif name == "tr":
        flow.end_row() if closes else flow.start_row()
    elif name in ("td", "th"):
        _cell(flow, tag[3], closes=closes)
    elif closes:
        flow.end_block(name)
    else:
        flow.start_block(name, _align(tag[3]) or ("center" if name == "center" else ""))


def _cell(flow: Flow, raw: str, *, closes: bool) -> None:
    if closes:
        flow.end_cell()
        return
    if "span" not in raw and "SPAN" not in raw.upper():
        flow.start_cell()
        return
    found = _attributes(raw)
    flow.start_cell(_number(found.get("rowspan")), _number(found.get("colspan")))


def _number(text: str | None) -> int:
    bare = (text or "1").strip()[:5]
    return max(1, int(bare)) if bare.isascii() and bare.isdigit() else 1


def _attributes(raw: str) -> dict[str, str]:
    return {name.lower(): a or b or c for name, a, b, c in ATTRIBUTE.findall(raw)}


def _align(raw: str) -> str:
    if "align" not in raw.lower():
        return ""
    styled = ALIGN.search(raw)
    return (styled[1] if styled else _attributes(raw).get("align", "")).lower()


def _about(text: str) -> dict[str, str]:
    """What the page says of itself in its meta tags, else in its title."""
    named: dict[str, str] = {}
    for tag in META.finditer(text, 0, 1 << 20):
        found = _attributes(tag[1])
        named[found.get("name", "").lower()] = unescape(found.get("content", "")).strip()
    about = {ours: named[theirs] for theirs, ours in ABOUT if named.get(theirs)}
    title = TITLE.search(text)
    if "title" not in about and title and "报告" in title[1]:
        about["title"] = re.split(r"[_|–—-]", unescape(title[1]).strip())[0].strip()
    return about
