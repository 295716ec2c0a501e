"""extract: a report out of any readable file, as data or in a fresh workbook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Final

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import as_path, filled_workbook, holds_same, is_ours
from xl_tools.files import read_whole
from xl_tools.findings.text import conclusion
from xl_tools.jsontext import REPORT, dumps
from xl_tools.report import Form, Reading, form_of, report_to_json
from xl_tools.rules import Outcome, check
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

OUTPUTS: Final = (".json", ".xlsx")
MOST_LISTED: Final = 10
LONGEST: Final = 80
LIST: Final = "核对清单"


def run(options: Namespace, desk: Desk) -> int:
    """Write the report and a short account of what was read."""
    editions, _ = editions_with(options.edition)
    source, output = as_path(options.file), as_path(options.output)
    kind = ending(output, OUTPUTS)
    reading = read_bytes(read_whole(source), str(source), editions)
    report, form = reading.report, form_of(reading.report, editions)
    outcome = check(reading, editions, settings=settings_near(source))
    if kind == ".json":
        data = dumps(report_to_json(report, form)).encode("utf-8")
        may_replace = is_ours(REPORT.encode())
    else:
        from xl_tools.actions.confirming import with_list

        filled = filled_workbook(report, editions)
        data = with_list(filled, reading, form, _held(outcome))
        may_replace = holds_same(report, editions)
    desk.save(output, data, (source,), may_replace=may_replace, force=options.force)
    desk.say(f"已读出：{output}")
    for line in _account(reading, form, outcome):
        desk.say(line)
    if kind == ".xlsx":
        desk.say(f"每一行数在原件哪里，列在工作簿最后的“{LIST}”表里，请打印出来逐行打√。")
    desk.say(conclusion(outcome, str(output)))
    return int(outcome.has_errors)


def _account(reading: Reading, form: Form, outcome: Outcome) -> Iterator[str]:
    """Whose report it is, what of it holds, and everything that was not read as printed."""
    report = reading.report
    yield (
        f"{report.organ.name or '（机关名称未填）'} {report.year}年度，{_editions(form)}，"
        f"有数的格 {len(report.cells)} 个，其中算出来的 {len(report.computed)} 个。"
    )
    yield _held(outcome)
    yield from (f"注意：{note}。" for note in reading.notes)
    yield from _cut([f"{c.place.sheet} {c.place.address}：“{c.found}”当作“{c.official}”"
                     for c in reading.changed], "处固定文字与官方格式不同")  # fmt: skip
    unplaced = report.extra.get("unplaced", ())
    yield from _cut(
        [f"{one.get('where', '')}：{_short(one.get('text', ''))}" for one in unplaced],
        "处没有放进去，请对照原件",
    )


def _held(outcome: Outcome) -> str:
    states = [state.holds for _, state in outcome.relations if state.holds is not None]
    return f"勾稽关系核对了 {len(states)} 条，成立 {sum(states)} 条。"


def _editions(form: Form) -> str:
    """The edition of the tables; each table's own where they differ."""
    names = {form.tables[table].number: own.name for table, own in form.editions.items()}
    if len(set(names.values())) == 1:
        return next(iter(names.values()))
    return "、".join(f"{number}用{name}" for number, name in names.items())


def _cut(lines: list[str], what: str) -> Iterator[str]:
    if lines:
        yield f"注意：有 {len(lines)} {what}："
        yield from (f"  {line}" for line in lines[:MOST_LISTED])
    if len(lines) > MOST_LISTED:
        yield f"  等 {len(lines)} 处，全部写在结果里。"


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST]}……"
