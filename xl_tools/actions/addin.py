"""addin: the buttons of our workbooks in this user's Excel, and out again."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Desk
from xl_tools.files import shown, write_whole
from xl_tools.machine import addin
from xl_tools.refusal import Refusal


def run(options: Namespace, desk: Desk) -> int:
    """Install, remove or show which Python the buttons start."""
    act = ACTS.get(options.what)
    if act is None:
        raise Refusal(f"不知道“{options.what}”是要做什么", f"可以写 {'、'.join(ACTS)}")
    if sys.platform != "win32" and not options.home:
        raise Refusal(
            "这是给 Windows 上的 Excel 用的", "LibreOffice 请用 xl-tools libreoffice install"
        )
    home = Path(options.home) if options.home else Path.home()
    act(addin.settings_path(home), desk)
    return 0


def _install(path: Path, desk: Desk) -> None:
    text = addin.read_settings(path)
    python = addin.written_path(sys.executable, os.environ)
    before = addin.interpreter_in(text)
    if before == python:
        desk.say(f"早已装好：Excel 的按钮用 {sys.executable}")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        data = addin.with_interpreter(text, python).encode(addin.ENCODING)
    except UnicodeEncodeError:
        raise Refusal(
            "Python 所在文件夹的名称，这台电脑的内码写不出来", "请把它装到英文名称的文件夹里"
        ) from None
    write_whole(path, data)
    desk.say(f"已装好：Excel 的按钮用 {sys.executable}")
    if before:
        desk.note(f"原来指定的是 {before}，别的 xlwings 工作簿也会改用新的。")
    desk.say("如果工作簿正开着，请关闭后重新打开。")


def _remove(path: Path, desk: Desk) -> None:
    text = addin.read_settings(path)
    if not addin.interpreter_in(text):
        desk.say("没有装，不用取出。")
        return
    write_whole(path, addin.without_interpreter(text).encode(addin.ENCODING))
    desk.say(f"已取出：{shown(path)} 里不再指定 Python。")


def _status(path: Path, desk: Desk) -> None:
    python = addin.interpreter_in(addin.read_settings(path))
    if not python:
        desk.say("没有装。请运行 xl-tools addin install")
        return
    there = Path(addin.expanded(python, os.environ)).exists()
    desk.say(f"{'已装好' if there else '装过，但这个 Python 已经不在了'}：{python}")
    if not there:
        desk.say("请再运行一次 xl-tools addin install")


ACTS: Final[dict[str, Callable[[Path, Desk], None]]] = {
    "install": _install,
    "remove": _remove,
    "status": _status,
}
