"""libreoffice: the buttons of our workbooks in this user's LibreOffice, and out again."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from xl_tools.actions.desk import Desk
from xl_tools.libreoffice import install as installing
from xl_tools.libreoffice.provider import TOO_OLD
from xl_tools.refusal import Refusal

STATES: Final = {
    "absent": "没有装",
    "current": "已装好",
    "outdated": "装的是另一个位置或另一个版本的，请再运行一次 xl-tools libreoffice install",
}
NO_PROFILE: Final = (
    "没有找到 LibreOffice 的用户文件夹",
    "请先打开一次 LibreOffice 再关闭，或用 --profile 指明文件夹",
)
NO_OFFICE: Final = "提醒：没有找到 LibreOffice 的程序，没能检查它的 Python。"
NO_SCRIPTS: Final = (
    "提醒：这个 LibreOffice 还不能运行 Python 脚本。"
    "在 Debian、Ubuntu 上请安装软件包 libreoffice-script-provider-python。"
)


def run(options: Namespace, desk: Desk) -> int:
    """Install, remove or show the script, in every profile or in the one that was named."""
    act = ACTS.get(options.what)
    if act is None:
        known = "、".join(ACTS)
        raise Refusal(f"不知道“{options.what}”是要做什么", f"可以写 {known}")
    for profile in _profiles(options.profile):
        try:
            act(profile, desk)
        except installing.NotOurs as found:
            raise Refusal(
                "这个文件不是 xl-tools 写的，没有动它", "请先改名或移走", file=str(found.path)
            ) from None
        except OSError as error:
            raise Refusal(
                f"写不进去（{error.strerror or error}）", "请检查权限后再试", file=str(profile)
            ) from None
    if options.what != "remove":
        _look_at(installing.find_office(), desk)
    return 0


def _profiles(named: str | None) -> list[Path]:
    if named is None:
        found = installing.profiles(sys.platform, Path.home(), os.environ)
        if not found:
            raise Refusal(*NO_PROFILE)
        return found
    profile = Path(named)
    if not installing.user_folder(profile).is_dir():
        raise Refusal(*NO_PROFILE, file=named)
    return [profile]


def _install(profile: Path, desk: Desk) -> None:
    new = installing.install(profile, installing.import_folders())
    path = installing.script_path(profile)
    desk.say(f"按钮已装进 LibreOffice：{path}" if new else f"按钮早已装好：{path}")
    desk.say("如果 LibreOffice 正开着，请关闭后重新打开。")


def _remove(profile: Path, desk: Desk) -> None:
    path = installing.script_path(profile)
    gone = installing.remove(profile)
    desk.say(f"已从 LibreOffice 里取出：{path}" if gone else f"LibreOffice 里没有装：{path}")


def _status(profile: Path, desk: Desk) -> None:
    state = installing.status(profile, installing.import_folders())
    desk.say(f"{STATES[state]}：{installing.script_path(profile)}")


ACTS: Final[dict[str, Callable[[Path, Desk], None]]] = {
    "install": _install,
    "remove": _remove,
    "status": _status,
}


def _look_at(office: installing.Office | None, desk: Desk) -> None:
    """What would keep the buttons from working in this LibreOffice."""
    if office is None:
        desk.note(NO_OFFICE)
        return
    if office.python is not None and office.too_old:
        desk.note("提醒：" + TOO_OLD % office.python)
    if not office.runs_python:
        desk.note(NO_SCRIPTS)
