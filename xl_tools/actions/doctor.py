"""doctor: what is on this machine, and what to do about what is missing."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xl_tools.actions.desk import Desk
from xl_tools.actions.workbooks import as_path
from xl_tools.files import read_whole
from xl_tools.log import log_path
from xl_tools.machine.doctor import checks


def run(options: Namespace, desk: Desk) -> int:
    """One line for each thing looked at, one more where something is to be done."""
    path: Path | None = as_path(options.workbook) if options.workbook else None
    data = read_whole(path) if path else None
    found = list(checks(data, str(path or "")))
    for check in found:
        desk.say(f"{check.sign} {check.name}：{check.seen}")
        if not check.good and check.advice:
            desk.say(f"    {check.advice}")
    desk.say(f"日志文件：{log_path()}")
    missing = sum(not check.good for check in found)
    fair = any(check.sign == "△" for check in found)
    remark = "带 △ 的没有也能用，可以不管。" if fair else ""
    desk.say(f"有 {missing} 项要处理，见上面带 × 的行。{remark}" if missing else f"都好。{remark}")
    return 0
