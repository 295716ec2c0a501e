"""Paragraphs and tables in reading order -> the title, the preface and the six sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xl_tools.edition import Section
from xl_tools.records import NamedTuple
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.align import Match, in_order
from xl_tools.sources.printed.found import Loose
from xl_tools.sources.printed.paragraphs import rejoined
from xl_tools.sources.printed.values import Item, Paragraph, Printed, PrintedTable
from xl_tools.sources.printed.wording import EXACT, NEARLY, keys_of

LONGEST_HEADING: Final = 40
SENTENCE: Final = re.compile("[。；;！？]")
AFTER_HEADING: Final = re.compile(r"[\s。.：:，,—-]+|(?=无)")
NUMBER: Final = re.compile(r"\s*([一二三四五六七八九十])\s*[、.．]")
# A heading that text follows is more likely one than an entry of a list of contents.
FOLLOWED: Final = 0.02
# Lines of a page around the article.
FURNITURE: Final = re.compile(
    r"[【\[（(]?(?:上一篇|下一篇|相关链接|相关阅读|版权所有|主办(?:单位)?[：:]|承办(?:单位)?[：:]|网站地图"
    r"|联系我们|打印(?:本页|正文)?|关闭(?:窗口|本页)?|分享(?:到|至)|扫一扫|责任编辑|【?字体"
    r"|发布(?:日期|时间|机构)|来源[：:]|信息来源|作者[：:]|浏览(?:次数|量)|点击(?:数|率)"
    r"|索\s*引\s*号|您?(?:的)?(?:当前)?位置|首页|[A-Z]?ICP备|.{0,6}公网安备)"
)


class Layout(NamedTuple):
    """The document by its parts: paragraphs of the head, and the items of each section."""

    head: tuple[Paragraph, ...]
    sections: Mapping[str, tuple[str, ...]]
    tables: tuple[PrintedTable, ...]
    last: tuple[Paragraph, ...]
    missing: tuple[str, ...]
    renamed: Mapping[str, str]
    headings: Mapping[str, str]
    loose: tuple[Loose, ...]


class Headed(NamedTuple):
    """The items of the document from one heading to the next; `rest` runs on in its line."""

    section: Section
    items: tuple[Item, ...]
    rest: str
    heading: str
    loose: tuple[Loose, ...]


def layout_of(printed: Printed, sections: Sequence[Section]) -> Layout:
    """Where each part begins and ends; text outside the article is left out."""
    matches = _headings(printed.items, sections)
    missing = [s.title for n, s in enumerate(sections) if n not in {m.line for m in matches}]
    if not matches:
        head = tuple(printed.paragraphs())
        said = "\n".join(one.text for one in head if one.text.strip())
        loose = (Loose(said, "正文"),) if said else ()
        return Layout(head, {}, tuple(printed.tables()), (), tuple(missing), {}, {}, loose)
    parts = list(_parts(printed, matches, sections))
    texts = {part.section.id: _texts(part) for part in parts}
    article = _article(printed, [match.row for match in matches])
    return Layout(
        head=tuple(_paragraphs(printed.items[: matches[0].row])),
        sections={name: tuple(one.text for one in own) for name, own in texts.items()},
        tables=tuple(t for t in printed.tables() if _is_within(t, article, printed.boxes)),
        last=tuple(texts[parts[-1].section.id]),
        missing=tuple(missing),
        renamed=dict(_renamed(parts)),
        headings={part.section.id: part.heading for part in parts},
        loose=tuple(loose for part in parts for loose in part.loose),
    )


def _renamed(parts: Sequence[Headed]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if set(keys_of(part.heading)).isdisjoint(keys_of(part.section.title)):
            yield part.section.title, part.heading


def _paragraphs(items: Sequence[Item]) -> Iterator[Paragraph]:
    return (item for item in items if isinstance(item, Paragraph))


def _parts(
    printed: Printed, matches: Sequence[Match], sections: Sequence[Section]
) -> Iterator[Headed]:
    """Each heading with what follows it in the box of the page that holds all headings."""
    article = _article(printed, [match.row for match in matches])
    ends = [match.row for match in matches[1:]] + [len(printed.items)]
    for match, end in zip(matches, ends, strict=True):
        section, heading = sections[match.line], printed.items[match.row]
        text = heading.text if isinstance(heading, Paragraph) else ""
        rest = _rest(text, section)
        items = printed.items[match.row + 1 : end]
        own = [item for item in items if _is_within(item, article, printed.boxes)]
        below = _below(own) if end == len(printed.items) and printed.is_page else len(own)
        said = "\n".join(one.text for one in _paragraphs(own[below:]))
        loose = (Loose(said, "正文之后"),) if said else ()
        heading_text = text.removesuffix(rest).strip(" 。：:")
        yield Headed(section, tuple(own[:below]), rest, heading_text, loose)


def _below(items: Sequence[Item]) -> int:
    """Where the lines of the page begin that stand below the article."""
    lines = ((n, item) for n, item in enumerate(items) if isinstance(item, Paragraph))
    return next((n for n, item in lines if FURNITURE.match(item.text)), len(items))


def _texts(part: Headed) -> list[Paragraph]:
    first = [Paragraph(part.rest)] if part.rest else []
    return rejoined([*first, *_paragraphs(part.items)])


# ---- headings --------------------------------------------------------------------------


def _headings(items: Sequence[Item], sections: Sequence[Section]) -> list[Match]:
    """The headings, one for each section, in the order of the form."""
    scores: dict[int, list[float]] = {}
    sought = list(map(_sought, sections))
    for number, item in enumerate(items):
        if isinstance(item, Paragraph):
            bare = essence(item.text[:200])
            found = [_likeness(item.text, bare, one) for one in sought]
            if any(found):
                scores[number] = found
    rows = sorted(scores)
    for row in rows:
        bonus = FOLLOWED if row + 1 < len(items) and row + 1 not in scores else 0.0
        scores[row] = [score and score + bonus for score in scores[row]]
    chosen = in_order([scores[row] for row in rows], len(sections))
    return [match._replace(row=rows[match.row]) for match in chosen]


class Sought(NamedTuple):
    """A section by what its heading may be known by: bare words, keys, number, signs after it."""

    section: Section
    bare: str
    keys: frozenset[str]
    number: str
    signs: frozenset[str]


def _sought(section: Section) -> Sought:
    title, number = section.title, NUMBER.match(section.title)
    signs = frozenset(essence(title[number.end() :])) if number else frozenset()
    keys = frozenset(keys_of(title))
    return Sought(section, essence(title), keys, number[1] if number else "", signs)


def _likeness(text: str, bare: str, sought: Sought) -> float:
    if bare == sought.bare:
        return EXACT
    if len(bare) <= LONGEST_HEADING and not sought.keys.isdisjoint(keys_of(text)):
        return NEARLY
    if bare.startswith(sought.bare) and _rest(text, sought.section):
        return EXACT
    return _numbered(text, sought) if len(text) <= LONGEST_HEADING else 0.0


def _numbered(text: str, sought: Sought) -> float:
    """A short line with the section's number that speaks of the same things."""
    given = NUMBER.match(text)
    if given is None or given[1] != sought.number or SENTENCE.search(text):
        return 0.0
    signs = set(essence(text[given.end() :]))
    shared = len(signs & sought.signs) / max(1, min(len(signs), len(sought.signs)))
    return 0.3 + shared / 2 if shared >= 0.5 else 0.0


def _rest(text: str, section: Section) -> str:
    """What stands in the heading's own paragraph after its words."""
    own = essence(section.title)
    for end in range(1, min(len(text), 80) + 1):
        if essence(text[:end]) == own:
            after = AFTER_HEADING.match(text, end)
            return text[after.end() :].strip() if after else ""
    return ""


# ---- the article in the page -----------------------------------------------------------


def _article(printed: Printed, rows: Sequence[int]) -> int:
    """The innermost box in which all these items stand."""
    chains = [_around(printed.items[row].box, printed.boxes) for row in rows]
    shared = set(chains[0]).intersection(*chains[1:])
    return next((box for box in chains[0] if box in shared), 0)


def _around(box: int, boxes: Mapping[int, int]) -> list[int]:
    """A box and those around it, innermost first."""
    chain = [box]
    while box:
        box = boxes.get(box, 0)
        chain.append(box)
    return chain


def _is_within(item: Item, article: int, boxes: Mapping[int, int]) -> bool:
    return not article or article in _around(item.box, boxes)
