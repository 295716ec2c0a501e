"""HTML bytes -> printed report: saved pages of government sites, Word markup and all.

The standard library's parser needs time that grows with the square of some broken pages, and ten
times as long as this for sound ones: only the tags that matter here are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Editions
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.sources.decoding import decoded
from xl_tools.sources.flow import Flow
from xl_tools.sources.printed import Printed, reading_of_printed

MAX_TAGS: Final = 300_000
MAX_LENGTH: Final = 30 << 20
BLOCKS: Final = (
    "p|div|li|ul|h[1-6]|address|article|aside|blockquote|body|center|dd|dl|dt|figure|footer|form"
    "|header|hr|html|main|nav|ol|pre|section"
)
# A tag is over at its ">", one in a quoted value apart; it never holds a "<": linear in time.
INSIDE: Final = r"[^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*"
# A cell with nothing but text in it, such as hold nearly all figures, is one match.
CELL: Final = (
    rf"<t[dh](?=[\s>])({INSIDE})>(?:\s*<p(?=[\s>])({INSIDE})>)?([^<>]*)(?:</p>\s*)?</t[dh]>"
)
TAG: Final = re.compile(
    rf"{CELL}|<(/?(?:td|th|tr|{BLOCKS}|table|caption|br))(?=[\s/>])({INSIDE}|[^<>]*)>",
    re.IGNORECASE,
)
GROUPS: Final = TAG.groups + 1  # and the text after the tag
OTHER_TAG: Final = re.compile(rf"<[/!?]?[A-Za-z\[](?:{INSIDE}>|[^<>]*>?)")
# Markup of pasted text: it says nothing here, and can be ten times as long as all the rest.
PASTED: Final = (b"<span", b"<font")
PASTED_ENDS: Final = (b"<o:p></o:p>", b"</span>", b"</font>", b"<o:p>", b"</o:p>")
ONE_TAG: Final = re.compile(OTHER_TAG.pattern.encode())
WHOLE: Final = re.compile(INSIDE.encode())  # up to the ">" that ends a tag, not one in a value
META: Final = re.compile(rf"<meta(?=[\s/])({INSIDE})>", re.IGNORECASE)
TITLE: Final = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(
    r"([A-Za-z][A-Za-z-]*)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]+))"
)
ALIGN: Final = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
# Line ends of the markup: between two Chinese characters they are nothing, else a space.
LINE_END: Final = re.compile(r"(?<![ \t\r\n\f])[ \t\r\n\f]*[\r\n][ \t\r\n\f]*")
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
        text = decoded(_without_pasted(data))
        return reading_of_printed(printed_page(text, file), editions)
    except Refusal as refusal:
        raise refusal.within(file) from None


def printed_page(text: str, file: str = "") -> Printed:
    """The paragraphs and tables of a page."""
    if len(text) > MAX_LENGTH:
        raise Refusal(f"网页超过 {MAX_LENGTH >> 20} 百万字，太大了", "请检查是不是选错了文件")
    if text.count("<") > MAX_TAGS:
        raise Refusal("网页的标记太多，不像一份报告", "请检查是不是选错了文件")
    about = _about(text)
    flow, spans, aligns = Flow("网页"), _Asked(_spans), _Asked(_align)
    pieces = iter(TAG.split(_without_asides(text)))
    _say(flow, next(pieces))
    for cell, paragraph, inside, name, raw, after in zip(*[pieces] * GROUPS, strict=True):
        if cell is not None:
            align = aligns[paragraph] if paragraph is not None else None
            flow.whole_cell(_text(inside), align, *spans[cell])
        else:
            _open_or_close(flow, name.lower(), raw, spans, aligns)
        if after:
            _say(flow, after)
    return flow.printed(file)._replace(about=MappingProxyType({"kind": "page", **about}))


class _Asked(dict[str, Any]):
    """What a function says of the attributes of a tag: tags of a page repeat each other."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, raw: str) -> Any:
        found = self[raw] = self._ask(raw)
        return found


def _without_pasted(data: bytes) -> bytes:
    """The page without the tags of pasted text, which never cut a text in two.

    In every encoding of a page but UTF-16, which is left as it is, no character but these signs
    themselves has a byte of "<", ">" or a quotation mark in it.
    """
    for name in PASTED:
        first, *pieces = data.split(name)
        tags = [piece.partition(b">") for piece in pieces]
        texts = [after for _, _, after in tags]
        odd = {inside for inside in {tag[0] for tag in tags} if not WHOLE.fullmatch(inside)}
        for n in [n for n, tag in enumerate(tags) if tag[0] in odd] if odd else ():
            texts[n] = ONE_TAG.sub(b"", name + pieces[n], count=1)
        data = b"".join((first, *texts))
    for tag in PASTED_ENDS:
        data = data.replace(tag, b"")
    return data


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
    text = _text(OTHER_TAG.sub("", markup) if "<" in markup else markup)
    if text:
        flow.say(text)


def _text(text: str) -> str:
    """A text as it is shown, without the markup's own line ends."""
    if "\n" in text or "\r" in text:
        text = LINE_END.sub(_line_end, text)
    return unescape(text).replace("\u00a0", " ") if "&" in text or "\u00a0" in text else text


def _line_end(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "" if CJK.match(before) and CJK.match(after) else " "


# Tags of which nothing counts but that they are there.
BARE: Final[Mapping[str, Callable[[Flow], None]]] = MappingProxyType(
    {
        "br": Flow.line_break,
        "/br": Flow.line_break,
        "table": Flow.start_table,
        "/table": Flow.end_table,
        "tr": Flow.start_row,
        "/tr": Flow.end_row,
        "/td": Flow.end_cell,
        "/th": Flow.end_cell,
    }
)


def _open_or_close(flow: Flow, name: str, raw: str, spans: _Asked, aligns: _Asked) -> None:
    if name in BARE:
        BARE[name](flow)
    elif name in ("td", "th"):
        flow.start_cell(*spans[raw])
    elif name.startswith("/"):
        flow.end_block(name[1:])
    else:
        flow.start_block(name, aligns[raw] or ("center" if name == "center" else ""))


def _spans(raw: str) -> tuple[int, int]:
    """How many rows and columns a cell takes."""
    if "span" not in raw.lower():
        return (1, 1)
    found = _attributes(raw)
    return _number(found.get("rowspan")), _number(found.get("colspan"))


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
