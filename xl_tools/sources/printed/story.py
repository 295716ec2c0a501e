"""The text of a printed report -> title, organ, year, narrative, signature and date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xl_tools.edition import Section
from xl_tools.records import NamedTuple
from xl_tools.report import Organ, clean_text
from xl_tools.sources.labels import essence
from xl_tools.sources.printed.facts import (
    PERIOD,
    Title,
    closing_of,
    compact,
    contacts_in,
    find_title,
    full_name,
    organ_in,
    year_in,
)
from xl_tools.sources.printed.paragraphs import rejoined
from xl_tools.sources.printed.sections import FURNITURE, Layout
from xl_tools.sources.printed.values import Paragraph, Printed

ANY_YEAR: Final = re.compile(r"(20[0-9]{2})\s*年")
MENU_WORD: Final = 15  # a shorter line without a full stop is no sentence of a preface


class Story(NamedTuple):
    """What the text says of the report; `year` is None where nothing names it."""

    title: str
    organ: Organ
    year: int | None
    narrative: Mapping[str, str]
    signature: str
    date: str
    notes: tuple[str, ...]


def story_of(printed: Printed, layout: Layout, sections: Sequence[Section]) -> Story:
    """The facts and the text of the parts, each paragraph a line."""
    notes: list[str] = []
    head = list(layout.head)
    title = find_title(head) or _title_about(printed, notes)
    preface = _preface(printed, head[title.end :] if title else [], sections)
    parts = {"preface": preface, **{name: list(own) for name, own in layout.sections.items()}}
    whole = "\n".join(text for own in parts.values() for text in own)
    name = _organ_name(printed, title, whole, notes)
    closing = closing_of(layout.last, name)
    if closing.length:
        last = list(layout.sections)[-1]
        parts[last] = parts[last][: -closing.length]
    narrative = {part: clean_text("\n".join(own)) for part, own in parts.items()}
    return Story(
        title.text if title else "",
        Organ(name=name or closing.signature, **contacts_in("\n".join(preface) or whole)),
        _year(printed, title, whole, closing.date, notes),
        {part: text for part, text in narrative.items() if text},
        closing.signature,
        closing.date,
        tuple(notes),
    )


def _title_about(printed: Printed, notes: list[str]) -> Title | None:
    """The title that the file says of itself."""
    text = compact(printed.about.get("title", ""))
    if not text:
        return None
    notes.append("正文里没有标题，用的是网页（文件）自带的标题")
    return Title(text, 0, 0)


def _preface(
    printed: Printed, paragraphs: Sequence[Paragraph], sections: Sequence[Section]
) -> list[str]:
    """What stands between title and first heading; on a page, only what reads like text."""
    titles = {essence(section.title) for section in sections}
    own = [one for one in paragraphs if essence(one.text) not in titles]
    if printed.is_page:
        own = [one for one in own if not FURNITURE.match(one.text) and _reads_like_text(one.text)]
    return [one.text for one in rejoined(own)]


def _reads_like_text(text: str) -> bool:
    return len(text) >= MENU_WORD or text[-1:] in "。；：！"


def _organ_name(printed: Printed, title: Title | None, text: str, notes: list[str]) -> str:
    named = organ_in(title.text) if title else ""
    about = compact(printed.about.get("organ", ""))
    if not named:
        if about:
            notes.append(f"标题里没有机关名称，用的是网页上的发布机构“{about}”")
        return about
    whole = about if about.startswith(named) else full_name(named, compact(text))
    if whole != named:
        notes.append(f"标题里的机关名称“{named}”不全，按正文补成“{whole}”")
    return whole


def _year(
    printed: Printed, title: Title | None, text: str, date: str, notes: list[str]
) -> int | None:
    """The year of the title, else of the period in the text, else the year before the date."""
    found = year_in(title.text) if title else None
    if found is not None:
        return found
    period = PERIOD.search(text) or ANY_YEAR.search(text)
    signed = re.match(r"(20[0-9]{2})", date or printed.about.get("date", ""))
    if period is None and signed is None:
        return None
    year = int(period[1]) if period else int(signed[1]) - 1 if signed else 0
    notes.append(f"标题里没有年度，按{'正文' if period else '成文日期'}认作 {year} 年度，请核对")
    return year
