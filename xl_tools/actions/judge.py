"""judge: a finished report, ours or not, against the form and the layout."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Final

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import as_path, is_ours
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.findings.html import Page, findings_html
from xl_tools.findings.json import findings_json
from xl_tools.findings.text import NAMES, counts, weight_of
from xl_tools.jsontext import FINDINGS, dumps
from xl_tools.review.judging import Judgement, judge

OUTPUTS: Final = (".html", ".json")


def run(options: Namespace, desk: Desk) -> int:
    """Say or write what was found; 1 where something is to be mended or looked at."""
    editions, _ = editions_with(options.edition)
    source = as_path(options.file)
    output = as_path(options.output) if options.output else None
    kind = ending(output, OUTPUTS) if output is not None else ""
    judgement = judge(read_whole(source), str(source), editions)
    found = dumps(findings_json(*judgement, editions))
    if output is not None:
        reading, outcome = judgement
        shown = outcome._replace(not_applicable=())  # it is of the figures, and judge has no prior
        page = findings_html([Page(str(source), reading, shown)], editions)
        data = (page if kind == ".html" else found).encode("utf-8", "xmlcharrefreplace")
        may_replace = is_ours(FINDINGS.encode())
        desk.save(output, data, (source,), may_replace=may_replace, force=options.force)
        desk.note(f"检查结果：{output}")
    desk.say(found.rstrip("\n") if options.json else "\n".join(_lines(judgement, editions)))
    return int(any(one.severity != "info" for one in judgement.outcome.findings))


def _lines(judgement: Judgement, editions: Editions) -> Iterator[str]:
    """Whose report it is, what was found, and how much."""
    reading, outcome = judgement
    report = reading.report
    name = editions.get(report.edition).name
    organ = report.organ.name or "（机关名称没有找到）"
    yield f"{reading.file}：{organ} {report.year}年度，{name}"
    for finding in outcome.findings:
        yield f"  【{weight_of(finding)}】{finding.message}"
    found = counts(outcome)
    numbers = "，".join(f"{NAMES[kind]} {count} 处" for kind, count in found.items())
    if found["error"] or found["warning"]:
        yield f"  成稿检查：有要改的地方（{numbers}）。"
        yield "  请照上面改成稿，或改工作簿以后重新生成，再检查一次。"
    else:
        remarks = f"（{numbers}）" if outcome.findings else ""
        yield f"  成稿检查：没有发现问题{remarks}。"
