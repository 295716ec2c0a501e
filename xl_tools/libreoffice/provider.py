"""The script of a LibreOffice profile: what the buttons and functions of our workbooks call.

`install` copies this file into the profile, as ASCII and with the folders of xl_tools and xlwings
in PATHS. There it runs in LibreOffice's own Python, which may be older than what xl_tools needs, so
it keeps to what Python 3.7 reads and imports nothing of ours before it has looked. Basic and VBA
call it through the script provider:

    vnd.sun.star.script:xl_tools_buttons.py$press?language=Python&location=user
    vnd.sun.star.script:xl_tools_buttons.py$call?language=Python&location=user
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

PATHS: tuple[str, ...] = ()
OLDEST = (3, 11)
TITLE = "年度报告"
TOO_OLD = (
    "这个 LibreOffice 的 Python 是 %d.%d，按钮需要 3.11 以上。"
    "请升级 LibreOffice；在那之前，表内自带的校验和命令 xl-tools 照样能用。"
)
MISSING = "找不到 xl-tools，按钮不能用。请在命令行运行 xl-tools libreoffice install，再试一次。"
BROKEN = "程序出了错，原来的文件没有动。请把日志文件“%s”发给维护人员。"
NO_BOOK = "请先打开年报工作簿，再按按钮。"


def press(verb: str, document: Any = None, *_others: Any) -> None:
    """Press the button of a verb for a document: the one handed over, else the one in front.

    Hand over ThisComponent: a script of the user does not learn which document called it.
    """
    _guarded(lambda: _press(verb, document or _here().getDocument()), _tell)


def call(function: str, *arguments: Any) -> Any:
    """What a function of our workbooks returns for a cell; where it cannot, a sentence."""
    return _guarded(lambda: _call(function, arguments), str)


def _here() -> Any:
    """What LibreOffice gives to each script."""
    return globals()["XSCRIPTCONTEXT"]


def _press(verb: str, document: Any) -> None:
    inside = import_module("xl_tools.libreoffice.inside")
    if inside.attach(_here().getComponentContext(), document):
        # By name: this script stands above the package that it is a part of here.
        import_module("xl_tools.buttons").press(verb)
    else:
        _tell(NO_BOOK)


def _call(function: str, arguments: tuple[Any, ...]) -> Any:
    inside = import_module("xl_tools.libreoffice.inside")
    found = getattr(import_module("xl_tools.udfs"), function)
    return inside.returned(found(*map(inside.argument, arguments)))


def _guarded(work: Callable[[], Any], tell: Callable[[str], Any]) -> Any:
    """Do the work if it can be done; a sentence instead of a traceback if not."""
    problem = _problem()
    if problem:
        return tell(problem)
    try:
        return work()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - nobody is above this script
        return tell(_sentence(error))


def _problem() -> str:
    """What stands in the way; nothing if all is there."""
    if sys.version_info[:2] < OLDEST:
        return TOO_OLD % sys.version_info[:2]
    sys.path.extend(path for path in PATHS if path not in sys.path)
    try:
        import_module("xl_tools.lean").lean_xlwings("xlwings._xlmac", "xlwings._xlwindows")
    except ImportError:
        return MISSING
    return ""


def _sentence(error: BaseException) -> str:
    """A refusal speaks for itself; anything else goes to the log."""
    spoken = getattr(error, "sentence", "")
    return str(spoken or BROKEN % import_module("xl_tools.log").log_trouble())


def _tell(sentence: str) -> None:
    """Show a sentence, also where nothing of ours can be imported."""
    context = _here().getComponentContext()
    frame = _here().getDesktop().getCurrentFrame()
    window = frame and frame.getContainerWindow()
    try:
        dialogs = import_module("xl_tools.libreoffice.dialogs")
    except (ImportError, SyntaxError):
        kind = import_module("uno").Enum("com.sun.star.awt.MessageBoxType", "MESSAGEBOX")
        toolkit = context.ServiceManager.createInstance("com.sun.star.awt.Toolkit")
        toolkit.createMessageBox(window, kind, 1, TITLE, sentence).execute()
    else:
        dialogs.ask(context, window, dialogs.Alert(sentence, TITLE))
