"""export: the macro-free workbook to hand in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Final

from xl_tools.actions.book import BookDesk
from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.naming import free_path
from xl_tools.actions.workbooks import as_path, holds_same
from xl_tools.delivery.macrofree import macro_free
from xl_tools.delivery.manifest import report_name
from xl_tools.edition import Editions
from xl_tools.files import read_whole, write_whole
from xl_tools.findings.text import summary
from xl_tools.functions import FUNCTIONS
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.rules import Outcome, check
from xl_tools.settingsfile import settings_near
from xl_tools.sources import read_bytes

OUTPUTS: Final = (".xlsx",)


class Exported(NamedTuple):
    """A macro-free workbook, what it states, and what the rules say about it."""

    data: bytes
    reading: Reading
    outcome: Outcome


def run(options: Namespace, desk: Desk) -> int:
    """Write the workbook; findings are counted, never in the way."""
    editions, _ = editions_with(options.edition)
    source, output = as_path(options.workbook), as_path(options.output)
    ending(output, OUTPUTS)
    exported = prepare_export(read_whole(source), str(source), editions)
    desk.save(
        output,
        exported.data,
        (source,),
        may_replace=holds_same(exported.reading.report, editions),
        force=options.force,
    )
    desk.say(f"已做好不含宏的工作簿：{output}")
    desk.say(summary(exported.outcome))
    return 0


def press(desk: BookDesk) -> None:
    """Write the macro-free workbook beside the open one; say where it is."""
    folder, editions = desk.path.parent, desk.editions
    exported = prepare_export(desk.copy(), str(desk.path), editions)
    report = exported.reading.report
    name = f"{report_name(report)}（报送件）.xlsx"
    path = free_path(folder / name, exported.data, holds_same(report, editions))
    write_whole(path, exported.data)
    desk.status(f"已做好不含宏的工作簿：{path}")
    desk.say(f"已做好不含宏的工作簿：{path}\n{summary(exported.outcome)}")


def prepare_export(data: bytes, file: str, editions: Editions) -> Exported:
    """The workbook without macros, proven to state the same.

    For bytes of a file and of an open workbook alike.
    """
    reading = read_bytes(data, file, editions)
    if not data.startswith(b"PK"):
        raise Refusal("不是工作簿", "请给出填好的工作簿（.xlsm 或 .xlsx）", file=file)
    made = macro_free(data, file, frozenset(FUNCTIONS))
    again = read_bytes(made, file, editions)
    if again.report != reading.report:
        raise Refusal("去掉宏以后读出的数变了，没有写出文件", "请把工作簿发给维护人员", file=file)
    return Exported(made, again, check(again, editions, settings=settings_near(Path(file))))
