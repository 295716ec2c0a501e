"""Printed document -> Reading, with where each figure stands and what could not be placed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Edition, Editions
from xl_tools.refusal import Refusal
from xl_tools.report import Reading, Report
from xl_tools.sources.printed.found import Loose
from xl_tools.sources.printed.lines import is_known_text, with_tables
from xl_tools.sources.printed.sections import Layout, layout_of
from xl_tools.sources.printed.story import Story, story_of
from xl_tools.sources.printed.tables import Figures, figures_of
from xl_tools.sources.printed.values import Printed

NUMBERING: Final = "（）()一二三四五六七八九十"
NO_REPORT = ("里面没有找到年度报告的三张表和六个部分", "请检查是不是选错了文件")


def reading_of_printed(printed: Printed, editions: Editions) -> Reading:
    """Everything a printed report states; Refusal where it is no report of this kind."""
    printed = with_tables(printed, editions)
    newest = max(editions, key=lambda edition: edition.first_year)
    layout = _without_table_words(layout_of(printed, newest.sections), newest, editions)
    story = story_of(printed, layout, newest.sections)
    usual = _usual(editions, story.year, newest)
    figures = figures_of(layout.tables, editions, usual.id, story.year)
    if not figures.editions and len(layout.sections) < 2:
        raise Refusal(*NO_REPORT, file=printed.file)
    if story.year is None:
        raise Refusal("看不出是哪一年度的报告", "请在标题里写明年度再试", file=printed.file)
    report = _report(story, layout, figures, usual)._replace(year=story.year)
    notes = (*printed.notes, *story.notes, *_notes(layout), *figures.notes)
    places = MappingProxyType(dict(figures.places))
    headings = MappingProxyType(dict(layout.headings))
    return Reading(report, printed.file, places, figures.changed, notes, headings=headings)


def _without_table_words(layout: Layout, newest: Edition, editions: Editions) -> Layout:
    """The parts, but for a text that is nothing but wording of the table it stands beside.

    The number of a row that stands apart from its words is never a text.
    """
    beside = {section.id for section in newest.sections if section.table}
    texts = dict(layout.sections)
    for name in beside & texts.keys():
        own = tuple(one for one in texts[name] if one.strip(NUMBERING))
        texts[name] = () if all(is_known_text(one, editions) for one in own) else own
    return layout._replace(sections=texts)


def _usual(editions: Editions, year: int | None, newest: Edition) -> Edition:
    """The edition that the year calls for."""
    fitting = [edition for edition in editions if year is not None and edition.covers(year)]
    return max(fitting, key=lambda edition: edition.first_year, default=newest)


def _report(story: Story, layout: Layout, figures: Figures, usual: Edition) -> Report:
    first = next((t for t in usual.tables if t in figures.editions), "")
    edition = figures.editions.get("disclosure", figures.editions.get(first, usual.id))
    return Report(
        edition=edition,
        year=0,
        organ=story.organ,
        cells=MappingProxyType(dict(figures.cells)),
        narrative=MappingProxyType(dict(story.narrative)),
        title=story.title,
        date=story.date,
        signature=story.signature,
        computed=figures.computed,
        table_editions=MappingProxyType(
            {table: own for table, own in figures.editions.items() if own != edition}
        ),
        extra=MappingProxyType(_extra((*layout.loose, *figures.loose), figures.origins)),
    )


def _extra(loose: tuple[Loose, ...], origins: Mapping[str, str]) -> dict[str, Any]:
    unplaced = [{"text": one.text, "where": one.where} for one in loose]
    return {**({"unplaced": unplaced} if unplaced else {}), "origins": dict(origins)}


def _notes(layout: Layout) -> list[str]:
    notes = [f"没有找到“{title}”这一部分" for title in layout.missing]
    renamed = layout.renamed.items()
    return [*notes, *(f"标题“{found}”当作“{title}”" for title, found in renamed)]
